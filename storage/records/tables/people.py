"""Persons, their roles, and which entries of them are one."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import Base


class PersonRow(Base):
    """A person (persona): borrower, guarantor or both. Natural key: the CURP, where there is one.

    `name_key` is the name folded for comparison, `sort_key` the name for Spanish order. `merged_into_id` is set while
    another entry stands for this one, and is never set on that other one: what is asked of this one leads there.
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
    merged_into_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"), index=True)
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


class PersonMergeRow(Base):
    """Two entries of one person made one (fusión de personas): `merged_id` leads to `kept_id` until it is undone.

    `moved` says what was moved, column by column with the ids of the rows, what stayed because the kept one had the same
    already, and how links that both had stood before and stand now. The two ids stay as they were, whatever is merged later.
    """

    __tablename__ = "person_merges"

    id: Mapped[str] = mapped_column(primary_key=True)
    kept_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), index=True)
    merged_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), index=True)
    reason: Mapped[str]
    forced: Mapped[bool]
    moved: Mapped[dict[str, Any]]
    merged_at: Mapped[datetime]
    merged_by: Mapped[str]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]
