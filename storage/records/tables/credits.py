"""Loans."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import Base


class CreditRow(Base):
    """A loan (crédito). Natural key: its number; `number_key` is the number without separators."""

    __tablename__ = "credits"

    id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[str]
    number_key: Mapped[str] = mapped_column(unique=True)
    debtor_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), index=True)
    guarantor_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"), index=True)
    status: Mapped[str]
    program: Mapped[str | None]
    signed_on: Mapped[date | None]
    principal_cents: Mapped[int | None] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
