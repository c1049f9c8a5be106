"""Queries on the searches that people keep; each sees their own only."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.records.tables import SavedSearchRow


def of_user(session: Session, user_id: str) -> list[SavedSearchRow]:
    """What the user keeps, the oldest first."""
    mine = select(SavedSearchRow).where(SavedSearchRow.user_id == user_id)
    return list(session.scalars(mine.order_by(SavedSearchRow.id)))


def get(session: Session, user_id: str, search_id: str) -> SavedSearchRow | None:
    """The search of that id, if it is the user's."""
    row = session.get(SavedSearchRow, search_id)
    return row if row is not None and row.user_id == user_id else None
