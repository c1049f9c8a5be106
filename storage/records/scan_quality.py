"""Queries on inspections of scanned batches; nobody but the office's own people asks them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from storage.records.portions import portions
from storage.records.tables import (
    BatchRow,
    DocumentRow,
    InspectedPageRow,
    PageRow,
    ReceiptRow,
    ScanInspectionRow,
)


class ScannedPage(msgspec.Struct, frozen=True):
    """A page that may be drawn: of which file, and at which place in it, of what type its document is, who handed it in, with what."""

    id: str
    document_id: str
    receipt_id: str
    source_page: int
    type: str
    operator: str
    scanner: str | None


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which inspections: of a batch (its id), at a state."""

    batch: str | None = None
    state: str | None = None


def batch_named(session: Session, key: str) -> BatchRow | None:
    """The batch of that id or name."""
    query = select(BatchRow).where(or_(BatchRow.name == key, BatchRow.id == key)).order_by(BatchRow.id == key)
    return session.scalar(query.limit(1))


def senders(session: Session, batch_ids: Collection[str]) -> dict[str, set[str]]:
    """Who handed in files of each of the batches."""
    found: dict[str, set[str]] = {one: set() for one in batch_ids}
    row = ReceiptRow
    query = select(row.batch_id, row.received_by).where(row.batch_id.in_(batch_ids)).distinct()
    for batch_id, name in session.execute(query):
        found[str(batch_id)].add(name)
    return found


def is_being_read(session: Session, batch_id: str) -> bool:
    """Whether a file of the batch has no outcome yet, or a document of it is being read."""
    receipt = select(ReceiptRow.id).where(ReceiptRow.batch_id == batch_id, ReceiptRow.outcome.is_(None)).limit(1)
    document = (
        select(DocumentRow.id).where(DocumentRow.batch_id == batch_id, DocumentRow.state == "processing").limit(1)
    )
    return session.scalar(receipt) is not None or session.scalar(document) is not None


def scanned(session: Session, batch_id: str, more: Collection[str] = ()) -> list[ScannedPage]:
    """The pages of the batch, and of the documents `more`, file by file in their order; none of what was discarded."""
    page, document, receipt = PageRow, DocumentRow, ReceiptRow
    query = (
        select(page.id, document.id, receipt.id, page.source_page, document.type, receipt.received_by)
        .join(document, document.id == page.document_id)
        .join(receipt, receipt.id == document.receipt_id)
        .where(or_(document.batch_id == batch_id, document.id.in_(more)), document.state != "discarded")
        .order_by(receipt.id, page.source_page, page.id)
    )
    rows = list(session.execute(query))
    given: dict[str, str | None] = {}
    for ids in portions(row[2] for row in rows):
        found = session.execute(select(receipt.id, receipt.given).where(receipt.id.in_(ids)))
        given |= {receipt_id: said.get("scanner") for receipt_id, said in found}
    return [ScannedPage(*row, given[row[2]]) for row in rows]


def inspection(session: Session, key: str) -> ScanInspectionRow | None:
    """The inspection of that id or folio."""
    query = select(ScanInspectionRow).where(or_(ScanInspectionRow.id == key, ScanInspectionRow.folio == key.upper()))
    return session.scalar(query)


def listed(session: Session, wanted: Wanted, before: str, limit: int) -> list[ScanInspectionRow]:
    """A page of inspections, the newest first, older than the id `before`."""
    query = select(ScanInspectionRow)
    if wanted.batch is not None:
        query = query.where(ScanInspectionRow.batch_id == wanted.batch)
    if wanted.state is not None:
        query = query.where(ScanInspectionRow.state == wanted.state)
    if before:
        query = query.where(ScanInspectionRow.id < before)
    return list(session.scalars(query.order_by(ScanInspectionRow.id.desc()).limit(limit)))


def newest_of(session: Session, batch_ids: Collection[str]) -> dict[str, ScanInspectionRow]:
    """The last inspection of each of the batches that has one."""
    newest = (
        select(func.max(ScanInspectionRow.id))
        .where(ScanInspectionRow.batch_id.in_(batch_ids))
        .group_by(ScanInspectionRow.batch_id)
    )
    return {row.batch_id: row for row in session.scalars(select(ScanInspectionRow).where(ScanInspectionRow.id.in_(newest)))}  # fmt: skip


def all_of(session: Session, batch_id: str) -> list[ScanInspectionRow]:
    """Every inspection of the batch, the first first."""
    query = select(ScanInspectionRow).where(ScanInspectionRow.batch_id == batch_id)
    return list(session.scalars(query.order_by(ScanInspectionRow.id)))


def pages_of(session: Session, inspection_ids: Sequence[str]) -> dict[str, list[InspectedPageRow]]:
    """The pages of each of the inspections, in their order."""
    found: dict[str, list[InspectedPageRow]] = {one: [] for one in inspection_ids}
    row = InspectedPageRow
    for ids in portions(inspection_ids):
        query = select(row).where(row.inspection_id.in_(ids)).order_by(row.inspection_id, row.position)
        for one in session.scalars(query):
            found[one.inspection_id].append(one)
    return found


def where_they_lie(session: Session, page_ids: Sequence[str]) -> dict[str, tuple[PageRow, DocumentRow]]:
    """Each page with its document, as they are now."""
    found: dict[str, tuple[PageRow, DocumentRow]] = {}
    for ids in portions(page_ids):
        query = select(PageRow, DocumentRow).join(DocumentRow, DocumentRow.id == PageRow.document_id)
        found |= {page.id: (page, document) for page, document in session.execute(query.where(PageRow.id.in_(ids)))}
    return found


def batch_names(session: Session, batch_ids: Collection[str]) -> dict[str, str]:
    """The names of batches by id."""
    query = select(BatchRow.id, BatchRow.name).where(BatchRow.id.in_(batch_ids))
    return {batch_id: name for batch_id, name in session.execute(query)}


def closed_between(session: Session, first: datetime, until: datetime) -> list[ScanInspectionRow]:
    """The inspections that were closed from `first` on and before `until`."""
    row = ScanInspectionRow
    return list(session.scalars(select(row).where(row.closed_at >= first, row.closed_at < until).order_by(row.id)))


def to_attend(session: Session) -> list[tuple[ScanInspectionRow, str, list[Any]]]:
    """Rejected inspections with the name of their batch and the defects of each page that nobody attended to, the oldest first."""
    row, page = ScanInspectionRow, InspectedPageRow
    query = (
        select(row, BatchRow.name, page.defects)
        .join(BatchRow, BatchRow.id == row.batch_id)
        .join(page, page.inspection_id == row.id)
        .where(row.state == "rejected", page.settled.is_(None))
        .order_by(row.closed_at, row.id, page.position)
    )
    found: dict[str, tuple[ScanInspectionRow, str, list[Any]]] = {}
    for one, name, defects in session.execute(query):
        if defects:
            found.setdefault(one.id, (one, name, []))[2].append(defects)
    return list(found.values())
