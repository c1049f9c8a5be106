"""Juicios espejo: the alerts of notes sued on twice, and what was found out about each."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from schemas.access import Action, may
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven
from service.archive import Archive
from service.middleware import FORM
from service.operations import registry
from web.asked import NameCursor
from web.forms import Fields, answer_form
from web.rendering import show

KIND = "suit-alerts"
PER_PAGE = 50


@get("/cartera/espejo", sync_to_thread=True, include_in_schema=False)
def list_alerts(
    archive: ArchiveGiven,
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

    def settled(fields: Fields) -> str:
        registry.change(archive, actor, KIND, key, {"settled_note": fields.get("resolucion", "")})
        return "/cartera/espejo"

    return await answer_form(request, settled, lambda _, problem: _list(archive, request, None, problem))


HANDLERS = (list_alerts, settle)
