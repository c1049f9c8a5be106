"""Pages of one received file, moved between its documents."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from storage.records.base import Base
from storage.records.database import new_id, now
from storage.records.tables import DocumentRow, FieldRow, LastReviewRow, LinkRow, PageRow, PublicVersionRow

SAME = ("receipt_id", "sha256", "kind", "media_type", "bytes", "batch_id", "paper_location", "secret")
"""What a document that is split off shares with the one it came from."""


CARRIED = "Venía con las páginas que se le unieron."
"""Reason of a link that came along with the pages of another document."""

_OF_THE_DOCUMENT = (PageRow, FieldRow, LinkRow, LastReviewRow)
_CALLED = ("barcode", "folio", "number")


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


@lru_cache(maxsize=1)
def references() -> tuple[tuple[Any, str], ...]:
    """Every table and column that refers to a document, but for what a document itself is made of."""
    found = [
        (mapper.class_, column.name)
        for mapper in Base.registry.mappers
        for column in mapper.local_table.columns
        if mapper.class_ not in _OF_THE_DOCUMENT
        and any(key.target_fullname == "documents.id" for key in column.foreign_keys)
    ]
    return tuple(sorted(found, key=lambda one: (one[0].__tablename__, one[1])))


def hanging(session: Session, document_id: str) -> list[tuple[str, str]]:
    """What hangs on a document: name of the table, and what the row is called there, where it is called something.

    A cancelled public version is of no more use, and does not count.
    """
    found: set[tuple[str, str]] = set()
    for table, column in references():
        for row in session.scalars(select(table).where(getattr(table, column) == document_id)):
            if not (isinstance(row, PublicVersionRow) and row.state == "cancelled"):
                called = next((getattr(row, name) for name in _CALLED if getattr(row, name, None)), "")
                found.add((table.__tablename__, str(called)))
    return sorted(found)


def carry_links(session: Session, source: str, targets: Iterable[str]) -> None:
    """Link the documents to what a person linked the source to, where nothing is said of that yet."""
    said = select(LinkRow).where(LinkRow.document_id == source, LinkRow.state == "linked")
    links = session.scalars(said.where(or_(LinkRow.confirmed_by.is_not(None), LinkRow.source != "machine"))).all()
    for target in targets:
        there = {_end(row): row for row in session.scalars(select(LinkRow).where(LinkRow.document_id == target))}
        for link in links:
            old = there.get(_end(link))
            if old is not None and (old.state != "proposed" or old.confirmed_by):
                continue
            if old is not None:
                session.delete(old)
                session.flush()
            session.add(
                LinkRow(
                    id=new_id(),
                    document_id=target,
                    entity_kind=link.entity_kind,
                    entity_id=link.entity_id,
                    role=link.role,
                    state=link.state,
                    confidence=link.confidence,
                    reason=CARRIED,
                    source="person",
                    confirmed_by=link.confirmed_by,
                    updated_at=now(),
                )
            )
    session.flush()


def take_back_links(session: Session, source: str, targets: Iterable[str]) -> None:
    """Unlink the documents from what came along with the pages of the source, which are its own again."""
    own = {_end(row) for row in session.scalars(select(LinkRow).where(LinkRow.document_id == source))}
    carried = select(LinkRow).where(LinkRow.document_id.in_(list(targets)), LinkRow.reason == CARRIED)
    for row in session.scalars(carried):
        if _end(row) in own:
            session.delete(row)
    session.flush()


def _end(row: LinkRow) -> tuple[str, str, str]:
    return (row.entity_kind, row.entity_id, row.role)
