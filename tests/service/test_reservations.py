"""Reservations: written down for a request, decided, extended, ended; shown on papers, in the diary and in the index."""

import csv
import io
from datetime import date, timedelta

import pypdfium2 as pdfium
import pytest

from schemas.access import SYSTEM
from service.operations.days import today
from service.operations.whole_bag import write_whole_bag

API = "/api/v1"
TODAY = today()
FOLIO = "INF-2026-7"
HARM = {"risk": "riesgo demostrable", "outweighs": "supera el interés", "proportion": "medio menos restrictivo"}


def days(number: int) -> str:
    return (TODAY + timedelta(days=number)).isoformat()


@pytest.fixture
def ask(client, office):
    """Asks the API as somebody."""

    def asked(method, path, body=None, who="clerk"):
        return client.request(method, API + path, json=body, headers=office.bearer(who))

    return asked


@pytest.fixture(scope="module")
def request_for_information(client, office):
    body = {"folio": FOLIO, "kind": "informacion", "received_on": days(-3), "subject": "copia de la demanda"}
    said = client.post(f"{API}/data-requests", json=body, headers=office.bearer("clerk"))
    assert said.status_code in (200, 201), said.text
    return FOLIO


def given(document, **more):
    return {
        "document": document, "request": FOLIO, "legal_basis": "LGTAIP 112, fracción XI", "reason": "juicio en trámite",
        "harm": HARM, "signed_by": "Lic. Uno", "signed_office": "Cartera Judicial", "until": days(30), **more,
    }  # fmt: skip


@pytest.fixture
def paper(office, request_for_information):
    return office.file("demanda secreta de MARTHA LÓPEZ", links=(("credit", "c1"), ("debtor", "p1")))


@pytest.fixture
def reserved(ask, paper):
    said = ask("POST", "/reservations", given(paper))
    assert said.status_code == 201, said.text
    return said.json()


