"""The page Revisar: the form decides, goes on to the next, and takes back."""

import pytest

from storage.records import new_id
from storage.records.tables import FieldRow
from tests.service.conftest import link_row


@pytest.fixture
def desk(client, office):
    """Signed in as the clerk; opens pages and sends forms."""
    client.cookies.clear()
    session = client.post("/api/v1/session", json={"name": "clerk", "password": office.passwords["clerk"]}).json()
    if session["must_change_password"]:
        new = {"old": office.passwords["clerk"], "new": "una clave bien larga"}
        client.post("/api/v1/session/password", json=new, headers={"x-csrf-token": session["csrf"]})
        office.passwords["clerk"] = new["new"]

    def send(document, **fields):
        return client.post(f"/revisar/{document}", data={"csrf": session["csrf"], **fields}, follow_redirects=False)

    send.open = lambda path: client.get(path, headers={"accept": "text/html"})
    yield send
    client.cookies.clear()


def waiting(office, **field):
    document = office.file("por revisar", state="needs_review", reasons=["unsure_type"], type="unclassified")
    said = {"name": "amount", "raw": "$25,000.00", "value": "25000.00", "page": 1, "box": [0.1, 0.2, 0.3, 0.05]}
    office.add(
        FieldRow(
            id=new_id(), document_id=document, confidence=0.9, source="machine", **{"conflict": "", **said, **field}
        )
    )
    return document


def test_the_place_of_each_value_and_what_clashes_stand_on_the_page(desk, office):
    page = desk.open(f"/revisar/{waiting(office, conflict='En letra dice $2,500.00')}").text

    assert 'data-name="amount" class="clash" x="970" y="1970" width="3060" height="560"' in page
    assert 'aria-invalid="true"' in page and "En letra dice $2,500.00" in page


def test_one_form_files_the_document_and_goes_on(desk, office, client):
    document = waiting(office)
    link = link_row(document, "credit", "c1", state="proposed")
    office.add(link)

    answer = desk(document, tipo="promissory_note", **{"dato:amount": "25000.00", f"vinculo:{link.id}": "si"})

    assert answer.headers["location"] == f"/revisar/siguiente?despues={document}&hecho={document}"
    done = client.get(f"/api/v1/documents/{document}", headers=office.bearer("clerk")).json()
    assert (done["state"], done["type"], done["fields"][0]["confirmed_by"]) == ("filed", "promissory_note", "clerk")


def field_of(client, office, document):
    shown = client.get(f"/api/v1/documents/{document}", headers=office.bearer("clerk")).json()
    return {field["name"]: field["value"] for field in shown["fields"]}


def test_values_stand_as_the_office_writes_them_and_are_taken_so(desk, office, client):
    document = waiting(office, name="signed_on", raw="12 de julio de 2018", value="2018-07-12")
    page = desk.open(f"/revisar/{document}").text
    assert "Suscrito" in page and 'value="12/07/2018"' in page

    desk(document, tipo="promissory_note", **{"dato:signed_on": "13/07/2018", "dato:instalment": "$6,949.00"})

    assert field_of(client, office, document) == {"signed_on": "2018-07-13", "instalment": "6949.00"}


def test_date_and_title_follow_what_the_clerk_says_of_type_and_values(desk, office, client):
    document = waiting(office, name="signed_on", raw="12 de julio de 2018", value="2018-07-12")
    desk(document, tipo="promissory_note", **{"dato:signed_on": "13/07/2018", "dato:promissory_note": "040366"})

    shown = client.get(f"/api/v1/documents/{document}", headers=office.bearer("clerk")).json()
    assert (shown["date"], shown["title"]) == ("2018-07-13", "Pagaré 040366")

    given = {
        "titulo": "Pagaré de la primaria",
        "titulo_antes": shown["title"],
        "fecha": "2018-07-14",
        "fecha_antes": shown["date"],
    }
    desk(document, tipo="promissory_note", **given)
    desk(document, tipo="credit_contract_note", **{"dato:signed_on": "15/07/2018", "dato:promissory_note": "1"})

    shown = client.get(f"/api/v1/documents/{document}", headers=office.bearer("clerk")).json()
    assert (shown["date"], shown["title"]) == ("2018-07-14", "Pagaré de la primaria")


def test_what_was_typed_is_still_there_when_one_value_is_refused(desk, office, client):
    document = waiting(office)
    typed = {"dato:amount": "veinte", "clave": "4-66083-18", "dejar:no_link": "on", "tipo": "promissory_note"}
    answer = desk(document, **typed)

    assert answer.status_code == 400 and "«veinte» no es una cantidad" in answer.text
    assert 'value="veinte"' in answer.text and 'value="4-66083-18"' in answer.text
    assert 'value="promissory_note" selected' in answer.text
    assert field_of(client, office, document) == {"amount": "25000.00"}


def test_a_document_that_somebody_else_changed_is_not_written_over_by_sending_again(desk, office):
    document = waiting(office)
    answer = desk(document, tipo="promissory_note", version="999")

    assert "Otra persona cambió" in answer.text and 'name="version" value="999"' in answer.text


def test_values_stand_in_the_order_they_are_looked_at(desk, office):
    document = waiting(office)
    for name in ("default_rate", "borrower", "signed_on"):
        office.add(FieldRow(id=new_id(), document_id=document, name=name, raw="x", value="x", page=1, confidence=0.9, source="machine", conflict=""))  # fmt: skip
    page = desk.open(f"/revisar/{document}").text

    places = [page.index(f'name="dato:{name}"') for name in ("amount", "signed_on", "borrower", "default_rate")]
    assert places == sorted(places)


def test_what_is_left_keeps_the_document_in_hand(desk, office):
    document = waiting(office)
    assert desk(document, tipo="promissory_note").headers["location"] == f"/revisar/{document}"


def test_the_one_just_done_can_be_taken_back(desk, office, client):
    document = waiting(office)
    desk(document, tipo="promissory_note", **{"dejar:no_link": "on"})
    page = desk.open(f"/revisar/siguiente?despues={document}&hecho={document}").text

    assert "Deshacer" in page
    assert desk(document, hacer="deshacer").headers["location"] == f"/revisar/{document}"
    assert client.get(f"/api/v1/documents/{document}", headers=office.bearer("clerk")).json()["state"] == "needs_review"


def test_the_last_one_of_the_queue_can_be_taken_back_from_the_empty_queue(desk, office):
    document = waiting(office)
    desk(document, tipo="promissory_note", **{"dejar:no_link": "on"})

    assert f'action="/revisar/{document}"' in desk.open(f"/revisar?hecho={document}").text


def test_what_is_not_understood_is_said_and_changes_nothing(desk, office):
    document = waiting(office)
    answer = desk(document, tipo="promissory_note", fecha="ayer", fecha_antes="")

    assert answer.status_code == 400 and "No se entiende la fecha" in answer.text
