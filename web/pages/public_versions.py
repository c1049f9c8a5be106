"""Versiones públicas: begun from a document, each page confirmed, the PDF made and seen by a second person."""

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import quote

from litestar import Response, get, post
from litestar.params import FromPath, QueryParameter

from schemas.access import Action, may
from schemas.errors import InvalidInput
from schemas.pages import Box
from schemas.public_versions import (
    CATEGORY_NAMES,
    DEFAULT_BASIS,
    DEFAULT_REASON,
    STATE_NAMES,
    Category,
    PageRegions,
    PublicVersion,
    PublicVersionIn,
    Region,
    ReviewIn,
    State,
    WordsIn,
)
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven, Cursor, RenderersGiven, cursor_id
from service.archive import Archive, require
from service.middleware import FORM
from service.operations import documents
from service.operations.public_versions import making, preparing, views
from service.renderers import Renderers
from storage.records.public_versions import Wanted
from web.forms import Fields, answer_form, number_of
from web.rendering import show

PageNumber = Annotated[int, QueryParameter(ge=1, le=1_000_000)]
HOME = "/cartera/versiones-publicas"
TONES = {State.DRAFT: "wait", State.MAKING: "wait", State.PREPARED: "info", State.APPROVED: "good", State.CANCELLED: ""}
PER_PAGE = 50
_CORNERS = ("izquierda", "arriba", "ancho", "alto")


@get(HOME, sync_to_thread=True, include_in_schema=False)
def list_versions(
    archive: ArchiveGiven,
    actor: ActorGiven,
    request: AnyRequest,
    estado: Annotated[State | None, QueryParameter()] = None,
    desde: Cursor = None,
) -> Response[str]:
    """Public versions by state, the newest first."""
    wanted = Wanted(state=estado.value if estado else None)
    items, further = views.list_versions(archive, actor, wanted, before=cursor_id(desde) or "", limit=PER_PAGE)
    return show(request, "public_versions.html", items=items, further=further, wanted=estado,
                state_names=STATE_NAMES, tones=TONES)  # fmt: skip


@get("/documentos/{document_id:str}/version-publica", sync_to_thread=True, include_in_schema=False)
def ask(archive: ArchiveGiven, request: AnyRequest, document_id: FromPath[str]) -> Response[str]:
    """The public versions of a document, and the form that begins another."""
    return _of_document(archive, request, document_id, {}, "")


def _of_document(archive: Archive, request: AnyRequest, document_id: str, given: Fields, problem: str) -> Response[str]:
    require(request.user, Action.READ_RECORDS)
    document = documents.get_document(archive, request.user, document_id)
    items, _ = views.list_versions(archive, request.user, Wanted(document=document_id), limit=PER_PAGE)
    return show(request, "public_version_new.html", 400 if problem else 200, document=document, items=items,
                given={"fundamento": DEFAULT_BASIS, "motivo": DEFAULT_REASON, "solicitud": "", **given}, problem=problem,
                state_names=STATE_NAMES, tones=TONES, may_write=may(request.user, Action.WRITE_RECORDS))  # fmt: skip


@post("/documentos/{document_id:str}/version-publica", opt={FORM: True}, include_in_schema=False)
async def begin(
    archive: ArchiveGiven,
    actor: ActorGiven,
    renderers: RenderersGiven,
    request: AnyRequest,
    document_id: FromPath[str],
) -> Response[Any]:
    """Begin one and go to its first page."""

    def begun(fields: Fields) -> str:
        given = PublicVersionIn(legal_basis=fields.get("fundamento", ""), reason=fields.get("motivo", ""),
                                request=fields.get("solicitud", "").strip() or None)  # fmt: skip
        return f"{HOME}/{preparing.begin_version(archive, renderers, actor, document_id, given).folio}"

    return await answer_form(
        request, begun, lambda fields, problem: _of_document(archive, request, document_id, fields, problem)
    )


@get(HOME + "/{key:str}", sync_to_thread=True, include_in_schema=False)
def look(archive: ArchiveGiven, request: AnyRequest, key: FromPath[str], pagina: PageNumber = 1) -> Response[str]:
    """A public version at one of its pages."""
    return _show(archive, request, key, pagina, "")


