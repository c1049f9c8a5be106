"""The page of a pagaré without a registered title: read beside its page, registered with one form, taken back with one."""

import pytest
from sqlalchemy import update

from schemas.note_fields import CONTRACT_NOTE, TYPES
from storage.records import new_id
from storage.records.tables import DocumentRow, FieldRow

API = "/api/v1"
READ = {"promissory_note": "000123", "amount": "25000.00", "due_on": "2024-05-06"}


@pytest.fixture
def desk(client, enter):
    """Signed in as the clerk; sends the form of a paper."""
    csrf = enter("clerk")

    def send(document, **fields):
        return client.post(f"/pagares/{document}?lugar=0", data={"csrf": csrf, **fields}, follow_redirects=False)

    send.open = lambda path: client.get(path, headers={"accept": "text/html"}, follow_redirects=False)
    return send


def filed(office, credit="c1", **values):
    document = office.file("pagaré archivado", links=(("credit", credit),), type_confidence=0.9)
    for name, value in {**READ, **values}.items():
        office.add(FieldRow(id=new_id(), document_id=document, name=name, raw=value, value=value, page=1,
                            box=[0.1, 0.2, 0.3, 0.05], confidence=0.9, source="machine"))  # fmt: skip
    return document


@pytest.fixture(autouse=True)
def nothing_waits(office):
    """What other tests filed is no pagaré of this one."""
    yield
    with office.archive.database.write() as session:
        session.execute(update(DocumentRow).where(DocumentRow.type.in_(TYPES)).values(type="edict"))


def test_what_was_read_stands_in_the_form_beside_the_page(desk, office):
    document = filed(office)
    board = desk.open("/").text
    assert "Pagarés sin título registrado" in board and "Pagarés archivados sin título registrado" in board
    assert f'href="/pagares/{document}"' in desk.open("/colas/unregistered").text
    page = desk.open(desk.open("/pagares/siguiente").headers["location"]).text
    assert 'name="dato:promissory_note" value="000123"' in page and 'value="06/05/2024"' in page
    assert 'data-name="due_on"' in page and 'name="credito" value="CR-1"' in page and "queda 1" in page


def test_a_contract_that_is_a_title_is_asked_for_its_own_number_and_the_day_of_its_date(desk, office, client):
    document = filed(office, contract="C-77", document_date="2020-01-15", due_on="", promissory_note="")
    with office.archive.database.write() as session:
        session.get_one(DocumentRow, document).type = CONTRACT_NOTE
    page = desk.open(desk.open("/pagares/siguiente").headers["location"]).text
    assert 'name="dato:contract" value="C-77"' in page and 'name="dato:document_date" value="15/01/2020"' in page
    assert "dato:promissory_note" not in page
    desk(document, **{"dato:contract": "C-78", "dato:document_date": "16/01/2020", "credito": "CR-1"})
    note = client.get(f"{API}/promissory-notes/CR-1:C-78", headers=office.bearer("head")).json()
    assert (note["signed_on"], note["document_id"]) == ("2020-01-16", document)


def test_one_form_registers_and_goes_on_and_one_takes_back(desk, office, client):
    document = filed(office, promissory_note="000200")
    going = desk(document, **{"dato:promissory_note": "000201", "dato:due_on": "07/05/2024", "credito": "CR-1"})
    assert going.headers["location"] == f"/pagares/siguiente?lugar=0&hecho={document}"
    head = office.bearer("head")
    note = client.get(f"{API}/promissory-notes/CR-1:000201", headers=head).json()
    assert (note["due_on"], note["amount"], note["document_id"]) == ("2024-05-07", "25000.00", document)
    assert desk.open(going.headers["location"]).headers["location"] == "/colas/unregistered"
    assert desk(document, hacer="deshacer").headers["location"] == f"/pagares/{document}?lugar=0"
    assert client.get(f"{API}/promissory-notes/CR-1:000201", headers=head).status_code == 404
    assert 'value="000200"' in desk.open(f"/pagares/{document}").text


def test_what_is_refused_is_said_with_what_was_typed(desk, office):
    document = filed(office, promissory_note="000300")
    page = desk(
        document,
        **{"dato:promissory_note": "", "leido:promissory_note": "1", "dato:due_on": "9/9/2024", "credito": "CR-1"},
    )
    assert page.status_code == 400 and "Escriba el número del pagaré" in page.text and 'value="9/9/2024"' in page.text


def test_another_scan_is_said_to_be_one_with_a_button(desk, office):
    first, second = filed(office, promissory_note="000400"), filed(office, promissory_note="000400")
    desk(first, **{"dato:promissory_note": "000400", "credito": "CR-1"})
    page = desk.open(f"/pagares/{second}").text
    assert f'name="otro" value="{first}"' in page and "Es el mismo papel" in page
    assert desk(second, hacer="copia", otro=first).status_code == 303
    assert "no está entre los pagarés" in desk.open(f"/pagares/{second}").text


def test_programs_register_with_one_request_and_a_changed_document_is_refused(client, office):
    document, clerk = filed(office, promissory_note="000500"), office.bearer("clerk")
    address = f"{API}/documents/{document}/promissory-note"
    stale = client.post(address, json={}, headers={**clerk, "If-Match": '"99"'})
    assert stale.status_code == 412
    assert client.post(address, json={}, headers=office.bearer("lawyer")).status_code in (403, 404)
    made = client.post(address, json={}, headers=clerk)
    assert made.status_code == 200, made.text
    assert made.json()["key"] == "CR-1:000500"
    again = client.post(f"{API}/documents/{document}/undo", headers=clerk)
    assert again.status_code == 200
    assert client.get(f"{API}/promissory-notes/CR-1:000500", headers=clerk).status_code == 404
