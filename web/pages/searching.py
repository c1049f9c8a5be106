"""Buscar: the search field, what was found as one types, and the searches a person keeps."""

from typing import Any
from urllib.parse import urlencode

import anyio.to_thread
import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from indexer.search.query import read_period
from schemas.access import Actor
from schemas.document_types import document_types
from schemas.errors import Conflict, InvalidInput
from schemas.saved_searches import SavedSearch, SavedSearchIn, parameters_of
from schemas.search import FacetValue, Filters, Query
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven
from service.archive import Archive
from service.middleware import FORM
from service.operations import saved_searches
from service.operations.searching import SearchAnswer, search
from web.forms import go, own_path, read_form
from web.rendering import show

PER_PAGE = 20
LAST_PAGE = 50_000
NARROWED = {
    "tipo": "Tipo",
    "deudor": "Deudor",
    "credito": "Crédito",
    "juicio": "Juicio",
    "juzgado": "Juzgado",
    "abogado": "Abogado",
    "lote": "Lote",
    "anio": "Año",
    "desde": "Desde",
    "hasta": "Hasta",
}
"""What a search is narrowed by, as its address and its screen call it."""
KEPT_AS = {
    "tipo": "type",
    "deudor": "debtor",
    "credito": "credit",
    "juicio": "lawsuit",
    "juzgado": "court",
    "abogado": "lawyer",
    "lote": "batch",
    "anio": "year",
    "desde": "date_from",
    "hasta": "date_to",
}
"""What each of these is called in a saved search."""
FACETS = {"type": "tipo", "year": "anio", "debtor": "deudor", "court": "juzgado", "batch": "lote"}


class Asked(msgspec.Struct, frozen=True):
    """What the address of a search says; `chosen` holds the filters that are not empty, `ill` the dates not understood."""

    q: str
    chosen: dict[str, str]
    page: int
    ill: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for."""
        return not self.q.strip() and not self.chosen

    def address(self, name: str = "", value: str | None = None) -> str:
        """The same search with one thing changed, from its first page on."""
        wanted = {"q": self.q, **self.chosen, name: value}
        said = urlencode({key: text for key, text in wanted.items() if key and text})
        return f"/buscar?{said}" if said else "/buscar"


def asked_of(given: Any) -> Asked:  # noqa: ANN401 - the parameters of an address, or of a saved search
    """What the parameters mean; what is too long is cut, an unknown one ignored."""
    said = {name: str(given.get(name) or "").strip()[:300] for name in NARROWED}
    page = str(given.get("pagina") or "")
    ill = tuple(name for name in ("desde", "hasta") if said[name] and read_period(said[name]) is None)
    ill += ("anio",) if said["anio"] and not _is_year(said["anio"]) else ()
    return Asked(
        q=str(given.get("q") or "")[:1000],
        chosen={name: value for name, value in said.items() if value},
        page=min(max(int(page), 1), LAST_PAGE) if page.isascii() and page.isdigit() and len(page) < 8 else 1,
        ill=ill,
    )


@get("/buscar", sync_to_thread=True, include_in_schema=False)
def find(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[str]:
    """The search field, and what was found."""
    return show(request, "search.html", **_found(archive, actor, asked_of(request.query_params)))


@get("/buscar/resultados", sync_to_thread=True, include_in_schema=False)
def find_as_typed(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[str]:
    """What was found alone, in place of what stood there; the address in the browser follows."""
    asked = asked_of(request.query_params)
    answer = show(request, "parts/found.html", live=True, **_found(archive, actor, asked))
    answer.headers["HX-Replace-Url"] = asked.address()
    return answer


@post("/buscar/guardadas", opt={FORM: True}, include_in_schema=False)
async def keep(archive: ArchiveGiven, request: AnyRequest) -> Response[Any]:
    """Keep the search under a name, and back to what it found."""
    fields = await read_form(request)
    return await anyio.to_thread.run_sync(_keep, archive, request, asked_of(fields), fields.get("nombre", ""))


def _keep(archive: Archive, request: AnyRequest, asked: Asked, name: str) -> Response[Any]:
    given = SavedSearchIn(name, parameters_of(asked.q, _filters(asked.chosen)))
    try:
        saved_searches.save_search(archive, request.user, given)
    except (InvalidInput, Conflict) as error:
        known = _found(archive, request.user, asked) | {"problem": error.detail, "name": name}
        return show(request, "search.html", 400, **known)
    return go(asked.address())


@post("/buscar/guardadas/{search_id:str}/quitar", opt={FORM: True}, include_in_schema=False)
async def remove(
    archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, search_id: FromPath[str]
) -> Response[Any]:
    """Keep it no longer; back to the page it was removed on."""
    fields = await read_form(request)
    await anyio.to_thread.run_sync(saved_searches.remove_saved, archive, actor, search_id)
    return go(own_path(fields.get("sigue", "/buscar")))


def _asked_by(saved: SavedSearch) -> Asked:
    said = {name: str(getattr(saved.parameters, field) or "") for name, field in KEPT_AS.items()}
    return Asked(saved.parameters.q, {name: value for name, value in said.items() if value}, 1, ())


def _found(archive: Archive, actor: Actor, asked: Asked) -> dict[str, Any]:
    """What the page of a search shows."""
    filters = _filters(asked.chosen)
    query = Query(asked.q, filters, PER_PAGE, (asked.page - 1) * PER_PAGE)
    answer = None if asked.empty else search(archive, actor, query)
    saved = saved_searches.list_saved(archive, actor)
    this = parameters_of(asked.q, filters)
    return {
        "asked": asked,
        "q": asked.q,
        "answer": answer,
        "facets": _facets(answer, asked) if answer else (),
        "pages": -(-answer.total // PER_PAGE) if answer else 1,
        "first": (asked.page - 1) * PER_PAGE + 1,
        "narrowed": NARROWED,
        "problem": "",
        "name": "",
        "saved": [(one, _asked_by(one)) for one in saved],
        "kept": next((one for one in saved if one.parameters == this), None),
        "types": document_types(),
    }


def _filters(chosen: dict[str, str]) -> Filters:
    """The filters of a search; a date that is not understood narrows nothing, and the page says so."""
    year = chosen.get("anio", "")
    start, end = (read_period(chosen.get(name, "")) for name in ("desde", "hasta"))
    return Filters(
        type=chosen.get("tipo"),
        credit=chosen.get("credito"),
        debtor=chosen.get("deudor"),
        lawsuit=chosen.get("juicio"),
        court=chosen.get("juzgado"),
        lawyer=chosen.get("abogado"),
        batch=chosen.get("lote"),
        year=int(year) if _is_year(year) else None,
        date_from=start[0] if start else None,
        date_to=end[1] if end else None,
    )


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) == 4 and text != "0000"


def _facets(answer: SearchAnswer, asked: Asked) -> list[tuple[str, str, tuple[FacetValue, ...]]]:
    """Name in the address, heading and values of each facet that still parts what was found."""
    named = [(FACETS[name], values) for name, values in answer.facets.items() if name in FACETS]
    return [(name, NARROWED[name], values) for name, values in named if values and name not in asked.chosen]


HANDLERS = (find, find_as_typed, keep, remove)
