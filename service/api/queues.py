"""`/queues`, `/lawsuits/{key}/clocks`: what to do next, and how much time is left."""

from typing import Any

import msgspec
from litestar import Response, Router, get
from litestar.params import FromPath

from schemas.queues import Figure, QueuePage
from service.api.asked import ActorGiven, ArchiveGiven, Limit, Offset
from service.api.forms import TableFormat, made_table
from service.operations import clocks
from service.operations.clocks import LawsuitClocks
from service.operations.queues import running


class QueueSummary(msgspec.Struct, frozen=True):
    """A queue with its figures."""

    name: str
    title: str
    figures: tuple[Figure, ...]


@get("/queues", sync_to_thread=True, summary="Las colas de trabajo con sus cifras")
def list_queues(archive: ArchiveGiven, actor: ActorGiven) -> tuple[QueueSummary, ...]:
    """In the order of a morning."""
    found = running.figures(archive, actor)
    return tuple(QueueSummary(name.value, running.QUEUES[name].title, figures) for name, figures in found.items())


@get("/queues/{name:str}", sync_to_thread=True, summary="Una cola de trabajo, lo más urgente primero")
def get_queue(
    archive: ArchiveGiven, actor: ActorGiven, name: FromPath[str], offset: Offset = 0, limit: Limit = 50
) -> QueuePage:
    """Each line names in `refs` what opens its evidence; the figures are over all lines."""
    return running.run_queue(archive, actor, name, limit=limit, offset=offset)


@get("/queues/{name:str}/export", sync_to_thread=True, summary="Una cola de trabajo completa, como tabla")
def export_queue(
    archive: ArchiveGiven, actor: ActorGiven, name: FromPath[str], format_: TableFormat = "xlsx"
) -> Response[Any]:
    """`format`: xlsx or csv."""
    title = name.replace("_", " ")[:40]
    return made_table(archive, title, format_, lambda target: running.export_queue(archive, actor, name, target))


@get("/lawsuits/{key:str}/clocks", sync_to_thread=True, summary="Los plazos de un juicio")
def get_lawsuit_clocks(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str]) -> LawsuitClocks:
    """By id or number. The lapse of the instance (caducidad, CCom 1076) in working days of its court, with its reason."""
    return clocks.lawsuit_clocks(archive, actor, key)


router = Router("/", tags=["queues"], route_handlers=[list_queues, get_queue, export_queue, get_lawsuit_clocks])
