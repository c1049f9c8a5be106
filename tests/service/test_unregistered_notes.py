"""Pagarés that the machine filed alone stand in a queue until a person confirms them in one step (DOMAIN 2.5, 2.6)."""

from typing import Any

import pytest
from sqlalchemy import update

from schemas.access import Actor, Role
from schemas.clocks.calendar import add_months, add_years
from schemas.errors import Conflict, Forbidden, InvalidInput
from schemas.queues import Level, QueueName, QueuePage
from service.operations import registry
from service.operations.confirming_notes import NoteConfirmed, confirm_note
from service.operations.days import today
from service.operations.queues.running import overview, run_queue
from service.operations.reviewing import FieldChange, Review, review_document
from service.operations.undoing import undo_review
from storage.records import new_id
from storage.records.tables import FieldRow, PageRow
from tests.registry_office import AUDITOR, CLERK, CURP, Office, office_with_unsued_credit

SOON = add_years(add_months(today(), 2), -3)
"""A day to pay whose three years end in two months."""
READ = {"promissory_note": "000123", "amount": "25000.00", "signed_on": "2020-01-15", "due_on": SOON.isoformat()}
HEAD = Actor("jefa", Role.PORTFOLIO_HEAD, "prueba")


office = office_with_unsued_credit


def filed(office: Office, *credits: str, **values: str | tuple[str, ...]) -> str:
    """A pagaré of the credits that the machine filed, with what it read."""
    ids = [registry.get(office.archive, CLERK, "credits", one).id for one in credits]
    document = office.document("promissory_note", *(("credit", one) for one in ids), type_confidence=0.9)
    with office.archive.database.write() as session:
        session.execute(update(PageRow).values(letters=100))
        for name, told in values.items():
            for value in (told,) if isinstance(told, str) else told:
                session.add(FieldRow(id=new_id(), document_id=document, name=name, raw=value, value=value,
                                     confidence=0.9, source="machine"))  # fmt: skip
    return document


def queue(office: Office, actor: Actor = CLERK) -> QueuePage:
    return run_queue(office.archive, actor, "unregistered")


def notes(office: Office, credit: str = "9-9") -> tuple[Any, ...]:
    found: tuple[Any, ...] = registry.listing(
        office.archive, CLERK, "promissory-notes", filters={"credit": credit}
    ).items
    return found


def figures(office: Office) -> dict[str, float | None]:
    return {one.code: one.value for one in queue(office).figures}


def test_what_the_machine_filed_stands_in_the_queue_until_somebody_confirms_it(office: Office) -> None:
    document = filed(office, "9-9", **READ)
    (line,) = queue(office).items
    assert (line.about.id, line.level, line.what) == (document, Level.URGENT, "Pagaré 000123")
    assert line.limit is not None and line.limit < add_years(SOON, 3) and line.who == "Roberto López García"
    assert [ref.kind for ref in line.refs] == ["unregistered_note", "credit", "debtor"]
    assert figures(office) == {"papers": 1, "soon": 1, "undated": 0, "waiting_long": 0}
    note = confirm_note(office.archive, CLERK, document, NoteConfirmed())
    assert (note.number, note.due_on, note.amount, note.document_id) == ("000123", SOON, "25000.00", document)
    assert queue(office).total == 0 and run_queue(office.archive, CLERK, "prescription").total == 1


def test_inicio_offers_to_confirm_to_those_who_may_whoever_looked_first(office: Office) -> None:
    filed(office, "9-9", **READ)

    def offered(actor: Actor) -> bool:
        pages = {page.name: page for page in overview(office.archive, actor)}
        return "unregistered_note" in [ref.kind for ref in pages[QueueName.UNREGISTERED].items[0].refs]

    assert [offered(actor) for actor in (CLERK, AUDITOR, HEAD)] == [True, False, True]


def test_the_machine_alone_registers_nothing_and_an_undone_confirmation_waits_again(office: Office) -> None:
    document = filed(office, "9-9", **READ)
    assert notes(office) == ()
    confirm_note(office.archive, CLERK, document, NoteConfirmed())
    undo_review(office.archive, CLERK, document)
    assert notes(office) == () and [line.about.id for line in queue(office).items] == [document]


