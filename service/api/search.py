"""`/search`: the full text of everything the asker may see."""

from datetime import date
from typing import Annotated

from litestar import get
from litestar.params import FromQuery, QueryParameter

from schemas.search import Filters, Query
from service.api.asked import ActorGiven, ArchiveGiven, Flag, Text
from service.operations import searching


@get("/search", sync_to_thread=True, tags=["search"], summary="Busca en el texto de todo lo archivado")
def search(
    archive: ArchiveGiven,
    actor: ActorGiven,
    q: FromQuery[str] = "",
    type: Text = None,
    credit: Text = None,
    debtor: Text = None,
    lawsuit: Text = None,
    court: Text = None,
    lawyer: Text = None,
    batch: Text = None,
    year: Annotated[int | None, QueryParameter(ge=1, le=9999)] = None,
    date_from: Annotated[date | None, QueryParameter(name="from")] = None,
    date_to: Annotated[date | None, QueryParameter(name="to")] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 20,
    offset: Annotated[int, QueryParameter(ge=0, le=1_000_000)] = 0,
    facets: Flag = True,
) -> searching.SearchAnswer:
    """Plain words, `"frases"`, `-sin`, `palabra*` and the filters `tipo: crédito: deudor: juicio: juzgado: abogado:
    desde: hasta:` in `q`; the parameters narrow besides.
    """  # noqa: D205 - shown as one paragraph in the API's description
    filters = Filters(
        type=type,
        credit=credit,
        debtor=debtor,
        lawsuit=lawsuit,
        court=court,
        lawyer=lawyer,
        batch=batch,
        year=year,
        date_from=date_from,
        date_to=date_to,
    )
    return searching.search(archive, actor, Query(q, filters, limit, offset, facets))
