"""What the clocks of promissory notes count: one query for each sort of fact, whatever the number of notes.

What the actor may not know of is left out with the notes themselves.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, case, exists, func, select, union_all
from sqlalchemy.orm import Session, aliased

from schemas.access import Actor
from schemas.court_files import FileOf
from storage.records.filed import opens_suit
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
    NoteCancellationRow,
    NoteObligorRow,
    NoteRow,
    PersonRow,
    RestructuredNoteRow,
    RestructureRow,
    StageEventRow,
)


class Those(msgspec.Struct, frozen=True):
    """Which notes facts are wanted of: all, or those of some credits."""

    credits: tuple[str, ...] | None = None

    def of_credit(self, column: Any) -> list[ColumnElement[bool]]:  # noqa: ANN401 - a column
        """Conditions on a column that names credits."""
        return [] if self.credits is None else [column.in_(self.credits)]

    def of_note(self, column: Any) -> list[ColumnElement[bool]]:  # noqa: ANN401 - a column
        """Conditions on a column that names notes."""
        return [] if self.credits is None else [column.in_(self._notes())]

    def of_lawsuit(self, column: Any) -> list[ColumnElement[bool]]:  # noqa: ANN401 - a column
        """Conditions on a column that names lawsuits: those over the notes or the credits."""
        if self.credits is None:
            return []
        over_notes = select(LawsuitNoteRow.lawsuit_id).where(LawsuitNoteRow.note_id.in_(self._notes()))
        over_credits = select(LawsuitCreditRow.lawsuit_id).where(LawsuitCreditRow.credit_id.in_(self.credits))
        return [column.in_(over_notes.union(over_credits))]

    def _notes(self) -> Select[Any]:
        return select(NoteRow.id).where(NoteRow.credit_id.in_(self.credits or ()))


ALL = Those()


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
    """A lawsuit over notes: when its claim was filed, whom it names, its route and stage, and when each stage was reached.

    `filed_on` is the day the court stamped the claim itself, else as told, else the first day it stamped anything.
    """

    id: str
    status: str
    filed_on: date | None
    route: str | None
    parties: frozenset[str]
    stages: dict[str, date]


class Signed(msgspec.Struct, frozen=True):
    """Who signed on which day an agreement over a credit, and when the debt then falls due."""

    on: date
    signers: frozenset[str]
    due_on: date | None


def owed(session: Session, actor: Actor, those: Those = ALL) -> list[OwedNote]:
    """Notes not closed of the credits the actor may know of."""
    lawyer = (
        select(AssignmentRow.credit_id, func.min(LawyerRow.name).label("name"))
        .join(LawyerRow, LawyerRow.id == AssignmentRow.lawyer_id)
        .where(AssignmentRow.ended_on.is_(None), *those.of_credit(AssignmentRow.credit_id))
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
        .where(NoteRow.closed_on.is_(None), visible_credits(actor), *those.of_credit(NoteRow.credit_id))
    )  # fmt: skip
    return [OwedNote(*row) for row in session.execute(query)]


def obligors(session: Session, those: Those = ALL) -> dict[str, list[Answers]]:
    """Who answers for each note, makers first; a person once."""
    found: dict[str, list[Answers]] = {}
    query = select(NoteObligorRow.note_id, NoteObligorRow.person_id, NoteObligorRow.act, NoteObligorRow.role)
    for note_id, person, act, _ in session.execute(
        query.where(NoteObligorRow.signed, *those.of_note(NoteObligorRow.note_id)).order_by(
            NoteObligorRow.role.desc(), NoteObligorRow.id
        )
    ):
        there = found.setdefault(note_id, [])
        if all(one.person_id != person for one in there):
            there.append(Answers(person, act or ""))
    return found


def claims(session: Session, those: Those = ALL) -> tuple[dict[str, list[Claimed]], dict[str, list[Claimed]]]:
    """Lawsuits by the notes they rest on, and, where nobody recorded those, by the credits they claim."""
    known = _claimed(session, those)
    on_notes = select(LawsuitNoteRow.note_id, LawsuitNoteRow.lawsuit_id).where(*those.of_note(LawsuitNoteRow.note_id))
    told = exists().where(LawsuitNoteRow.lawsuit_id == LawsuitCreditRow.lawsuit_id)
    on_credits = select(LawsuitCreditRow.credit_id, LawsuitCreditRow.lawsuit_id).where(
        ~told, *those.of_credit(LawsuitCreditRow.credit_id)
    )
    return _listed(known, session.execute(on_notes).all()), _listed(known, session.execute(on_credits).all())


def _claimed(session: Session, those: Those) -> dict[str, Claimed]:
    parties: dict[str, set[str]] = {}
    defendants = select(LawsuitPartyRow.lawsuit_id, LawsuitPartyRow.person_id).where(
        LawsuitPartyRow.role == "demandado", *those.of_lawsuit(LawsuitPartyRow.lawsuit_id)
    )
    for lawsuit, person in session.execute(defendants):
        parties.setdefault(lawsuit, set()).add(person)
    stages: dict[str, dict[str, date]] = {}
    reached = (
        select(StageEventRow.lawsuit_id, StageEventRow.stage, func.max(StageEventRow.on))
        .where(*those.of_lawsuit(StageEventRow.lawsuit_id))
        .group_by(StageEventRow.lawsuit_id, StageEventRow.stage)
    )
    for lawsuit, stage, on in session.execute(reached):
        stages.setdefault(lawsuit, {})[stage] = on
    stamped = (
        select(
            FilingRow.lawsuit_id,
            func.min(case((opens_suit(FilingRow.subject), AcknowledgementRow.stamped_on))).label("claim"),
            func.min(AcknowledgementRow.stamped_on).label("anything"),
        )
        .join(AcknowledgementRow, AcknowledgementRow.filing_id == FilingRow.id)
        .where(AcknowledgementRow.valid.is_not(False), *those.of_lawsuit(FilingRow.lawsuit_id))
        .group_by(FilingRow.lawsuit_id)
        .subquery()
    )
    filed_on = func.coalesce(stamped.c.claim, LawsuitRow.filed_on, stamped.c.anything)
    filed = (
        select(LawsuitRow.id, LawsuitRow.status, filed_on, LawsuitRow.route)
        .outerjoin(stamped, stamped.c.lawsuit_id == LawsuitRow.id)
        .where(LawsuitRow.kind == FileOf.MAIN.value, *those.of_lawsuit(LawsuitRow.id))
    )
    return {
        row_id: Claimed(row_id, status, on, route, frozenset(parties.get(row_id, ())), stages.get(row_id, {}))
        for row_id, status, on, route in session.execute(filed)
    }


def agreements(session: Session, those: Those = ALL) -> dict[str, list[Signed]]:
    """What was signed over each credit, once for each day and agreement."""
    query = select(
        AgreementRow.credit_id, AgreementRow.id, func.coalesce(AgreementSignerRow.signed_on, AgreementRow.signed_on),
        AgreementRow.due_on, AgreementSignerRow.person_id,
    ).join(AgreementSignerRow, AgreementSignerRow.agreement_id == AgreementRow.id)  # fmt: skip
    gathered: dict[tuple[str, str, date, date | None], set[str]] = {}
    for credit, agreement, on, due, person in session.execute(query.where(*those.of_credit(AgreementRow.credit_id))):
        gathered.setdefault((credit, agreement, on, due), set()).add(person)
    found: dict[str, list[Signed]] = {}
    for (credit, _, on, due), people in gathered.items():
        found.setdefault(credit, []).append(Signed(on, frozenset(people), due))
    return found


def renewals(session: Session, those: Those = ALL) -> dict[str, list[Signed]]:
    """For each old note the new ones in its place, and who signed those (CCom 1042)."""
    new = aliased(NoteRow)
    restructured = (
        select(RestructuredNoteRow.note_id, RestructureRow.signed_on, NoteObligorRow.person_id)
        .join(RestructureRow, RestructureRow.id == RestructuredNoteRow.restructure_id)
        .join(NoteObligorRow, NoteObligorRow.note_id == RestructureRow.new_note_id)
        .where(NoteObligorRow.signed, *those.of_note(RestructuredNoteRow.note_id))
    )
    replaced = (
        select(NoteRow.id, new.signed_on, NoteObligorRow.person_id)
        .join(new, new.id == NoteRow.replaced_by_id)
        .join(NoteObligorRow, NoteObligorRow.note_id == new.id)
        .where(new.signed_on.is_not(None), NoteObligorRow.signed, *those.of_credit(NoteRow.credit_id))
    )
    gathered: dict[tuple[str, date], set[str]] = {}
    both: Any = union_all(restructured, replaced)
    for note, on, person in session.execute(both):
        gathered.setdefault((note, on), set()).add(person)
    found: dict[str, list[Signed]] = {}
    for (note, on), people in gathered.items():
        found.setdefault(note, []).append(Signed(on, frozenset(people), None))
    return found


def cancellations(session: Session, those: Those = ALL) -> dict[str, list[NoteCancellationRow]]:
    """The cancellations of each note, of whatever outcome (LGTOC 67)."""
    row = NoteCancellationRow
    found: dict[str, list[NoteCancellationRow]] = {}
    for one in session.scalars(select(row).where(*those.of_note(row.note_id)).order_by(row.noticed_on, row.id)):
        found.setdefault(one.note_id, []).append(one)
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