def test_the_nearest_to_prescribe_stand_first_after_those_without_a_day(office: Office) -> None:
    far = filed(office, "9-9", **{**READ, "promissory_note": "1", "due_on": today().isoformat()})
    near = filed(office, "9-9", **{**READ, "promissory_note": "2"})
    past = filed(office, "9-9", **{**READ, "promissory_note": "3", "due_on": "2015-01-01"})
    unread = filed(office, "9-9")
    assert [line.about.id for line in queue(office).items] == [unread, near, far, past]
    assert [line.level for line in queue(office).items] == [Level.WARN, Level.URGENT, Level.WATCH, Level.PAST]


def test_what_the_person_says_wins_and_what_lacks_is_told(office: Office) -> None:
    office.put("credits", number="8-8", debtor_curp=CURP)
    document = filed(office, "9-9", "8-8", **{**READ, "promissory_note": ("000123", "000128")})
    with pytest.raises(InvalidInput, match="número"):
        confirm_note(office.archive, CLERK, document, NoteConfirmed(credit="8-8"))
    said = FieldChange("promissory_note", "000128")
    with pytest.raises(Conflict, match="crédito"):
        confirm_note(office.archive, CLERK, document, NoteConfirmed(fields=(said,)))
    with pytest.raises(InvalidInput, match="vencer antes"):
        late = FieldChange("due_on", "2019-01-01")
        confirm_note(office.archive, CLERK, document, NoteConfirmed(fields=(said, late), credit="8-8"))
    assert office.version(document) == 1, "what was refused changed nothing"
    note = confirm_note(office.archive, CLERK, document, NoteConfirmed(fields=(said,), credit="8-8"))
    assert note.key == "8-8:000128" and notes(office) == ()


def test_a_paper_whose_note_is_registered_does_not_wait_and_one_that_differs_does(office: Office) -> None:
    office.put("promissory-notes", credit_number="9-9", number="000123", due_on=SOON.isoformat())
    filed(office, "9-9", **READ)
    assert queue(office).total == 0
    office.put("promissory-notes", credit_number="9-9", number="000123", due_on="2024-05-05")
    (line,) = queue(office).items
    assert "vence el 05/05/2024" in line.why
    note = confirm_note(office.archive, CLERK, line.about.id, NoteConfirmed())
    assert str(note.due_on) == "2024-05-05" and note.document_id == line.about.id, "what the registry knows stands"
    assert queue(office).total == 0


def test_another_scan_of_a_registered_paper_is_said_to_be_one(office: Office) -> None:
    first, second = filed(office, "9-9", **READ), filed(office, "9-9", **READ)
    confirm_note(office.archive, CLERK, first, NoteConfirmed())
    (line,) = queue(office).items
    assert line.about.id == second and first in [ref.id for ref in line.refs]
    with pytest.raises(Conflict, match="otro documento"):
        confirm_note(office.archive, CLERK, second, NoteConfirmed())
    review_document(office.archive, CLERK, second, Review(rescan_of=first))
    assert queue(office).total == 0
    review_document(office.archive, CLERK, second, Review(rescan_of=None))
    assert [one.about.id for one in queue(office).items] == [second]


def test_the_older_scan_goes_with_the_newer_one_that_was_registered(office: Office) -> None:
    older, newer = filed(office, "9-9", **READ), filed(office, "9-9", **READ)
    review_document(office.archive, CLERK, newer, Review(rescan_of=older))
    assert {line.about.id for line in queue(office).items} == {older, newer}
    confirm_note(office.archive, CLERK, newer, NoteConfirmed())
    assert queue(office).total == 0


def test_a_review_without_a_number_waits_and_another_type_does_not(office: Office) -> None:
    document = filed(office, "9-9", due_on=SOON.isoformat())
    review_document(office.archive, CLERK, document, Review(type="promissory_note"))
    assert "No se leyó su número" in queue(office).items[0].why
    with pytest.raises(InvalidInput, match="número"):
        confirm_note(office.archive, CLERK, document, NoteConfirmed())
    review_document(office.archive, CLERK, document, Review(type="payment_receipt"))
    assert queue(office).total == 0
    with pytest.raises(Conflict, match="no es un pagaré"):
        confirm_note(office.archive, CLERK, document, NoteConfirmed())


def test_who_may_not_review_sees_what_waits_and_registers_nothing(office: Office) -> None:
    document = filed(office, "9-9", **READ)
    assert "unregistered_note" not in [ref.kind for ref in queue(office, AUDITOR).items[0].refs]
    with pytest.raises(Forbidden):
        confirm_note(office.archive, AUDITOR, document, NoteConfirmed())
    assert queue(office, HEAD).total == 1 and queue(office, office.outsider).total == 0
