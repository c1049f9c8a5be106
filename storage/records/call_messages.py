"""Queries on messages about debtors and lawyers; nobody but the office's own people asks them."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from schemas.access import Role
from schemas.call_messages import Narrow
from storage.records.tables import CallMessageRow, LawyerRow, PersonRow, UserRow


def listing(session: Session, narrow: Narrow, before: str | None, limit: int) -> list[tuple[CallMessageRow, str]]:
    """Messages with the name of whom they are about, the newest first, older than the id `before`."""
    row = CallMessageRow
    query = (
        select(row, func.coalesce(PersonRow.full_name, LawyerRow.name))
        .outerjoin(PersonRow, PersonRow.id == row.person_id)
        .outerjoin(LawyerRow, LawyerRow.id == row.lawyer_id)
        .where(row.done_at.is_not(None) if narrow.done else row.done_at.is_(None), *_those(narrow))
    )
    if before is not None:
        query = query.where(row.id < before)
    return [(one[0], one[1]) for one in session.execute(query.order_by(row.id.desc()).limit(limit))]


def waiting(session: Session, name: str) -> int:
    """How many open messages are for the user."""
    row = CallMessageRow
    query = select(func.count()).select_from(row).where(row.assigned_to == name, row.done_at.is_(None))
    return session.scalar(query) or 0


def get(session: Session, message_id: str) -> tuple[CallMessageRow, str] | None:
    """The message of that id with the name of whom it is about; who else would change it waits."""
    row = session.get(CallMessageRow, message_id, with_for_update=True)
    if row is None:
        return None
    person = session.get(PersonRow, row.person_id) if row.person_id else None
    lawyer = session.get(LawyerRow, row.lawyer_id) if row.lawyer_id else None
    return row, person.full_name if person else lawyer.name if lawyer else ""


def people_of_the_house(session: Session) -> list[tuple[str, str]]:
    """Name and display name of every active user of the house, by the latter."""
    query = select(UserRow.name, UserRow.display_name).where(
        UserRow.active.is_(True), UserRow.role != Role.EXTERNAL_LAWYER.value
    )
    return [(name, shown) for name, shown in session.execute(query.order_by(UserRow.display_name, UserRow.name))]


def _those(narrow: Narrow) -> list[Any]:
    wanted = (
        (CallMessageRow.assigned_to, narrow.assigned_to),
        (CallMessageRow.person_id, narrow.person_id),
        (CallMessageRow.lawyer_id, narrow.lawyer_id),
    )
    return [column == value for column, value in wanted if value]
