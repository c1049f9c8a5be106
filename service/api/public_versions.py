"""`/public-versions`: copies of documents for the public, what is confidential burnt out of the pictures of their pages."""

from typing import Annotated, Any

import msgspec
from litestar import Response, Router, get, patch, post
from litestar.params import FromPath, JSONBody, QueryParameter

from schemas.public_versions import (
    PageRegions,
    PublicPage,
    PublicVersion,
    PublicVersionIn,
    PublicVersionLine,
    ReviewIn,
    State,
    WordsIn,
)
from service.api.asked import (
    ActorGiven,
    AnyRequest,
    ArchiveGiven,
    Cursor,
    IfMatch,
    Limit,
    RenderersGiven,
    Text,
    cursor_id,
    version_of,
)
from service.api.downloads import Sent, send_file, tagged
from service.operations.public_versions import making, preparing, views
from storage.records.public_versions import Wanted


class PublicVersions(msgspec.Struct, frozen=True):
    """A page of public versions."""

    items: tuple[PublicVersionLine, ...]
    next: str | None


class Cancelling(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a public version is given up."""

    reason: str


class Added(msgspec.Struct, frozen=True):
    """In how many places the words were found and added."""

    places: int


@post(
    "/documents/{document_id:str}/public-versions",
    sync_to_thread=True,
    status_code=201,
    summary="Empieza la versión pública de un documento",
)
def begin_version(
    archive: ArchiveGiven,
    actor: ActorGiven,
    renderers: RenderersGiven,
    document_id: FromPath[str],
    data: JSONBody[PublicVersionIn],
) -> PublicVersion:
    """Places that seem to hold personal data are proposed on each page; every page is then confirmed by a person."""
    return preparing.begin_version(archive, renderers, actor, document_id, data)


@get("/public-versions", sync_to_thread=True, summary="Versiones públicas, las más nuevas primero")
def list_versions(
    archive: ArchiveGiven,
    actor: ActorGiven,
    document: Text = None,
    wanted_state: Annotated[State | None, QueryParameter(name="state")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> PublicVersions:
    """Of one document, or at one state, where asked for."""
    wanted = Wanted(document=document, state=wanted_state.value if wanted_state else None)
    return PublicVersions(*views.list_versions(archive, actor, wanted, before=cursor_id(cursor) or "", limit=limit))


@get("/public-versions/{key:str}", sync_to_thread=True, summary="Una versión pública")
def get_version(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str]) -> PublicVersion:
    """By folio or id."""
    return views.get_version(archive, actor, key)


@get("/public-versions/{key:str}/pages/{number:int}", sync_to_thread=True, summary="Lo que se suprime en una página")
def get_page(
    archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str], number: FromPath[int]
) -> Response[PublicPage]:
    """Each place with the words beneath it. The ETag changes with every change of the page."""
    found = views.get_page(archive, actor, key, number)
    return tagged(found)


@patch(
    "/public-versions/{key:str}/pages/{number:int}",
    sync_to_thread=True,
    summary="Confirma lo que se suprime en una página",
)
def confirm_page(
    archive: ArchiveGiven,
    actor: ActorGiven,
    key: FromPath[str],
    number: FromPath[int],
    data: JSONBody[PageRegions],
    if_match: IfMatch = None,
) -> Response[PublicPage]:
    """All places of the page; what is not named is shown. With If-Match, a change made meanwhile is answered with 412."""
    done = preparing.confirm_page(archive, actor, (key, number), data, version=version_of(if_match))
    return tagged(done)


@post(
    "/public-versions/{key:str}/words",
    sync_to_thread=True,
    status_code=200,
    summary="Suprime unas palabras donde estén",
)
def black_out_words(
    archive: ArchiveGiven, actor: ActorGiven, renderers: RenderersGiven, key: FromPath[str], data: JSONBody[WordsIn]
) -> Added:
    """On every page; pages that gain a place are to be confirmed again."""
    return Added(preparing.black_out_words(archive, renderers, actor, key, data))


@post("/public-versions/{key:str}/making", sync_to_thread=True, status_code=202, summary="Encarga el PDF")
def make_version(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str]) -> PublicVersion:
    """Pictures of the pages with what is removed burnt in, and nothing else of the document, made as a job.

    `making` with `pages_made` until it is `prepared`; then a second person reviews it.
    """
    return making.ask_making(archive, actor, key)


@post(
    "/public-versions/{key:str}/review", sync_to_thread=True, status_code=200, summary="Autoriza el PDF o lo devuelve"
)
def review_version(
    archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str], data: JSONBody[ReviewIn]
) -> PublicVersion:
    """By somebody who neither began, confirmed nor made it."""
    return making.review_version(archive, actor, key, data)


@post(
    "/public-versions/{key:str}/cancelling", sync_to_thread=True, status_code=200, summary="Cancela una versión pública"
)
def cancel_version(
    archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str], data: JSONBody[Cancelling]
) -> PublicVersion:
    """With its reason; an approved one stays."""
    return preparing.cancel_version(archive, actor, key, data.reason)


@get(
    "/public-versions/{key:str}/file.pdf",
    sync_to_thread=True,
    media_type="application/pdf",
    summary="El PDF de la versión pública (admite Range)",
)
def get_file(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    """404 with code `not_made` while there is none. The handing out is recorded."""
    found = making.open_version_file(archive, actor, key)
    return send_file(
        archive, request, Sent(found.key, found.bytes, f'"{found.sha256}"', found.media_type, found.filename)
    )


router = Router(
    "/",
    tags=["records"],
    route_handlers=[
        begin_version,
        list_versions,
        get_version,
        get_page,
        confirm_page,
        black_out_words,
        make_version,
        review_version,
        cancel_version,
        get_file,
    ],
)
