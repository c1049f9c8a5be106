"""What a sandbox child does besides inspecting: read a page from its image, show one, say what a document is."""

import functools
from pathlib import Path

import msgspec

from indexer.engines import images
from indexer.engines.ocr import kept_engine
from indexer.engines.pdf_open import open_page, open_pdf
from indexer.engines.pdf_render import check_pictures, draw_mended, page_pixels
from indexer.engines.pdf_text import content_of
from indexer.engines.plain_page import draw_words
from indexer.engines.sniff import IMAGES
from indexer.engines.text_files import text_pages
from indexer.limits import Limits
from indexer.stages.decide import decide, page_text
from indexer.stages.page_image import PageImage, Pixels, grey_of, has_colour, shrunk, turned
from indexer.stages.personal_data import personal_data, places_of_words
from indexer.stages.read import ReadOptions, read_page_image
from indexer.stages.views import jpeg
from schemas.errors import InvalidInput, NotFound
from schemas.fields import Known
from schemas.pages import Word
from schemas.work import (
    DecideRequest,
    DecideResult,
    FileKind,
    PersonalRequest,
    PersonalResult,
    ReadRequest,
    ReadResult,
    RenderRequest,
    RenderResult,
)

_QUALITY = 75
_LONGEST = 8000
_TEXT_DPI = 200


def read(request: ReadRequest, limits: Limits) -> ReadResult:
    """Read the image of one page.

    Raises:
        Corrupt: the page cannot be had; `LimitExceeded` with `too_large` beyond the pixels allowed.
        InvalidInput: a turn that leaves the page askew.
    """
    if request.rotation is not None and request.rotation % 90:
        raise InvalidInput("Una página se gira por cuartos de vuelta.")
    image = page_image(Path(request.path), request, limits)
    return read_page_image(image, kept_engine(request.engine, request.language), ReadOptions(rotation=request.rotation))


def render(request: RenderRequest, limits: Limits) -> RenderResult:
    """The page as JPEG, turned clockwise by `rotation`.

    Raises:
        Corrupt: the page cannot be had; `LimitExceeded` with `too_large` beyond the pixels allowed.
        InvalidInput: a side or turn that makes no picture.
    """
    if request.rotation % 90 or not 1 <= request.longest <= _LONGEST:
        raise InvalidInput("La imagen pedida no es posible.")
    pixels = turned(_view(Path(request.path), request, limits), request.rotation)
    shown = pixels if has_colour(pixels) else grey_of(pixels)
    return RenderResult(jpeg(shown, _QUALITY), "image/jpeg", shown.shape[1], shown.shape[0])


def decide_document(request: DecideRequest, _limits: Limits) -> DecideResult:
    """Type and fields of a document whose pages were read before; no foreign file is opened for it."""
    return decide(request.pages, _known(request.known), request.given)


def find_personal(request: PersonalRequest, _limits: Limits) -> PersonalResult:
    """Places of personal data, or of the words asked for, on pages read before; no foreign file is opened for it."""
    pages = [page_text(page) for page in request.pages]
    if request.words:
        return PersonalResult(places=places_of_words(pages, request.words))
    return PersonalResult(personal_data(pages, request.names, Known(own_names=request.own_names), request.kind))


def page_image(path: Path, request: ReadRequest, limits: Limits) -> PageImage:
    """The pixels of a page of any kind of file, upright as the file has it."""
    if request.kind in IMAGES:
        return images.image_pixels(path, request.kind, request.page, limits.pixels)
    if request.kind != FileKind.PDF:
        words = _text_page(path, request, limits)
        return PageImage(draw_words(words, 11 * _TEXT_DPI), float(_TEXT_DPI))
    with (
        open_pdf(path, _passwords(request.password), limits.pages) as pdf,
        open_page(pdf, request.page) as page,
    ):
        return page_pixels(page, content_of(page, 0), limits.pixels)


def _view(path: Path, request: RenderRequest, limits: Limits) -> Pixels:
    if request.kind in IMAGES:
        return shrunk(images.image_pixels(path, request.kind, request.page, limits.pixels).pixels, request.longest)
    if request.kind != FileKind.PDF:
        return draw_words(_text_page(path, request, limits), request.longest)
    with (
        open_pdf(path, _passwords(request.password), limits.pages) as pdf,
        open_page(pdf, request.page) as page,
    ):
        content = content_of(page, 0)
        check_pictures(content, limits.pixels)
        return draw_mended(page, content, request.longest / max(*page.get_size(), 1.0)).pixels


def _text_page(path: Path, request: ReadRequest | RenderRequest, limits: Limits) -> tuple[Word, ...]:
    pages = text_pages(path, request.kind, request.password, limits)
    if not 0 <= request.page < len(pages):
        raise NotFound("El archivo no tiene esa página.")
    reading = pages[request.page].reading
    return reading.words if reading else ()


def _passwords(password: str) -> tuple[str, ...]:
    return (password,) if password else ()


@functools.lru_cache(maxsize=1)
def _known(path: str) -> Known:
    """What is registered, read once as long as it stays the same: another state has another name."""
    return msgspec.msgpack.decode(Path(path).read_bytes(), type=Known)
