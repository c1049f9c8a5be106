"""Contratos-pagaré register the note that they are, wait in the queue until somebody does, and never make a second of one debt."""

from typing import Any

import pytest
from sqlalchemy import select, update

from schemas.clocks.calendar import add_months, add_years
from schemas.errors import Conflict, InvalidInput
from schemas.outcomes import Reason
from service.operations import registry
from service.operations.confirming_notes import NoteConfirmed, confirm_note
from service.operations.days import today
from service.operations.queues.running import run_queue
from service.operations.reviewing import FieldChange, Review, review_document
from service.operations.undoing import undo_review
from storage.records import new_id
from storage.records.tables import EventRow, FieldRow, PageRow
from tests.registry_office import CLERK, Office, office_with_unsued_credit

office = office_with_unsued_credit
SIGNED = add_years(add_months(today(), -7), -3)
READ = {"contract": "C-77/2019", "amount": "25000.00", "document_date": SIGNED.isoformat()}


def filed(office: Office, type_: str = "credit_contract_note", **values: str) -> str:
    """A title of credit 9-9 that the machine filed, with what it read."""
    credit = registry.get(office.archive, CLERK, "credits", "9-9").id
    document = office.document(type_, ("credit", credit), type_confidence=0.9)
    with office.archive.database.write() as session:
        session.execute(update(PageRow).values(letters=100))
        for name, value in values.items():
            session.add(FieldRow(id=new_id(), document_id=document, name=name, raw=value, value=value,
                                 confidence=0.9, source="machine"))  # fmt: skip
    return document


def waiting(office: Office) -> list[str]:
    return [line.about.id for line in run_queue(office.archive, CLERK, "unregistered").items]


def notes(office: Office) -> list[Any]:
    return list(registry.listing(office.archive, CLERK, "promissory-notes", filters={"credit": "9-9"}).items)


def reviewed(office: Office, document: str, type_: str, **values: str) -> None:
    fields = tuple(FieldChange(name, value) for name, value in values.items())
    review_document(office.archive, CLERK, document, Review(type=type_, fields=fields, accept=(Reason.NO_TEXT,)))


def test_one_that_the_machine_filed_waits_until_it_is_confirmed_and_waits_again_when_that_is_taken_back(
    office: Office,
) -> None:
    document = filed(office, **READ)
    [line] = run_queue(office.archive, CLERK, "unregistered").items
    assert (line.about.id, line.what) == (document, "Contrato-pagaré C-77/2019") and line.limit is not None
    note = confirm_note(office.archive, CLERK, document, NoteConfirmed())
    assert (note.number, note.signed_on, note.amount, note.document_id) == ("C-77/2019", SIGNED, "25000.00", document)
    assert waiting(office) == [] and run_queue(office.archive, CLERK, "prescription").total == 1
    undo_review(office.archive, CLERK, document)
    assert notes(office) == [] and waiting(office) == [document]


def test_a_review_registers_it_and_follows_its_corrections(office: Office) -> None:
    document = filed(office)
    reviewed(office, document, "credit_contract_note", **READ)
    reviewed(office, document, "credit_contract_note", contract="C-78/2019")
    [note] = notes(office)
    assert (note.number, note.signed_on, note.document_id) == ("C-78/2019", SIGNED, document)
    reviewed(office, document, "payment_receipt")
    assert notes(office) == []


@pytest.mark.parametrize("first", ["credit_contract_note", "promissory_note"])
def test_of_a_contract_and_the_pagare_signed_with_it_one_note_is_registered(office: Office, first: str) -> None:
    pagare = {"promissory_note": "000123", "amount": "25000.00", "signed_on": SIGNED.isoformat()}
    contract = filed(office, **READ)
    note = filed(office, "promissory_note", **pagare)
    ours, other = (contract, note) if first == "credit_contract_note" else (note, contract)
    confirm_note(office.archive, CLERK, ours, NoteConfirmed())
    assert waiting(office) == [] and len(notes(office)) == 1

    with pytest.raises(Conflict) as refused:
        confirm_note(office.archive, CLERK, other, NoteConfirmed())
    assert refused.value.code == "same_debt"
    type_, values = ("promissory_note", pagare) if other == note else ("credit_contract_note", READ)
    reviewed(office, other, type_, **values)
    assert [one.document_id for one in notes(office)] == [ours]
    with office.archive.database.read() as session:
        [told] = session.scalars(select(EventRow).where(EventRow.action == "note_not_registered"))
    assert "misma deuda" in told.detail["why"]


def test_the_contract_of_a_period_whose_note_is_known_is_that_note(office: Office) -> None:
    office.put("promissory-notes", credit_number="9-9", number="000123")
    document = filed(office, **READ)
    assert waiting(office) == [document]
    office.put("period-contracts", credit_number="9-9", number="C-77/2019", note="9-9:000123")
    assert waiting(office) == []
    reviewed(office, document, "credit_contract_note", **READ)
    [note] = notes(office)
    assert (note.number, note.signed_on, note.document_id) == ("000123", SIGNED, document)


def test_without_its_number_and_with_another_s_values_nothing_is_registered(office: Office) -> None:
    document = filed(office, amount="25000.00")
    with pytest.raises(InvalidInput, match="número"):
        confirm_note(office.archive, CLERK, document, NoteConfirmed())
    with pytest.raises(InvalidInput, match="No se conoce"):
        said = FieldChange("promissory_note", "000123")
        confirm_note(office.archive, CLERK, document, NoteConfirmed(fields=(said,)))
    assert notes(office) == [] and waiting(office) == [document]
