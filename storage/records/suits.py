"""What is known of many lawsuits at once: one query for each sort of fact, whatever their number.

Every query passes through what the actor may know of.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from schemas.access import Actor
from schemas.clocks.calendar import local_day
from storage.records.filed import opens_suit
from storage.records.registry import visible_lawsuits
from storage.records.tables import (
    AcknowledgementRow,
    ClosureRow,
    CourtRow,
    CreditRow,
    DocumentRow,
    FilingRow,
    LawsuitCreditRow,
    LawsuitNoteRow,
    LawsuitRow,
    LawyerRow,
    LinkRow,
    NotificationRow,
    PersonRow,
    ResolutionRow,
    StageEventRow,
    SuitAlertRow,
)

RECEIPT = "filing_receipt"
ORDERS = ("admission_order", "court_order", "evidence_hearing", "judgment", "finality_order")
"""Types of documents that are resolutions of the court: their date is when one was issued."""


class Suit(msgspec.Struct, frozen=True):
    """A lawsuit as queues see it."""

    id: str
    kind: str
    number: int
    year: int
    suffix: str
    court_id: str
    court_code: str
    lawyer_id: str | None
    lawyer: str
    status: str
    filed_on: date | None
    route: str | None = None
    regime: str | None = None


class Moves(msgspec.Struct, frozen=True, kw_only=True):
    """The latest of each sort of act that may restart the count of a lawsuit, up to a day."""

    effective: date | None = None
    """Latest day on which a resolution or notice took effect."""
    listed: date | None = None
    """Latest day on which one was listed or practised whose effect nobody recorded."""
    issued: date | None = None
    """Latest day on which one was issued of which nothing more is known."""
    pushed: date | None = None
    doubtful: int = 0
    ended: date | None = None


class Papers(msgspec.Struct, frozen=True):
    """What the documents linked to a lawsuit show: the newest, the newest order, its acknowledgement and when that was captured."""

    newest: date | None
    order: date | None
    receipt: bool
    receipt_filed: bool
    receipt_captured: date | None


class Acknowledged(msgspec.Struct, frozen=True):
    """The court's stamps on filings of a lawsuit: whether one was found valid, and the first day stamped."""

    valid: bool
    stamped_on: date


class Stage(msgspec.Struct, frozen=True):
    """A stage that a lawsuit reached on a day, and the document that shows it."""

    id: str
    stage: str
    on: date
    document_id: str | None


def suits(session: Session, actor: Actor, ids: Collection[str] | None = None) -> list[Suit]:
    """Lawsuits the actor may know of, all or those of the ids."""
    query = (
        select(
            LawsuitRow.id, LawsuitRow.kind, LawsuitRow.number, LawsuitRow.year, LawsuitRow.suffix, LawsuitRow.court_id,
            CourtRow.code, LawsuitRow.lawyer_id, LawyerRow.name, LawsuitRow.status, LawsuitRow.filed_on,
            LawsuitRow.route, LawsuitRow.regime,
        )
        .join(CourtRow, CourtRow.id == LawsuitRow.court_id)
        .outerjoin(LawyerRow, LawyerRow.id == LawsuitRow.lawyer_id)
        .where(visible_lawsuits(actor))
    )  # fmt: skip
    if ids is not None:
        query = query.where(LawsuitRow.id.in_(ids))
    return [
        Suit(*row[:8], row[8] or "", *row[9:])
        for row in session.execute(query.order_by(LawsuitRow.year, LawsuitRow.number, LawsuitRow.id))
    ]


def moves(session: Session, scope: "Scope", today: date, ending: Collection[str]) -> dict[str, Moves]:
    """For each lawsuit the latest acts up to the day; `ending` are the stages after which the count does not run."""
    found: dict[str, dict[str, Any]] = {}

    def keep(lawsuit_id: str, **values: date | int | None) -> None:
        mine = found.setdefault(lawsuit_id, {})
        for name, value in values.items():
            if value is not None:
                mine[name] = max(mine[name], value) if name in mine else value

    for row in session.execute(_resolutions(scope, today)):
        keep(row[0], effective=row[1], listed=row[2], issued=row[3])
    for row in session.execute(_notifications(scope, today)):
        keep(row[0], effective=row[1], listed=row[2])
    for row in session.execute(_filings(scope, today)):
        keep(row[0], pushed=row[1], doubtful=row[2])
    for row in session.execute(_stages(scope, today, ending)):
        keep(row[0], issued=row[1], ended=row[2])
    return {lawsuit_id: Moves(**values) for lawsuit_id, values in found.items()}


