"""Debtors, credits, lawsuits, courts and lawyers, each with its natural key."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import Base


class PersonRow(Base):
    """A person (persona): borrower, guarantor or both. Natural key: the CURP, where there is one.

    `name_key` is the name folded for comparison, `sort_key` the name for Spanish order.
    """

    __tablename__ = "persons"

    id: Mapped[str] = mapped_column(primary_key=True)
    curp: Mapped[str | None] = mapped_column(unique=True)
    rfc: Mapped[str | None] = mapped_column(index=True)
    full_name: Mapped[str]
    given_names: Mapped[str | None]
    first_surname: Mapped[str | None]
    second_surname: Mapped[str | None]
    phone: Mapped[str | None]
    name_key: Mapped[str] = mapped_column(index=True)
    sort_key: Mapped[str] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


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


class CourtRow(Base):
    """A court (juzgado). Natural key: its code. `aliases` are other printed forms of its name."""

    __tablename__ = "courts"

    id: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    district: Mapped[str | None]
    city: Mapped[str | None]
    aliases: Mapped[list[str]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


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


class LawsuitRow(Base):
    """A lawsuit (juicio). Natural key: court, kind, year, number and suffix of the court file."""

    __tablename__ = "lawsuits"
    __table_args__ = (UniqueConstraint("court_id", "kind", "year", "number", "suffix"), Index(None, "year", "number"))

    id: Mapped[str] = mapped_column(primary_key=True)
    court_id: Mapped[str] = mapped_column(ForeignKey("courts.id"))
    kind: Mapped[str]
    year: Mapped[int]
    number: Mapped[int]
    suffix: Mapped[str] = mapped_column(default="")
    lawyer_id: Mapped[str | None] = mapped_column(ForeignKey("lawyers.id"), index=True)
    status: Mapped[str]
    filed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class LawsuitCreditRow(Base):
    """Which credits a lawsuit claims."""

    __tablename__ = "lawsuit_credits"

    lawsuit_id: Mapped[str] = mapped_column(ForeignKey("lawsuits.id"), primary_key=True)
    credit_id: Mapped[str] = mapped_column(ForeignKey("credits.id"), primary_key=True, index=True)


class AssignmentRow(Base):
    """A credit given to an external lawyer for collection (asignación); open while `ended_on` is null."""

    __tablename__ = "assignments"
    __table_args__ = (UniqueConstraint("credit_id", "lawyer_id", "assigned_on"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    credit_id: Mapped[str] = mapped_column(ForeignKey("credits.id"), index=True)
    lawyer_id: Mapped[str] = mapped_column(ForeignKey("lawyers.id"), index=True)
    assigned_on: Mapped[date]
    ended_on: Mapped[date | None]
