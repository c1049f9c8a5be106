"""Carátulas: separator and cover sheets to print before a stack is scanned."""

from typing import Annotated, Any

from litestar import Response, get
from litestar.params import QueryParameter

from schemas.access import Action
from schemas.coversheet import SheetsWanted
from schemas.document_types import document_types
from schemas.errors import InvalidInput
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven
from service.archive import require
from service.operations.cover_sheets import MOST_COPIES, print_sheets
from web.rendering import show

Said = Annotated[str, QueryParameter(max_length=100)]


@get("/recibir/caratulas", sync_to_thread=True, include_in_schema=False)
def ask_sheets(request: AnyRequest) -> Response[str]:
    """What the sheets shall say."""
    return _form(request, SheetsWanted())


@get("/recibir/caratulas.pdf", sync_to_thread=True, include_in_schema=False)
def give_sheets(
    archive: ArchiveGiven,
    actor: ActorGiven,
    request: AnyRequest,
    tipo: Said = "",
    credito: Said = "",
    juicio: Said = "",
    caja: Said = "",
    hojas: Annotated[int, QueryParameter(ge=0, le=100_000)] = 1,
    tamano: Said = "letter",
) -> Response[Any]:
    """The sheets as a PDF; the form again when they cannot be printed."""
    wanted = SheetsWanted(tipo.strip(), credito.strip(), juicio.strip(), caja.strip(), hojas, tamano)
    try:
        printed = print_sheets(archive, actor, wanted)
    except InvalidInput as error:
        return _form(request, wanted, error.detail)
    headers = {"Content-Disposition": 'inline; filename="caratulas.pdf"'}
    return Response(printed, media_type="application/pdf", headers=headers)


def _form(request: AnyRequest, wanted: SheetsWanted, problem: str = "") -> Response[str]:
    require(request.user, Action.ADD_DOCUMENTS)
    return show(request, "sheets.html", 400 if problem else 200, wanted=wanted, problem=problem, most=MOST_COPIES,
                types=document_types())  # fmt: skip


HANDLERS = (ask_sheets, give_sheets)
