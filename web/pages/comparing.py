"""Comparar: two documents side by side, each turned by itself."""

from typing import Annotated
from urllib.parse import urlencode

from litestar import Response, get
from litestar.params import FromPath, QueryParameter

from schemas.search import Query
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven
from service.operations import documents
from service.operations.searching import search
from web.pages.viewing import PageNumber, Typed, sheet_of
from web.rendering import show

OFFERED = 20


@get("/documentos/{document_id:str}/comparar", sync_to_thread=True, include_in_schema=False)
def compare(
    archive: ArchiveGiven,
    actor: ActorGiven,
    request: AnyRequest,
    document_id: FromPath[str],
    con: Annotated[str, QueryParameter(max_length=64)] = "",
    q: Typed = "",
    pagina: PageNumber = 1,
    pagina2: PageNumber = 1,
) -> Response[str]:
    """Both documents; while the other is not chosen, what may be compared with."""
    here = f"/documentos/{document_id}/comparar"
    document = documents.get_document(archive, actor, document_id)
    if not con:
        kin = [one for one in (document.rescan_of, document.version_of) if one]
        found = search(archive, actor, Query(q, limit=OFFERED, facets=False)).hits if q.strip() else ()
        others = [hit for hit in found if hit.document_id != document_id]
        return show(request, "compare_with.html", document=document, here=here, q=q, found=others, kin=kin)
    other = documents.get_document(archive, actor, con)
    left = f"{here}?" + urlencode({"con": con, "pagina2": pagina2})
    right = f"{here}?" + urlencode({"con": con, "pagina": pagina})
    sheets = (
        (document, sheet_of(archive, actor, (document_id, pagina), "", frame=(left, "pagina"))),
        (other, sheet_of(archive, actor, (con, pagina2), "", frame=(right, "pagina2"))),
    )
    return show(request, "compare.html", sheets=sheets, here=here)


HANDLERS = (compare,)
