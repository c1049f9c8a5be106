"""Requests about personal data that wait for an answer or to be carried out."""

from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from schemas.registry.requests import GRANTED
from storage.records.tables import DataRequestRow, PersonRow


def waiting(session: Session) -> list[Any]:
    """Each with the name of whose data they are, the longest received first."""
    row = DataRequestRow
    granted = and_(row.outcome.in_(sorted(GRANTED)), row.carried_out_on.is_(None))
    query = select(row, PersonRow.full_name).outerjoin(PersonRow, PersonRow.id == row.person_id)
    query = query.where(or_(row.answered_on.is_(None), granted)).order_by(row.received_on, row.folio)
    return [tuple(one) for one in session.execute(query)]


def by_folio(session: Session, folio: str) -> DataRequestRow | None:
    """The request of that folio."""
    return session.scalar(select(DataRequestRow).where(DataRequestRow.folio == folio))
