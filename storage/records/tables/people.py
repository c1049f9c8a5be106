"""Persons and their roles."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, UniqueConstraint
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
    email: Mapped[str | None]
    employer: Mapped[str | None]
    birth_date: Mapped[date | None]
    sex: Mapped[str | None]
    deceased_on: Mapped[date | None]
    deceased_document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    name_key: Mapped[str] = mapped_column(index=True)
    sort_key: Mapped[str] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class CreditPartyRow(Base):
    """Somebody with a role on a loan beside its borrower and first guarantor (interviniente). Natural key: credit, person and role."""

    __tablename__ = "credit_parties"
    __table_args__ = (UniqueConstraint("credit_id", "person_id", "role"),)
    visible_through: ClassVar[str] = "credit_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    credit_id: Mapped[str] = mapped_column(ForeignKey("credits.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), index=True)
    role: Mapped[str]
    for_person_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"), index=True)
    since: Mapped[date | None]
    until: Mapped[date | None]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class AddressRow(Base):
    """An address of a person (domicilio), as printed in its source. Natural key: person, type and the line."""

    __tablename__ = "addresses"
    __table_args__ = (UniqueConstraint("person_id", "type", "line"),)
    visible_through: ClassVar[str] = "person_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"))
    type: Mapped[str]
    line: Mapped[str]
    city: Mapped[str | None]
    state: Mapped[str | None]
    postal_code: Mapped[str | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    not_theirs_on: Mapped[date | None]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
