"""What is kept about dossiers, which are themselves put together anew each time."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import Base


class HearingListRow(Base):
    """A choice and order of pieces of a dossier for a hearing (lista de piezas para audiencia).

    `scope` is debtor, credit or lawsuit, `subject_id` the id of that. `pieces` are ids of documents in order.
    """

    __tablename__ = "hearing_lists"
    __table_args__ = (Index(None, "scope", "subject_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    scope: Mapped[str]
    subject_id: Mapped[str]
    subject: Mapped[str]
    hearing_on: Mapped[date | None]
    note: Mapped[str]
    pieces: Mapped[list[str]]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
