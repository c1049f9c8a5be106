"""Queries on notes of supervision; whoever asks has found the lawsuits for the actor before."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.records.database import new_id, now
from storage.records.portions import portions
from storage.records.tables import SupervisionNoteRow


def add(session: Session, lawsuit_id: str, author: str, text: str) -> SupervisionNoteRow:
    """One more note on the lawsuit, of this moment."""
    row = SupervisionNoteRow(id=new_id(), lawsuit_id=lawsuit_id, at=now(), author=author, text=text)
    session.add(row)
    session.flush()
    return row


def of_lawsuit(session: Session, lawsuit_id: str, after: str | None, limit: int) -> list[SupervisionNoteRow]:
    """The notes on a lawsuit, the newest first, those before the id `after`."""
    row = SupervisionNoteRow
    query = select(row).where(row.lawsuit_id == lawsuit_id)
    if after is not None:
        query = query.where(row.id < after)
    return list(session.scalars(query.order_by(row.id.desc()).limit(limit)))


def newest(session: Session, lawsuit_ids: Collection[str]) -> dict[str, SupervisionNoteRow]:
    """The newest note on each of the lawsuits that has one."""
    found = {}
    row = SupervisionNoteRow
    for some in portions(lawsuit_ids):
        last = select(func.max(row.id)).where(row.lawsuit_id.in_(some)).group_by(row.lawsuit_id)
        found.update({one.lawsuit_id: one for one in session.scalars(select(row).where(row.id.in_(last)))})
    return found