class Scope(msgspec.Struct, frozen=True):
    """Which lawsuits facts are wanted of: those the actor may know of, or some of them."""

    actor: Actor
    ids: tuple[str, ...] | None = None

    def over(self, column: InstrumentedAttribute[str]) -> list[ColumnElement[bool]]:
        """Conditions on a column that names lawsuits."""
        wanted: list[ColumnElement[bool]] = []
        if self.ids is not None:
            wanted.append(column.in_(self.ids))
        if self.actor.sees_only is not None:
            wanted.append(column.in_(select(LawsuitRow.id).where(visible_lawsuits(self.actor))))
        return wanted


def _until(column: Any, today: date, *more: ColumnElement[bool]) -> Any:  # noqa: ANN401 - a column and what is made of it
    return func.max(case((and_(column <= today, *more), column)))


def _resolutions(scope: Scope, today: date) -> Select[Any]:
    row = ResolutionRow
    return (
        select(
            row.lawsuit_id,
            _until(row.effective_on, today),
            _until(row.listed_on, today, row.effective_on.is_(None)),
            _until(row.issued_on, today, row.effective_on.is_(None), row.listed_on.is_(None)),
        )
        .where(*scope.over(row.lawsuit_id))
        .group_by(row.lawsuit_id)
    )


def _notifications(scope: Scope, today: date) -> Select[Any]:
    row = NotificationRow
    return (
        select(
            row.lawsuit_id,
            _until(row.effective_on, today),
            _until(row.practised_on, today, row.effective_on.is_(None)),
        )
        .where(*scope.over(row.lawsuit_id))
        .group_by(row.lawsuit_id)
    )


def _filings(scope: Scope, today: date) -> Select[Any]:
    row = FilingRow
    return (
        select(
            row.lawsuit_id,
            _until(row.filed_on, today, row.pushes == "yes"),
            func.sum(case((and_(row.pushes == "doubt", row.filed_on <= today), 1), else_=0)),
        )
        .where(*scope.over(row.lawsuit_id))
        .group_by(row.lawsuit_id)
    )


def _stages(scope: Scope, today: date, ending: Collection[str]) -> Select[Any]:
    row = StageEventRow
    return (
        select(
            row.lawsuit_id,
            _until(row.on, today, row.stage == "AUTO_EXEQUENDO"),
            _until(row.on, today, row.stage.in_(ending)),
        )
        .where(*scope.over(row.lawsuit_id))
        .group_by(row.lawsuit_id)
    )


def papers(session: Session, scope: Scope, today: date) -> dict[str, Papers]:
    """What the documents linked to each lawsuit show; a date from the future is nobody's.

    A receipt of which somebody said that it is of another filing than the claim, or that its stamp is wrong, is no
    acknowledgement of the lawsuit.
    """
    other = (
        select(AcknowledgementRow.document_id)
        .join(FilingRow, FilingRow.id == AcknowledgementRow.filing_id)
        .where(
            AcknowledgementRow.document_id.is_not(None),
            or_(~opens_suit(FilingRow.subject), AcknowledgementRow.valid.is_(False)),
        )
    )
    is_receipt = and_(DocumentRow.type == RECEIPT, DocumentRow.id.not_in(other))
    query = (
        select(
            LinkRow.entity_id,
            func.max(DocumentRow.created_at),
            _until(DocumentRow.date, today),
            _until(DocumentRow.date, today, DocumentRow.type.in_(ORDERS)),
            func.max(case((is_receipt, 1), else_=0)),
            func.max(case((and_(is_receipt, DocumentRow.state == "filed"), 1), else_=0)),
            func.min(case((is_receipt, DocumentRow.created_at))),
        )
        .join(DocumentRow, DocumentRow.id == LinkRow.document_id)
        .where(
            LinkRow.entity_kind == "lawsuit",
            LinkRow.state == "linked",
            DocumentRow.state != "discarded",
            *scope.over(LinkRow.entity_id),
        )
        .group_by(LinkRow.entity_id)
    )
    return {
        row[0]: Papers(row[2] or local_day(row[1]), row[3], bool(row[4]), bool(row[5]), row[6] and local_day(row[6]))
        for row in session.execute(query)
    }


