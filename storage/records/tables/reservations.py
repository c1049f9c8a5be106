"""Reservations of documents and archival files."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import Base


class ReservationRow(Base):
    """A document or archival file classified as reserved in answer to a request (clasificación como reservado, LGTAIP 102-113).

    Kept from external lawyers, but for the legend on papers of theirs. Of `document_id` and `case_file_id` one is set.
    `harm` and `extension_harm` are the three parts of a harm test. `until` is the last day as first said or as the committee
    modified it, `extended_until` that of the one extension; `decision` and `ended_on` are null until there is one.
    """

    __tablename__ = "reservations"

    id: Mapped[str] = mapped_column(primary_key=True)
    folio: Mapped[str] = mapped_column(unique=True)
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    case_file_id: Mapped[str | None] = mapped_column(ForeignKey("case_files.id"), index=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("data_requests.id"), index=True)
    legal_basis: Mapped[str]
    reason: Mapped[str]
    harm: Mapped[list[str]]
    parts: Mapped[str]
    signed_by: Mapped[str]
    signed_office: Mapped[str]
    classified_on: Mapped[date]
    until: Mapped[date]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    decision: Mapped[str | None]
    decided_on: Mapped[date | None]
    decision_act: Mapped[str] = mapped_column(default="")
    extended_until: Mapped[date | None]
    extended_on: Mapped[date | None]
    extension_reason: Mapped[str] = mapped_column(default="")
    extension_harm: Mapped[list[str]]
    extension_act: Mapped[str] = mapped_column(default="")
    extension_signed_by: Mapped[str] = mapped_column(default="")
    extension_signed_office: Mapped[str] = mapped_column(default="")
    ended_on: Mapped[date | None]
    end_cause: Mapped[str | None]
    end_reason: Mapped[str] = mapped_column(default="")
    end_act: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
