"""Pages of one received file, moved between its documents."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from storage.records.database import new_id, now
from storage.records.tables import DocumentRow, FieldRow, PageRow

SAME = ("receipt_id", "sha256", "kind", "media_type", "bytes", "batch_id", "paper_location", "secret")
"""What a document that is split off shares with the one it came from."""


class PlacedPage(msgspec.Struct, frozen=True):
    """One page as it lies in a document: its own id and number, and its place in the original file, from 0."""

    id: str
    document_id: str
    number: int
    source_page: int


def pages_of(session: Session, document_ids: Sequence[str]) -> list[PlacedPage]:
    """The pages of the documents, in their order."""
    row = PageRow
    query = select(row.id, row.document_id, row.number, row.source_page).where(row.document_id.in_(document_ids))
    return [PlacedPage(*found) for found in session.execute(query.order_by(row.document_id, row.number))]


def split_off(session: Session, source: DocumentRow) -> DocumentRow:
    """A new document of the same file, without pages yet, at the end of the file's documents."""
    last = session.scalar(select(func.max(DocumentRow.position)).where(DocumentRow.receipt_id == source.receipt_id))
    row = DocumentRow(
        id=new_id(),
        position=(last or 0) + 1,
        state="processing",
        reasons=[],
        title=source.title,
        type="unclassified",
        page_count=0,
        whole_file=False,
        created_at=now(),
        version=1,
        indexed_version=0,
        **{name: getattr(source, name) for name in SAME},
    )
    session.add(row)
    session.flush()
    return row


def lay(session: Session, order: dict[str, list[str]]) -> None:
    """Give each document the pages listed for it, in that order; page numbers are unique also half-way."""
    touched = [page for pages in order.values() for page in pages]
    session.execute(update(PageRow).where(PageRow.id.in_(touched)).values(number=-PageRow.source_page - 1_000_000))
    for document_id, pages in order.items():
        for number, page_id in enumerate(pages, start=1):
            change = update(PageRow).where(PageRow.id == page_id)
            session.execute(change.values(document_id=document_id, number=number))
    session.expire_all()


def forget_places(session: Session, document_id: str) -> None:
    """What a person confirmed stands, but no longer at a page that may be another's now."""
    session.execute(update(FieldRow).where(FieldRow.document_id == document_id).values(page=None, box=None))
