"""What a person confirms of a pagaré is in the registry, and its clock runs (DOMAIN 2.5, 2.6, 6.1)."""

from sqlalchemy import select

from schemas.clocks.calendar import add_months, add_years
from schemas.fields import EntityKind
from schemas.outcomes import Reason
from service.operations import registry
from service.operations.days import today
from service.operations.documents import get_document
from service.operations.queues.running import run_queue
from service.operations.reviewing import FieldChange, LinkChange, Review, review_document
from service.operations.undoing import undo_review
from storage.records.tables import EventRow
from tests.registry_office import CLERK, CURP, Office, office_with_unsued_credit

DUE = add_years(add_months(today(), 2), -3)
CONFIRMED = {
    "promissory_note": "000123", "amount_figures": "25000.00", "amount_words": "24000.00", "signed_on": "2020-01-15",
    "due_on": DUE.isoformat(), "default_rate": "3.00",
}  # fmt: skip


office = office_with_unsued_credit


def confirm(office: Office, document: str, **values: str) -> None:
    fields = tuple(FieldChange(name, value) for name, value in values.items())
    review_document(
        office.archive, CLERK, document, Review(type="promissory_note", fields=fields, accept=(Reason.NO_TEXT,))
    )


def paper(office: Office) -> str:
    credit = registry.get(office.archive, CLERK, "credits", "9-9").id
    return office.document("promissory_note", ("credit", credit))


def notes(office: Office) -> tuple[object, ...]:
    return registry.listing(office.archive, CLERK, "promissory-notes", filters={"credit": "9-9"}).items


def test_a_confirmed_note_is_registered_and_its_clock_runs(office: Office) -> None:
    document = paper(office)
    confirm(office, document, **CONFIRMED)
    (note,) = notes(office)
    assert (note.number, note.due_on, note.document_id, note.default_rate) == ("000123", DUE, document, "3")
    assert (note.amount_effective, note.amount_conflict) == ("24000.00", True), "words win (LGTOC 16)"
    (line,) = run_queue(office.archive, CLERK, "prescription").items
    assert line.about.label == "9-9" and line.what == "Pagaré 000123"


def test_what_the_registry_knows_stands_and_what_it_does_not_is_filled(office: Office) -> None:
    office.put("promissory-notes", credit_number="9-9", number="000123", due_on="2024-05-05", amount="1000")
    document = paper(office)
    confirm(office, document, **CONFIRMED)
    (note,) = notes(office)
    assert (str(note.due_on), note.amount, str(note.signed_on), note.document_id) == (
        "2024-05-05", "1000.00", "2020-01-15", document,
    )  # fmt: skip


def test_a_number_corrected_corrects_the_note_and_makes_no_second(office: Office) -> None:
    document = paper(office)
    confirm(office, document, promissory_note="000123")
    confirm(office, document, promissory_note="000128", due_on=DUE.isoformat())
    assert [(note.number, note.due_on) for note in notes(office)] == [("000128", DUE)]


def test_without_a_confirmed_number_nothing_is_registered_and_what_cannot_be_stops_no_review(office: Office) -> None:
    confirm(office, paper(office), due_on=DUE.isoformat())
    assert notes(office) == ()
    confirm(office, paper(office), promissory_note="7", signed_on="2022-01-01", due_on="2021-01-01")
    assert notes(office) == ()
    with office.archive.database.read() as session:
        (told,) = session.scalars(select(EventRow).where(EventRow.action == "note_not_registered"))
    assert "vencer antes" in told.detail["why"]


def became(office: Office) -> list[str]:
    """What the log says became of notes whose paper was withdrawn."""
    with office.archive.database.read() as session:
        told = session.scalars(select(EventRow).where(EventRow.action == "withdraw_note").order_by(EventRow.sequence))
        return [event.detail["became"] for event in told]


