"""Queries on breaches of personal data."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from storage.records.tables import BreachRow


def breach(session: Session, key: str) -> BreachRow | None:
    """The breach of that id or folio."""
    return session.scalar(select(BreachRow).where(or_(BreachRow.id == key, BreachRow.folio == key.upper())))


def listed(session: Session, after: str, limit: int) -> list[BreachRow]:
    """A page of breaches, the newest first."""
    query = select(BreachRow)
    if after:
        query = query.where(BreachRow.id < after)
    return list(session.scalars(query.order_by(BreachRow.id.desc()).limit(limit)))
