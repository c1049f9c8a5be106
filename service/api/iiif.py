"""`/documents/{id}/iiif`: a document for viewers of others, by IIIF Presentation 3 and Content Search 2.

Both stand behind the same permissions as the document. A canvas is the page at 300 points per inch, as seen upright.
"""

from typing import Any

from litestar import Response, Router, get
from litestar.params import FromPath, FromQuery

from schemas.access import Action, may
from schemas.pages import Box
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven
from service.operations import documents
from service.operations.document_views import DocumentView
from service.operations.finding import find_in_document
from storage.records.documents import PageOutline

PRESENTATION = "http://iiif.io/api/presentation/3/context.json"
SEARCH = "http://iiif.io/api/search/2/context.json"
_PER_POINT = 300 / 72
_IGNORED = ("motivation", "date", "user")


@get("/manifest", sync_to_thread=True, summary="El documento como manifiesto IIIF Presentation 3")
def manifest(
    archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, document_id: FromPath[str]
) -> Response[dict[str, Any]]:
    """Pages as canvases in order, with image, miniature, text, the files, and where to search."""
    document = documents.get_document(archive, actor, document_id)
    base = f"{str(request.base_url).rstrip('/')}/api/v1/documents/{document_id}"
    pages = documents.outline(archive, actor, document_id)
    return _answer(_manifest(base, document, pages, originals=may(actor, Action.READ_ORIGINALS)), PRESENTATION)


@get("/search", sync_to_thread=True, summary="Busca en el documento (IIIF Content Search 2)")
def search(
    archive: ArchiveGiven,
    actor: ActorGiven,
    request: AnyRequest,
    document_id: FromPath[str],
    q: FromQuery[str] = "",
) -> Response[dict[str, Any]]:
    """The places where the words stand, as regions of canvases; at most 2,000."""
    base = f"{str(request.base_url).rstrip('/')}/api/v1/documents/{document_id}"
    frames = {page.number: page for page in documents.outline(archive, actor, document_id)}
    found = find_in_document(archive, actor, document_id, q)
    places = [(frames[one.page], box) for one in found for box in one.boxes]
    page: dict[str, Any] = {
        "@context": SEARCH,
        "id": str(request.url),
        "type": "AnnotationPage",
        "items": [_place(base, at, frame, box) for at, (frame, box) in enumerate(places, 1)],
    }
    if ignored := [name for name in _IGNORED if name in request.query_params]:
        page["ignored"] = ignored
    return _answer(page, SEARCH)


def _answer(content: dict[str, Any], profile: str) -> Response[dict[str, Any]]:
    return Response(content, media_type=f'application/ld+json;profile="{profile}"')


def _manifest(base: str, document: DocumentView, pages: list[PageOutline], *, originals: bool) -> dict[str, Any]:
    files = [_file(f"{base}/original", "Original", document.media_type)] if originals else []
    if document.searchable:
        files.append(_file(f"{base}/searchable", "PDF con texto", "application/pdf"))
    known = {"Tipo": document.type_name, "Fecha": document.date.isoformat() if document.date else ""}
    return {
        "@context": PRESENTATION,
        "id": f"{base}/iiif/manifest",
        "type": "Manifest",
        "label": {"es": [document.title]},
        "metadata": [{"label": {"es": [name]}, "value": {"es": [value]}} for name, value in known.items() if value],
        "rendering": files,
        "service": [{"id": f"{base}/iiif/search", "type": "SearchService2"}],
        "items": [_canvas(base, page) for page in pages],
    }


def _file(address: str, name: str, media_type: str) -> dict[str, Any]:
    return {"id": address, "type": "Text", "label": {"es": [name]}, "format": media_type}


def _size(page: PageOutline) -> tuple[int, int]:
    """Width and height of the canvas; never nothing."""
    return max(1, round(page.width * _PER_POINT)), max(1, round(page.height * _PER_POINT))


def _canvas(base: str, page: PageOutline) -> dict[str, Any]:
    canvas, address = f"{base}/iiif/canvas/{page.number}", f"{base}/pages/{page.number}"
    width, height = _size(page)
    painting = {
        "id": f"{canvas}/image",
        "type": "Annotation",
        "motivation": "painting",
        "body": {"id": f"{address}/image", "type": "Image", "width": width, "height": height},
        "target": canvas,
    }
    return {
        "id": canvas,
        "type": "Canvas",
        "label": {"none": [str(page.number)]},
        "width": width,
        "height": height,
        "thumbnail": [{"id": f"{address}/thumbnail", "type": "Image"}],
        "rendering": [_file(f"{address}/text", "Texto", "text/plain")],
        "items": [{"id": f"{canvas}/page", "type": "AnnotationPage", "items": [painting]}],
    }


def _place(base: str, at: int, page: PageOutline, box: Box) -> dict[str, Any]:
    width, height = _size(page)
    x, y, wide, high = (round(part * side) for part, side in zip(box, (width, height, width, height), strict=True))
    return {
        "id": f"{base}/iiif/search/{at}",
        "type": "Annotation",
        "motivation": "highlighting",
        "target": f"{base}/iiif/canvas/{page.number}#xywh={x},{y},{max(wide, 1)},{max(high, 1)}",
    }


router = Router("/documents/{document_id:str}/iiif", tags=["iiif"], route_handlers=[manifest, search])
