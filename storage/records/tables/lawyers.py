"""Lawyers and what is assigned to them."""

from datetime import UTC, date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import Base


class LawyerRow(Base):
    """An external lawyer (abogado externo). Natural key: the professional licence (cédula)."""

    __tablename__ = "lawyers"

    id: Mapped[str] = mapped_column(primary_key=True)
    cedula: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(index=True)
    rfc: Mapped[str | None]
    firm: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class AssignmentRow(Base):
    """A credit given to an external lawyer for collection (asignación); open while `ended_on` is null."""

    __tablename__ = "assignments"
    __table_args__ = (UniqueConstraint("credit_id", "lawyer_id", "assigned_on"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    credit_id: Mapped[str] = mapped_column(ForeignKey("credits.id"), index=True)
    lawyer_id: Mapped[str] = mapped_column(ForeignKey("lawyers.id"), index=True)
    assigned_on: Mapped[date]
    ended_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
