"""Documents of a file are split, joined and reordered; the bytes stay, nothing is lost, and it can be taken back."""

import html
import re

import pytest

from schemas.access import Actor, Role
from schemas.custody import HolderKind
from schemas.errors import Conflict, Forbidden, InvalidInput
from schemas.originals import HolderIn, OriginalChange, OriginalIn, PlaceIn, PlaceKind
from service.operations.arranging import Part, arrange, joined, moved, split_before
from service.operations.custody import places, registering
from service.operations.hanging import WORDS
from storage.records import arranging, new_id, now, pipeline
from storage.records.tables import BatchRow, DocumentRow, JobRow, LinkRow, PageRow

CHOSEN = "una clave bien larga"
CLERK = Actor("clerk", Role.ARCHIVIST, "pruebas")


@pytest.fixture
def stack(office):
    """A document of four pages, as it lies."""
    document = office.file("página uno")
    with office.archive.database.write() as session:
        session.get(DocumentRow, document).page_count = 4
        for number in (2, 3, 4):
            session.add(
                PageRow(id=new_id(), document_id=document, number=number, source_page=number - 1, state="read",
                        source="ocr", width=612, height=792, text=f"página {number}", barcodes=[])
            )  # fmt: skip
        session.flush()
        pages = session.query(PageRow).filter(PageRow.document_id == document).order_by(PageRow.number)
        return (Part(tuple(row.id for row in pages), document),)


def lying(office, *documents):
    with office.archive.database.read() as session:
        pages = session.query(PageRow).filter(PageRow.document_id.in_(documents)).order_by(PageRow.number)
        return {(row.document_id, row.number): row.source_page for row in pages}


def test_a_split_makes_a_second_document_of_the_same_bytes(office, stack):
    done = arrange(office.archive, CLERK, split_before(stack, stack[0].pages[2]))

    first, second = (part.document for part in done.now)
    assert lying(office, first, second) == {(first, 1): 0, (first, 2): 1, (second, 1): 2, (second, 2): 3}
    with office.archive.database.read() as session:
        one, two = session.get(DocumentRow, first), session.get(DocumentRow, second)
        assert (one.sha256, one.receipt_id, two.page_count) == (two.sha256, two.receipt_id, 2)
        assert session.query(JobRow).filter(JobRow.subject.in_((first, second)), JobRow.kind == "finish").count() == 2


def test_what_was_split_is_joined_and_the_undoing_lays_it_as_before(office, stack):
    split = arrange(office.archive, CLERK, split_before(stack, stack[0].pages[1]))
    again = arrange(office.archive, CLERK, joined(split.now, split.now[1].pages[0]))
    assert [part.pages for part in again.now] == [stack[0].pages, ()]

    undone = arrange(office.archive, CLERK, again.before)

    assert undone.now == split.now
    arrange(office.archive, CLERK, split.before)
    with office.archive.database.read() as session:
        assert session.get(DocumentRow, split.now[1].document).state == "discarded"


def test_pages_change_places(office, stack):
    done = arrange(office.archive, CLERK, moved(stack, stack[0].pages[3], -1))
    assert list(lying(office, done.now[0].document).values()) == [0, 1, 3, 2]


@pytest.mark.parametrize("wrong", ["lost", "twice", "foreign"])
def test_an_arrangement_that_loses_or_doubles_a_page_changes_nothing(office, stack, wrong):
    pages = stack[0].pages
    laid = {"lost": pages[:3], "twice": (*pages, pages[0]), "foreign": (*pages[:3], "x")}[wrong]
    before = lying(office, stack[0].document)
    with pytest.raises(InvalidInput):
        arrange(office.archive, CLERK, (Part(laid, stack[0].document),))
    assert lying(office, stack[0].document) == before


def test_pages_still_being_read_wait_and_auditors_arrange_nothing(office, stack):
    with pytest.raises(Forbidden):
        arrange(office.archive, Actor("auditor", Role.AUDITOR, "-"), stack)
    with office.archive.database.write() as session:
        session.get(DocumentRow, stack[0].document).pending_pages = 1
    with pytest.raises(Conflict):
        arrange(office.archive, CLERK, stack)


