"""Queries on loan slips, incidents and counts."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import Session

from schemas.access import Actor
from schemas.custody import Borrower, Holder, HolderKind, LineState
from storage.records.portions import portions
from storage.records.tables import CountRow, IncidentRow, LoanExtensionRow, LoanItemRow, LoanRow


def visible_loans(actor: Actor) -> ColumnElement[bool]:
    """Slips the actor may know of: an external lawyer only of their own."""
    if actor.sees_only is None:
        return true()
    return (LoanRow.borrower_kind == HolderKind.LAWYER.value) & (LoanRow.borrower_id == actor.sees_only)


def loan(session: Session, actor: Actor, key: str) -> LoanRow | None:
    """The slip of that id or folio that the actor may know of."""
    found = or_(LoanRow.id == key, LoanRow.folio == key.upper())
    return session.scalar(select(LoanRow).where(found, visible_loans(actor)))


def loans(
    session: Session, actor: Actor, *, state: str, borrower: str, today: date, after: str, limit: int
) -> list[LoanRow]:
    """A page of slips, the newest first: `open`, `overdue` or `closed`, of a borrower, where said."""
    query = select(LoanRow).where(visible_loans(actor))
    if state == "open":
        query = query.where(LoanRow.closed_at.is_(None))
    if state == "closed":
        query = query.where(LoanRow.closed_at.is_not(None))
    if state == "overdue":
        query = query.where(LoanRow.id.in_(_overdue(today)))
    if borrower:
        query = query.where(LoanRow.borrower_id == borrower)
    if after:
        query = query.where(LoanRow.id < after)
    return list(session.scalars(query.order_by(LoanRow.id.desc()).limit(limit)))


def lines(session: Session, loan_ids: Iterable[str]) -> dict[str, list[LoanItemRow]]:
    """The originals of each slip."""
    found: dict[str, list[LoanItemRow]] = {}
    query = select(LoanItemRow).where(LoanItemRow.loan_id.in_(set(loan_ids)))
    for row in session.scalars(query.order_by(LoanItemRow.loan_id, LoanItemRow.item_id)):
        found.setdefault(row.loan_id, []).append(row)
    return found


def extensions(session: Session, loan_ids: Iterable[str]) -> dict[str, list[LoanExtensionRow]]:
    """The extensions of each slip, the first first."""
    found: dict[str, list[LoanExtensionRow]] = {}
    query = select(LoanExtensionRow).where(LoanExtensionRow.loan_id.in_(set(loan_ids)))
    for row in session.scalars(query.order_by(LoanExtensionRow.id)):
        found.setdefault(row.loan_id, []).append(row)
    return found


def open_lines(session: Session, item_ids: Sequence[str]) -> dict[str, tuple[LoanItemRow, LoanRow]]:
    """For each original that is on a slip and not back: the line and the slip."""
    found: dict[str, tuple[LoanItemRow, LoanRow]] = {}
    for some in portions(item_ids):
        query = (
            select(LoanItemRow, LoanRow)
            .join(LoanRow, LoanRow.id == LoanItemRow.loan_id)
            .where(LoanItemRow.item_id.in_(some), LoanItemRow.state != LineState.RETURNED.value)
            .order_by(LoanRow.id)
        )
        found.update({line.item_id: (line, row) for line, row in session.execute(query)})
    return found


def folios(session: Session, loan_ids: Iterable[str]) -> dict[str, str]:
    """Folios by id of the slip."""
    query = select(LoanRow.id, LoanRow.folio).where(LoanRow.id.in_(set(loan_ids)))
    return {row.id: row.folio for row in session.execute(query)}


def borrower(session: Session, holder: Holder, today: date, contract: str | None) -> Borrower:
    """What counts for and against the borrower today."""
    theirs = LoanRow.borrower_kind == holder.kind.value
    theirs &= LoanRow.borrower_id == holder.id if holder.id else LoanRow.borrower_name == holder.name
    overdue = (
        select(func.count())
        .select_from(LoanItemRow)
        .join(LoanRow, LoanRow.id == LoanItemRow.loan_id)
        .where(theirs, LoanItemRow.state == LineState.OUT.value, LoanRow.due_on < today)
    )
    lost = (
        select(func.count())
        .select_from(IncidentRow)
        .join(LoanRow, LoanRow.id == IncidentRow.loan_id)
        .where(theirs, IncidentRow.kind == "loss", IncidentRow.settled_at.is_(None))
    )
    return Borrower(session.scalar(overdue) or 0, session.scalar(lost) or 0, contract)


def incidents(
    session: Session, *, item_id: str = "", loan_id: str = "", open_only: bool = False, kind: str = ""
) -> list[IncidentRow]:
    """Incidents, the newest first, at most a thousand."""
    query = select(IncidentRow)
    if item_id:
        query = query.where(IncidentRow.item_id == item_id)
    if loan_id:
        query = query.where(IncidentRow.loan_id == loan_id)
    if kind:
        query = query.where(IncidentRow.kind == kind)
    if open_only:
        query = query.where(IncidentRow.settled_at.is_(None))
    return list(session.scalars(query.order_by(IncidentRow.id.desc()).limit(1_000)))


def incident(session: Session, incident_id: str) -> IncidentRow | None:
    """The incident, or None."""
    return session.get(IncidentRow, incident_id)


def count(session: Session, key: str) -> CountRow | None:
    """The count of that id or folio."""
    return session.scalar(select(CountRow).where(or_(CountRow.id == key, CountRow.folio == key.upper())))


def counts(session: Session, place_id: str, after: str, limit: int) -> list[CountRow]:
    """A page of counts, the newest first; of a box where said."""
    query = select(CountRow)
    if place_id:
        query = query.where(CountRow.place_id == place_id)
    if after:
        query = query.where(CountRow.id < after)
    return list(session.scalars(query.order_by(CountRow.id.desc()).limit(limit)))


def _overdue(today: date) -> ColumnElement[str]:
    late = (
        select(LoanItemRow.loan_id)
        .join(LoanRow, LoanRow.id == LoanItemRow.loan_id)
        .where(LoanItemRow.state == LineState.OUT.value, LoanRow.due_on < today)
    )
    return late  # type: ignore[return-value]  # a subquery of one column


def overdue(session: Session, actor: Actor, today: date) -> list[LoanRow]:
    """Slips past their due day with originals not back, the longest overdue first."""
    query = select(LoanRow).where(visible_loans(actor), LoanRow.id.in_(_overdue(today)))
    return list(session.scalars(query.order_by(LoanRow.due_on, LoanRow.folio)))


def lines_out(session: Session, actor: Actor, today: date) -> dict[str, list[LoanItemRow]]:
    """The originals not back of each slip past its due day."""
    query = (
        select(LoanItemRow)
        .join(LoanRow, LoanRow.id == LoanItemRow.loan_id)
        .where(visible_loans(actor), LoanRow.id.in_(_overdue(today)), LoanItemRow.state == LineState.OUT.value)
        .order_by(LoanItemRow.loan_id, LoanItemRow.item_id)
    )
    found: dict[str, list[LoanItemRow]] = {}
    for row in session.scalars(query):
        found.setdefault(row.loan_id, []).append(row)
    return found


def of_items(session: Session, item_ids: Sequence[str]) -> list[tuple[LoanRow, LoanItemRow]]:
    """Every slip on which one of the originals was ever lent, with its line, the first first."""
    found: list[tuple[LoanRow, LoanItemRow]] = []
    for some in portions(item_ids):
        query = (
            select(LoanRow, LoanItemRow)
            .join(LoanItemRow, LoanItemRow.loan_id == LoanRow.id)
            .where(LoanItemRow.item_id.in_(some))
        )
        found += [(slip, line) for slip, line in session.execute(query)]
    return sorted(found, key=lambda one: (one[0].issued_at, one[0].id, one[1].item_id))
