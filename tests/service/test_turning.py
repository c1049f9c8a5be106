"""A page is turned by a person: shown so at once, its words with it, for good; and it can be taken back."""

import hashlib

import pytest

from schemas.access import Actor, Role
from schemas.errors import Conflict, Forbidden
from service.operations.reviewing import read_again
from service.operations.turning import Turn, turn_page
from storage.objects.keys import original_key
from storage.records import pipeline
from storage.records.tables import DocumentRow, EventRow, FieldRow, JobRow, PageRow
from tests.service.conftest import Office

CLERK = Actor("clerk", Role.ARCHIVIST, "pruebas")


@pytest.fixture
def scanned(office: Office) -> str:
    """A document of one page whose text came from the image."""
    document = office.file("uno dos")
    with office.archive.database.write() as session:
        page = session.query(PageRow).filter(PageRow.document_id == document).one()
        page.source, page.view_key, page.barcodes = "ocr", None, [{"format": "x", "text": "y", "box": [0, 0, 0.2, 0.1]}]
    return document


def page_of(office, document):
    with office.archive.database.read() as session:
        return session.query(PageRow).filter(PageRow.document_id == document).one()


def jobs_of(office, document):
    with office.archive.database.read() as session:
        page = session.query(PageRow).filter(PageRow.document_id == document).one()
        return sorted(row.kind for row in session.query(JobRow).filter(JobRow.subject.in_((document, page.id))))


def test_a_turned_page_stands_so_with_its_words_and_is_read_again(client, office, scanned):
    turn_page(office.archive, CLERK, scanned, 1, Turn(90))

    page = page_of(office, scanned)
    assert (page.rotation, page.chosen_rotation, page.width, page.height) == (90, 90, 792, 612)
    words = client.get(f"/api/v1/documents/{scanned}/pages/1/words", headers=office.bearer("clerk")).json()
    assert words["layers"][0]["words"][0][1] == pytest.approx([0.97, 0.1, 0.03, 0.2], abs=1e-4)
    assert page.barcodes[0]["box"] == pytest.approx([0.9, 0, 0.1, 0.2])
    assert jobs_of(office, scanned) == ["read"]


def test_a_text_layer_needs_no_second_reading_only_its_searchable_pdf(office):
    document = office.file("con capa de texto")
    turn_page(office.archive, CLERK, document, 1, Turn(180))
    assert jobs_of(office, document) == ["derive"]


def test_the_answer_leads_back_to_where_the_page_stood(office, scanned):
    before = page_of(office, scanned)
    once = turn_page(office.archive, CLERK, scanned, 1, Turn(270))
    twice = turn_page(office.archive, CLERK, scanned, 1, Turn(270))
    assert (twice.rotation, twice.back) == (180, Turn(90, chosen=True))

    turn_page(office.archive, CLERK, scanned, 1, twice.back)
    turn_page(office.archive, CLERK, scanned, 1, once.back)

    after = page_of(office, scanned)
    assert (after.rotation, after.chosen_rotation, after.width) == (before.rotation, None, before.width)


def test_the_place_of_a_value_a_person_confirmed_turns_with_its_page(office, scanned):
    with office.archive.database.write() as session:
        session.add(FieldRow(id=f"f{scanned[1:]}", document_id=scanned, name="amount", raw="1", value="1", page=1,
                             box=[0.1, 0.2, 0.3, 0.1], confidence=1.0, source="person", confirmed_by="clerk"))  # fmt: skip
    turn_page(office.archive, CLERK, scanned, 1, Turn(180))
    with office.archive.database.read() as session:
        (field,) = pipeline.fields_of(session, scanned)
    assert field.box == pytest.approx([0.6, 0.7, 0.3, 0.1])


def test_reading_again_keeps_the_chosen_rotation_and_the_bytes_stay(office, scanned):
    turn_page(office.archive, CLERK, scanned, 1, Turn(90))
    read_again(office.archive, CLERK, scanned, 1)
    with office.archive.database.read() as session:
        document = session.get(DocumentRow, scanned)
        acts = session.query(EventRow).filter(EventRow.object_id == scanned, EventRow.action == "turn_page").all()
    assert page_of(office, scanned).chosen_rotation == 90
    assert acts[0].detail["rotation"] == 90
    with office.archive.objects.local_copy(original_key(document.sha256)) as path:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == document.sha256


def test_over_http_a_page_turns_by_quarters_only(client, office, scanned):
    url = f"/api/v1/documents/{scanned}/pages/1/turn"
    answer = client.post(url, json={"degrees": 90}, headers=office.bearer("clerk"))
    assert (answer.status_code, answer.json()["back"]) == (202, {"degrees": 270, "chosen": False})
    assert client.post(url, json={"degrees": 45}, headers=office.bearer("clerk")).status_code == 400


def test_auditors_turn_nothing_and_what_is_discarded_stays(office, scanned):
    with pytest.raises(Forbidden):
        turn_page(office.archive, Actor("auditor", Role.AUDITOR, "-"), scanned, 1, Turn(90))
    with office.archive.database.write() as session:
        session.get(DocumentRow, scanned).state = "discarded"
    with pytest.raises(Conflict):
        turn_page(office.archive, CLERK, scanned, 1, Turn(90))
