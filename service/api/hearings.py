"""`/hearing-lists`: pieces of a dossier chosen and put in order for a hearing, kept, and bound."""

from typing import Annotated, Any

import msgspec
from litestar import Response, Router, delete, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from schemas.access import Action
from schemas.dossier import Dossier, DossierScope
from schemas.hearings import HearingChange, HearingIn, HearingList
from service.api.asked import (
    ActorGiven,
    AnyRequest,
    ArchiveGiven,
    Cursor,
    IfMatch,
    Limit,
    RenderersGiven,
    cursor_id,
    version_of,
)
from service.api.dossiers import VolumeAsked, pdf_of, zip_of
from service.api.downloads import tagged, versioned
from service.archive import require
from service.operations import hearings

About = Annotated[str | None, QueryParameter(max_length=100, description="Clave del deudor, crédito o juicio.")]


class HearingLists(msgspec.Struct, frozen=True):
    """A page of lists."""

    items: tuple[HearingList, ...]
    next: str | None


@get("/hearing-lists", sync_to_thread=True, summary="Listas de piezas para audiencia, la más nueva primero")
def list_lists(
    archive: ArchiveGiven,
    actor: ActorGiven,
    key: About = None,
    of: FromQuery[DossierScope] = DossierScope.DEBTOR,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> HearingLists:
    """`key` and `of` name what the lists are about."""
    about = None if key is None else (of, key)
    return HearingLists(*hearings.list_lists(archive, actor, about, cursor_id(cursor), limit))


@post("/hearing-lists", sync_to_thread=True, summary="Guarda una lista de piezas para una audiencia")
def make_list(archive: ArchiveGiven, actor: ActorGiven, data: JSONBody[HearingIn]) -> Response[HearingList]:
    """Without `pieces` the list has every document, in the order of the dossier."""
    made = hearings.make_list(archive, actor, data)
    return tagged(made)


@get("/hearing-lists/{list_id:str}", sync_to_thread=True, summary="Una lista de piezas")
def get_list(
    archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, list_id: FromPath[str]
) -> Response[HearingList]:
    """The ETag changes with every version."""
    return versioned(request, hearings.get_list(archive, actor, list_id))


@patch("/hearing-lists/{list_id:str}", sync_to_thread=True, summary="Cambia nombre, día, nota, o las piezas y su orden")
def change_list(
    archive: ArchiveGiven,
    actor: ActorGiven,
    list_id: FromPath[str],
    data: JSONBody[HearingChange],
    if_match: IfMatch = None,
) -> Response[HearingList]:
    """`pieces` is the whole new order."""
    changed = hearings.change_list(archive, actor, list_id, data, version=version_of(if_match))
    return tagged(changed)


@delete(
    "/hearing-lists/{list_id:str}", sync_to_thread=True, status_code=204, summary="Quita la lista; no los documentos"
)
def remove_list(archive: ArchiveGiven, actor: ActorGiven, list_id: FromPath[str]) -> None:
    """The log keeps that there was one."""
    hearings.remove_list(archive, actor, list_id)


@get("/hearing-lists/{list_id:str}/dossier", sync_to_thread=True, summary="Las piezas de la lista, en su orden")
def get_dossier(archive: ArchiveGiven, actor: ActorGiven, list_id: FromPath[str]) -> Dossier:
    """Shaped as a dossier; the folios count in the order of the list."""
    return hearings.hearing_dossier(archive, actor, list_id)


@get(
    "/hearing-lists/{list_id:str}/dossier.pdf", sync_to_thread=True, summary="Las piezas en un PDF foliado, con índice"
)
def get_pdf(
    archive: ArchiveGiven,
    request: AnyRequest,
    renderers: RenderersGiven,
    list_id: FromPath[str],
    volume: VolumeAsked = None,
) -> Response[Any]:
    """Bound when asked for; the hand-over is recorded."""
    return pdf_of(archive, request, renderers, hearings.hearing_dossier(archive, request.user, list_id), volume)


@get("/hearing-lists/{list_id:str}/dossier.zip", sync_to_thread=True, summary="Los archivos de las piezas")
def get_zip(archive: ArchiveGiven, request: AnyRequest, list_id: FromPath[str]) -> Response[Any]:
    """As for a dossier."""
    require(request.user, Action.READ_ORIGINALS)
    return zip_of(archive, request, hearings.hearing_dossier(archive, request.user, list_id), bag=False)


router = Router(
    "/",
    tags=["dossiers"],
    route_handlers=[list_lists, make_list, get_list, change_list, remove_list, get_dossier, get_pdf, get_zip],
)
