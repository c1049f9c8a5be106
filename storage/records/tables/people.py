"""Persons and their roles."""

from datetime import datetime

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