def in_batch(office, client, *documents):
    """A new batch of the documents, and how the clerk presses a button of its page."""
    with office.archive.database.write() as session:
        batch = BatchRow(id=new_id(), name=new_id(), created_at=now(), created_by="clerk")
        session.add(batch)
        session.flush()
        for document in documents:
            session.get(DocumentRow, document).batch_id = batch.id
    said = {"name": "clerk", "password": office.passwords["clerk"]}
    csrf = client.post("/api/v1/session", json=said).json()["csrf"]
    if said["password"] != CHOSEN:
        new = {"old": said["password"], "new": CHOSEN}
        client.post("/api/v1/session/password", json=new, headers={"x-csrf-token": csrf})
        office.passwords["clerk"] = CHOSEN
    return lambda **fields: client.post(f"/lotes/{batch.id}", data={"csrf": csrf, **fields}).text


def way_back(page):
    """What the button that takes back hands in."""
    before = html.unescape(re.search(r'name="antes" value="([^"]*)"', page)[1])
    return {"antes": before, "hacer": re.search(r'value="([^"]*)" data-key="z"', page)[1]}


def test_the_batch_page_splits_and_takes_back(office, stack, client):
    press = in_batch(office, client, stack[0].document)
    page = press(hacer=f"separar:{stack[0].pages[2]}")
    again = press(**way_back(page))
    client.cookies.clear()

    assert (page.count('class="laid"'), again.count('class="laid"')) == (2, 1)


def test_the_batch_page_turns_a_page_and_takes_back(office, stack, client):
    press, page = in_batch(office, client, stack[0].document), stack[0].pages[1]

    def rotation():
        with office.archive.database.read() as session:
            row = session.get(PageRow, page)
            return row.rotation, row.chosen_rotation

    press(hacer=f"girar:{page}")
    done = press(hacer=f"girar:{page}")
    twice = rotation()
    press(**way_back(done))
    client.cookies.clear()

    assert (twice, rotation()) == ((180, 180), (90, 90))


def test_the_batch_page_marks_a_copy_by_number_title_or_id_and_takes_back(office, stack, client):
    other = office.file("el primer papel")
    press = in_batch(office, client, stack[0].document, other)

    def copy_of():
        with office.archive.database.read() as session:
            row = session.get(DocumentRow, other)
            return row.rescan_of, row.rescan_settled_by

    for said in ("1", "PÁGINA uno", stack[0].document):
        done = press(hacer="copiar", copia="2", original=said)
        assert copy_of() == (stack[0].document, "clerk")
        press(**way_back(done))
        assert copy_of() == (None, None)
    assert "no es copia de sí mismo" in press(hacer="copiar", copia="2", original="2")
    client.cookies.clear()


def test_what_a_person_linked_goes_along_with_the_pages_and_comes_back(office, stack):
    split = arrange(office.archive, CLERK, split_before(stack, stack[0].pages[2]))
    kept, gone = (part.document for part in split.now)
    with office.archive.database.write() as session:
        for entity, by in (("d-1", "ana"), ("d-2", None)):
            session.add(
                LinkRow(id=new_id(), document_id=gone, entity_kind="debtor", entity_id=entity, role="debtor", state="linked",
                        confidence=1.0, reason="dicho", source="machine", confirmed_by=by, updated_at=now())
            )  # fmt: skip
    done = arrange(office.archive, CLERK, joined(split.now, split.now[1].pages[0]))
    assert linked(office, kept) == {"d-1"}
    arrange(office.archive, CLERK, done.before)
    assert (linked(office, kept), linked(office, gone)) == (set(), {"d-1", "d-2"})


def linked(office, document):
    with office.archive.database.read() as session:
        return {row.entity_id for row in pipeline.links_of(session, document)}


def test_a_document_on_which_an_original_hangs_is_not_left_without_pages(office, stack):
    split = arrange(office.archive, CLERK, split_before(stack, stack[0].pages[2]))
    gone = split.now[1].document
    places.put_place(office.archive, CLERK, PlaceIn(kind=PlaceKind.BOX, barcode="B-1"))
    given = OriginalIn(type="promissory_note", document_id=gone, holder=HolderIn(HolderKind.VAULT, "B-1"))
    paper = registering.register_original(office.archive, CLERK, given)
    before = lying(office, *(part.document for part in split.now))

    with pytest.raises(Conflict, match=f"original en papel {paper.barcode}"):
        arrange(office.archive, CLERK, joined(split.now, split.now[1].pages[0]))

    assert lying(office, *(part.document for part in split.now)) == before
    change = OriginalChange(document_id=split.now[0].document)
    registering.describe_original(office.archive, CLERK, paper.barcode, change)
    assert not arrange(office.archive, CLERK, joined(split.now, split.now[1].pages[0])).now[1].pages


def test_whatever_refers_to_documents_has_a_word():
    assert {table.__tablename__ for table, _ in arranging.references()} <= WORDS.keys()
