"""Queries that look at documents on behalf of somebody: every one goes through `visibility`."""

from collections.abc import Sequence
from datetime import date

import msgspec
from sqlalchemy import ColumnElement, Select, Text, and_, cast, exists, func, or_, select, true
from sqlalchemy.orm import Session

from schemas.access import Actor
from schemas.errors import NotFound
from storage.records import pipeline
from storage.records.registry import visible_links
from storage.records.tables import (
    BatchRow,
    DocumentRow,
    LinkRow,
    PageRow,
    ReadingRow,
    ReceiptRow,
    StoredObjectRow,
)
from storage.records.visibility import receipt_visible_to, visible_to


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which documents; every given thing must hold.

    `links` are pairs of an entity kind and the ids of which one must be linked.
    Discarded documents are listed only when `state` asks for them.
    """

    type: str | None = None
    state: str | None = None
    reason: str | None = None
    batch: str | None = None
    receipt: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    links: tuple[tuple[str, tuple[str, ...]], ...] = ()


def listing(session: Session, actor: Actor, wanted: Wanted, before: str | None, limit: int) -> list[DocumentRow]:
    """The newest first, older than the id `before`."""
    query = select(DocumentRow).where(*_conditions(actor, wanted))
    if before is not None:
        query = query.where(DocumentRow.id < before)
    return list(session.scalars(query.order_by(DocumentRow.id.desc()).limit(limit)))


def count(session: Session, actor: Actor, wanted: Wanted) -> int:
    """How many there are, of those the actor may see."""
    return session.scalar(select(func.count()).select_from(DocumentRow).where(*_conditions(actor, wanted))) or 0


def waiting(
    session: Session, actor: Actor, reason: str | None, after: str | None, limit: int
) -> list[tuple[DocumentRow, ReceiptRow]]:
    """Documents that wait for a person, the longest waiting first, each with its receipt."""
    query = select(DocumentRow, ReceiptRow).join(ReceiptRow, ReceiptRow.id == DocumentRow.receipt_id)
    query = query.where(*_conditions(actor, Wanted(state="needs_review", reason=reason)))
    if after is not None:
        query = query.where(DocumentRow.id > after)
    rows = session.execute(query.order_by(DocumentRow.id).limit(limit))
    return [(document, receipt) for document, receipt in rows]


def shared_with_others(session: Session, actor: Actor, most: int) -> list[DocumentRow]:
    """Documents the actor may see that are also linked to what they may not know of, the newest first and so many at most."""
    hidden = exists().where(LinkRow.document_id == DocumentRow.id, LinkRow.state == "linked", ~visible_links(actor))
    query = select(DocumentRow).where(visible_to(actor), DocumentRow.state.not_in(("discarded", "processing")), hidden)
    return list(session.scalars(query.order_by(DocumentRow.id.desc()).limit(most)))


def visible(session: Session, actor: Actor, document_id: str) -> DocumentRow:
    """The document.

    Raises:
        NotFound: there is none of that id, or the actor may not know of it.
    """
    row = session.scalar(select(DocumentRow).where(DocumentRow.id == document_id, visible_to(actor)))
    if row is None:
        raise NotFound("El documento no existe.")
    return row


def hidden_siblings(session: Session, actor: Actor, receipt_id: str) -> bool:
    """Whether the file that was received also holds documents the actor may not see."""
    hidden = select(DocumentRow.id).where(DocumentRow.receipt_id == receipt_id, ~visible_to(actor)).limit(1)
    return session.scalar(hidden) is not None


def page(session: Session, document_id: str, number: int) -> PageRow:
    """One page, numbered from 1.

    Raises:
        NotFound: the document has no such page.
    """
    row = session.scalar(select(PageRow).where(PageRow.document_id == document_id, PageRow.number == number))
    if row is None:
        raise NotFound("El documento no tiene esa página.")
    return row


class PageOutline(msgspec.Struct, frozen=True):
    """The frame of a page: its number from 1, width and height in points, and whether it was read."""

    number: int
    width: float
    height: float
    state: str


def outline(session: Session, document_id: str) -> list[PageOutline]:
    """The frames of all pages in order, without what was read on them."""
    row = PageRow
    query = select(row.number, row.width, row.height, row.state).where(row.document_id == document_id)
    return [PageOutline(*found) for found in session.execute(query.order_by(row.number))]


def texts(session: Session, document_id: str) -> list[tuple[int, str]]:
    """Number and text of every page in order."""
    query = select(PageRow.number, PageRow.text).where(PageRow.document_id == document_id)
    return [(number, text) for number, text in session.execute(query.order_by(PageRow.number))]


def readings(session: Session, document_id: str) -> list[tuple[int, ReadingRow]]:
    """Every reading ever made of the document's pages, each with the page number, in order."""
    query = (
        select(PageRow.number, ReadingRow)
        .join(ReadingRow, ReadingRow.page_id == PageRow.id)
        .where(PageRow.document_id == document_id)
        .order_by(PageRow.number, ReadingRow.generation, pipeline.LAYERS)
    )
    return [(number, reading) for number, reading in session.execute(query)]


def _batch_known_to(actor: Actor) -> ColumnElement[bool]:
    """The condition on `BatchRow`: an external lawyer knows of those they made. The name of another may name anybody."""
    return true() if actor.sees_only is None else BatchRow.created_by == actor.name


def batch_names(session: Session, actor: Actor, batch_ids: Sequence[str]) -> dict[str, str]:
    """The names of batches by id, of those the actor may know of."""
    query = select(BatchRow.id, BatchRow.name).where(BatchRow.id.in_(batch_ids), _batch_known_to(actor))
    return {batch_id: name for batch_id, name in session.execute(query)}


