"""Queries of the way of a page: documents in the making, their pages and readings."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import case, delete, func, insert, or_, select, text, update
from sqlalchemy.orm import Session

from schemas.errors import NotFound
from schemas.identity import make_id
from schemas.outcomes import in_words
from schemas.pages import Part
from schemas.work import KeptLayer, KeptPage
from storage.records.base import Base
from storage.records.database import new_id, now
from storage.records.tables import DocumentRow, FieldRow, LinkRow, PageRow, ReadingRow, ReceiptRow
from storage.records.tables.documents import UNREAD

_ADD_PAGES, _ADD_READINGS = (insert(Base.metadata.tables[row.__tablename__]) for row in (PageRow, ReadingRow))
LAYERS = case({part.value: place for place, part in enumerate(Part)}, value=ReadingRow.part)
"""Orders the layers of a page: by part, so that what is made of them is the same whichever was written first."""

_AT_ONCE = 500
_MOST_NESTED = 100


def children_of(session: Session, receipt_id: str) -> list[ReceiptRow]:
    """The receipts of the files that an e-mail carried."""
    return list(session.scalars(select(ReceiptRow).where(ReceiptRow.parent_id == receipt_id).order_by(ReceiptRow.id)))


def family_of(session: Session, receipt_id: str) -> list[ReceiptRow]:
    """The receipt and those of everything that came inside it, outermost first, at most 10,000."""
    found: list[ReceiptRow] = []
    level = [row for row in [session.get(ReceiptRow, receipt_id)] if row is not None]
    while level and len(found) < 10_000:
        found += level
        inner = select(ReceiptRow).where(ReceiptRow.parent_id.in_([row.id for row in level])).order_by(ReceiptRow.id)
        level = list(session.scalars(inner))
    return found


def unfinished(session: Session, receipt_ids: Sequence[str]) -> set[str]:
    """Those of the receipts that have no outcome yet, or inside of which something came that has none.

    Whoever waits for many asks again and again: hence columns only, and one question for each level of nesting.
    """
    columns = select(ReceiptRow.id, ReceiptRow.parent_id, ReceiptRow.outcome)
    found: set[str] = set()
    for first in range(0, len(receipt_ids), _AT_ONCE):
        some = receipt_ids[first : first + _AT_ONCE]
        level = session.execute(columns.where(ReceiptRow.id.in_(some))).all()
        roots = {row.id: row.id for row in level}
        for _ in range(_MOST_NESTED):
            found.update(roots[row.id] for row in level if row.outcome is None)
            level = session.execute(columns.where(ReceiptRow.parent_id.in_([row.id for row in level]))).all()
            if not level:
                break
            roots |= {row.id: roots[row.parent_id] for row in level}
    return found


def depth_of(session: Session, receipt: ReceiptRow) -> int:
    """How many e-mails the file came inside of."""
    depth, parent = 0, receipt.parent_id
    while parent is not None and depth < 100:
        row = session.get(ReceiptRow, parent)
        depth, parent = depth + 1, row.parent_id if row else None
    return depth


def documents_of_receipt(session: Session, receipt_id: str) -> list[DocumentRow]:
    """The documents that came of a receipt, in the order of the stack."""
    query = select(DocumentRow).where(DocumentRow.receipt_id == receipt_id).order_by(DocumentRow.position)
    return list(session.scalars(query))


def waiting_of(session: Session, receipt_ids: Sequence[str]) -> list[DocumentRow]:
    """The documents of some receipts that wait for a person, in the order of each stack."""
    query = select(DocumentRow).where(DocumentRow.receipt_id.in_(receipt_ids), DocumentRow.state == "needs_review")
    return list(session.scalars(query.order_by(DocumentRow.receipt_id, DocumentRow.position)))


def waiting(session: Session, after_id: str, limit: int) -> list[DocumentRow]:
    """Documents that wait for a person, in order of their ids, after the given one."""
    query = select(DocumentRow).where(DocumentRow.state == "needs_review", DocumentRow.id > after_id)
    return list(session.scalars(query.order_by(DocumentRow.id).limit(limit)))


def values_of(session: Session, document_id: str, names: Sequence[str]) -> dict[str, set[str]]:
    """The values a document carries under the given names."""
    query = select(FieldRow.name, FieldRow.value).where(FieldRow.document_id == document_id, FieldRow.name.in_(names))
    found: dict[str, set[str]] = {}
    for name, value in session.execute(query):
        found.setdefault(name, set()).add(value)
    return found


def sharing_value(session: Session, document: DocumentRow, name: str, values: Sequence[str]) -> list[DocumentRow]:
    """Earlier documents of the same type and length that carry one of the values."""
    carriers = select(FieldRow.document_id).where(FieldRow.name == name, FieldRow.value.in_(values))
    query = (
        select(DocumentRow)
        .where(
            DocumentRow.id.in_(carriers),
            DocumentRow.type == document.type,
            DocumentRow.page_count == document.page_count,
            DocumentRow.id < document.id,
            DocumentRow.state.in_(("filed", "needs_review")),
        )
        .limit(20)
    )
    return list(session.scalars(query))


def settle_receipt(session: Session, receipt_id: str) -> None:
    """End the receipt when the last of its documents has an outcome: filed, or in review with every reason in words."""
    session.flush()
    receipt = session.get(ReceiptRow, receipt_id)
    query = select(DocumentRow.state, DocumentRow.reasons).where(DocumentRow.receipt_id == receipt_id)
    states = [(state, reasons) for state, reasons in session.execute(query.order_by(DocumentRow.position))]
    if receipt is None or any(state == "processing" for state, _ in states):
        return
    reasons = [code for state, codes in states if state == "needs_review" for code in codes]
    receipt.outcome = "needs_review" if any(state == "needs_review" for state, _ in states) else "filed"
    receipt.reason = reasons[0] if reasons else None
    receipt.detail = in_words(reasons)
    receipt.finished_at = receipt.finished_at or now()


def pages_of(session: Session, document_id: str) -> list[PageRow]:
    """The pages of a document in order."""
    query = select(PageRow).where(PageRow.document_id == document_id).order_by(PageRow.number)
    return list(session.scalars(query))


class StandingPage(NamedTuple):
    """Where a page of a document comes from, how it stands, and which of its readings is in force."""

    id: str
    source_page: int
    source: str
    rotation: int
    skew: float
    reading: int


def pages_standing(session: Session, document_id: str) -> list[StandingPage]:
    """The pages of a document in order, without their text."""
    columns = (PageRow.id, PageRow.source_page, PageRow.source, PageRow.rotation, PageRow.skew, PageRow.reading)
    query = select(*columns).where(PageRow.document_id == document_id).order_by(PageRow.number)
    return [StandingPage(*row) for row in session.execute(query)]


def outer_pages(session: Session, document: DocumentRow, first: int, last: int) -> list[PageRow]:
    """The first and the last pages of a document in order, all where there are no others."""
    query = select(PageRow).where(
        PageRow.document_id == document.id,
        or_(PageRow.number <= first, PageRow.number > document.page_count - last),
    )
    return list(session.scalars(query.order_by(PageRow.number)))


def page_ends(session: Session, document_id: str) -> list[tuple[str, str | None, int]]:
    """State, problem and number of letters of each page of a document."""
    query = select(PageRow.state, PageRow.problem, PageRow.letters).where(PageRow.document_id == document_id)
    return [(state, problem, letters) for state, problem, letters in session.execute(query)]


def add_pages(session: Session, pages: Sequence[dict[str, Any]]) -> None:
    """Add pages by the values of their columns, into the bare table: mapped rows would take three times as long."""
    if pages:
        session.execute(_ADD_PAGES, list(pages))


def add_readings(session: Session, readings: Sequence[dict[str, Any]]) -> None:
    """Add layers of pages that are there, in the same way."""
    if readings:
        session.execute(_ADD_READINGS, list(readings))


def current_readings(session: Session, page_ids: Sequence[str]) -> dict[str, list[ReadingRow]]:
    """The layers in force of the pages, by page id: text layer first, then body, then stamp."""
    if not page_ids:
        return {}
    query = (
        select(ReadingRow)
        .join(PageRow, PageRow.id == ReadingRow.page_id)
        .where(PageRow.id.in_(page_ids), ReadingRow.generation == PageRow.reading)
        .order_by(LAYERS)
    )
    found: dict[str, list[ReadingRow]] = {}
    for row in session.scalars(query):
        found.setdefault(row.page_id, []).append(row)
    return found


def kept_pages(session: Session, pages: Sequence[PageRow]) -> tuple[KeptPage, ...]:
    """The pages as they are kept, with their layers in force, for what looks through their words."""
    layers = current_readings(session, [page.id for page in pages])
    return tuple(
        KeptPage(
            page.number, page.text, page.why, tuple(KeptLayer(row.part, row.words) for row in layers.get(page.id, ()))
        )
        for page in pages
    )


def document(session: Session, document_id: str) -> DocumentRow:
    """The document.

    Raises:
        NotFound: there is none of that id.
    """
    row = session.get(DocumentRow, document_id)
    if row is None:
        raise NotFound("El documento no existe.")
    return row


def page_and_document(session: Session, page_id: str) -> tuple[PageRow, DocumentRow]:
    """A page and the document it is of.

    Raises:
        NotFound: there is no such page.
    """
    page = session.get(PageRow, page_id)
    document = session.get(DocumentRow, page.document_id) if page else None
    if page is None or document is None:
        raise NotFound("La página no existe.")
    return page, document


def layers_of(session: Session, page: PageRow) -> list[ReadingRow]:
    """The layers of one page that are in force, in the same order."""
    query = select(ReadingRow).where(ReadingRow.page_id == page.id, ReadingRow.generation == page.reading)
    return list(session.scalars(query.order_by(LAYERS)))


def carried_over(row: ReadingRow, generation: int) -> ReadingRow:
    """A copy of a layer for the next generation: reading the image again does not change the text layer."""
    return ReadingRow(
        id=new_id(),
        page_id=row.page_id,
        generation=generation,
        part=row.part,
        engine=row.engine,
        engine_version=row.engine_version,
        language=row.language,
        confidence=row.confidence,
        parameters=row.parameters,
        text=row.text,
        words=row.words,
        read_at=row.read_at,
    )


def page_is_out(session: Session, document_id: str) -> None:
    """Count one page more as wanted."""
    session.execute(
        update(DocumentRow)
        .where(DocumentRow.id == document_id)
        .values(pending_pages=DocumentRow.pending_pages + 1)
        .execution_options(synchronize_session=False)
    )


def page_is_in(session: Session, document_id: str) -> int:
    """Count one page as done; how many are still wanted."""
    session.execute(
        update(DocumentRow)
        .where(DocumentRow.id == document_id)
        .values(pending_pages=DocumentRow.pending_pages - 1)
        .execution_options(synchronize_session=False)
    )
    return session.scalar(select(DocumentRow.pending_pages).where(DocumentRow.id == document_id)) or 0


def fields_of(session: Session, document_id: str) -> list[FieldRow]:
    """Every value of a document."""
    return list(session.scalars(select(FieldRow).where(FieldRow.document_id == document_id).order_by(FieldRow.id)))


def links_of(session: Session, document_id: str) -> list[LinkRow]:
    """Every link of a document."""
    return list(session.scalars(select(LinkRow).where(LinkRow.document_id == document_id).order_by(LinkRow.id)))


def forget_machine_fields(session: Session, document_id: str) -> None:
    """Remove what the machine read before and no person confirmed."""
    session.execute(
        delete(FieldRow).where(
            FieldRow.document_id == document_id, FieldRow.source == "machine", FieldRow.confirmed_by.is_(None)
        )
    )


def forget_machine_links(session: Session, document_id: str) -> None:
    """Remove the links that only the machine made or proposed."""
    session.execute(
        delete(LinkRow).where(
            LinkRow.document_id == document_id, LinkRow.source == "machine", LinkRow.confirmed_by.is_(None)
        )
    )


def behind(session: Session, limit: int) -> list[DocumentRow]:
    """Documents whose newest version the index does not hold yet, oldest first."""
    query = (
        select(DocumentRow)
        .where(DocumentRow.indexed_version != DocumentRow.version, DocumentRow.state != "processing")
        .order_by(DocumentRow.id)
        .limit(limit)
    )
    return list(session.scalars(query))


def after(session: Session, document_id: str, limit: int) -> list[DocumentRow]:
    """Documents that have an outcome, in order of their ids, after the given one."""
    query = select(DocumentRow).where(DocumentRow.id > document_id, DocumentRow.state != "processing")
    return list(session.scalars(query.order_by(DocumentRow.id).limit(limit)))


def mark_indexed(session: Session, versions: dict[str, int]) -> None:
    """Note which version of each document the index now holds."""
    for document_id, version in versions.items():
        session.execute(
            update(DocumentRow)
            .where(DocumentRow.id == document_id)
            .values(indexed_version=version)
            .execution_options(synchronize_session=False)
        )


def other_versions(session: Session, known: Mapping[str, int]) -> list[str]:
    """The documents that have an outcome and another version than is known of them, or of which none is."""
    query = select(DocumentRow.id, DocumentRow.version).where(DocumentRow.state != "processing")
    rows = session.execute(query.execution_options(yield_per=_AT_ONCE))
    return [document_id for document_id, version in rows if known.get(document_id) != version]


def of_ids(session: Session, document_ids: Sequence[str]) -> list[DocumentRow]:
    """Those of the documents that there are."""
    return list(session.scalars(select(DocumentRow).where(DocumentRow.id.in_(document_ids))))


def mark_all_indexed(session: Session, versions: Mapping[str, int]) -> None:
    """Note that the index holds these versions and nothing else; few rows are another's by then."""
    query = select(DocumentRow.id, DocumentRow.indexed_version).execution_options(yield_per=_AT_ONCE)
    differ = {each: versions.get(each, 0) for each, held in session.execute(query) if held != versions.get(each, 0)}
    mark_indexed(session, differ)


