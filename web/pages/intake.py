"""Recibir archivos, y lo que espera a una persona."""

from typing import Annotated, Any

import anyio.to_thread
from litestar import Request, Response, get, post
from litestar.params import FromPath, QueryParameter

from schemas.access import Action
from schemas.document_types import document_types
from schemas.errors import ArchiveError
from schemas.outcomes import SENTENCES, Reason
from service.api.asked import ActorGiven, ArchiveGiven, Cursor, cursor_id
from service.archive import require
from service.middleware import FORM, check_csrf
from service.operations.intake_views import get_receipt, list_receipts, review_queue
from service.operations.receive import receive
from service.uploads import MultipartTaker, given_of
from storage.records.documents import WantedReceipts
from web.forms import go
from web.rendering import show

AnyRequest = Request[Any, Any, Any]
MOST_FILES = 50


@get("/recibir", sync_to_thread=True, include_in_schema=False)
def ask_files(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[str]:
    """The form, and what was received lately."""
    require(actor, Action.ADD_DOCUMENTS)
    return _form(archive, request, "")


def _form(archive: ArchiveGiven, request: AnyRequest, problem: str) -> Response[str]:
    receipts = list_receipts(archive, request.user, WantedReceipts(), limit=30)
    waits = any(receipt.outcome is None for receipt in receipts.items)
    return show(
        request,
        "receive.html",
        400 if problem else 200,
        receipts=receipts.items,
        types=document_types(),
        waits=waits,
        problem=problem,
        most=MOST_FILES,
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
        return await anyio.to_thread.run_sync(_form, archive, request, error.detail)
    finally:
        for arrival in arrivals:
            await anyio.to_thread.run_sync(arrival.close)
    return go("/recibir")


@get("/acuses/{receipt_id:str}", sync_to_thread=True, include_in_schema=False)
def open_receipt(archive: ArchiveGiven, actor: ActorGiven, receipt_id: FromPath[str]) -> Response[Any]:
    """On to the first document that came of a receipt, or back to what was received."""
    results = get_receipt(archive, actor, receipt_id).results
    first = next((line.document_id for line in results if line.document_id), None)
    return go(f"/documentos/{first}" if first else "/recibir")


@get("/revisar", sync_to_thread=True, include_in_schema=False)
def review(
    archive: ArchiveGiven,
    actor: ActorGiven,
    request: AnyRequest,
    motivo: Annotated[Reason | None, QueryParameter()] = None,
    desde: Cursor = None,
) -> Response[str]:
    """What waits, the longest waiting first."""
    queue = review_queue(archive, actor, motivo, after=cursor_id(desde))
    return show(request, "review.html", queue=queue, chosen=motivo, sentences=SENTENCES)


HANDLERS = (ask_files, take_files, open_receipt, review)
