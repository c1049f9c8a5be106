"""Which lawsuits and credits a change reaches: what was touched, led to the matters whose clocks and dossiers rest on it.

Rather a matter too many than one too few: what is worked out again without need comes out the same.
"""

from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from storage.records.portions import portions
from storage.records.tables import (
    AgreementRow,
    AssignmentRow,
    CreditRow,
    FilingRow,
    LapsePauseRow,
    LawsuitCreditRow,
    LawsuitNoteRow,
    LawsuitRow,
    LinkRow,
    NoteRow,
    RestructuredNoteRow,
    RestructureRow,
)

Touched = dict[str, set[str]]


class Reached(msgspec.Struct, frozen=True):
    """Ids of lawsuits and of credits."""

    lawsuits: frozenset[str]
    credits: frozenset[str]


def reached(session: Session, touched: Touched) -> Reached:
    """The matters that rest on what was touched, as rows stand now; what a row was about before is touched too."""
    papers = _linked(session, touched.get("document", ()))
    persons = touched.get("debtor", set()) | papers.get("debtor", set())
    suits = touched.get("lawsuit", set()) | papers.get("lawsuit", set())
    suits |= _found(session, FilingRow.lawsuit_id, FilingRow.id, touched.get("filing", ()))
    suits |= _found(session, LapsePauseRow.lawsuit_id, LapsePauseRow.document_id, touched.get("document", ()))
    suits |= _found(session, LawsuitRow.id, LawsuitRow.court_id, touched.get("court", ()))
    suits |= _found(session, LawsuitRow.id, LawsuitRow.lawyer_id, touched.get("lawyer", ()))
    credits = touched.get("credit", set()) | papers.get("credit", set())
    for column in (CreditRow.debtor_id, CreditRow.guarantor_id):
        credits |= _found(session, CreditRow.id, column, persons)
    credits |= _found(session, AgreementRow.credit_id, AgreementRow.id, touched.get("agreement", ()))
    credits |= _found(session, AssignmentRow.credit_id, AssignmentRow.lawyer_id, touched.get("lawyer", ()))
    credits |= _of_notes(session, touched)
    suits |= _found(session, LawsuitCreditRow.lawsuit_id, LawsuitCreditRow.credit_id, credits)
    credits |= _found(session, LawsuitCreditRow.credit_id, LawsuitCreditRow.lawsuit_id, suits)
    claimed = _found(session, LawsuitNoteRow.note_id, LawsuitNoteRow.lawsuit_id, suits)
    credits |= _found(session, NoteRow.credit_id, NoteRow.id, claimed)
    return Reached(frozenset(suits), frozenset(credits))


def _of_notes(session: Session, touched: Touched) -> set[str]:
    """Credits of notes, and of those that they took the place of: who signed the new one ends the clock of the old (CCom 1042)."""
    notes = touched.get("note", set())
    replaced = RestructuredNoteRow.note_id
    old = _found(session, replaced, RestructuredNoteRow.restructure_id, touched.get("restructure", ()))
    renewed = _found(session, RestructureRow.id, RestructureRow.new_note_id, notes)
    old |= _found(session, replaced, RestructuredNoteRow.restructure_id, renewed)
    old |= _found(session, NoteRow.id, NoteRow.replaced_by_id, notes)
    return _found(session, NoteRow.credit_id, NoteRow.id, notes | old)


def _linked(session: Session, documents: Collection[str]) -> Touched:
    found: Touched = {}
    for some in portions(documents):
        query = select(LinkRow.entity_kind, LinkRow.entity_id).where(LinkRow.document_id.in_(some)).distinct()
        for kind, entity in session.execute(query):
            found.setdefault(kind, set()).add(entity)
    return found


def _found(
    session: Session, wanted: InstrumentedAttribute[Any], column: InstrumentedAttribute[Any], ids: Collection[str]
) -> set[str]:
    """The values of one column where another is among the ids; no query for none."""
    found: set[str] = set()
    for some in portions(ids):
        found.update(session.scalars(select(wanted).where(column.in_(some)).distinct()))
    return found
