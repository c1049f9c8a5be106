"""Loans, their contracts by school period, balances and recoveries."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
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
    school: Mapped[str | None]
    level: Mapped[str | None]
    plan: Mapped[str | None]
    studies_end_on: Mapped[date | None]
    signed_on: Mapped[date | None]
    principal_cents: Mapped[int | None] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class PeriodContractRow(Base):
    """The contract of a school period of a loan (contrato del periodo). Natural key: credit and contract number."""

    __tablename__ = "period_contracts"
    __table_args__ = (UniqueConstraint("credit_id", "number"),)
    visible_through: ClassVar[str] = "credit_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    credit_id: Mapped[str] = mapped_column(ForeignKey("credits.id"))
    number: Mapped[str]
    period: Mapped[str | None]
    school: Mapped[str | None]
    level: Mapped[str | None]
    plan: Mapped[str | None]
    amount_cents: Mapped[int | None] = mapped_column(BigInteger)
    signed_on: Mapped[date | None]
    note_id: Mapped[str | None] = mapped_column(ForeignKey("promissory_notes.id"), index=True)
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class BalanceRow(Base):
    """What was owed on a day, as the credit system told it (saldo). Natural key: credit and day."""

    __tablename__ = "balances"
    __table_args__ = (UniqueConstraint("credit_id", "on"),)
    visible_through: ClassVar[str] = "credit_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    credit_id: Mapped[str] = mapped_column(ForeignKey("credits.id"))
    on: Mapped[date]
    capital_cents: Mapped[int] = mapped_column(BigInteger)
    interest_cents: Mapped[int] = mapped_column(BigInteger)
    default_interest_cents: Mapped[int] = mapped_column(BigInteger)
    source: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class RecoveryRow(Base):
    """A payment got on a loan, as the cash desk told it (recuperación). Natural key: credit and receipt."""

    __tablename__ = "recoveries"
    __table_args__ = (UniqueConstraint("credit_id", "receipt"),)
    visible_through: ClassVar[str] = "credit_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    credit_id: Mapped[str] = mapped_column(ForeignKey("credits.id"))
    receipt: Mapped[str]
    on: Mapped[date] = mapped_column(index=True)
    capital_cents: Mapped[int] = mapped_column(BigInteger)
    interest_cents: Mapped[int] = mapped_column(BigInteger)
    default_interest_cents: Mapped[int] = mapped_column(BigInteger)
    other_cents: Mapped[int] = mapped_column(BigInteger)
    channel: Mapped[str | None]
    act: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
