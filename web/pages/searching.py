"""Buscar: the search field, and what was found."""

from typing import Annotated, Any
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.params import QueryParameter

from schemas.legal_dates import parse_date
from schemas.search import Filters, Query
from service.api.asked import ActorGiven, ArchiveGiven, Text
from service.operations.searching import search
from web.rendering import show

PER_PAGE = 20
FACETS = {
    "type": ("tipo", "Tipo"),
    "year": ("anio", "Año"),
    "debtor": ("deudor", "Deudor"),
    "court": ("juzgado", "Juzgado"),
    "batch": ("lote", "Lote"),
}


@get("/buscar", sync_to_thread=True, include_in_schema=False)
def find(
    archive: ArchiveGiven,
    actor: ActorGiven,
    request: Request[Any, Any, Any],
    q: Annotated[str, QueryParameter(max_length=1000)] = "",
    tipo: Text = None,
    anio: Text = None,
    deudor: Text = None,
    juzgado: Text = None,
    lote: Text = None,
    desde: Text = None,
    hasta: Text = None,
    pagina: Annotated[int, QueryParameter(ge=1, le=50_000)] = 1,
) -> Response[str]:
    """The search field, and what was found."""
    chosen = {"tipo": tipo, "anio": anio, "deudor": deudor, "juzgado": juzgado, "lote": lote}
    chosen = {name: value for name, value in {**chosen, "desde": desde, "hasta": hasta}.items() if value}
    if not q.strip() and not chosen:
        return show(request, "search.html", q="", chosen={}, answer=None, facets=(), link=None, page=1, pages=1)
    filters = Filters(
        type=tipo or None,
        year=int(anio) if anio and anio.isdigit() and len(anio) == 4 else None,
        debtor=deudor or None,
        court=juzgado or None,
        batch=lote or None,
        date_from=parse_date(desde) if desde else None,
        date_to=parse_date(hasta) if hasta else None,
    )
    answer = search(archive, actor, Query(q, filters, PER_PAGE, (pagina - 1) * PER_PAGE))

    def link(name: str, value: str | None) -> str:
        """The same search with one thing changed, from its first page on."""
        wanted = {"q": q, **chosen, name: value}
        return "/buscar?" + urlencode({key: text for key, text in wanted.items() if text})

    facets = [(*FACETS[name], values) for name, values in answer.facets.items() if name in FACETS and values]
    pages = -(-answer.total // PER_PAGE)
    return show(
        request, "search.html", q=q, chosen=chosen, answer=answer, facets=facets, link=link, page=pagina, pages=pages
    )


HANDLERS = (find,)
