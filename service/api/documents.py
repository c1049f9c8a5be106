"""`/documents`: list, look, review, files, history."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

from litestar import Response, Router, get, patch, post
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Struct

from schemas.outcomes import Reason
from schemas.page_ranges import MOST_LETTERS
from schemas.registry import Note
from service.api.asked import (
    ActorGiven,
    AnyRequest,
    ArchiveGiven,
    Cursor,
    Flag,
    IfMatch,
    Limit,
    RenderersGiven,
    Text,
    cursor_id,
    version_of,
)
from service.api.downloads import PDF, announced, made_download, tagged, versioned
from service.api.marked_files import send_kept
from service.archive import Archive
from service.methods import asked_for_head
from service.operations import confirming_notes, documents, reviewing, undoing
from service.operations.confirming_notes import NoteConfirmed
from service.operations.document_views import DocumentView, LinkView, ReadingView
from service.operations.intake_views import EventList, document_events
from service.operations.page_copies import copy_asked, write_pages_pdf
from service.operations.passwords import give_password
from service.operations.reviewing import Review
from service.renderers import Renderers


class Password(Struct, frozen=True, forbid_unknown_fields=True):
    """The password of an encrypted file."""

    password: str


@get("/", sync_to_thread=True, summary="Lista documentos, los más nuevos primero")
def list_documents(
    archive: ArchiveGiven,
    actor: ActorGiven,
    type: Text = None,
    wanted_state: Annotated[str | None, QueryParameter(name="state", max_length=300)] = None,
    reason: Annotated[Reason | None, QueryParameter()] = None,
    batch: Text = None,
    receipt: Text = None,
    credit: Text = None,
    debtor: Text = None,
    lawsuit: Text = None,
    date_from: Annotated[date | None, QueryParameter(name="from")] = None,
    date_to: Annotated[date | None, QueryParameter(name="to")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> documents.Listed:
    """Keys are as a person writes them: a credit number, `1234/2024`, a CURP or an id."""
    narrow = documents.Narrow(
        type=type,
        state=wanted_state,
        reason=reason.value if reason else None,
        batch=batch,
        receipt=receipt,
        credit=credit,
        debtor=debtor,
        lawsuit=lawsuit,
        date_from=date_from,
        date_to=date_to,
    )
    return documents.list_documents(archive, actor, narrow, before=cursor_id(cursor), limit=limit)


@get("/{document_id:str}", sync_to_thread=True, summary="Un documento")
def get_document(
    archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, document_id: FromPath[str]
) -> Response[DocumentView]:
    """The ETag changes with every version; If-None-Match is answered with 304."""
    return versioned(request, documents.get_document(archive, actor, document_id))


@patch("/{document_id:str}", sync_to_thread=True, summary="Revisa un documento: tipo, fecha, título, datos, vínculos")
def review_document(
    archive: ArchiveGiven,
    actor: ActorGiven,
    document_id: FromPath[str],
    data: JSONBody[Review],
    if_match: IfMatch = None,
) -> Response[DocumentView]:
    """With If-Match, a change made meanwhile is answered with 412. What is decided here the machine leaves alone."""
    done = reviewing.review_document(archive, actor, document_id, data, version=version_of(if_match))
    return tagged(done)


@post("/{document_id:str}/undo", sync_to_thread=True, status_code=200, summary="Deshace mi última revisión")
def undo_review(archive: ArchiveGiven, actor: ActorGiven, document_id: FromPath[str]) -> Response[DocumentView]:
    """Only one's own, and only while nothing changed the document since (409 `nothing_to_undo`)."""
    done = undoing.undo_review(archive, actor, document_id)
    return tagged(done)


@post(
    "/{document_id:str}/promissory-note",
    sync_to_thread=True,
    status_code=200,
    summary="Registra el pagaré de un documento archivado, como lo confirma una persona",
)
def confirm_note(
    archive: ArchiveGiven,
    actor: ActorGiven,
    document_id: FromPath[str],
    data: JSONBody[NoteConfirmed],
    if_match: IfMatch = None,
) -> Note:
    """Values not named stand as they were read, where they were read once; it is a review, and `undo` takes it back."""
    return confirming_notes.confirm_note(archive, actor, document_id, data, version=version_of(if_match))


