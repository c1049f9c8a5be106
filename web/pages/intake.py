"""Recibir archivos."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

import anyio.to_thread
from litestar import Response, get, post
from litestar.params import FromPath, QueryParameter

from schemas.access import Action
from schemas.document_types import document_types
from schemas.errors import ArchiveError
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven
from service.archive import require
from service.middleware import FORM, check_csrf
from service.operations.intake_views import batch_id, count_receipts, get_receipt, list_receipts
from service.operations.receive import receive
from service.operations.signing_in import SignedIn
from service.uploads import MultipartTaker, given_of
from storage.records.documents import WantedReceipts
from web.forms import go
from web.rendering import moment, show

Batch = Annotated[str, QueryParameter(max_length=100)]
MOST_FILES = 50
FRESH = timedelta(minutes=3)
OUTCOMES = {
    "in_progress": "en proceso",
    "filed": "archivados",
    "needs_review": "por revisar",
    "duplicate": "duplicados",
    "rejected": "rechazados",
}


@get("/recibir", sync_to_thread=True, include_in_schema=False)
def ask_files(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, lote: Batch = "") -> Response[str]:
    """The form, and what was received lately or in a batch."""
    require(actor, Action.ADD_DOCUMENTS)
    return _form(archive, request, lote)


@get("/recibir/estado", sync_to_thread=True, include_in_schema=False)
def show_outcomes(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, lote: Batch = "") -> Response[str]:
    """The part of the page with the outcomes, as they are now."""
    require(actor, Action.ADD_DOCUMENTS)
    return show(request, "parts/receipts.html", **_received(archive, actor, lote))


def _received(archive: ArchiveGiven, actor: ActorGiven, batch: str) -> dict[str, Any]:
    """What the part shows; it asks again every two seconds, and seldom once the work takes long."""
    listed = list_receipts(archive, actor, WantedReceipts(batch=batch or None), limit=200 if batch else 30)
    counts = count_receipts(archive, actor, WantedReceipts(batch=batch)) if batch else {}
    fresh = bool(listed.items) and datetime.now(UTC) - listed.items[0].received_at < FRESH
    return {
        "batch": batch,
        "batch_id": batch_id(archive, actor, batch) if batch else None,
        "receipts": listed.items,
        "counts": counts,
        "outcomes": OUTCOMES,
        "waits": bool(counts.get("in_progress")) or any(receipt.outcome is None for receipt in listed.items),
        "pace": 2 if fresh else 15,
        "more": listed.next is not None and bool(batch),
    }


def _form(archive: ArchiveGiven, request: AnyRequest, batch: str, problem: str = "") -> Response[str]:
    signed_in = request.scope.get("auth")
    who = signed_in.display_name if isinstance(signed_in, SignedIn) else request.user.name
    return show(
        request,
        "receive.html",
        400 if problem else 200,
        types=document_types(),
        problem=problem,
        most=MOST_FILES,
        new_batch=f"{moment(datetime.now(UTC))} · {who}"[:100],
        **_received(archive, request.user, batch),
    )


@post("/recibir", opt={FORM: True}, request_max_body_size=None, include_in_schema=False)
async def take_files(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[Any]:
    """Take the files of the form; each has its receipt before the page shows it."""
    require(actor, Action.ADD_DOCUMENTS)
    arrivals = []

    def check(fields: dict[str, str]) -> None:
        check_csrf(request.auth, fields.get("csrf", ""))

    try:
        content_type = request.headers.get("content-type", "")
        taker = MultipartTaker(archive, content_type, most_files=MOST_FILES, check=check)
        arrivals = await taker.take(request.stream())
        for arrival in arrivals:
            given = given_of({name: value for name, value in arrival.fields.items() if name != "csrf"})

            def keep(arrival: Any = arrival, given: Any = given) -> None:  # noqa: ANN401 - bound at once
                receive(archive, actor, arrival.staged, given, channel="web")

            await anyio.to_thread.run_sync(keep)
    except ArchiveError as error:
        return await anyio.to_thread.run_sync(_form, archive, request, "", error.detail)
    finally:
        for arrival in arrivals:
            await anyio.to_thread.run_sync(arrival.close)
    batch = next((arrival.fields["batch"].strip() for arrival in arrivals if arrival.fields.get("batch")), "")
    return go("/recibir?" + urlencode({"lote": batch}) if batch else "/recibir")


@get("/acuses/{receipt_id:str}", sync_to_thread=True, include_in_schema=False)
def open_receipt(archive: ArchiveGiven, actor: ActorGiven, receipt_id: FromPath[str]) -> Response[Any]:
    """On to the first document that came of a receipt, or back to what was received."""
    results = get_receipt(archive, actor, receipt_id).results
    first = next((line.document_id for line in results if line.document_id), None)
    return go(f"/documentos/{first}" if first else "/recibir")


HANDLERS = (ask_files, show_outcomes, take_files, open_receipt)
