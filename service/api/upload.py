"""`POST /documents`: a file comes in, raw or multipart, of any size up to the limit."""

import hashlib
from typing import Annotated, Any

import anyio.to_thread
import msgspec
from litestar import Response, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import QueryParameter

from schemas.access import Action, Actor
from schemas.errors import TooLarge
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven, IdempotencyKey, Text
from service.archive import Archive, require
from service.operations.receive import Given, Received, Staged, receive_once
from service.operations.repeating import Answer, Asked
from service.uploads import Arrival, MultipartTaker, base_name, given_of, take_raw

MULTIPART = "multipart/form-data"


@post(
    "/documents",
    tags=["documents"],
    request_max_body_size=None,
    status_code=202,
    summary="Recibe un archivo",
    responses={200: ResponseSpec(Received, description="Ya tiene resultado (duplicado, vacío) o es una repetición")},
)
async def upload(
    archive: ArchiveGiven,
    actor: ActorGiven,
    request: AnyRequest,
    filename: Text = None,
    type: Text = None,
    credit: Text = None,
    lawsuit: Text = None,
    debtor: Text = None,
    batch: Text = None,
    title: Text = None,
    paper_location: Text = None,
    scanner: Text = None,
    expected_separators: Annotated[int | None, QueryParameter(ge=0, le=10_000)] = None,
    idempotency_key: IdempotencyKey = None,
) -> Response[dict[str, Any]]:
    """The body is the file itself, or `multipart/form-data` with one field `file`; what is known of it comes as
    query parameters or fields of the same names. 202 while the work goes on, 200 when the outcome stands.
    """  # noqa: D205 - shown as one paragraph in the API's description
    require(actor, Action.ADD_DOCUMENTS)
    _check_length(archive, request)
    said: dict[str, Any] = {
        "type": type,
        "credit": credit,
        "lawsuit": lawsuit,
        "debtor": debtor,
        "batch": batch,
        "title": title,
        "paper_location": paper_location,
        "scanner": scanner,
        "expected_separators": expected_separators,
    }
    given_of(said)
    arrival = await _arrival(archive, request, filename)
    try:
        given = given_of({**said, **{name: value for name, value in arrival.fields.items() if value}})
        answer = await anyio.to_thread.run_sync(_receive, archive, actor, arrival.staged, given, idempotency_key)
    finally:
        await anyio.to_thread.run_sync(arrival.close)
    headers = {"Location": f"/api/v1/receipts/{answer.body['receipt_id']}"}
    if answer.repeated:
        headers["Idempotent-Replay"] = "true"
    return Response(answer.body, status_code=answer.status, headers=headers)


def _check_length(archive: Archive, request: AnyRequest) -> None:
    """Refuse at once what says of itself that it is too large."""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and len(length) < 19 and int(length) > archive.settings.max_upload + (1 << 20):
        raise TooLarge(f"El archivo rebasa el máximo de {archive.settings.max_upload // 1024**2} MB.")


async def _arrival(archive: Archive, request: AnyRequest, filename: str | None) -> Arrival:
    content_type = request.headers.get("content-type", "")
    if content_type.lower().startswith(MULTIPART):
        (arrival,) = await MultipartTaker(archive, content_type).take(request.stream())
        return arrival
    # Any other type is the file itself: many programs call every body they send a form.
    return await take_raw(archive, request.stream(), base_name(filename or "sin-nombre"))


def _receive(archive: Archive, actor: Actor, staged: Staged, given: Given, key: str | None) -> Answer:
    asked = msgspec.json.encode((staged.sha256, staged.filename, given))
    digest = hashlib.sha256(asked).hexdigest()
    return receive_once(archive, actor, staged, given, Asked(key, digest))
