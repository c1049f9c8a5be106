"""Worker processes and their heartbeats."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage.records.database import now
from storage.records.tables import WorkerRow

ALIVE_SECONDS = 20
"""A worker not seen for longer is taken for gone."""

MISSED = timedelta(days=1)
"""How long a worker that went without a word is told of."""


def register(session: Session, worker_id: str, host: str, pid: int, concurrency: int) -> None:
    """A worker has started. Those that have been gone for long are forgotten."""
    moment = now()
    session.execute(delete(WorkerRow).where(WorkerRow.seen_at <= moment - MISSED))
    session.add(WorkerRow(id=worker_id, host=host, pid=pid, concurrency=concurrency, started_at=moment, seen_at=moment))


def seen(session: Session, worker_id: str) -> None:
    """The worker is alive."""
    row = session.get(WorkerRow, worker_id)
    if row is not None:
        row.seen_at = now()


def forget(session: Session, worker_id: str) -> None:
    """The worker has stopped in good order."""
    session.execute(delete(WorkerRow).where(WorkerRow.id == worker_id))


def alive(session: Session) -> list[WorkerRow]:
    """The workers seen within the last seconds."""
    limit = now() - timedelta(seconds=ALIVE_SECONDS)
    return list(session.scalars(select(WorkerRow).where(WorkerRow.seen_at > limit)))


def silent(session: Session) -> list[WorkerRow]:
    """The workers that went without saying so within the last day, the first to go first: killed, or their machine is gone."""
    gone = WorkerRow.seen_at <= now() - timedelta(seconds=ALIVE_SECONDS)
    lately = WorkerRow.seen_at > now() - MISSED
    return list(session.scalars(select(WorkerRow).where(gone, lately).order_by(WorkerRow.seen_at)))


def on_host(session: Session, host: str) -> list[WorkerRow]:
    """Every worker that registered from this machine and never said goodbye."""
    return list(session.scalars(select(WorkerRow).where(WorkerRow.host == host)))
