"""Queries on files that are on their way in, part by part."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from schemas.errors import NotFound
from storage.records.database import now
from storage.records.tables import ReceiptRow, UploadRow


def named(session: Session, owner: str, key: str) -> UploadRow | None:
    """The owner's upload of that key, or None."""
    return session.scalar(select(UploadRow).where(UploadRow.owner == owner, UploadRow.key == key))


def get(session: Session, owner: str, upload_id: str) -> UploadRow:
    """The owner's upload.

    Raises:
        NotFound: there is none of that id, or it is somebody else's.
    """
    row = session.scalar(select(UploadRow).where(UploadRow.id == upload_id, UploadRow.owner == owner))
    if row is None:
        raise NotFound("El envío no existe.")
    return row


def open_count(session: Session, owner: str) -> int:
    """How many uploads of the owner are not received yet."""
    query = select(func.count()).where(UploadRow.owner == owner, UploadRow.receipt_id.is_(None))
    return session.scalar(query) or 0


def receipt_of(session: Session, upload_id: str) -> ReceiptRow | None:
    """The receipt of the upload, when it was received already."""
    return session.scalar(
        select(ReceiptRow).join(UploadRow, UploadRow.receipt_id == ReceiptRow.id).where(UploadRow.id == upload_id)
    )


def end(session: Session, upload_id: str, receipt_id: str) -> None:
    """Note under which receipt the upload was received."""
    change = update(UploadRow).where(UploadRow.id == upload_id)
    session.execute(change.values(receipt_id=receipt_id, touched_at=now()))


def untouched_since(session: Session, moment: datetime, limit: int) -> list[UploadRow]:
    """Uploads, received or given up, that nobody went on with since."""
    query = select(UploadRow).where(UploadRow.touched_at < moment).order_by(UploadRow.touched_at)
    return list(session.scalars(query.limit(limit)))
