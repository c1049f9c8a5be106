"""`/documents/{id}/pages`: images, text and words of pages."""

from typing import Annotated, Any

from litestar import MediaType, Response, Router, get, post
from litestar.params import FromPath, JSONBody, PathParameter

from schemas.work import RenderResult
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven, RenderersGiven
from service.api.downloads import ONCE, Sent, send_file
from service.operations import documents, reviewing
from service.operations.document_views import PageView, PageWords
from service.operations.hocr import hocr_of
from service.operations.page_images import Size, page_image
from service.operations.turning import Turn, Turned, turn_page

Number = Annotated[int, PathParameter(ge=1, le=1_000_000, description="Desde 1.")]


@get("/", sync_to_thread=True, summary="Las páginas de un documento")
def list_pages(archive: ArchiveGiven, actor: ActorGiven, document_id: FromPath[str]) -> list[PageView]:
    """In order."""
    return documents.list_pages(archive, actor, document_id)


@get("/{number:int}/image", sync_to_thread=True, summary="La imagen de una página, al derecho")
def get_image(
    archive: ArchiveGiven,
    actor: ActorGiven,
    renderers: RenderersGiven,
    request: AnyRequest,
    document_id: FromPath[str],
    number: Number,
) -> Response[Any]:
    """Boxes of words and hits are fractions of this image. An auditor's bears who looks, when, and the number of the look."""
    return _image((archive, renderers), actor, request, (document_id, number), "view")


@get("/{number:int}/thumbnail", sync_to_thread=True, summary="La miniatura de una página")
def get_thumbnail(
    archive: ArchiveGiven,
    actor: ActorGiven,
    renderers: RenderersGiven,
    request: AnyRequest,
    document_id: FromPath[str],
    number: Number,
) -> Response[Any]:
    """At most some hundred pixels. An auditor's bears who looks and when; it is no look in the log."""
    return _image((archive, renderers), actor, request, (document_id, number), "thumbnail")


def _image(
    of: tuple[ArchiveGiven, RenderersGiven], actor: ActorGiven, request: AnyRequest, page: tuple[str, int], size: Size
) -> Response[Any]:
    archive, renderers = of
    picture = page_image(archive, renderers, actor, page, size)
    if isinstance(picture, RenderResult):
        return Response(picture.image, media_type=picture.media_type, headers=ONCE)
    etag = f'"{picture.key.rsplit("/", 1)[-1]}"'
    return send_file(archive, request, Sent(picture.key, picture.bytes, etag, picture.media_type))


@get("/{number:int}/text", sync_to_thread=True, media_type=MediaType.TEXT, summary="El texto leído de una página")
def get_text(archive: ArchiveGiven, actor: ActorGiven, document_id: FromPath[str], number: Number) -> str:
    """Plain text, UTF-8; blocks are parted by an empty line."""
    return documents.read_text(archive, actor, document_id, number)[0][1]


@get("/{number:int}/words", sync_to_thread=True, summary="Las palabras de una página con su lugar")
def get_words(archive: ArchiveGiven, actor: ActorGiven, document_id: FromPath[str], number: Number) -> PageWords:
    """By layer; each word is `[text, [x, y, width, height], confidence, line, block]`."""
    return documents.page_words(archive, actor, document_id, number)


@get("/{number:int}/hocr", sync_to_thread=True, summary="Lo mismo en hOCR")
def get_hocr(archive: ArchiveGiven, actor: ActorGiven, document_id: FromPath[str], number: Number) -> Response[str]:
    """Boxes are in pixels of the page at 300 per inch."""
    page = documents.page_words(archive, actor, document_id, number)
    return Response(hocr_of(page), media_type="application/xhtml+xml")


@post("/{number:int}/read", sync_to_thread=True, status_code=202, summary="Pide leer otra vez una página")
def read_again(archive: ArchiveGiven, actor: ActorGiven, document_id: FromPath[str], number: Number) -> dict[str, str]:
    """What was read stays in force until the new reading is there."""
    reviewing.read_again(archive, actor, document_id, number)
    return {"document_id": document_id, "state": "queued"}


@post("/{number:int}/turn", sync_to_thread=True, status_code=202, summary="Gira una página y pide leerla así")
def post_turn(
    archive: ArchiveGiven, actor: ActorGiven, document_id: FromPath[str], number: Number, data: JSONBody[Turn]
) -> Turned:
    """Degrees clockwise from how it is shown; no later reading changes it. Handing `back` in is the undoing."""
    return turn_page(archive, actor, document_id, number, data)


router = Router(
    "/documents/{document_id:str}/pages",
    tags=["pages"],
    route_handlers=[list_pages, get_image, get_thumbnail, get_text, get_words, get_hocr, read_again, post_turn],
)
