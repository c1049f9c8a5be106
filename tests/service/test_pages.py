"""The pages: in Spanish, behind a sign-in, whole without scripts, and their forms only with the session's token."""

import re

import pytest

HTML = {"accept": "text/html"}


def test_a_stranger_is_sent_to_sign_in_and_back(client):
    answer = client.get("/revisar?motivo=no_link", headers=HTML, follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (303, "/entrar?sigue=%2Frevisar%3Fmotivo%3Dno_link")


@pytest.mark.parametrize("follow", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_signing_in_leads_to_no_other_site(client, follow):
    assert "evil" not in client.get("/entrar", params={"sigue": follow}, headers=HTML).text


@pytest.mark.parametrize("path", ["/", "/buscar?q=pagare&tipo=promissory_note", "/recibir", "/revisar", "/contrasena"])
def test_each_page_has_no_script_or_style_of_its_own(client, signed_in, path):
    answer = client.get(path, headers=HTML)

    assert answer.status_code == 200
    assert 'lang="es-MX"' in answer.text
    assert not re.search(r"<script(?! src=\"/static/)|<style| style=| on[a-z]+=", answer.text)
    assert "script-src 'self';" in answer.headers["content-security-policy"]
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_a_document_shows_its_page_with_the_words_lit(client, office, signed_in):
    document = office.file("pagaré <b>sin</b> protesto")

    page = client.get(f"/documentos/{document}?q=pagare", headers=HTML).text

    assert page.count("<rect ") == 1
    assert f"/api/v1/documents/{document}/pages/1/image" in page
    assert "<b>sin</b>" not in page


def test_a_document_is_decided_on_its_page(client, office, signed_in):
    document = office.file("por decidir", state="needs_review", reasons=["unsure_type"], type="unclassified")
    page = client.get(f"/documentos/{document}", headers=HTML).text
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))

    wrong = client.post(f"/documentos/{document}", data={**fields, "csrf": "x"}, headers=HTML)
    done = client.post(
        f"/documentos/{document}", data={**fields, "tipo": "promissory_note", "titulo": "Uno"}, headers=HTML
    )

    assert wrong.status_code == 403
    assert done.status_code == 200
    row = client.get(f"/api/v1/documents/{document}").json()
    assert (row["type"], row["type_confirmed_by"], row["title"]) == ("promissory_note", "clerk", "Uno")


@pytest.mark.parametrize(
    ("wrong", "typed"),
    [
        ({"fecha": "31/02/2026"}, ('value="Pagaré corregido"', 'value="Anaquel 3"', 'value="31/02/2026"')),
        ({"version": "99"}, ('value="Pagaré corregido"', 'value="Anaquel 3"', 'value="2026-02-03"')),
        ({"hacer": "vincular:", "clase": "lawsuit", "clave": "nada 1/2"}, ('value="nada 1/2"', '"lawsuit" selected')),
    ],
)
def test_what_was_typed_stays_on_the_page_when_it_is_refused(client, office, signed_in, wrong, typed):
    document = office.file("por corregir")
    given = {
        "csrf": signed_in,
        "version": "1",
        "titulo": "Pagaré corregido",
        "ubicacion": "Anaquel 3",
        "fecha": "2026-02-03",
    }

    answer = client.post(f"/documentos/{document}", data={**given, **wrong}, headers=HTML)

    assert answer.status_code == 400 and 'role="alert"' in answer.text
    assert [one for one in typed if one not in answer.text] == []


def test_what_is_known_is_asked_before_the_files_that_are_sent_at_once(client, signed_in):
    page = client.get("/recibir", headers=HTML).text

    assert page.index("Lo que ya se sabe") < page.index("Elegir archivos") < page.index(">Recibir</button>")


def test_letting_a_reason_stand_says_nothing_of_the_type(client, office, signed_in):
    document = office.file("un acto", state="needs_review", reasons=["unsure_type", "no_link"], type="unclassified")
    fields = {"csrf": signed_in, "tipo": "promissory_note", "titulo": "X", "hacer": "aceptar:no_link"}

    client.post(f"/documentos/{document}", data=fields, headers=HTML)

    row = client.get(f"/api/v1/documents/{document}").json()
    assert (row["type_confirmed_by"], [reason["code"] for reason in row["reasons"]]) == (None, ["unsure_type"])


def test_a_receipt_leads_to_its_document(client, office, signed_in):
    document = office.file("con acuse")
    receipt = client.get(f"/api/v1/documents/{document}").json()["receipt_id"]

    answer = client.get(f"/acuses/{receipt}", headers=HTML, follow_redirects=False)

    assert answer.headers["location"] == f"/documentos/{document}"


def test_files_are_received_on_their_page(client, signed_in):
    files = [("file", ("uno.txt", b"primer archivo")), ("file", ("dos.txt", b"segundo archivo"))]

    refused = client.post("/recibir", data={"csrf": "x"}, files=files, headers=HTML)
    taken = client.post("/recibir", data={"csrf": signed_in, "type": ""}, files=files, headers=HTML)

    assert "uno.txt" not in refused.text
    assert "uno.txt" in taken.text
    assert "dos.txt" in taken.text


def test_a_problem_is_a_page_for_a_person_and_json_for_a_program(client, signed_in):
    shown = client.get("/documentos/zzz", headers=HTML)
    told = client.get("/api/v1/documents/zzz", headers=HTML)

    assert (shown.status_code, shown.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert told.headers["content-type"] == "application/problem+json"


def test_leaving_ends_the_session(client, signed_in):
    client.post("/salir", data={"csrf": signed_in}, headers=HTML)

    assert client.get("/", headers=HTML, follow_redirects=False).status_code == 303