def code_of(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


def text_of(data: bytes) -> str:
    with pdfium.PdfDocument(data) as pdf:
        return " ".join(page.get_textpage().get_text_bounded() for page in pdf)


def test_a_document_is_reserved_from_its_day_and_says_so_to_whoever_sees_it(ask, paper, reserved):
    assert (reserved["state"], reserved["request"], reserved["last_day"]) == ("pending", FOLIO, days(30))
    for who in ("clerk", "auditor", "lawyer"):
        mark = ask("GET", f"/documents/{paper}", who=who).json()["reservation"]
        assert (mark["folio"], mark["last_day"]) == (reserved["folio"], days(30))
    (event,) = [one for one in ask("GET", "/events?kind=reservation", who="head").json()["items"] if one["action"] == "reserve"
                and one["object_id"] == reserved["id"]]  # fmt: skip
    assert event["detail"]["request"] == FOLIO


def test_nothing_is_reserved_without_its_request_nor_twice(ask, paper, reserved):
    assert code_of(ask("POST", "/reservations", given(paper))) == (409, "already_reserved")
    assert code_of(ask("POST", "/reservations", given(paper, request="nadie"))) == (400, "unknown_request")
    assert code_of(ask("POST", "/reservations", given(paper, classified_on=days(-4)))) == (400, "in_advance")
    assert code_of(ask("POST", "/reservations", given(None))) == (400, "one_subject")
    assert code_of(ask("POST", "/reservations", given("0" * 32)))[0] == 404


def test_a_request_about_ones_own_data_reserves_nothing(ask, paper):
    ask("POST", "/data-requests", {"folio": "ARCO-9", "kind": "acceso", "received_on": days(-3)})
    assert code_of(ask("POST", "/reservations", given(paper, request="ARCO-9"))) == (409, "not_for_information")


def test_the_committee_confirms_and_extends_it_once(ask, reserved):
    path = f"/reservations/{reserved['folio']}"
    more = {"until": days(400), "reason": "sigue el juicio", "harm": HARM, "act": "Acta 9", "on": days(0),
            "signed_by": "Lic. Dos", "signed_office": "Cartera"}  # fmt: skip
    assert code_of(ask("POST", f"{path}/extension", more, "head")) == (409, "not_confirmed")
    said = ask("POST", f"{path}/decision", {"decision": "confirm", "act": "Acta 3", "on": days(0)}, "head").json()
    assert (said["state"], said["decision_act"]) == ("confirmed", "Acta 3")
    assert ask("POST", f"{path}/extension", more, "head").json()["last_day"] == days(400)
    assert code_of(ask("POST", f"{path}/extension", more, "head")) == (409, "already_extended")


def test_the_bag_of_the_whole_archive_tells_of_each_with_what_became_of_it(ask, office, paper, reserved, tmp_path):
    path = f"/reservations/{reserved['folio']}"
    more = {"until": days(400), "reason": "sigue el juicio", "harm": HARM | {"risk": "otro riesgo"}, "act": "Acta 9",
            "on": days(0), "signed_by": "Lic. Dos", "signed_office": "Cartera"}  # fmt: skip
    ask("POST", f"{path}/decision", {"decision": "confirm", "act": "Acta 3", "on": days(0)}, "head")
    ask("POST", f"{path}/extension", more, "head")
    write_whole_bag(office.archive, SYSTEM, tmp_path / "bolsa")
    with (tmp_path / "bolsa" / "data" / "reservas.csv").open(encoding="utf-8-sig", newline="") as table:
        rows = {one["folio"]: one for one in csv.DictReader(table)}
    assert set(rows) == {one["folio"] for one in ask("GET", "/reservations?limit=200").json()["items"]}
    said = {name: rows[reserved["folio"]][name] for name in ("estado", "documento", "solicitud", "riesgo", "hasta", "decision",
            "acta_decision", "ampliada_hasta", "ultimo_dia", "riesgo_ampliacion", "firma_ampliacion", "terminada")}  # fmt: skip
    assert said == {
        "estado": "confirmed", "documento": paper, "solicitud": FOLIO, "riesgo": HARM["risk"], "hasta": days(30),
        "decision": "confirm", "acta_decision": "Acta 3", "ampliada_hasta": days(400), "ultimo_dia": days(400),
        "riesgo_ampliacion": "otro riesgo", "firma_ampliacion": "Lic. Dos", "terminada": "",
    }  # fmt: skip


def test_what_was_declassified_bears_no_mark_and_is_not_reserved_again(ask, paper, reserved):
    end = {"cause": "ceased", "reason": "sentencia firme", "on": days(0)}
    said = ask("POST", f"/reservations/{reserved['id']}/ending", end, "head").json()
    assert (said["state"], said["ended_on"]) == ("declassified", days(0))
    assert ask("GET", f"/documents/{paper}").json()["reservation"] is None
    assert code_of(ask("POST", "/reservations", given(paper))) == (409, "already_public")


def test_what_the_committee_revokes_is_open_to_another_request(ask, paper, reserved):
    revoked = {"decision": "revoke", "act": "Acta 4", "on": days(0)}
    assert ask("POST", f"/reservations/{reserved['id']}/decision", revoked, "head").json()["state"] == "revoked"
    assert ask("GET", f"/documents/{paper}").json()["reservation"] is None
    assert ask("POST", "/reservations", given(paper)).status_code == 201


def test_the_diary_of_the_house_tells_of_its_end_and_a_lawyer_s_does_not(client, enter, ask, reserved):
    enter("head")
    assert f"Reserva {reserved['folio']}" in client.get("/agenda").text
    enter("lawyer")
    assert reserved["folio"] not in client.get("/agenda").text


def test_an_end_far_off_is_not_in_the_diary_yet(client, enter, ask, paper):
    far = ask("POST", "/reservations", given(paper, until=days(91))).json()["folio"]
    enter("head")
    assert far not in client.get("/agenda").text


def test_the_dossier_bears_the_legend(ask, client, office, paper, reserved):
    documents = {one["id"]: one for one in ask("GET", "/debtors/p1/dossier").json()["documents"]}
    assert documents[paper]["reservation"]["folio"] == reserved["folio"]
    bound = client.get(f"{API}/debtors/p1/dossier.pdf", headers=office.bearer("clerk")).content
    assert "Información reservada" in text_of(bound) and reserved["folio"] in text_of(bound)


def test_the_index_is_public_and_names_nobody(ask, client, office, paper, reserved):
    table = client.get(f"{API}/reserved-index?format=csv", headers=office.bearer("auditor"))
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    (line,) = [one for one in rows if one["Folio"] == reserved["folio"]]
    assert (line["Documento"], line["Reserva"], line["En prórroga"]) == ("Pagaré", "completa", "no")
    assert "MARTHA" not in table.text
    printed = text_of(client.get(f"{API}/reserved-index.pdf", headers=office.bearer("auditor")).content)
    assert reserved["folio"] in printed.replace("\r\n", "").replace("\n", "") and "MARTHA" not in printed


def test_the_agreement_prints_the_harm_test_for_signing(client, office, reserved):
    data = client.get(f"{API}/reservations/{reserved['folio']}/agreement.pdf", headers=office.bearer("clerk")).content
    said = text_of(data)
    assert "riesgo demostrable" in said and FOLIO in said and "Lic. Uno" in said


def test_a_file_is_reserved_with_its_papers_and_its_cover_says_so(ask, client, office, paper):
    ask("POST", "/classification/proposal", who="head")
    file = ask("POST", "/case-files", {"series": "4S.4", "title": "Juicio 12/2024", "opened_on": days(-9)}).json()
    ask("POST", f"/case-files/{file['id']}/documents", {"document_ids": [paper]})
    folio = ask("POST", "/reservations", given(None, case_file=file["code"], parts="hojas 1 a 3")).json()["folio"]
    mark = ask("GET", f"/documents/{paper}").json()["reservation"]
    assert (mark["folio"], mark["whole_file"]) == (folio, True)
    assert ask("GET", f"/case-files/{file['id']}").json()["reservation"]["parts"] == "hojas 1 a 3"
    cover = text_of(client.get(f"{API}/case-files/{file['id']}/cover.pdf", headers=office.bearer("clerk")).content)
    last = date.fromisoformat(days(30)).strftime("%d/%m/%Y")
    assert folio in cover and f"al {last}" in cover.replace("\r\n", " ") and "112" in cover


FORM = {
    "solicitud": FOLIO, "fundamento": "LGTAIP 112-XI", "motivo": "juicio", "riesgo": "a", "supera": "b", "proporcion": "c",
    "fecha": days(0), "hasta": days(60), "firma": "Lic. Uno", "cargo": "Cartera",
}  # fmt: skip


def test_the_page_reserves_decides_and_declassifies(client, enter, office, paper):
    csrf = enter("head")
    assert f"/cartera/reservas/nueva?documento={paper}" in client.get(f"/documentos/{paper}").text
    wrong = client.post("/cartera/reservas", data={"csrf": csrf, "documento": paper, **FORM, "supera": " "})
    assert wrong.status_code == 400 and "prueba de daño" in wrong.text and "juicio" in wrong.text
    page = client.post("/cartera/reservas", data={"csrf": csrf, "documento": paper, **FORM})
    assert page.status_code == 200 and "Por confirmar" in page.text
    here = str(page.url.path)
    decided = {"csrf": csrf, "hacer": "decidir", "decision": "confirm", "acta": "Acta 3", "fecha": days(0), "hasta": "",
               "partes": "", "fundamento": ""}  # fmt: skip
    assert "Confirmada" in client.post(here, data=decided).text
    ended = {"csrf": csrf, "hacer": "desclasificar", "causa": "ceased", "motivo": "firme", "fecha": days(0)}
    assert "Desclasificada" in client.post(here, data=ended).text
    assert "Desclasificada" in client.get("/cartera/reservas").text
    assert here not in client.get("/cartera/reservas?ver=vigentes").text
