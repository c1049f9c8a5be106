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
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from schemas.merkle import Frontier, leaf_hash
from storage.records.database import now
from storage.records.tables import EventRow, LogHeadRow

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
    head = _head(session)
    before = head.digest
    sequence = head.size
    leaves, rows = [], []
    moment = now()
    for act in acts:
        sequence += 1
        body = entry(sequence, moment, act)
        before = sealed(before, body)
        leaves.append(leaf_hash(body))
        rows.append({"sequence": sequence, "at": moment, "digest": before, **msgspec.structs.asdict(act)})
    tree = Frontier(head.size, head.frontier).extended(leaves)
    head.size, head.frontier, head.digest = tree.size, tree.roots, before
    session.flush()
    if rows:
        session.execute(insert(EventRow), rows)
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
    head = session.get(LogHeadRow, 1)
    return Frontier(head.size, head.frontier) if head else Frontier()


def _head(session: Session) -> LogHeadRow:
    """The head, locked: whoever else records waits here, so that numbers have no gap."""
    head = session.get(LogHeadRow, 1, with_for_update=True)
    if head is None:
        head = LogHeadRow(id=1, size=0, frontier=b"", digest=FIRST)
        session.add(head)
    return head


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
