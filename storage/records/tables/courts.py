"""Courts."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import Base


class CourtRow(Base):
    """A court (juzgado). Natural key: its code. `aliases` are other printed forms of its name."""

    __tablename__ = "courts"
    visible_through: ClassVar[str] = "*"

    id: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    district: Mapped[str | None]
    city: Mapped[str | None]
    aliases: Mapped[list[str]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
