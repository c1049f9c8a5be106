"""What was touched last, kept by the database itself."""

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import Base


class TouchedRow(Base):
    """That something about a subject changed (tocado), under a number that only grows; each subject once.

    Written by triggers (`storage/records/touching.py`), never by the program: no writer can forget it.
    """

    __tablename__ = "touched"

    subject: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[str] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger, index=True)
