"""The searchable PDF of a document: its pages as they came, upright, with the words read laid invisibly under them."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pikepdf

from indexer.engines.glyphless import FONT, GlyphlessText
from indexer.engines.image_pdf import ImageFileSource
from indexer.engines.pdf_pages import FAILURES, add_font, frame_of, keep_layers, open_source, put_under, take_page
from indexer.engines.pdfa import PDFA, Obstacles, describe
from indexer.engines.sniff import IMAGES
from indexer.limits import Limits
from schemas.errors import Corrupt, Unsupported
from schemas.outcomes import SENTENCES, Reason
from schemas.work import FileKind, SearchablePage, SearchableRequest, SearchableResult

_SIGNED = "el original lleva una firma electrónica, que solo vale en él; "


def make_searchable(request: SearchableRequest, limits: Limits) -> SearchableResult:
    """Write the searchable PDF of the asked pages, in the asked order, to `request.output`.

    What a page draws is taken over as it is, pictures without recoding where a
    PDF can hold them; pages are shown turned by their `rotation`. Scripts,
    launches, attachments and form logic stay behind. The same request over the
    same file gives the same bytes.

    Raises:
        PasswordRequired: encrypted, and the password does not fit.
        Corrupt: the file or one of the pages cannot be taken over.
        Unsupported: neither a PDF nor a picture.
    """
    if request.kind != FileKind.PDF and request.kind not in IMAGES:
        raise Unsupported("De este tipo de archivo no se hace un PDF con texto.", code=Reason.NOT_A_DOCUMENT)
    with ExitStack() as stack:
        target = stack.enter_context(pikepdf.new())
        text, obstacles = GlyphlessText(target), Obstacles()
        taken = _take_pdf if request.kind == FileKind.PDF else _take_images
        try:
            for page, asked in zip(taken(request, target, obstacles, limits, stack), request.pages, strict=True):
                _lay_words(target, text, page, asked)
            text.finish()
            describe(target, request.title, request.language, declare=not obstacles.found)
            target.save(request.output, deterministic_id=True, min_version="1.7")
        except FAILURES as error:
            raise Corrupt(SENTENCES[Reason.DAMAGED]) from error
    return SearchableResult(len(request.pages), "" if obstacles.found else PDFA, obstacles.found)


def _take_pdf(
    request: SearchableRequest, target: pikepdf.Pdf, obstacles: Obstacles, limits: Limits, stack: ExitStack
) -> Iterator[pikepdf.Page]:
    last = max((asked.page for asked in request.pages), default=-1)
    source = stack.enter_context(open_source(Path(request.path), request.password, last + 1))
    if _is_signed(source):
        obstacles.note(_SIGNED + "la copia no se declara PDF/A")
    for asked in request.pages:
        page = take_page(source, asked.page, target, asked.rotation)
        obstacles.look_at(page)
        yield page
    if keep_layers(source, target):
        obstacles.note("tiene capas optativas")


def _take_images(
    request: SearchableRequest, target: pikepdf.Pdf, obstacles: Obstacles, limits: Limits, stack: ExitStack
) -> Iterator[pikepdf.Page]:
    source = stack.enter_context(ImageFileSource(Path(request.path), request.kind, limits.pixels))
    for asked in request.pages:
        page, picture = source.put_page(asked.page, target, asked.rotation)
        if picture.cmyk:
            obstacles.note("usa colores CMYK sin perfil")
        yield page


def _lay_words(target: pikepdf.Pdf, text: GlyphlessText, page: pikepdf.Page, asked: SearchablePage) -> None:
    if not asked.words:
        return
    size, matrix = frame_of(page.obj).upright()
    put_under(page, text.layer(asked.words, size, matrix, asked.skew), target)
    add_font(page, FONT, text.font)


def _is_signed(source: pikepdf.Pdf) -> bool:
    """Whether the form says that signatures exist (bit 1 of SigFlags)."""
    try:
        form = source.Root.get("/AcroForm")
        return isinstance(form, pikepdf.Dictionary) and bool(int(form.get("/SigFlags", 0)) & 1)
    except FAILURES:
        return False
