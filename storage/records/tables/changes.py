"""The change feed."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import Base


class ChangeRow(Base):
    """A change of a registry record (cambio): which, how, and the version it had afterwards. Added, never changed."""

    __tablename__ = "changes"
    __table_args__ = (Index(None, "kind", "entity_id"),)

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    entity_id: Mapped[str]
    version: Mapped[int]
    action: Mapped[str]
