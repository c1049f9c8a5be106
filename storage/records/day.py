"""What came in and was done since a moment: counts over receipts, documents and the log."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from schemas.access import SYSTEM
from storage.records.access import display_names
from storage.records.tables import DocumentRow, EventRow, ReceiptRow

MOST_PAPERS = 50


def received(session: Session, since: datetime) -> dict[str, int]:
    """Receipts since then by outcome; `in_progress` for those without one."""
    query = select(ReceiptRow.outcome, func.count()).where(ReceiptRow.received_at >= since).group_by(ReceiptRow.outcome)
    return {outcome or "in_progress": number for outcome, number in session.execute(query)}


def papers_of_type(session: Session, kind: str, since: datetime) -> Sequence[Any]:
    """The documents of a type that came in since then, the newest first: id, title, state."""
    query = (
        select(DocumentRow.id, DocumentRow.title, DocumentRow.state)
        .where(DocumentRow.type == kind, DocumentRow.created_at >= since, DocumentRow.state != "discarded")
        .order_by(DocumentRow.created_at.desc(), DocumentRow.id)
        .limit(MOST_PAPERS)
    )
    return session.execute(query).all()


def acts(session: Session, since: datetime) -> Sequence[Any]:
    """How often each act was done upon each kind of thing since then."""
    query = (
        select(EventRow.action, EventRow.object_kind, func.count())
        .where(EventRow.at >= since)
        .group_by(EventRow.action, EventRow.object_kind)
    )
    return session.execute(query).all()


def people(session: Session, since: datetime, most: int) -> Sequence[Any]:
    """Which people did how much since then, most first; what the system did by itself is nobody's."""
    number = func.count()
    query = (
        select(EventRow.actor, number)
        .where(EventRow.at >= since, EventRow.actor != SYSTEM.name)
        .group_by(EventRow.actor)
        .order_by(number.desc(), EventRow.actor)
    )
    found = session.execute(query.limit(most)).all()
    shown = display_names(session, [name for name, _ in found])
    return [(shown.get(name, name), times) for name, times in found]


def pages_by_span(session: Session, spans: Sequence[tuple[datetime, datetime]]) -> list[int]:
    """Pages of the documents that came in within each span, its end not included."""
    at = DocumentRow.created_at
    sums = [
        func.coalesce(func.sum(case((and_(at >= first, at < end), DocumentRow.page_count), else_=0)), 0)
        for first, end in spans
    ]
    return [int(number) for number in session.execute(select(*sums).where(at >= spans[0][0])).one()]


def rejected_by_span(session: Session, spans: Sequence[tuple[datetime, datetime]]) -> list[int]:
    """Files rejected within each span, its end not included."""
    at = ReceiptRow.received_at
    sums = [func.coalesce(func.sum(case((and_(at >= first, at < end), 1), else_=0)), 0) for first, end in spans]
    query = select(*sums).where(at >= spans[0][0], ReceiptRow.outcome == "rejected")
    return [int(number) for number in session.execute(query).one()]
