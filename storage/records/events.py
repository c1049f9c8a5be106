"""The record of what was done: rows are added, never changed.

Each row is sealed with the one before, which shows where a change was made, and
is a leaf of a Merkle tree (`schemas.merkle`), whose root is signed from time to
time, so that somebody outside can tell whether anything before was changed.
The head row holds the tree's frontier: an event costs a few hashes, however long the record.
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from schemas.merkle import Frontier, leaf_hash
from storage.records.base import Base
from storage.records.database import now
from storage.records.tables import EventRow, LogHeadRow

FIRST = bytes(32)
"""What stands for the digest of the row before the first."""

# Bare tables: something is recorded with every change, and mapped rows would take as long as the change itself.
_HEADS, _EVENTS = (Base.metadata.tables[each.__tablename__] for each in (LogHeadRow, EventRow))
_READ_HEAD = select(_HEADS.c.size, _HEADS.c.frontier, _HEADS.c.digest).where(_HEADS.c.id == 1)
_LOCKED_HEAD = _READ_HEAD.with_for_update()
"""Whoever else records waits here, so that numbers have no gap."""
_MOVE_HEAD, _FIRST_HEAD = update(_HEADS).where(_HEADS.c.id == 1), insert(_HEADS).values(id=1)
_ADD = insert(_EVENTS)


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
    session.flush()
    head = session.execute(_LOCKED_HEAD).first()
    sequence, roots, before = head or (0, b"", FIRST)
    tree = Frontier(sequence, roots)
    leaves, rows = [], []
    moment = now()
    for act in acts:
        sequence += 1
        body = entry(sequence, moment, act)
        before = sealed(before, body)
        leaves.append(leaf_hash(body))
        rows.append({"sequence": sequence, "at": moment, "digest": before, **msgspec.structs.asdict(act)})
    tree = tree.extended(leaves)
    moved = {"size": tree.size, "frontier": tree.roots, "digest": before}
    session.execute(_MOVE_HEAD if head else _FIRST_HEAD, moved)
    if rows:
        session.execute(_ADD, rows)
    return sequence


def entry(sequence: int, moment: datetime, act: Act) -> bytes:
    """The canonical JSON of an event (keys sorted, times ISO 8601 UTC): the tree's entry and the line of an export."""
    return msgspec.json.encode((sequence, moment.isoformat(timespec="microseconds"), act), order="sorted")


def sealed(before: bytes, body: bytes) -> bytes:
    """SHA-256 over the digest before and the entry."""
    return hashlib.sha256(before + body).digest()


def entries(session: Session) -> Iterator[bytes]:
    """Every entry in order, read piece by piece."""
    for _, body in entries_with_objects(session, None):
        yield body


def entries_with_objects(session: Session, size: int | None) -> Iterator[tuple[str, bytes]]:
    """Every entry in order, or the first `size`, each with the id of the thing it is about."""
    query = select(EventRow).order_by(EventRow.sequence).execution_options(yield_per=500)
    if size is not None:
        query = query.where(EventRow.sequence <= size)
    for row in session.scalars(query):
        yield row.object_id, entry(row.sequence, row.at, _act(row))


def frontier(session: Session) -> Frontier:
    """The tree as it stands."""
    head = session.execute(_READ_HEAD).first()
    return Frontier(head.size, head.frontier) if head else Frontier()


def _act(row: EventRow) -> Act:
    return Act(row.actor, row.origin, row.action, row.object_kind, row.object_id, row.detail)


def first_break(session: Session) -> int | None:
    """The sequence number of the first event that does not fit, or None when all do, tree and head included."""
    before, expected, tree = FIRST, 1, Frontier()
    for row in session.scalars(select(EventRow).order_by(EventRow.sequence).execution_options(yield_per=500)):
        body = entry(row.sequence, row.at, _act(row))
        if row.sequence != expected or sealed(before, body) != row.digest:
            return row.sequence
        before, expected, tree = row.digest, expected + 1, tree.appended(leaf_hash(body))
    return None if tree == frontier(session) else expected


def newest_at(session: Session, action: str, object_kind: str) -> datetime | None:
    """When an act on a thing of the kind was last recorded."""
    query = select(func.max(EventRow.at)).where(EventRow.object_kind == object_kind, EventRow.action == action)
    return session.scalar(query)


def acts(session: Session, action: str, object_id: str, limit: int) -> list[EventRow]:
    """The newest acts of one sort upon one thing, the newest first."""
    query = select(EventRow).where(EventRow.object_id == object_id, EventRow.action == action)
    return list(session.scalars(query.order_by(EventRow.sequence.desc()).limit(limit)))


def listing(
    session: Session,
    *,
    object_id: str | None = None,
    by: str | None = None,
    before: int | None = None,
    limit: int = 100,
) -> list[EventRow]:
    """The newest events first, of one thing, by one actor, or all, older than the sequence number `before`."""
    query = select(EventRow).order_by(EventRow.sequence.desc()).limit(limit)
    if object_id is not None:
        query = query.where(EventRow.object_id == object_id)
    if by is not None:
        query = query.where(EventRow.actor == by)
    if before is not None:
        query = query.where(EventRow.sequence < before)
    return list(session.scalars(query))
