"""Lawsuits and what they claim."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

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
