"""Ver un documento: one page at a time with the words found lit, its miniatures, and what is known at its side."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any
from urllib.parse import urlencode

import msgspec
from litestar import Response, get
from litestar.params import FromPath, FromQuery, QueryParameter

from schemas.access import Actor
from schemas.document_types import document_types
from schemas.errors import InvalidInput, LimitExceeded
from schemas.pages import Box
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven, RenderersGiven
from service.api.documents import pages_pdf
from service.archive import Archive
from service.operations import documents
from service.operations.document_views import FieldView, PageView
from service.operations.finding import pages_answering
from service.operations.lighting import in_runs, lit_boxes
from web.rendering import show

PageNumber = Annotated[int, QueryParameter(ge=1, le=1_000_000)]
Picked = Annotated[list[str] | None, QueryParameter()]
Typed = FromQuery[str]

STRIP = 200
"""Miniatures on either side of the page shown."""
LISTED = 200
"""Pages with hits that are listed."""


class Sheet(msgspec.Struct, frozen=True):
    """One page as shown: what is known of it, its text, the places lit, and the address of the document it is of."""

    document_id: str
    number: int
    last: int
    page: PageView | None
    text: str
    boxes: tuple[Box, ...]
    q: str
    here: str
    name: str = "pagina"

    def address(self, number: int) -> str:
        """The same view at another page."""
        joint = "&" if "?" in self.here else "?"
        return self.here + joint + urlencode({self.name: number} | ({"q": self.q} if self.q else {}))


@get("/documentos/{document_id:str}", sync_to_thread=True, include_in_schema=False)
def look(
    archive: ArchiveGiven,
    request: AnyRequest,
    document_id: FromPath[str],
    pagina: PageNumber = 1,
    q: Typed = "",
) -> Response[str]:
    """The document at one of its pages, with the words of `q` lit."""
    return show_document(archive, request, document_id, (pagina, q))


@get("/documentos/{document_id:str}/hoja", sync_to_thread=True, include_in_schema=False)
def turn_to(
    archive: ArchiveGiven,
    actor: ActorGiven,
    request: AnyRequest,
    document_id: FromPath[str],
    pagina: PageNumber = 1,
    q: Typed = "",
) -> Response[str]:
    """Another page of a document that is open, without what stands round it."""
    sheet = sheet_of(archive, actor, (document_id, pagina), q)
    fields = documents.get_document(archive, actor, document_id).fields
    return show(request, "parts/sheet.html", sheet=sheet, on_page=_on_page(fields, sheet.number))


@get("/documentos/{document_id:str}/aciertos", sync_to_thread=True, include_in_schema=False)
def list_hits(
    archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, document_id: FromPath[str], q: Typed = ""
) -> Response[str]:
    """The pages of the document on which the words of `q` stand."""
    pages = pages_answering(archive, actor, document_id, q) if q.strip() else ()
    return show(request, "parts/page_hits.html", pages=pages, most=LISTED, q=q, here=f"/documentos/{document_id}")


@get("/documentos/{document_id:str}/hojas.pdf", sync_to_thread=True, include_in_schema=False)
def copy_pages(
    archive: ArchiveGiven,
    renderers: RenderersGiven,
    request: AnyRequest,
    document_id: FromPath[str],
    hojas: Picked = None,
    pagina: PageNumber = 1,
    q: Typed = "",
) -> Response[Any]:
    """The pages picked, by ticking, by writing or both, as a PDF with folios; the document again when they cannot be had."""
    asked = ",".join(hojas or ())
    try:
        return pages_pdf(archive, request, renderers, document_id, asked)
    except (InvalidInput, LimitExceeded) as error:
        return show_document(archive, request, document_id, (pagina, q), error.detail, picked=asked)


def show_document(
    archive: Archive,
    request: AnyRequest,
    document_id: str,
    at: tuple[int, str],
    problem: str = "",
    *,
    picked: str = "",
    typed: Mapping[str, str] = MappingProxyType({}),
) -> Response[str]:
    """The page of a document at `(page number, words to light)`; with a problem, what was refused, why, and what was typed."""
    actor = request.user
    document = documents.get_document(archive, actor, document_id)
    outline = documents.outline(archive, actor, document_id)
    sheet = sheet_of(archive, actor, (document_id, at[0]), at[1], len(outline))
    first = max(sheet.number - STRIP, 1)
    return show(
        request,
        "document.html",
        400 if problem else 200,
        document=document,
        strip=outline[first - 1 : sheet.number + STRIP],
        sheet=sheet,
        on_page=_on_page(document.fields, sheet.number),
        number=sheet.number,
        q=at[1],
        types=document_types(),
        reasons={code: code for code in (reason.code for reason in document.reasons)},
        query=urlencode({"q": at[1]}) if at[1] else "",
        problem=problem,
        picked=picked,
        typed=typed,
    )


def sheet_of(
    archive: Archive,
    actor: Actor,
    page: tuple[str, int],
    q: str,
    pages: int | None = None,
    frame: tuple[str, str] = ("", "pagina"),
) -> Sheet:
    """The page of `(document id, number)`, the last one where the document has fewer.

    `frame` is the address of the view that holds it and how that calls the page.

    Raises:
        NotFound: there is no such document, or the actor may not know of it.
    """
    document_id, number = page
    last = len(documents.outline(archive, actor, document_id)) if pages is None else pages
    number = min(number, max(last, 1))
    known, text = documents.get_page(archive, actor, document_id, number) if last else (None, "")
    boxes = in_runs(lit_boxes(archive, actor, (document_id, number), q)) if last and q.strip() else ()
    return Sheet(document_id, number, last, known, text, boxes, q, frame[0] or f"/documentos/{document_id}", frame[1])


def _on_page(fields: tuple[FieldView, ...], number: int) -> list[FieldView]:
    return [field for field in fields if field.page == number]


HANDLERS = (look, turn_to, list_hits, copy_pages)