def acknowledged(session: Session, scope: Scope) -> dict[str, Acknowledged]:
    """The stamps on the claim of each lawsuit; one found wrong is none."""
    query = (
        select(
            FilingRow.lawsuit_id,
            func.max(case((AcknowledgementRow.valid.is_(True), 1), else_=0)),
            func.min(AcknowledgementRow.stamped_on),
        )
        .join(AcknowledgementRow, AcknowledgementRow.filing_id == FilingRow.id)
        .where(opens_suit(FilingRow.subject), AcknowledgementRow.valid.is_not(False), *scope.over(FilingRow.lawsuit_id))
        .group_by(FilingRow.lawsuit_id)
    )
    return {row[0]: Acknowledged(bool(row[1]), row[2]) for row in session.execute(query)}


def first_filings(session: Session, scope: Scope) -> dict[str, date]:
    """The first filing of each lawsuit that has one."""
    query = (
        select(FilingRow.lawsuit_id, func.min(FilingRow.filed_on))
        .where(*scope.over(FilingRow.lawsuit_id))
        .group_by(FilingRow.lawsuit_id)
    )
    return {lawsuit_id: on for lawsuit_id, on in session.execute(query)}


def closures(session: Session) -> dict[str, list[tuple[date, date]]]:
    """Days on which each court is closed, by its id."""
    found: dict[str, list[tuple[date, date]]] = {}
    for court_id, first, last in session.execute(select(ClosureRow.court_id, ClosureRow.first, ClosureRow.last)):
        found.setdefault(court_id, []).append((first, last))
    return found


def borrowers(session: Session, lawsuit_ids: Collection[str] | None) -> dict[str, list[tuple[str, str]]]:
    """Id and name of those whose credits each lawsuit claims; None for all lawsuits."""
    wanted = [] if lawsuit_ids is None else [LawsuitCreditRow.lawsuit_id.in_(lawsuit_ids)]
    query = (
        select(LawsuitCreditRow.lawsuit_id, PersonRow.id, PersonRow.full_name)
        .join(CreditRow, CreditRow.id == LawsuitCreditRow.credit_id)
        .join(PersonRow, PersonRow.id == CreditRow.debtor_id)
        .where(*wanted)
        .distinct()
        .order_by(LawsuitCreditRow.lawsuit_id, PersonRow.full_name, PersonRow.id)
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for lawsuit_id, person_id, name in session.execute(query):
        found.setdefault(lawsuit_id, []).append((person_id, name))
    return found


def last_documents(session: Session, lawsuit_ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Id and type of the newest document linked to each lawsuit."""
    query = (
        select(LinkRow.entity_id, DocumentRow.id, DocumentRow.type)
        .join(DocumentRow, DocumentRow.id == LinkRow.document_id)
        .where(
            LinkRow.entity_kind == "lawsuit",
            LinkRow.state == "linked",
            DocumentRow.state != "discarded",
            LinkRow.entity_id.in_(lawsuit_ids),
        )
        .order_by(DocumentRow.date.is_not(None), DocumentRow.date, DocumentRow.id)
    )
    return {lawsuit_id: (document_id, kind) for lawsuit_id, document_id, kind in session.execute(query)}


def sued_twice(session: Session, scope: Scope) -> dict[str, list[str]]:
    """Notes that are the base of more than one lawsuit, with those lawsuits (juicios espejo), until every alert about one is settled."""
    settled = (
        select(SuitAlertRow.about_id)
        .group_by(SuitAlertRow.about_id)
        .having(func.count(SuitAlertRow.settled_on) == func.count())
    )
    twice = select(LawsuitNoteRow.note_id).group_by(LawsuitNoteRow.note_id).having(func.count() > 1)
    query = (
        select(LawsuitNoteRow.note_id, LawsuitNoteRow.lawsuit_id)
        .where(
            LawsuitNoteRow.note_id.in_(twice),
            LawsuitNoteRow.note_id.not_in(settled),
            *scope.over(LawsuitNoteRow.lawsuit_id),
        )
        .order_by(LawsuitNoteRow.note_id, LawsuitNoteRow.lawsuit_id)
    )
    found: dict[str, list[str]] = {}
    for note_id, lawsuit_id in session.execute(query):
        found.setdefault(note_id, []).append(lawsuit_id)
    return {note_id: ids for note_id, ids in found.items() if len(ids) > 1}


def stage_events(session: Session, scope: Scope) -> dict[str, list[Stage]]:
    """The stage events of each lawsuit, the oldest first."""
    row = StageEventRow
    query = select(row.lawsuit_id, row.id, row.stage, row.on, row.document_id).where(*scope.over(row.lawsuit_id))
    found: dict[str, list[Stage]] = {}
    for lawsuit_id, row_id, stage, on, document_id in session.execute(query.order_by(row.on, row.id)):
        found.setdefault(lawsuit_id, []).append(Stage(row_id, stage, on, document_id))
    return found
