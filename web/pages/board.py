"""Inicio: the board by role, each queue with its figures, and each queue as a page."""

from typing import Annotated, Any
from urllib.parse import urlencode

from litestar import Response, get
from litestar.params import FromPath, FromQuery, QueryParameter

from schemas.queues import LEVEL_NAMES
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven
from service.operations.call_messages import waiting
from service.operations.digest import digest
from service.operations.queues import running
from web.forms import go
from web.rendering import show
from web.words import DONE, done

PER_PAGE = 50
LEVEL_TONES = {"watch": "info", "warn": "wait", "urgent": "wait", "last": "bad", "past": "bad"}


@get("/", sync_to_thread=True, include_in_schema=False)
def home(
    archive: ArchiveGiven,
    actor: ActorGiven,
    request: AnyRequest,
    q: FromQuery[str] = "",
) -> Response[Any]:
    """What waits for whoever signed in; a search asked for here is answered on its own page."""
    if q:
        return go("/buscar?" + urlencode({"q": q}))
    if actor.sees_only is not None:
        return go("/agenda")
    return show(
        request, "board.html", queues=running.overview(archive, actor), waiting=waiting(archive, actor), **_words()
    )


@get("/colas/{name:str}", sync_to_thread=True, include_in_schema=False)
def queue(
    archive: ArchiveGiven,
    actor: ActorGiven,
    request: AnyRequest,
    name: FromPath[str],
    desde: Annotated[int, QueryParameter(ge=0, le=1_000_000)] = 0,
) -> Response[str]:
    """One queue, the most pressing first; each line opens its evidence."""
    found = running.run_queue(archive, actor, name, limit=PER_PAGE, offset=desde)
    return show(request, "queue.html", queue=found, start=desde, step=PER_PAGE, **_words())


@get("/resumen", sync_to_thread=True, include_in_schema=False)
def summary(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[str]:
    """What changed since the last working day, and what is due."""
    found = digest(archive, actor)
    number = {(one.action, one.object_kind): one.number for one in found.done}
    said = [done(*what, number[what]) for what in DONE if what in number]
    return show(request, "digest.html", digest=found, said=said, **_words())


def _words() -> dict[str, Any]:
    return {"level_names": LEVEL_NAMES, "level_tones": LEVEL_TONES}


HANDLERS = (home, queue, summary)
