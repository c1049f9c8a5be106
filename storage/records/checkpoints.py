"""Checkpoints of the log: added, read."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.records.tables import CheckpointRow


def newest(session: Session) -> CheckpointRow | None:
    """The checkpoint of the longest log."""
    return session.scalar(select(CheckpointRow).order_by(CheckpointRow.size.desc()).limit(1))


def listing(session: Session, limit: int = 100) -> list[CheckpointRow]:
    """The newest first."""
    return list(session.scalars(select(CheckpointRow).order_by(CheckpointRow.size.desc()).limit(limit)))


def add(session: Session, row: CheckpointRow) -> CheckpointRow:
    """Keep a checkpoint; one already there of the same length stands."""
    there = session.get(CheckpointRow, row.size)
    if there is not None:
        return there
    session.add(row)
    session.flush()
    return row


def stamped(session: Session, size: int, timestamp: bytes | None, problem: str | None) -> None:
    """Keep the timestamp over a checkpoint, or why there is none."""
    row = session.get(CheckpointRow, size)
    if row is not None and row.timestamp is None:
        row.timestamp, row.problem = timestamp, problem
