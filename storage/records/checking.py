"""Queries of the checker."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from storage.records.database import now
from storage.records.tables import DocumentRow, PageRow, ReceiptRow, StoredObjectRow

MADE_AGAIN = ("view", "thumbnail", "searchable")
"""Roles of objects that are made from a document's original whenever they are wanted."""


def object_count(session: Session) -> int:
    """How many objects have a row."""
    return session.scalar(select(func.count()).select_from(StoredObjectRow)) or 0


def objects_after(session: Session, key: str, limit: int) -> list[tuple[str, int]]:
    """Keys and sizes of the rows after the given key, in order."""
    query = select(StoredObjectRow.key, StoredObjectRow.bytes).where(StoredObjectRow.key > key)
    return [(row.key, row.bytes) for row in session.execute(query.order_by(StoredObjectRow.key).limit(limit))]


def originals_to_check(session: Session, limit: int | None) -> list[tuple[str, str]]:
    """Keys and digests of originals, those never checked or checked longest ago first."""
    query = (
        select(StoredObjectRow.key, StoredObjectRow.sha256)
        .where(StoredObjectRow.role == "original")
        .order_by(StoredObjectRow.verified_at.asc().nulls_first(), StoredObjectRow.key)
        .limit(limit)
    )
    return [(row.key, row.sha256) for row in session.execute(query)]


def newest_originals(session: Session, limit: int) -> list[str]:
    """Keys of the originals of the newest receipts, newest first; of discarded ones none."""
    query = (
        select(StoredObjectRow.key)
        .join(ReceiptRow, ReceiptRow.sha256 == StoredObjectRow.sha256)
        .where(StoredObjectRow.role == "original")
        .order_by(ReceiptRow.id.desc())
        .limit(limit)
    )
    return list(session.scalars(query))


def original_count(session: Session) -> int:
    """How many originals have a row."""
    query = select(func.count()).select_from(StoredObjectRow).where(StoredObjectRow.role == "original")
    return session.scalar(query) or 0


def digest_of(session: Session, key: str) -> str | None:
    """The digest that the object's row states; None where there is no such row."""
    return session.scalar(select(StoredObjectRow.sha256).where(StoredObjectRow.key == key))


def forget_derivatives(session: Session, keys: Sequence[str]) -> tuple[list[str], list[str]]:
    """Forget page images and searchable PDFs that are not in the store, so that they are made again.

    Images are drawn when they are next looked at.

    Returns:
        The keys that were forgotten, and the documents whose searchable PDF is to be made.
    """
    made = select(StoredObjectRow.key).where(StoredObjectRow.key.in_(keys), StoredObjectRow.role.in_(MADE_AGAIN))
    lost = list(session.scalars(made))
    documents = list(session.scalars(select(DocumentRow.id).where(DocumentRow.searchable_key.in_(lost))))
    session.execute(update(PageRow).where(PageRow.view_key.in_(lost)).values(view_key=None))
    session.execute(update(PageRow).where(PageRow.thumbnail_key.in_(lost)).values(thumbnail_key=None))
    session.execute(update(DocumentRow).where(DocumentRow.id.in_(documents)).values(searchable_key=None))
    session.execute(delete(StoredObjectRow).where(StoredObjectRow.key.in_(lost)))
    return lost, documents


def mark_checked(session: Session, keys: Sequence[str]) -> None:
    """The bytes of these objects were read again now."""
    session.execute(update(StoredObjectRow).where(StoredObjectRow.key.in_(keys)).values(verified_at=now()))


def is_known(session: Session, key: str) -> bool:
    """Whether the object has a row."""
    return session.get(StoredObjectRow, key) is not None


def unended(session: Session) -> int:
    """Receipts without an outcome."""
    return session.scalar(select(func.count()).select_from(ReceiptRow).where(ReceiptRow.outcome.is_(None))) or 0
