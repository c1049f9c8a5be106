"""Lawsuits and what they claim."""

from datetime import date, datetime

from sqlalchemy import Connection, ForeignKey, Index, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from storage.records.base import Base


class LawsuitRow(Base):
    """A lawsuit (juicio). Natural key: court, kind, year, number and suffix of the court file.

    `route` is the way it takes (vía), `regime` the procedural law it began under (régimen procesal, DOMAIN 2.9).
    """

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
    route: Mapped[str | None]
    regime: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class LawsuitCreditRow(Base):
    """Which credits a lawsuit claims."""

    __tablename__ = "lawsuit_credits"

    lawsuit_id: Mapped[str] = mapped_column(ForeignKey("lawsuits.id"), primary_key=True)
    credit_id: Mapped[str] = mapped_column(ForeignKey("credits.id"), primary_key=True, index=True)


class SupervisionNoteRow(Base):
    """What whoever supervises the lawyer of a lawsuit wrote, with its moment and author (nota de supervisión). Rows are only added."""

    __tablename__ = "supervision_notes"
    __table_args__ = (Index(None, "lawsuit_id", "id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    lawsuit_id: Mapped[str] = mapped_column(ForeignKey("lawsuits.id"))
    at: Mapped[datetime]
    author: Mapped[str]
    text: Mapped[str]


def _added_only(_mapper: Mapper[SupervisionNoteRow], _connection: Connection, _row: SupervisionNoteRow) -> None:
    raise RuntimeError("a supervision note is never changed nor removed")


event.listen(SupervisionNoteRow, "before_update", _added_only)
event.listen(SupervisionNoteRow, "before_delete", _added_only)
