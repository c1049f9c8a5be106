"""Messages about a debtor or a lawyer (recados, DOMAIN 1.1, R8): taken, assigned, done; the house's own."""

import pytest

from tests.service.asking import API

HTML = {"accept": "text/html"}
SAID = {"de": "Su hermana, 662 123 4567", "recado": "Pagará el viernes", "para": "head"}


def listed(client, office, **asked):
    return client.get(f"{API}/call-messages", params=asked, headers=office.bearer("head")).json()["items"]


def test_a_message_waits_for_whom_it_is_for_until_it_is_done(client, office, desk, enter):
    page = desk("/recados", deudor="p1", **SAID)
    assert page.url.path == "/deudores/p1" and "Pagará el viernes" in page.text
    token = enter("head")
    assert "recado" in client.get("/", headers=HTML).text
    waiting = client.get("/recados", headers=HTML).text
    assert "Pagará el viernes" in waiting and 'href="/deudores/p1"' in waiting
    (one,) = listed(client, office, assigned_to="head")
    done = client.post(f"/recados/{one['id']}", data={"csrf": token}, headers=HTML)
    assert done.url.path == "/recados" and "Ningún recado" in done.text
    assert "Pagará el viernes" in client.get("/recados?ver=atendidos", headers=HTML).text
    assert "Pagará el viernes" not in client.get("/deudores/p1", headers=HTML).text
    again = client.post(f"{API}/call-messages/{one['id']}/done", headers=office.bearer("clerk"))
    assert again.status_code == 409


def test_a_message_about_a_lawyer_stands_on_their_page(client, office, desk):
    page = desk("/recados", abogado="l1", **SAID | {"para": "clerk"})

    assert page.url.path == "/cartera/obligaciones/l1" and "Pagará el viernes" in page.text
    (one,) = listed(client, office, lawyer="l1")
    assert (one["about"], one["assigned_to"], one["taken_by"]) == ("ANA SOLÍS", "Clerk", "Clerk")


@pytest.mark.parametrize(
    "wrong", [{"de": " "}, {"recado": ""}, {"para": "lawyer"}, {"para": "nadie"}, {"recado": "a" * 1001}]
)
def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(client, office, desk, wrong):
    before = listed(client, office)
    page = desk("/recados", deudor="p1", **SAID | wrong)

    assert page.status_code == 400 and 'role="alert"' in page.text and 'name="recado"' in page.text
    assert listed(client, office) == before


def test_the_log_says_who_took_it_and_who_did_it_without_its_words(client, office, desk):
    desk("/recados", deudor="p2", **SAID)
    told = client.get(f"{API}/events", params={"object_id": "p2"}, headers=office.bearer("boss")).json()["items"]
    (entry,) = [one for one in told if one["action"] == "take_message"]
    assert entry["actor"] == "clerk" and set(entry["detail"]) == {"message", "for"}


def test_an_outsider_is_shown_none(client, office, desk):
    desk("/recados", deudor="p1", **SAID)
    lawyer = office.bearer("lawyer")
    assert client.get("/recados", headers=HTML | lawyer).status_code == 403
    assert "Pagará" not in client.get("/deudores/p1", headers=HTML | lawyer).text
    assert "Pagará" not in client.get("/cartera/obligaciones/l1", headers=HTML | lawyer).text
