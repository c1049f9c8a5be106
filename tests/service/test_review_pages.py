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


def test_what_is_not_understood_is_said_and_changes_nothing(desk, office):
    document = waiting(office)
    answer = desk(document, tipo="promissory_note", fecha="ayer", fecha_antes="")

    assert answer.status_code == 400 and "No se entiende la fecha" in answer.text
