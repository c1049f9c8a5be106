"""What the clocks of promissory notes count: one query for each sort of fact, whatever the number of notes.

Every query passes through what the actor may know of.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session, aliased

from schemas.access import Actor
from storage.records.registry import visible_credits
from storage.records.tables import (
    AcknowledgementRow,
    AgreementRow,
    AgreementSignerRow,
    AssignmentRow,
    CreditRow,
    FilingRow,
    LawsuitCreditRow,
    LawsuitNoteRow,
    LawsuitPartyRow,
    LawsuitRow,
    LawyerRow,
    NoteObligorRow,
    NoteRow,
    PersonRow,
    RestructuredNoteRow,
    RestructureRow,
    StageEventRow,
)


class OwedNote(msgspec.Struct, frozen=True):
    """A note that nobody closed, with its credit, who owes that, and the lawyer it is assigned to now."""

    id: str
    number: str
    due_kind: str
    signed_on: date | None
    due_on: date | None
    presented_on: date | None
    days_after_sight: int | None
    document_id: str | None
    credit_id: str
    credit: str
    debtor_id: str
    guarantor_id: str | None
    lawyer: str


class Answers(msgspec.Struct, frozen=True):
    """Who answers for a note: the person, and in which act they signed."""

    person_id: str
    act: str


class Claimed(msgspec.Struct, frozen=True):
    """A lawsuit over notes: the day it was filed as acknowledged, else as told; whom it names; stage, and when each was reached."""

    id: str
    status: str
    filed_on: date | None
    parties: frozenset[str]
    stages: dict[str, date]


class Signed(msgspec.Struct, frozen=True):
    """Who signed on which day an agreement over a credit, and when the debt then falls due."""

    on: date
    signers: frozenset[str]
    due_on: date | None


def owed(session: Session, actor: Actor) -> list[OwedNote]:
    """Notes not closed of the credits the actor may know of."""
    lawyer = (
        select(AssignmentRow.credit_id, func.min(LawyerRow.name).label("name"))
        .join(LawyerRow, LawyerRow.id == AssignmentRow.lawyer_id)
        .where(AssignmentRow.ended_on.is_(None))
        .group_by(AssignmentRow.credit_id)
        .subquery()
    )
    query: Any = (
        select(
            NoteRow.id, NoteRow.number, NoteRow.due_kind, NoteRow.signed_on, NoteRow.due_on, NoteRow.presented_on,
            NoteRow.days_after_sight, NoteRow.document_id, CreditRow.id, CreditRow.number, CreditRow.debtor_id,
            CreditRow.guarantor_id, func.coalesce(lawyer.c.name, ""),
        )
        .join(CreditRow, CreditRow.id == NoteRow.credit_id)
        .outerjoin(lawyer, lawyer.c.credit_id == CreditRow.id)
        .where(NoteRow.closed_on.is_(None), visible_credits(actor))
    )  # fmt: skip
    return [OwedNote(*row) for row in session.execute(query)]


def obligors(session: Session) -> dict[str, list[Answers]]:
    """Who answers for each note, makers first; a person once."""
    found: dict[str, list[Answers]] = {}
    query = select(NoteObligorRow.note_id, NoteObligorRow.person_id, NoteObligorRow.act, NoteObligorRow.role)
    for note_id, person, act, _ in session.execute(
        query.where(NoteObligorRow.signed).order_by(NoteObligorRow.role.desc(), NoteObligorRow.id)
    ):
        there = found.setdefault(note_id, [])
        if all(one.person_id != person for one in there):
            there.append(Answers(person, act or ""))
    return found


def claims(session: Session) -> tuple[dict[str, list[Claimed]], dict[str, list[Claimed]]]:
    """Lawsuits by the notes they rest on, and, where nobody recorded those, by the credits they claim."""
    parties: dict[str, set[str]] = {}
    defendants = select(LawsuitPartyRow.lawsuit_id, LawsuitPartyRow.person_id)
    for lawsuit, person in session.execute(defendants.where(LawsuitPartyRow.role == "demandado")):
        parties.setdefault(lawsuit, set()).add(person)
    stages: dict[str, dict[str, date]] = {}
    for lawsuit, stage, on in session.execute(
        select(StageEventRow.lawsuit_id, StageEventRow.stage, func.max(StageEventRow.on)).group_by(
            StageEventRow.lawsuit_id, StageEventRow.stage
        )
    ):
        stages.setdefault(lawsuit, {})[stage] = on
    stamped = (
        select(FilingRow.lawsuit_id, func.min(AcknowledgementRow.stamped_on).label("on"))
        .join(AcknowledgementRow, AcknowledgementRow.filing_id == FilingRow.id)
        .group_by(FilingRow.lawsuit_id)
        .subquery()
    )
    filed = select(LawsuitRow.id, LawsuitRow.status, func.coalesce(stamped.c.on, LawsuitRow.filed_on)).outerjoin(
        stamped, stamped.c.lawsuit_id == LawsuitRow.id
    )
    known = {
        row_id: Claimed(row_id, status, on, frozenset(parties.get(row_id, ())), stages.get(row_id, {}))
        for row_id, status, on in session.execute(filed)
    }
    by_note = _listed(known, session.execute(select(LawsuitNoteRow.note_id, LawsuitNoteRow.lawsuit_id)).all())
    told = select(LawsuitNoteRow.lawsuit_id)
    by_credit = _listed(
        known,
        session.execute(
            select(LawsuitCreditRow.credit_id, LawsuitCreditRow.lawsuit_id).where(
                LawsuitCreditRow.lawsuit_id.not_in(told)
            )
        ).all(),
    )
    return by_note, by_credit


def agreements(session: Session) -> dict[str, list[Signed]]:
    """What was signed over each credit, once for each day and agreement."""
    query = select(
        AgreementRow.credit_id, AgreementRow.id, func.coalesce(AgreementSignerRow.signed_on, AgreementRow.signed_on),
        AgreementRow.due_on, AgreementSignerRow.person_id,
    ).join(AgreementSignerRow, AgreementSignerRow.agreement_id == AgreementRow.id)  # fmt: skip
    gathered: dict[tuple[str, str, date, date | None], set[str]] = {}
    for credit, agreement, on, due, person in session.execute(query):
        gathered.setdefault((credit, agreement, on, due), set()).add(person)
    found: dict[str, list[Signed]] = {}
    for (credit, _, on, due), people in gathered.items():
        found.setdefault(credit, []).append(Signed(on, frozenset(people), due))
    return found


def renewals(session: Session) -> dict[str, list[Signed]]:
    """For each old note the new ones in its place, and who signed those (CCom 1042)."""
    new = aliased(NoteRow)
    restructured = (
        select(RestructuredNoteRow.note_id, RestructureRow.signed_on, NoteObligorRow.person_id)
        .join(RestructureRow, RestructureRow.id == RestructuredNoteRow.restructure_id)
        .join(NoteObligorRow, NoteObligorRow.note_id == RestructureRow.new_note_id)
    )
    replaced = (
        select(NoteRow.id, new.signed_on, NoteObligorRow.person_id)
        .join(new, new.id == NoteRow.replaced_by_id)
        .join(NoteObligorRow, NoteObligorRow.note_id == new.id)
        .where(new.signed_on.is_not(None))
    )
    gathered: dict[tuple[str, date], set[str]] = {}
    both: Any = union_all(restructured, replaced)
    for note, on, person in session.execute(both):
        gathered.setdefault((note, on), set()).add(person)
    found: dict[str, list[Signed]] = {}
    for (note, on), people in gathered.items():
        found.setdefault(note, []).append(Signed(on, frozenset(people), None))
    return found


def people(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """The names of persons; the caller asks for a page of them."""
    query = select(PersonRow.id, PersonRow.full_name).where(PersonRow.id.in_(ids))
    return {person: name for person, name in session.execute(query)}


def _listed(known: dict[str, Claimed], pairs: Sequence[Any]) -> dict[str, list[Claimed]]:
    found: dict[str, list[Claimed]] = {}
    for of, lawsuit in pairs:
        if lawsuit in known:
            found.setdefault(of, []).append(known[lawsuit])
    return found
