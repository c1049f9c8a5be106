"""`/scan-inspections`: batches inspected by a sample of their pages, and how operators and scanners stand."""

from datetime import date
from typing import Annotated

import msgspec
from litestar import Response, Router, get, patch, post
from litestar.params import FromPath, JSONBody, QueryParameter

from schemas.scan_quality import InspectedPage, Judgement, Quality, ScanInspection, Settlement, State
from service.api.asked import ActorGiven, ArchiveGiven, Cursor, Limit, Text, cursor_id
from service.api.forms import made_file
from service.operations.scan_quality import inspecting, settling, views
from storage.records.scan_quality import Wanted


class ScanInspections(msgspec.Struct, frozen=True):
    """A page of inspections."""

    items: tuple[ScanInspection, ...]
    next: str | None


class OneInspection(msgspec.Struct, frozen=True):
    """An inspection with its pages in order; none for whoever scanned the batch, while it is open."""

    inspection: ScanInspection
    pages: tuple[InspectedPage, ...]


class Drawing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which batch is to be inspected, by id or name."""

    batch: str


@post(
    "/scan-inspections", sync_to_thread=True, status_code=201, summary="Sortea las páginas de un lote por inspeccionar"
)
def draw_inspection(archive: ArchiveGiven, actor: ActorGiven, data: JSONBody[Drawing]) -> ScanInspection:
    """By a seed that nobody chooses; not by whoever scanned the batch."""
    return inspecting.draw_inspection(archive, actor, data.batch)


@get("/scan-inspections", sync_to_thread=True, summary="Inspecciones de lotes, las más nuevas primero")
def list_inspections(
    archive: ArchiveGiven,
    actor: ActorGiven,
    batch: Text = None,
    wanted_state: Annotated[State | None, QueryParameter(name="state")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> ScanInspections:
    """Of one batch (its id), or at one state, where asked for."""
    wanted = Wanted(batch=batch, state=wanted_state.value if wanted_state else None)
    return ScanInspections(*views.list_inspections(archive, actor, wanted, before=cursor_id(cursor) or "", limit=limit))


@get("/scan-inspections/{key:str}", sync_to_thread=True, summary="Una inspección con sus páginas")
def get_inspection(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str]) -> OneInspection:
    """By folio or id. Seed, operators and scanners are told once the batch is judged."""
    return OneInspection(*views.get_inspection(archive, actor, key))


@get("/scan-inspections/{key:str}/report.pdf", sync_to_thread=True, media_type="application/pdf",
     summary="El dictamen de un lote, con lo que hay que hacer en cada página, para firmar")  # fmt: skip
def print_inspection(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str]) -> Response[bytes]:
    """Once the batch is judged."""
    found = views.get_inspection(archive, actor, key)
    name = f"calidad-{found[0].folio}.pdf"
    return made_file(archive, name, lambda target: settling.print_inspection(archive, actor, found, target))


@patch("/scan-inspections/{key:str}/pages/{number:int}", sync_to_thread=True, summary="Dice qué se ve en una página")
def judge_page(
    archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str], number: FromPath[int], data: JSONBody[Judgement]
) -> InspectedPage:
    """`number` is its place in the inspection; no `defects`: it is as it should be."""
    return inspecting.judge_page(archive, actor, (key, number), data)


@post("/scan-inspections/{key:str}/closing", sync_to_thread=True, status_code=200, summary="Acepta o rechaza el lote")
def close_inspection(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str]) -> ScanInspection:
    """Once every page drawn was seen; what is filed stays filed."""
    return inspecting.close_inspection(archive, actor, key)


@post("/scan-inspections/{key:str}/pages/{number:int}/settlement", sync_to_thread=True, status_code=200,
      summary="Dice cómo se atendió una página con defecto")  # fmt: skip
def settle_page(
    archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str], number: FromPath[int], data: JSONBody[Settlement]
) -> InspectedPage:
    """`rescanned` names the `document` of the new scan; `corrected` on the screen; `as_on_paper`, by who did not scan it."""
    return settling.settle_page(archive, actor, (key, number), data)


@get("/scan-quality", sync_to_thread=True, summary="Defectos por lote, operador y escáner")
def quality(
    archive: ArchiveGiven,
    actor: ActorGiven,
    first: Annotated[date | None, QueryParameter(name="from")] = None,
    last: Annotated[date | None, QueryParameter(name="to")] = None,
) -> Quality:
    """Of the inspections closed in those days, both included; of the last 90 days where none are named."""
    return views.quality(archive, actor, first, last)


router = Router(
    "/",
    tags=["documents"],
    route_handlers=[
        draw_inspection,
        list_inspections,
        get_inspection,
        print_inspection,
        judge_page,
        close_inspection,
        settle_page,
        quality,
    ],
)