@get(
    "/{document_id:str}/original",
    sync_to_thread=True,
    summary="El archivo tal como se recibió (admite Range)",
)
def get_original(
    archive: ArchiveGiven,
    renderers: RenderersGiven,
    request: AnyRequest,
    document_id: FromPath[str],
    inline: Flag = False,
) -> Response[Any]:
    """The ETag is the SHA-256 of the bytes."""
    return _send(archive, request, renderers, (document_id, "original"), inline=inline)


@get(
    "/{document_id:str}/searchable",
    sync_to_thread=True,
    summary="El PDF con texto buscable (admite Range)",
)
def get_searchable(
    archive: ArchiveGiven,
    renderers: RenderersGiven,
    request: AnyRequest,
    document_id: FromPath[str],
    inline: Flag = False,
) -> Response[Any]:
    """404 with code `searchable_missing` while it is not made."""
    return _send(archive, request, renderers, (document_id, "searchable"), inline=inline)


@get(
    "/{document_id:str}/pages.pdf",
    sync_to_thread=True,
    media_type="application/pdf",
    summary="Páginas elegidas en un PDF, cada una con su folio",
)
def get_pages_pdf(
    archive: ArchiveGiven,
    request: AnyRequest,
    renderers: RenderersGiven,
    document_id: FromPath[str],
    pages: Annotated[str, QueryParameter(max_length=MOST_LETTERS, description="Por ejemplo, `1-3, 7, 12-`.")],
) -> Response[Any]:
    """The folio is the number of the page in the document. Bound when asked for; the hand-over is recorded."""
    return pages_pdf(archive, request, renderers, document_id, pages)


def pages_pdf(
    archive: Archive, request: AnyRequest, renderers: Renderers, document_id: str, pages: str
) -> Response[Any]:
    """The pages bound and sent; of HEAD nothing is bound nor handed over."""
    asked = (document_id, pages)
    if asked_for_head(request):
        return announced(_copy_name(*copy_asked(archive, request.user, asked)), PDF)

    def write(target: Path) -> str:
        with renderers.one() as sandbox:
            return _copy_name(*write_pages_pdf(archive, request.user, asked, target, sandbox))

    return made_download(archive, PDF, write)


def _copy_name(title: str, said: str) -> str:
    return f"{title[:100]}, fojas {said[:40]}.pdf"


def _send(
    archive: Archive, request: AnyRequest, renderers: Renderers, what: tuple[str, str], *, inline: bool
) -> Response[Any]:
    part = request.headers.get("range", "").replace(" ", "")
    later = part if part and not part.startswith("bytes=0-") else ""
    found = documents.open_file(archive, request.user, *what, part=later[:60])
    return send_kept(archive, renderers, request, found, inline=inline)


@get("/{document_id:str}/links", sync_to_thread=True, summary="A qué pertenece")
def list_links(archive: ArchiveGiven, actor: ActorGiven, document_id: FromPath[str]) -> list[LinkView]:
    """Proposed, made and refused links. They are changed by PATCH of the document."""
    return list(documents.get_document(archive, actor, document_id).links)


@get("/{document_id:str}/versions", sync_to_thread=True, summary="Cada lectura que se ha hecho de sus páginas")
def list_versions(archive: ArchiveGiven, actor: ActorGiven, document_id: FromPath[str]) -> list[ReadingView]:
    """Readings are added, never replaced; `current` marks those in force."""
    return documents.list_readings(archive, actor, document_id)


@get("/{document_id:str}/events", sync_to_thread=True, summary="Qué se ha hecho con él")
def list_document_events(
    archive: ArchiveGiven,
    actor: ActorGiven,
    document_id: FromPath[str],
    before: Annotated[int | None, QueryParameter(ge=1)] = None,
) -> EventList:
    """The newest first."""
    return document_events(archive, actor, document_id, before=before)


@post("/{document_id:str}/password", sync_to_thread=True, status_code=202, summary="Da la contraseña que faltaba")
def post_password(
    archive: ArchiveGiven, actor: ActorGiven, document_id: FromPath[str], data: JSONBody[Password]
) -> dict[str, str]:
    """The file is opened again; the outcome shows in the receipt."""
    give_password(archive, actor, document_id, data.password)
    return {"document_id": document_id, "state": "processing"}


router = Router(
    "/documents",
    tags=["documents"],
    route_handlers=[
        list_documents,
        get_document,
        review_document,
        undo_review,
        confirm_note,
        get_original,
        get_searchable,
        get_pages_pdf,
        list_links,
        list_versions,
        list_document_events,
        post_password,
    ],
)
