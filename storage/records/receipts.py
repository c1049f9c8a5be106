"""Queries on receipts, batches and stored objects."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from schemas.outcomes import Outcome
from storage.records.database import new_id, now
from storage.records.tables import BatchRow, DocumentRow, ReceiptRow, StoredObjectRow

_META = ("type", "credit", "lawsuit", "debtor", "title", "paper_location")


def batch_named(session: Session, name: str, by: str, expected_separators: int | None = None) -> BatchRow:
    """The batch of that name, begun now if there is none."""
    row = session.scalar(select(BatchRow).where(BatchRow.name == name))
    if row is None:
        row = BatchRow(id=new_id(), name=name, created_at=now(), created_by=by, found_separators=0)
        session.add(row)
    if expected_separators is not None:
        row.expected_separators = expected_separators
    session.flush()
    return row


def begun_by(session: Session, name: str) -> str | None:
    """Who began the batch of that name; None where there is none."""
    return session.scalar(select(BatchRow.created_by).where(BatchRow.name == name))


def first_of(session: Session, sha256: str) -> ReceiptRow | None:
    """The receipt under which these bytes were first received and not discarded, if any."""
    query = select(ReceiptRow).where(
        ReceiptRow.sha256 == sha256,
        ReceiptRow.duplicate_of.is_(None),
        ReceiptRow.discarded_at.is_(None),
        ReceiptRow.bytes > 0,
    )
    return session.scalar(query.order_by(ReceiptRow.id).limit(1))


def was_discarded(session: Session, sha256: str) -> bool:
    """Whether the original of a receipt of these bytes was given up."""
    query = select(ReceiptRow.id).where(ReceiptRow.sha256 == sha256, ReceiptRow.discarded_at.is_not(None))
    return session.scalar(query.limit(1)) is not None


def was_received(session: Session, sha256: str, filename: str, channel: str) -> bool:
    """Whether these bytes came under this name by this channel before."""
    query = select(ReceiptRow.id).where(
        ReceiptRow.sha256 == sha256, ReceiptRow.filename == filename, ReceiptRow.channel == channel
    )
    return session.scalar(query.limit(1)) is not None


def remember_object(session: Session, key: str, sha256: str, size: int, role: str, media_type: str = "") -> None:
    """Write the row of an object that the store already holds; repeating it changes nothing."""
    if session.get(StoredObjectRow, key) is None:
        session.add(
            StoredObjectRow(
                key=key, sha256=sha256, bytes=size, role=role, media_type=media_type, created_at=now(), verified_at=None
            )
        )


def rejected_since(session: Session, since: datetime) -> list[ReceiptRow]:
    """Files handed in that were rejected, or inside of which something was, received since the moment."""
    level = select(ReceiptRow).where(
        ReceiptRow.outcome == Outcome.REJECTED.value, ReceiptRow.received_at >= since, ReceiptRow.discarded_at.is_(None)
    )
    found = {row.id: row for row in session.scalars(level)}
    outermost: dict[str, ReceiptRow] = {}
    for row in found.values():
        while row.parent_id is not None and (outer := session.get(ReceiptRow, row.parent_id)) is not None:
            row = outer
        outermost[row.id] = row
    return list(outermost.values())


def stored_by_role(session: Session) -> tuple[tuple[str, int, int], ...]:
    """What the store holds by role: number of objects and their bytes, most bytes first."""
    total = func.sum(StoredObjectRow.bytes)
    query = select(StoredObjectRow.role, func.count(), total).group_by(StoredObjectRow.role).order_by(total.desc())
    return tuple((role, number, int(size or 0)) for role, number, size in session.execute(query))


def document_of(session: Session, receipt: ReceiptRow) -> str | None:
    """The first document that came of the receipt, or of the receipt it repeats."""
    source = receipt.duplicate_of or receipt.id
    query = select(DocumentRow.id).where(DocumentRow.receipt_id == source).order_by(DocumentRow.position).limit(1)
    return session.scalar(query)


def document_ids_of(session: Session, receipt: ReceiptRow) -> list[str]:
    """Ids of the documents of the receipt that have pages."""
    query = select(DocumentRow.id).where(DocumentRow.receipt_id == receipt.id, DocumentRow.page_count > 0)
    return list(session.scalars(query))


def keep_given_of_duplicate(session: Session, first: ReceiptRow, again: ReceiptRow) -> None:
    """What was said with the same bytes the second time fills what the first time left open, under the name of who said it.

    Nothing is overwritten; what contradicts is left on the second receipt, where `given` keeps it.
    """
    merged: dict[str, Any] = {
        name: again.given[name] for name in _META if again.given.get(name) and not first.given.get(name)
    }
    if not merged:
        return
    said_by = {**first.given.get("said_by", {}), **dict.fromkeys(merged, again.received_by)}
    first.given = {**first.given, **merged, "said_by": said_by}
    if "paper_location" in merged:
        for row in session.scalars(select(DocumentRow).where(DocumentRow.receipt_id == first.id)):
            row.paper_location = row.paper_location or str(merged["paper_location"])


def said_by(receipt: ReceiptRow, name: str) -> str:
    """Who said that member of what was given: the sender, or who handed in the same bytes later."""
    return str(receipt.given.get("said_by", {}).get(name, receipt.received_by))


def get(session: Session, receipt_id: str) -> ReceiptRow | None:
    """The receipt, or None."""
    return session.get(ReceiptRow, receipt_id)


def outcome_counts(session: Session) -> dict[str, int]:
    """How many receipts there are by outcome; `in_progress` for those without one."""
    rows = session.execute(select(ReceiptRow.outcome, func.count()).group_by(ReceiptRow.outcome))
    return {outcome or "in_progress": number for outcome, number in rows}


def count_separators(session: Session, receipt: ReceiptRow, found: int) -> None:
    """Add the separator sheets found in one file to those of its batch."""
    if receipt.batch_id and found:
        batch = session.get(BatchRow, receipt.batch_id)
        if batch is not None:
            batch.found_separators += found


def lacks_separators(session: Session, batch_id: str | None) -> bool:
    """Whether a batch is through and brought fewer separator sheets than were expected."""
    batch = session.get(BatchRow, batch_id) if batch_id else None
    if batch is None or batch.expected_separators is None or batch.found_separators >= batch.expected_separators:
        return False
    open_ = select(ReceiptRow.id).where(ReceiptRow.batch_id == batch.id, ReceiptRow.outcome.is_(None)).limit(1)
    return session.scalar(open_) is None


def discard(session: Session, receipt: ReceiptRow, key: str) -> bool:
    """Give up the original of a receipt; True when no other receipt needs its bytes, so that the object may go."""
    receipt.discarded_at = now()
    session.flush()
    needed = select(ReceiptRow.id).where(
        ReceiptRow.sha256 == receipt.sha256, ReceiptRow.discarded_at.is_(None), ReceiptRow.duplicate_of.is_(None)
    )
    if session.scalar(needed.limit(1)) is not None:
        return False
    row = session.get(StoredObjectRow, key)
    if row is not None:
        session.delete(row)
    return True
