"""Lotes: what was received together, its pages as thumbnails, where documents are split, joined and reordered."""

from typing import Any

import anyio.to_thread
import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath

from schemas.access import Action
from schemas.errors import ArchiveError, InvalidInput
from service.api.asked import ActorGiven, ArchiveGiven, Cursor, cursor_id
from service.archive import require
from service.middleware import FORM
from service.operations.arranging import Arranged, Part, arrange, batch_as_it_lies, joined, moved, split_before
from service.operations.intake_views import list_batches
from web.forms import read_form
from web.rendering import show

AnyRequest = Request[Any, Any, Any]


@get("/lotes", sync_to_thread=True, include_in_schema=False)
def list_all(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, desde: Cursor = None) -> Response[str]:
    """The batches, the newest first."""
    require(actor, Action.ADD_DOCUMENTS)
    return show(request, "batches.html", batches=list_batches(archive, actor, before=cursor_id(desde)))


@get("/lotes/{batch:str}", sync_to_thread=True, include_in_schema=False)
def show_batch(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, batch: FromPath[str]) -> Response[str]:
    """The pages of a batch, document by document."""
    return _page(archive, request, batch)


def _page(
    archive: ArchiveGiven,
    request: AnyRequest,
    batch: str,
    done: Arranged | None = None,
    at: str = "",
    problem: str = "",
) -> Response[str]:
    lying = batch_as_it_lies(archive, request.user, batch)
    return show(
        request,
        "batch.html",
        400 if problem else 200,
        batch=batch,
        name=next((one.document.batch for one in lying), None),
        lying=lying,
        before=msgspec.json.encode(done.before).decode() if done else "",
        at=at,
        problem=problem,
        reading=any(one.document.state == "processing" for one in lying),
    )


@post("/lotes/{batch:str}", opt={FORM: True}, include_in_schema=False)
async def change_batch(
    archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, batch: FromPath[str]
) -> Response[Any]:
    """Do what the pressed button says, and show the batch as it lies then, with the way back."""
    fields = await read_form(request)
    verb, _, page = fields.get("hacer", "").partition(":")

    def act() -> Response[str]:
        try:
            done = arrange(archive, actor, _wanted(archive, actor, batch, (verb, page), fields.get("antes", "")))
        except ArchiveError as error:
            return _page(archive, request, batch, at=page, problem=error.detail)
        return _page(archive, request, batch, done if verb != "deshacer" else None, page)

    return await anyio.to_thread.run_sync(act)


def _wanted(
    archive: ArchiveGiven, actor: ActorGiven, batch: str, asked: tuple[str, str], before: str
) -> tuple[Part, ...]:
    """The arrangement that the button stands for.

    Raises:
        InvalidInput: the form is none of this page.
    """
    verb, page = asked
    if verb == "deshacer":
        try:
            return msgspec.json.decode(before, type=tuple[Part, ...])
        except msgspec.DecodeError as error:
            raise InvalidInput("El formulario no se entiende.") from error
    all_of = batch_as_it_lies(archive, actor, batch)
    file = next((one.document.receipt_id for one in all_of for there in one.pages if there.id == page), "")
    lying = tuple(
        Part(tuple(there.id for there in one.pages), one.document.id)
        for one in all_of
        if one.document.receipt_id == file
    )
    if verb == "separar":
        return split_before(lying, page)
    if verb == "unir":
        return joined(lying, page)
    if verb in ("antes", "despues"):
        return moved(lying, page, -1 if verb == "antes" else 1)
    raise InvalidInput("El formulario no se entiende.")


HANDLERS = (list_all, show_batch, change_batch)
