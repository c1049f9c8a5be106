"""`/receipts`, `/batches`, `/queues/review`, `/events`: what came in, what waits, what was done."""

from typing import Annotated

from litestar import Router, delete, get
from litestar.params import FromPath, QueryParameter

from schemas.outcomes import Reason
from service.api.asked import ActorGiven, ArchiveGiven, Cursor, Limit, Text, cursor_id
from service.operations import intake_views
from service.operations.discarding import discard_rejected
from storage.records.documents import WantedReceipts


@get("/receipts", sync_to_thread=True, tags=["receipts"], summary="Lo recibido, lo más nuevo primero")
def list_receipts(
    archive: ArchiveGiven,
    actor: ActorGiven,
    outcome: Text = None,
    batch: Text = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> intake_views.ReceiptList:
    """`outcome` is `filed`, `needs_review`, `duplicate`, `rejected` or `in_progress`."""
    wanted = WantedReceipts(outcome=outcome, batch=batch)
    return intake_views.list_receipts(archive, actor, wanted, before=cursor_id(cursor), limit=limit)


@get("/receipts/{receipt_id:str}", sync_to_thread=True, tags=["receipts"], summary="Un acuse y qué resultó")
def get_receipt(archive: ArchiveGiven, actor: ActorGiven, receipt_id: FromPath[str]) -> intake_views.ReceiptResult:
    """`results` has a line for each document, in the shape of `ingest --json`."""
    return intake_views.get_receipt(archive, actor, receipt_id)


@delete(
    "/receipts/{receipt_id:str}",
    sync_to_thread=True,
    tags=["receipts"],
    summary="Descartar el archivo de un acuse rechazado",
)
def discard_receipt(archive: ArchiveGiven, actor: ActorGiven, receipt_id: FromPath[str]) -> None:
    """Administrators only. The receipt stays; what it kept goes, unless another receipt has the same bytes."""
    discard_rejected(archive, actor, receipt_id)


@get("/batches", sync_to_thread=True, tags=["receipts"], summary="Lotes de captura")
def list_batches(
    archive: ArchiveGiven, actor: ActorGiven, cursor: Cursor = None, limit: Limit = 50
) -> intake_views.BatchList:
    """The newest first."""
    return intake_views.list_batches(archive, actor, before=cursor_id(cursor), limit=limit)


@get("/queues/review", sync_to_thread=True, tags=["queues"], summary="Lo que espera a una persona")
def review_queue(
    archive: ArchiveGiven,
    actor: ActorGiven,
    reason: Annotated[Reason | None, QueryParameter()] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> intake_views.ReviewList:
    """The longest waiting first."""
    return intake_views.review_queue(archive, actor, reason, after=cursor_id(cursor), limit=limit)


@get("/events", sync_to_thread=True, tags=["events"], summary="La bitácora, lo más nuevo primero")
def list_events(
    archive: ArchiveGiven,
    actor: ActorGiven,
    object_id: Text = None,
    by: Text = None,
    before: Annotated[int | None, QueryParameter(ge=1)] = None,
    limit: Limit = 100,
) -> intake_views.EventList:
    """Every look, download, change and hand-over; `by` is a user's name, `digest` seals each with the one before."""
    return intake_views.list_events(archive, actor, object_id=object_id, by=by, before=before, limit=limit)


router = Router(
    "/", route_handlers=[list_receipts, get_receipt, discard_receipt, list_batches, review_queue, list_events]
)
