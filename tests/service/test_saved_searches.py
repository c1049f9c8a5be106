"""Saved searches: each person's own, kept as what is asked, on the page and over HTTP."""

import re

import pytest

HTML = {"accept": "text/html"}
PATH = "/api/v1/saved-searches"
ASKED = {"q": "pagaré", "type": "promissory_note", "year": 2026, "from": "2026-01-02"}


def names(client, office, user):
    return [one["name"] for one in client.get(PATH, headers=office.bearer(user)).json()["items"]]


def save(client, office, user, name, parameters=ASKED):
    return client.post(PATH, json={"name": name, "parameters": parameters}, headers=office.bearer(user))


def test_what_is_saved_comes_back_as_the_parameters_of_a_search(client, office):
    made = save(client, office, "head", "  Pagarés   del año ")

    kept = client.get(PATH, headers=office.bearer("head")).json()["items"]
    assert (made.status_code, kept) == (201, [made.json()])
    assert (kept[0]["name"], kept[0]["parameters"]) == ("Pagarés del año", ASKED)
    assert client.get("/api/v1/search", params=ASKED, headers=office.bearer("head")).status_code == 200


def test_nobody_sees_or_removes_what_another_saved(client, office):
    made = save(client, office, "lawyer", "Mía").json()

    other = client.delete(f"{PATH}/{made['id']}", headers=office.bearer("boss"))
    assert (other.status_code, names(client, office, "boss"), names(client, office, "lawyer")) == (404, [], ["Mía"])
    own = client.delete(f"{PATH}/{made['id']}", headers=office.bearer("lawyer"))
    assert (own.status_code, names(client, office, "lawyer")) == (204, [])


@pytest.mark.parametrize(
    ("name", "parameters", "status"),
    [(" ", ASKED, 400), ("x" * 81, ASKED, 400), ("a\u0000b", ASKED, 400), ("Nada", {"q": " "}, 400),
     ("Otra cosa", {"color": "x"}, 400), ("Mal día", {"from": "ayer"}, 400), ("UNICA", ASKED, 409)],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_and_nothing_is_kept(client, office, name, parameters, status):
    save(client, office, "auditor", "Única")

    refused = save(client, office, "auditor", name, parameters)

    assert (refused.status_code, names(client, office, "auditor")) == (status, ["Única"])


def test_there_is_a_most_of_what_one_person_keeps(client, office):
    answers = [save(client, office, "other", f"Búsqueda {number}").status_code for number in range(101)]

    assert answers == [201] * 100 + [409]


def test_saving_and_removing_are_in_the_log(client, office):
    made = save(client, office, "boss", "Por asentar").json()
    client.delete(f"{PATH}/{made['id']}", headers=office.bearer("boss"))

    told = client.get("/api/v1/events", params={"id": made["id"]}, headers=office.bearer("boss")).json()
    acts = [event["action"] for event in told["items"] if event["object_id"] == made["id"]]
    assert sorted(acts) == ["remove_saved_search", "save_search"]


def test_a_search_is_saved_asked_again_and_removed_on_its_page(client, signed_in):
    asked = {"q": "pagaré", "tipo": "promissory_note", "desde": "02/01/2026"}
    form = {**asked, "nombre": "Los <b>nuestros</b>"}

    assert client.post("/buscar/guardadas", data={**form, "csrf": "x"}, headers=HTML).status_code == 403
    page = client.post("/buscar/guardadas", data={**form, "csrf": signed_in}, headers=HTML)
    assert "Guardada como «Los &lt;b&gt;nuestros&lt;/b&gt;»" in page.text
    listed = client.get("/buscar", headers=HTML).text
    again = re.search(r'<a href="([^"]+)">Los &lt;b&gt;', listed)[1].replace("&amp;", "&")
    assert "Guardada como «Los" in client.get(again, headers=HTML).text

    removal = re.search(r'action="(/buscar/guardadas/\w+/quitar)"', listed)[1]
    assert "Los &lt;b&gt;" not in client.post(removal, data={"csrf": signed_in}, headers=HTML).text


def test_a_page_that_cannot_save_says_why_and_keeps_what_was_written(client, signed_in):
    page = client.post("/buscar/guardadas", data={"csrf": signed_in, "q": "cuaderno", "nombre": "x" * 90}, headers=HTML)

    assert page.status_code == 400
    assert "hasta 80 letras" in page.text and f'value="{"x" * 90}"' in page.text and 'value="cuaderno"' in page.text
