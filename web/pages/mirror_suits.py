"""Juicios espejo: the alerts of notes sued on twice, and what was found out about each."""

from typing import Any

import anyio.to_thread
from litestar import Request, Response, get, post
from litestar.params import FromPath

from schemas.access import Action, may
from schemas.errors import ArchiveError
from service.api.asked import ActorGiven, ArchiveGiven
from service.archive import Archive
from service.middleware import FORM
from service.operations import registry
from web.asked import NameCursor
from web.forms import go, read_form
from web.rendering import show

AnyRequest = Request[Any, Any, Any]
KIND = "suit-alerts"
PER_PAGE = 50


@get("/cartera/espejo", sync_to_thread=True, include_in_schema=False)
def list_alerts(
    archive: ArchiveGiven,
    actor: ActorGiven,
    request: AnyRequest,
    desde: NameCursor = None,
) -> Response[str]:
    """Alerts, the newest first."""
    return _list(archive, request, desde, "")


def _list(archive: Archive, request: AnyRequest, after: str | None, problem: str) -> Response[str]:
    found = registry.listing(archive, request.user, KIND, "", after, PER_PAGE)
    return show(request, "mirror_suits.html", 400 if problem else 200, alerts=found.items, further=found.cursor,
                problem=problem, may_write=may(request.user, Action.WRITE_REGISTRY))  # fmt: skip


@post("/cartera/espejo/{key:str}", opt={FORM: True}, include_in_schema=False)
async def settle(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    """Say what was found out; the alert is settled today."""
    said = (await read_form(request)).get("resolucion", "")
    try:
        await anyio.to_thread.run_sync(_settle, archive, actor, key, said)
    except ArchiveError as error:
        return await anyio.to_thread.run_sync(_list, archive, request, None, error.detail)
    return go("/cartera/espejo")


def _settle(archive: Archive, actor: ActorGiven, key: str, said: str) -> None:
    registry.change(archive, actor, KIND, key, {"settled_note": said})


HANDLERS = (list_alerts, settle)
