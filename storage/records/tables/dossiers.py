"""What is kept about dossiers, which are themselves put together anew each time."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import Base


class HearingListRow(Base):
    """A choice and order of pieces of a dossier for a hearing (lista de piezas para audiencia).

    `scope` is debtor, credit or lawsuit, `subject_id` the id of that. `pieces` are ids of documents in order.
    """

    __tablename__ = "hearing_lists"
    __table_args__ = (Index(None, "scope", "subject_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    scope: Mapped[str]
    subject_id: Mapped[str]
    subject: Mapped[str]
    hearing_on: Mapped[date | None]
    note: Mapped[str]
    pieces: Mapped[list[str]]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class BindingOrderRow(Base):
    """A dossier being bound as a job, volume by volume (encargo de encuadernación).

    `plan` is the key of the dossier as it stood when it was asked for, so that all volumes agree however long it takes.
    `bound` lists the volumes done; a job that is taken up again goes on after the last of them.
    """

    __tablename__ = "binding_orders"

    id: Mapped[str] = mapped_column(primary_key=True)
    scope: Mapped[str]
    subject_id: Mapped[str]
    subject: Mapped[str]
    hearing: Mapped[str | None]
    state: Mapped[str]
    plan: Mapped[str]
    folios: Mapped[int]
    volumes: Mapped[int]
    bound: Mapped[list[Any]]
    asked_by: Mapped[str] = mapped_column(index=True)
    asked_at: Mapped[datetime]
    finished_at: Mapped[datetime | None] = mapped_column(index=True)
    problem: Mapped[str | None]
