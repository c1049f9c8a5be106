"""`/uploads`: a file comes in part by part and goes on after a break."""

import asyncio
from typing import Annotated

import anyio
import anyio.to_thread
from litestar import Response, Router, delete, get, patch, post
from litestar.exceptions import InternalServerException
from litestar.params import FromPath, JSONBody, QueryParameter

from schemas.errors import TooLarge
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven
from service.operations import uploading
from service.operations.uploading import MOST_PART, NewUpload, Upload

IDLE_SECONDS = 30
"""How long a part may stand still before what came of it is kept and the rest is left to the next try."""

Offset = Annotated[int, QueryParameter(ge=0, le=1 << 50, description="Desde qué byte del archivo.")]


@post("/", sync_to_thread=True, status_code=200, summary="Empieza un envío, o dice cuánto se guarda ya de él")
def begin_upload(archive: ArchiveGiven, actor: ActorGiven, data: JSONBody[NewUpload]) -> Upload:
    """The same `key` again is the same upload: go on from its `offset`."""
    return uploading.begin_upload(archive, actor, data)


@get("/{upload_id:str}", sync_to_thread=True, summary="Cuánto se guarda de un envío")
def get_upload(archive: ArchiveGiven, actor: ActorGiven, upload_id: FromPath[str]) -> Upload:
    """`receipt_id` once it is received."""
    return uploading.get_upload(archive, actor, upload_id)


@patch("/{upload_id:str}", request_max_body_size=MOST_PART + 1, status_code=200, summary="Envía una parte, en orden")
async def add_part(
    archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, upload_id: FromPath[str], offset: Offset = 0
) -> Response[Upload]:
    """The body is up to 8 MiB of the file from `offset` on; of a part that breaks off, what came is kept. With the
    last part the file is received and `received` is its receipt.
    """  # noqa: D205 - shown as one paragraph in the API's description
    data = await _body(request)
    with anyio.CancelScope(shield=True):
        kept = await anyio.to_thread.run_sync(uploading.add_part, archive, actor, upload_id, offset, bytes(data))
    return Response(kept)


async def _body(request: AnyRequest) -> bytearray:
    """The part, or as much of it as came before the line broke."""
    data = bytearray()
    pieces = request.stream()
    try:
        while True:
            data += await asyncio.wait_for(anext(pieces), IDLE_SECONDS)
            if len(data) > MOST_PART:
                raise TooLarge(f"Una parte lleva hasta {MOST_PART >> 20} MiB.", code="part_too_large")
    except (StopAsyncIteration, TimeoutError, InternalServerException):
        return data


@delete("/{upload_id:str}", sync_to_thread=True, summary="Renuncia a un envío sin terminar")
def give_up(archive: ArchiveGiven, actor: ActorGiven, upload_id: FromPath[str]) -> None:
    """What was received stays."""
    uploading.give_up(archive, actor, upload_id)


router = Router("/uploads", tags=["documents"], route_handlers=[begin_upload, get_upload, add_part, give_up])
