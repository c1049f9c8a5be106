"""What was received and how it ended, and what waits for a person, as the API and the pages show them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from schemas.access import Action, Actor
from schemas.errors import NotFound
from schemas.outcomes import SENTENCES, Reason, in_words
from service.archive import Archive, require
from service.operations.awaiting import FileOutcome, outcomes
from service.operations.document_views import DocumentSummary, hidden_kin, reasons_of, summaries
from service.operations.paging import MOST_LISTED, next_after, page_length
from storage.records import Session, documents, events, pipeline, showing
from storage.records.documents import WantedReceipts
from storage.records.tables import EventRow, ReceiptRow


class ReceiptView(msgspec.Struct, frozen=True):
    """A receipt; `outcome` is null while the work goes on."""

    id: str
    received_at: datetime
    received_by: str
    channel: str
    filename: str
    sha256: str
    bytes: int
    kind: str | None
    outcome: str | None
    reason: str | None
    detail: str | None
    duplicate_of: str | None
    finished_at: datetime | None
    given: dict[str, Any]
    notes: list[str]


class ReceiptResult(msgspec.Struct, frozen=True):
    """A receipt with what came of it: a line for each document, and for each file an e-mail carried."""

    receipt: ReceiptView
    results: list[FileOutcome]


class ReceiptList(msgspec.Struct, frozen=True):
    """A page of receipts; `next` is where the next page begins."""

    items: list[ReceiptView]
    next: str | None


class BatchView(msgspec.Struct, frozen=True):
    """A batch: how many files were received in it and how many of them have their outcome.

    `lacks_separators`: all have theirs, and fewer separator sheets were found than were expected.
    """

    id: str
    name: str
    created_at: datetime
    created_by: str
    expected_separators: int | None
    found_separators: int
    received: int
    finished: int
    lacks_separators: bool = False


class BatchList(msgspec.Struct, frozen=True):
    """A page of batches."""

    items: list[BatchView]
    next: str | None


class ReviewList(msgspec.Struct, frozen=True):
    """A page of what waits for a person, the longest waiting first; `total` is counted on the first page only."""

    items: list[DocumentSummary]
    next: str | None
    total: int | None


class EventView(msgspec.Struct, frozen=True):
    """One act of the record; `digest` in hex seals it with the one before."""

    sequence: int
    at: datetime
    actor: str
    origin: str
    action: str
    object_kind: str
    object_id: str
    detail: dict[str, Any]
    digest: str


class EventList(msgspec.Struct, frozen=True):
    """A page of events, the newest first."""

    items: list[EventView]
    next: int | None


def get_receipt(archive: Archive, actor: Actor, receipt_id: str) -> ReceiptResult:
    """One receipt and what came of it. The look of anybody but the sender, who asks until it is done, is recorded.

    Raises:
        NotFound: there is none of that id, or the actor may not know of it.
    """
    require(actor, Action.READ_DOCUMENTS)
    with archive.database.read() as session:
        row = documents.receipt(session, actor, receipt_id)
    lines = outcomes(archive, receipt_id, row.filename, seen_by=actor)
    with archive.database.read() as session:
        ids = [line.document_id for line in lines if line.document_id]
        seen = set(ids) if actor.sees_only is None else showing.visible_among(session, actor, ids)
        [shown] = _receipts(session, actor, [row])
    if row.received_by != actor.name:
        archive.looks.viewed(actor, "receipt", receipt_id)
    return ReceiptResult(shown, [line if line.document_id in seen else _bare(line) for line in lines])


def _bare(line: FileOutcome) -> FileOutcome:
    """The line without what it tells of a document that the reader may not know of."""
    return msgspec.structs.replace(line, document_id=None, type=None, pages=0, links=())


def list_receipts(
    archive: Archive, actor: Actor, wanted: WantedReceipts, *, before: str | None = None, limit: int = 50
) -> ReceiptList:
    """Receipts, the newest first.

    Raises:
        Forbidden: the actor may not read documents.
    """
    require(actor, Action.READ_DOCUMENTS)
    limit = page_length(limit)
    with archive.database.read() as session:
        rows = documents.receipts(session, actor, wanted, before, limit + 1)
        shown = _receipts(session, actor, rows[:limit])
    archive.looks.listed(actor, "receipt", "-", min(limit, len(rows)), outcome=wanted.outcome, batch=wanted.batch)
    return ReceiptList(shown, next_after(rows, limit))


def count_receipts(archive: Archive, actor: Actor, wanted: WantedReceipts) -> dict[str, int]:
    """How many receipts there are by outcome, `in_progress` for those without one yet.

    Raises:
        Forbidden: the actor may not read documents.
    """
    require(actor, Action.READ_DOCUMENTS)
    with archive.database.read() as session:
        return documents.receipt_counts(session, actor, wanted)


def batch_id(archive: Archive, actor: Actor, name: str) -> str | None:
    """The id of the batch of that name, or None where there is none that the actor may know of.

    Raises:
        Forbidden: the actor may not read documents.
    """
    require(actor, Action.READ_DOCUMENTS)
    with archive.database.read() as session:
        row = documents.batch(session, actor, name)
        return row.id if row else None


def list_batches(archive: Archive, actor: Actor, *, before: str | None = None, limit: int = 50) -> BatchList:
    """Batches, the newest first.

    Raises:
        Forbidden: the actor may not read documents.
    """
    require(actor, Action.READ_DOCUMENTS)
    limit = page_length(limit)
    with archive.database.read() as session:
        rows = documents.batches(session, actor, before, limit + 1)
    same = ("id", "name", "created_at", "created_by", "expected_separators", "found_separators")
    items = [
        BatchView(
            **{name: getattr(row, name) for name in same},
            received=received,
            finished=finished,
            lacks_separators=finished == received and row.found_separators < (row.expected_separators or 0),
        )
        for row, received, finished in rows[:limit]
    ]
    archive.looks.listed(actor, "batch", "-", len(items))
    return BatchList(items, items[-1].id if len(rows) > limit else None)


def review_queue(
    archive: Archive, actor: Actor, reason: Reason | None = None, *, after: str | None = None, limit: int = 50
) -> ReviewList:
    """Documents that wait for a person.

    Raises:
        Forbidden: the actor may not review documents.
    """
    require(actor, Action.REVIEW_DOCUMENTS)
    limit = page_length(limit)
    code = reason.value if reason else None
    with archive.database.read() as session:
        rows = [row for row, _ in documents.waiting(session, actor, code, after, limit + 1)]
        wanted = documents.Wanted(state="needs_review", reason=code)
        total = documents.count(session, actor, wanted) if after is None else None
        items = summaries(session, actor, rows[:limit])
    archive.looks.listed(actor, "queue", "review", len(items), reason=code)
    return ReviewList(items, next_after(rows, limit), total)


def list_events(
    archive: Archive,
    actor: Actor,
    *,
    object_id: str | None = None,
    by: str | None = None,
    before: int | None = None,
    limit: int = 100,
) -> EventList:
    """The record of what was done, the newest first, of one thing, by one person, or all of it.

    Raises:
        Forbidden: the actor may not read the record.
    """
    require(actor, Action.READ_EVENTS)
    limit = page_length(limit)
    with archive.database.read() as session:
        rows = events.listing(session, object_id=object_id, by=by, before=before, limit=limit + 1)
    items = [event_view(row) for row in rows[:limit]]
    archive.looks.listed(actor, "log", object_id or "-", len(items), by=by)
    return EventList(items, items[-1].sequence if len(rows) > limit else None)


def document_events(archive: Archive, actor: Actor, document_id: str, *, before: int | None = None) -> EventList:
    """What was done with one document.

    Raises:
        NotFound: there is none of that id, or the actor may not know of it.
        Forbidden: the actor may not read the record.
    """
    require(actor, Action.READ_EVENTS)
    with archive.database.read() as session:
        documents.visible(session, actor, document_id)
    return list_events(archive, actor, object_id=document_id, before=before, limit=MOST_LISTED)


def may_know_document(session: Session, actor: Actor, document_id: str | None) -> bool:
    """Whether an answer may name the document to the actor."""
    if document_id is None or actor.sees_only is None:
        return True
    try:
        documents.visible(session, actor, document_id)
    except NotFound:
        return False
    return True


def _receipts(session: Session, actor: Actor, rows: Sequence[ReceiptRow]) -> list[ReceiptView]:
    """The receipts; what they repeat, and that something in them resembles another paper, only where the actor may know of that."""
    known = documents.known_receipts(session, actor, [row.duplicate_of for row in rows])
    told = _told(session, actor, [row.id for row in rows if actor.sees_only is not None and _tells_of_kin(row)])
    found = []
    for row in rows:
        shown = ReceiptView(**{name: getattr(row, name) for name in ReceiptView.__struct_fields__})
        if row.id in told:
            reasons = told[row.id]
            shown = msgspec.structs.replace(shown, reason=next(iter(reasons), None), detail=in_words(reasons))
        found.append(shown if row.duplicate_of in known else msgspec.structs.replace(shown, duplicate_of=None))
    return found


def _tells_of_kin(row: ReceiptRow) -> bool:
    return SENTENCES[Reason.POSSIBLE_RESCAN] in (row.detail or "") or row.reason == Reason.POSSIBLE_RESCAN.value


def _told(session: Session, actor: Actor, receipt_ids: Sequence[str]) -> dict[str, list[str]]:
    """For each receipt the reasons for which its papers wait, as far as the actor may know of them."""
    papers = pipeline.waiting_of(session, receipt_ids) if receipt_ids else []
    hidden = hidden_kin(session, actor, papers)
    told: dict[str, list[str]] = {one: [] for one in receipt_ids}
    for paper in papers:
        told[paper.receipt_id] += [reason.code for reason in reasons_of(paper, hidden)]
    return told


def event_view(row: EventRow) -> EventView:
    """An event as it is shown."""
    same = ("sequence", "at", "actor", "origin", "action", "object_kind", "object_id", "detail")
    return EventView(**{name: getattr(row, name) for name in same}, digest=row.digest.hex())
