"""Messages taken at the telephone or the counter."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import Base


class CallMessageRow(Base):
    """A message about a debtor or a lawyer for somebody of the house (recado); `assigned_to` is a user's name, open while `done_at` is null.

    Kept from external lawyers: it is the house's own.
    """

    __tablename__ = "call_messages"
    __table_args__ = (Index(None, "assigned_to", "done_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"), index=True)
    lawyer_id: Mapped[str | None] = mapped_column(ForeignKey("lawyers.id"), index=True)
    caller: Mapped[str]
    text: Mapped[str]
    assigned_to: Mapped[str]
    taken_at: Mapped[datetime]
    taken_by: Mapped[str]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None]
