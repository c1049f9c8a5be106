"""Requests of people about their personal data."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import Base


class DataRequestRow(Base):
    """A request about personal data or for information (solicitud ARCO o de información). Natural key: its folio.

    Kept from external lawyers: it names no matter of theirs.
    """

    __tablename__ = "data_requests"

    id: Mapped[str] = mapped_column(primary_key=True)
    folio: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    received_on: Mapped[date] = mapped_column(index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"), index=True)
    requester: Mapped[str | None]
    subject: Mapped[str | None]
    identity_proven: Mapped[bool] = mapped_column(default=False)
    extended_on: Mapped[date | None]
    extension_reason: Mapped[str | None]
    answered_on: Mapped[date | None]
    outcome: Mapped[str | None]
    grounds: Mapped[str | None]
    carried_out_on: Mapped[date | None]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
