"""Legal rules."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import Base


class LegalRuleRow(Base):
    """A legal term, amount or date while it holds (regla legal), as `schemas.rules.Rule`.

    Natural key: code, regime and first day. A key can hold no null: an empty `regime` is any, and 1 January 1900
    stands for a rule that always held.
    """

    __tablename__ = "legal_rules"
    __table_args__ = (UniqueConstraint("code", "regime", "valid_from"),)
    visible_through: ClassVar[str] = "*"

    id: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str]
    regime: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    value: Mapped[str]
    unit: Mapped[str]
    name: Mapped[str]
    source: Mapped[str]
    note: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