def _show(archive: Archive, request: AnyRequest, key: str, number: int, problem: str) -> Response[str]:
    actor = request.user
    version = views.get_version(archive, actor, key)
    number = min(number, len(version.pages))
    page = views.get_page(archive, actor, version.id, number)
    seen, _ = documents.get_page(archive, actor, version.document_id, number)
    draft = version.state is State.DRAFT and may(actor, Action.WRITE_RECORDS)
    return show(request, "public_version.html", 400 if problem else 200, found=version, page=page, seen=seen,
                number=number, last=len(version.pages), problem=problem, categories=CATEGORY_NAMES,
                waiting=_unconfirmed(version), state_name=STATE_NAMES[version.state], tone=TONES[version.state], draft=draft,
                may_write=may(actor, Action.WRITE_RECORDS), may_decide=may(actor, Action.DECIDE_RECORDS))  # fmt: skip


def _unconfirmed(version: PublicVersion) -> list[int]:
    return [page.number for page in version.pages if not page.confirmed]


@get(HOME + "/{key:str}/avance", sync_to_thread=True, include_in_schema=False)
def progress(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, key: FromPath[str]) -> Response[str]:
    """How far the PDF is; once that is over the page is to be loaded anew."""
    found = views.get_version(archive, actor, key)
    answer = show(request, "parts/public_progress.html", found=found)
    if found.state is not State.MAKING:
        answer.headers["HX-Refresh"] = "true"
    return answer


@post(HOME + "/{key:str}", opt={FORM: True}, include_in_schema=False)
async def change(
    archive: ArchiveGiven, actor: ActorGiven, renderers: RenderersGiven, request: AnyRequest, key: FromPath[str]
) -> Response[Any]:
    """Do what the button says, and show the page that comes next."""
    return await answer_form(
        request,
        lambda fields: f"{HOME}/{quote(key, safe='')}?pagina={_change(archive, renderers, actor, key, fields)}",
        lambda fields, problem: _show(archive, request, key, _number(fields), problem),
    )


def _number(fields: Fields) -> int:
    return number_of(fields.get("pagina", "")) or 1


def _change(archive: Archive, renderers: Renderers, actor: ActorGiven, key: str, fields: Fields) -> int:
    """The page to show next."""
    number, text = _number(fields), fields.get("nota", "")
    acts: dict[str, Callable[[], object]] = {
        "suprimir": lambda: preparing.black_out_words(archive, renderers, actor, key, _words(fields)),
        "hacer": lambda: making.ask_making(archive, actor, key),
        "autorizar": lambda: making.review_version(archive, actor, key, ReviewIn(approve=True, note=text)),
        "devolver": lambda: making.review_version(archive, actor, key, ReviewIn(approve=False, note=text)),
        "cancelar": lambda: preparing.cancel_version(archive, actor, key, text),
    }
    what = fields.get("hacer", "")
    if what in acts:
        acts[what]()
        return number
    if what != "confirmar":
        raise InvalidInput("El formulario no se entiende; ábralo de nuevo.")
    regions = PageRegions(regions_of(fields))
    preparing.confirm_page(archive, actor, (key, number), regions, version=number_of(fields.get("version", "")))
    left = _unconfirmed(views.get_version(archive, actor, key))
    return next((one for one in left if one > number), left[0] if left else number)


def _words(fields: Fields) -> WordsIn:
    return WordsIn(words=fields.get("palabras", ""), category=_category(fields.get("clase", "")))


def _category(text: str) -> Category:
    if text not in set(Category):
        raise InvalidInput("Diga qué dato es.")
    return Category(text)


def regions_of(fields: Fields) -> tuple[Region, ...]:
    """The places that stay ticked, and the one given in hundredths of the page, if any.

    Raises:
        InvalidInput: a number or a category is not understood.
    """
    found = [
        Region(_box(fields[name].split(), 1.0), _category(fields.get(f"clase_{at}", "")))
        for name in fields
        for head, _, at in [name.partition("_")]
        if head == "lugar" and f"suprimir_{at}" in fields
    ]
    typed = [fields.get(corner, "").strip() for corner in _CORNERS]
    if any(typed):
        found.append(Region(_box(typed, 100.0), _category(fields.get("clase_nueva", ""))))
    return tuple(found)


def _box(written: list[str], whole: float) -> Box:
    try:
        x, y, width, height = (float(one.replace(",", ".")) / whole for one in written)
    except ValueError as error:
        raise InvalidInput("Un lugar se da con cuatro números: izquierda, arriba, ancho y alto.") from error
    return (x, y, width, height)


HANDLERS = (list_versions, ask, begin, look, progress, change)
