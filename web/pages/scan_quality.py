"""Calidad: pages drawn from a batch, one after the other by keyboard; the batch accepted or put back; what is to be done."""

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import quote

from litestar import Response, get, post
from litestar.params import FromPath, QueryParameter

from schemas.access import Action, may
from schemas.errors import InvalidInput
from schemas.scan_quality import (
    DEFECT_NAMES,
    SETTLED_NAMES,
    STATE_NAMES,
    Defect,
    InspectedPage,
    Judgement,
    Settled,
    Settlement,
    State,
)
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven, Cursor, cursor_id
from service.archive import Archive
from service.middleware import FORM
from service.operations.scan_quality import inspecting, settling, views
from storage.records.scan_quality import Wanted
from web.forms import Fields, answer_form, number_of
from web.rendering import show

HOME = "/calidad"
TONES = {State.OPEN: "wait", State.ACCEPTED: "good", State.REJECTED: "bad"}
PageNumber = Annotated[int | None, QueryParameter(ge=1, le=1_000_000)]
WORDS = {"defect_names": DEFECT_NAMES, "settled_names": SETTLED_NAMES, "state_names": STATE_NAMES, "tones": TONES}
PER_PAGE = 50


@get(HOME, sync_to_thread=True, include_in_schema=False)
def list_inspections(
    archive: ArchiveGiven,
    request: AnyRequest,
    estado: Annotated[State | None, QueryParameter()] = None,
    desde: Cursor = None,
) -> Response[str]:
    """Inspections by state, the newest first, and how operators and scanners stand."""
    return _list(archive, request, estado, desde, "")


def _list(archive: Archive, request: AnyRequest, state: State | None, after: str | None, problem: str) -> Response[str]:
    wanted = Wanted(state=state.value if state else None)
    items, further = views.list_inspections(
        archive, request.user, wanted, before=cursor_id(after) or "", limit=PER_PAGE
    )
    found = views.quality(archive, request.user)
    return show(request, "scan_inspections.html", 400 if problem else 200, items=items, further=further, wanted=state,
                quality=found, days=views.LOOKED_BACK.days, problem=problem, **WORDS)  # fmt: skip


@post(HOME, opt={FORM: True}, include_in_schema=False)
async def draw(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[Any]:
    """Draw from a batch and go to the first page."""

    def drawn(fields: Fields) -> str:
        return f"{HOME}/{inspecting.draw_inspection(archive, actor, fields.get('lote', '')).folio}"

    return await answer_form(request, drawn, lambda _, problem: _list(archive, request, None, None, problem))


@get(HOME + "/{key:str}", sync_to_thread=True, include_in_schema=False)
def look(
    archive: ArchiveGiven,
    request: AnyRequest,
    key: FromPath[str],
    pagina: PageNumber = None,
) -> Response[str]:
    """A page of an inspection, or how the batch was judged."""
    return _show(archive, request, key, pagina, "")


def _show(archive: Archive, request: AnyRequest, key: str, number: int | None, problem: str) -> Response[str]:
    found, pages = views.get_inspection(archive, request.user, key)
    same = {"found": found, "pages": pages, "problem": problem, "may_write": may(request.user, Action.REVIEW_DOCUMENTS)}
    status = 400 if problem else 200
    if found.state is not State.OPEN or not pages:
        return show(request, "scan_inspection_closed.html", status, **same, **WORDS)
    page = pages[min(number or _next_unseen(pages), len(pages)) - 1]
    return show(request, "scan_inspection.html", status, page=page, **same, **WORDS)


def _next_unseen(pages: tuple[InspectedPage, ...], after: int = 0) -> int:
    """The first page that was not seen, beyond `after` if there is one; else the last."""
    unseen = [page.position for page in pages if page.seen_at is None]
    return next((one for one in unseen if one > after), unseen[0] if unseen else len(pages))


@post(HOME + "/{key:str}", opt={FORM: True}, include_in_schema=False)
async def change(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    """Do what the button says, and show what comes next."""
    return await answer_form(
        request,
        lambda fields: f"{HOME}/{quote(key, safe='')}{_change(archive, actor, key, fields)}",
        lambda fields, problem: _show(archive, request, key, number_of(fields.get("pagina", "")), problem),
    )


def _change(archive: Archive, actor: ActorGiven, key: str, fields: Fields) -> str:
    """What follows the path of the page to show next."""
    number = number_of(fields.get("pagina", "")) or 0
    acts: dict[str, Callable[[], object]] = {
        "guardar": lambda: inspecting.judge_page(archive, actor, (key, number), _judgement(fields)),
        "atender": lambda: settling.settle_page(archive, actor, (key, number), _settlement(fields)),
        "dictaminar": lambda: inspecting.close_inspection(archive, actor, key),
    }
    what = fields.get("hacer", "")
    if what not in acts:
        raise InvalidInput("El formulario no se entiende; ábralo de nuevo.")
    acts[what]()
    if what == "atender":
        return f"#pagina-{number}"
    return f"?pagina={_next_unseen(_pages(archive, actor, key), number)}" if what == "guardar" else ""


def _pages(archive: Archive, actor: ActorGiven, key: str) -> tuple[InspectedPage, ...]:
    return views.get_inspection(archive, actor, key)[1]


def _judgement(fields: Fields) -> Judgement:
    return Judgement(tuple(one for one in Defect if one.value in fields), fields.get("nota", ""))


def _settlement(fields: Fields) -> Settlement:
    how = fields.get("como", "")
    if how not in set(Settled):
        raise InvalidInput("Diga cómo se atendió la página.")
    document = fields.get("documento", "").strip().rpartition("/")[2] or None
    return Settlement(Settled(how), document, fields.get("nota", ""))


HANDLERS = (list_inspections, draw, look, change)
