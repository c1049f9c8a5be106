"""The record of what was done: rows are added, never changed, each sealed with the one before."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.records.database import now
from storage.records.tables import EventRow

FIRST = bytes(32)
"""What stands for the digest of the row before the first."""


class Act(msgspec.Struct, frozen=True):
    """Who did what to which thing, from where. `actor` is a user's name or `system`."""

    actor: str
    origin: str
    action: str
    object_kind: str
    object_id: str
    detail: dict[str, Any] = {}


def record(session: Session, act: Act) -> int:
    """Add an event in the caller's transaction; its sequence number.

    The caller must be in a writing transaction: the chain is correct because
    writers come one after the other.
    """
    return record_many(session, (act,))


def record_many(session: Session, acts: Sequence[Act]) -> int:
    """Add events in their order, as `record` does; the sequence number of the last one in the record."""
    last = session.execute(
        select(EventRow.sequence, EventRow.digest).order_by(EventRow.sequence.desc()).limit(1)
    ).first()
    sequence, before = (last.sequence, last.digest) if last else (0, FIRST)
    moment = now()
    for act in acts:
        sequence += 1
        before = sealed(before, sequence, moment, act)
        session.add(
            EventRow(
                sequence=sequence,
                at=moment,
                actor=act.actor,
                origin=act.origin,
                action=act.action,
                object_kind=act.object_kind,
                object_id=act.object_id,
                detail=act.detail,
                digest=before,
            )
        )
    session.flush()
    return sequence


def sealed(before: bytes, sequence: int, moment: datetime, act: Act) -> bytes:
    """SHA-256 over the digest before and the canonical JSON of the row (keys sorted, times ISO 8601 UTC)."""
    body = msgspec.json.encode((sequence, moment.isoformat(timespec="microseconds"), act), order="sorted")
    return hashlib.sha256(before + body).digest()


def first_break(session: Session) -> int | None:
    """The sequence number of the first event that does not fit the chain, or None when all do."""
    before, expected = FIRST, 1
    for row in session.scalars(select(EventRow).order_by(EventRow.sequence).execution_options(yield_per=500)):
        act = Act(row.actor, row.origin, row.action, row.object_kind, row.object_id, row.detail)
        if row.sequence != expected or sealed(before, row.sequence, row.at, act) != row.digest:
            return row.sequence
        before, expected = row.digest, expected + 1
    return None


def listing(
    session: Session, *, object_id: str | None = None, before: int | None = None, limit: int = 100
) -> list[EventRow]:
    """The newest events first, of one thing or of all, older than the sequence number `before`."""
    query = select(EventRow).order_by(EventRow.sequence.desc()).limit(limit)
    if object_id is not None:
        query = query.where(EventRow.object_id == object_id)
    if before is not None:
        query = query.where(EventRow.sequence < before)
    return list(session.scalars(query))