def test_a_review_taken_back_takes_the_note_with_it(office: Office) -> None:
    document = paper(office)
    confirm(office, document, **CONFIRMED)
    (note,) = notes(office)
    undo_review(office.archive, CLERK, document)
    assert notes(office) == () and became(office) == ["removed"]
    assert run_queue(office.archive, CLERK, "prescription").items == ()
    last = registry.changes(office.archive, CLERK, 0, 500).items[-1]
    assert (last.kind, last.id, last.action) == ("promissory-notes", note.id, "remove")
    confirm(office, document, **CONFIRMED)
    assert [one.number for one in notes(office)] == ["000123"], "and it can be registered again"


def test_of_two_reviews_the_last_alone_is_taken_back(office: Office) -> None:
    document = paper(office)
    confirm(office, document, promissory_note="000123", due_on=DUE.isoformat())
    confirm(office, document, promissory_note="000128", due_on="2021-05-05")
    assert [(one.number, str(one.due_on)) for one in notes(office)] == [("000128", "2021-05-05")]
    undo_review(office.archive, CLERK, document)
    assert [(one.number, one.due_on) for one in notes(office)] == [("000123", DUE)]


def test_a_note_on_which_something_hangs_stands_without_the_paper(office: Office) -> None:
    document = paper(office)
    confirm(office, document, **CONFIRMED)
    office.put("note-obligors", note="9-9:000123", person_curp=CURP, role="suscriptor")
    undo_review(office.archive, CLERK, document)
    (note,) = notes(office)
    assert (note.due_on, note.document_id) == (DUE, None) and became(office) == ["kept"]


def test_a_note_that_somebody_changed_since_stands(office: Office) -> None:
    document = paper(office)
    confirm(office, document, **CONFIRMED)
    office.put("promissory-notes", credit_number="9-9", number="000123", pay_place="Hermosillo")
    confirm(office, document, default_rate="4.00")
    undo_review(office.archive, CLERK, document)
    assert [note.document_id for note in notes(office)] == [document], "the review before still confirms it"
    review_document(office.archive, CLERK, document, Review(type="complaint"))
    assert [(note.pay_place, note.document_id) for note in notes(office)] == [("Hermosillo", None)]


def test_of_a_note_that_was_there_only_what_the_review_filled_is_taken_back(office: Office) -> None:
    office.put("promissory-notes", credit_number="9-9", number="000123", signed_on="2020-01-01", amount="1000")
    document = paper(office)
    confirm(office, document, **CONFIRMED)
    assert notes(office)[0].due_kind == "dia_fijo", "a day to pay is no sight note"
    undo_review(office.archive, CLERK, document)
    (note,) = notes(office)
    assert (str(note.signed_on), note.amount, note.due_on, note.default_rate, note.document_id, note.amount_words) == (
        "2020-01-01", "1000.00", None, None, None, None,
    )  # fmt: skip
    assert became(office) == ["emptied"]


def test_a_paper_that_is_no_note_after_all_or_of_another_credit_takes_its_note_along(office: Office) -> None:
    office.put("credits", number="8-8", debtor_curp=CURP)
    document, other = paper(office), paper(office)
    confirm(office, document, promissory_note="1")
    review_document(office.archive, CLERK, document, Review(type="payment_receipt"))
    assert notes(office) == ()
    confirm(office, other, promissory_note="2")
    links = [link.id for link in get_document(office.archive, CLERK, other).links]
    refuse = Review(links=(LinkChange("refuse", id=links[0]), LinkChange("add", kind=EntityKind.CREDIT, key="8-8")))
    review_document(office.archive, CLERK, other, refuse)
    assert notes(office) == ()
    (moved,) = registry.listing(office.archive, CLERK, "promissory-notes", filters={"credit": "8-8"}).items
    assert (moved.number, moved.document_id) == ("2", other)


def test_a_number_corrected_to_that_of_a_note_that_is_there_leaves_no_second(office: Office) -> None:
    office.put("promissory-notes", credit_number="9-9", number="000128", due_on="2024-05-05")
    document = paper(office)
    confirm(office, document, promissory_note="000123", due_on=DUE.isoformat())
    confirm(office, document, promissory_note="000128")
    assert [(one.number, str(one.due_on), one.document_id) for one in notes(office)] == [
        ("000128", "2024-05-05", document)
    ]
