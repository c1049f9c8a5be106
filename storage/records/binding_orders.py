"""Queries on dossiers that are bound as a job."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage.records.tables import BindingOrderRow, StoredObjectRow


def get(session: Session, order_id: str) -> BindingOrderRow | None:
    """The order of that id."""
    return session.get(BindingOrderRow, order_id)


def listing(session: Session, asked_by: str | None, before: str | None, limit: int) -> list[BindingOrderRow]:
    """The newest first, of one person or of all, older than the id `before`."""
    query = select(BindingOrderRow)
    if asked_by is not None:
        query = query.where(BindingOrderRow.asked_by == asked_by)
    if before is not None:
        query = query.where(BindingOrderRow.id < before)
    return list(session.scalars(query.order_by(BindingOrderRow.id.desc()).limit(limit)))


def finished_before(session: Session, moment: datetime, limit: int) -> list[BindingOrderRow]:
    """Orders that ended before the moment, the oldest first."""
    query = select(BindingOrderRow).where(BindingOrderRow.finished_at < moment)
    return list(session.scalars(query.order_by(BindingOrderRow.finished_at).limit(limit)))


def forget(session: Session, row: BindingOrderRow, keys: list[str]) -> None:
    """Remove the order and the rows of its objects, which the caller removes from the store afterwards."""
    session.execute(delete(StoredObjectRow).where(StoredObjectRow.key.in_(keys)))
    session.delete(row)