def batches_known_to(session: Session, actor: Actor) -> set[str]:
    """The names of all batches that an external lawyer may know of: few."""
    return set(session.scalars(select(BatchRow.name).where(_batch_known_to(actor))))


def batches(session: Session, actor: Actor, before: str | None, limit: int) -> list[tuple[BatchRow, int, int]]:
    """The newest batches, with how many receipts each has and how many of them have their outcome."""
    query: Select[BatchRow, int, int] = (
        select(BatchRow, func.count(ReceiptRow.id), func.count(ReceiptRow.outcome))
        .outerjoin(ReceiptRow, and_(ReceiptRow.batch_id == BatchRow.id, receipt_visible_to(actor)))
        .where(_batch_known_to(actor))
        .group_by(BatchRow.id)
    )
    if before is not None:
        query = query.where(BatchRow.id < before)
    rows = session.execute(query.order_by(BatchRow.id.desc()).limit(limit))
    return [(row, received, finished) for row, received, finished in rows]


def receipt(session: Session, actor: Actor, receipt_id: str) -> ReceiptRow:
    """The receipt.

    Raises:
        NotFound: there is none of that id, or the actor may not know of it.
    """
    row = session.scalar(select(ReceiptRow).where(ReceiptRow.id == receipt_id, receipt_visible_to(actor)))
    if row is None:
        raise NotFound("El acuse no existe.")
    return row


def known_receipts(session: Session, actor: Actor, receipt_ids: Sequence[str | None]) -> set[str]:
    """Those of the receipts that the actor may know of."""
    wanted = {one for one in receipt_ids if one}
    if actor.sees_only is None or not wanted:
        return wanted
    query = select(ReceiptRow.id).where(ReceiptRow.id.in_(wanted), receipt_visible_to(actor))
    return set(session.scalars(query))


class WantedReceipts(msgspec.Struct, frozen=True, kw_only=True):
    """Which receipts; `outcome` may be `in_progress`, `batch` is a batch's name."""

    outcome: str | None = None
    batch: str | None = None


def receipts(
    session: Session, actor: Actor, wanted: WantedReceipts, before: str | None, limit: int
) -> list[ReceiptRow]:
    """The newest receipts, older than the id `before`."""
    query = select(ReceiptRow).where(*_of_receipts(actor, wanted))
    if before is not None:
        query = query.where(ReceiptRow.id < before)
    return list(session.scalars(query.order_by(ReceiptRow.id.desc()).limit(limit)))


def receipt_counts(session: Session, actor: Actor, wanted: WantedReceipts) -> dict[str, int]:
    """How many receipts there are by outcome; `in_progress` for those without one."""
    query = select(ReceiptRow.outcome, func.count()).where(*_of_receipts(actor, wanted))
    return {outcome or "in_progress": number for outcome, number in session.execute(query.group_by(ReceiptRow.outcome))}


def _of_receipts(actor: Actor, wanted: WantedReceipts) -> list[ColumnElement[bool]]:
    conditions = [receipt_visible_to(actor)]
    if wanted.outcome is not None:
        ended = ReceiptRow.outcome == wanted.outcome
        conditions.append(ReceiptRow.outcome.is_(None) if wanted.outcome == "in_progress" else ended)
    if wanted.batch is not None:
        conditions.append(ReceiptRow.batch_id.in_(select(BatchRow.id).where(BatchRow.name == wanted.batch)))
    return conditions


def batch(session: Session, actor: Actor, key: str) -> BatchRow | None:
    """The batch of that name or id; None where there is none, or a lawyer asks for somebody else's."""
    query = select(BatchRow).where(or_(BatchRow.name == key, BatchRow.id == key), _batch_known_to(actor))
    return session.scalar(query.order_by(BatchRow.id == key).limit(1))


def _conditions(actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [visible_to(actor)]
    conditions.append(DocumentRow.state == wanted.state if wanted.state else DocumentRow.state != "discarded")
    if wanted.type is not None:
        conditions.append(DocumentRow.type == wanted.type)
    if wanted.reason is not None:
        conditions.append(cast(DocumentRow.reasons, Text).contains(f'"{wanted.reason}"', autoescape=True))
    if wanted.receipt is not None:
        conditions.append(DocumentRow.receipt_id == wanted.receipt)
    if wanted.batch is not None:
        named = or_(BatchRow.name == wanted.batch, BatchRow.id == wanted.batch)
        conditions.append(DocumentRow.batch_id.in_(select(BatchRow.id).where(named, _batch_known_to(actor))))
    if wanted.date_from is not None:
        conditions.append(DocumentRow.date >= wanted.date_from)
    if wanted.date_to is not None:
        conditions.append(DocumentRow.date <= wanted.date_to)
    return conditions + [_linked(actor, kind, ids) for kind, ids in wanted.links]


def _linked(actor: Actor, kind: str, ids: tuple[str, ...]) -> ColumnElement[bool]:
    """Documents linked to one of the things, where the actor may know of it: else asking would tell of the link."""
    return DocumentRow.id.in_(
        select(LinkRow.document_id).where(
            LinkRow.entity_kind == kind,
            LinkRow.entity_id.in_(ids),
            LinkRow.state == "linked",
            visible_links(actor),
        )
    )


def stored_object(session: Session, key: str) -> StoredObjectRow | None:
    """The row of an object of the store, or None."""
    return session.get(StoredObjectRow, key)