def forget_index(session: Session) -> None:
    """The index holds nothing any more: all must be fed again."""
    session.execute(update(DocumentRow).values(indexed_version=0).execution_options(synchronize_session=False))


def pages_of_many(session: Session, document_ids: Sequence[str]) -> dict[str, list[PageRow]]:
    """The pages of several documents, by document."""
    found: dict[str, list[PageRow]] = {document_id: [] for document_id in document_ids}
    query = select(PageRow).where(PageRow.document_id.in_(document_ids)).order_by(PageRow.document_id, PageRow.number)
    for row in session.scalars(query):
        found[row.document_id].append(row)
    return found


def unread_pages(session: Session) -> int:
    """Pages that are not blank and have no usable text."""
    return session.scalar(select(func.count()).select_from(PageRow).where(text(UNREAD))) or 0


def waiting_pages(session: Session) -> int:
    """Those of them that are still to be read."""
    waits = select(func.count()).select_from(PageRow).where(text(UNREAD), PageRow.state == "pending")
    return session.scalar(waits) or 0


def pages_read_since(session: Session, moment: datetime) -> int:
    """How many pages were read since then; the ids of readings are in the order of time."""
    first = make_id(int(moment.timestamp() * 1000), bytes(10))
    query = select(func.count(func.distinct(ReadingRow.page_id))).where(ReadingRow.id >= first)
    return session.scalar(query) or 0


def totals(session: Session) -> tuple[int, int, int]:
    """How many documents and pages there are, and how many pages the index is behind."""
    documents = session.scalar(select(func.count()).select_from(DocumentRow)) or 0
    pages = session.scalar(select(func.count()).select_from(PageRow)) or 0
    late = session.scalar(
        select(func.coalesce(func.sum(DocumentRow.page_count), 0)).where(
            DocumentRow.indexed_version != DocumentRow.version
        )
    )
    return documents, pages, int(late or 0)
