"""The note of supervision written on the page of a lawsuit."""

from typing import Any
from urllib.parse import quote

import anyio.to_thread
from litestar import Response, post
from litestar.params import FromPath

from schemas.supervision import SupervisionNoteIn
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven
from service.middleware import FORM
from service.operations import supervising
from web.forms import go, read_form


@post("/juicios/{key:str}/supervision", opt={FORM: True}, include_in_schema=False)
async def add_note(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    """One more note, then the lawsuit again, where its notes stand."""
    fields = await read_form(request)

    def noted() -> str:
        return supervising.note_supervision(archive, actor, key, SupervisionNoteIn(fields.get("nota", ""))).lawsuit_id

    lawsuit_id = await anyio.to_thread.run_sync(noted)
    return go(f"/juicios/{quote(lawsuit_id, safe='')}#supervision")


HANDLERS = (add_note,)
