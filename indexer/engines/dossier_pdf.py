"""Bind a dossier into one PDF: cover, index, every page with its folio, bookmarks.

Folios count the pages of documents without a gap, from 1 or from where the volume before ended; of pages picked from
one document they are the numbers these have in it. Cover and index bear
no folio, as in the files that courts bind, and are numbered in roman figures; the
numbers that viewers show for pages are the folios. A page that cannot be had has its
folio and says so, so that the folios of the index always hold.

A part is written out whenever many files are open or much is in memory, and the
parts are joined at the end: neither grows with the dossier.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem

from indexer.engines.dossier_index import front_pages, substitute
from indexer.engines.folios import stamp_folio
from indexer.engines.image_pdf import ImageFileSource
from indexer.engines.pdf_pages import FAILURES, keep_layers, open_source, take_page
from indexer.engines.sniff import IMAGES
from indexer.engines.text_files import text_pages
from indexer.engines.typeset import Typeface, add_page, text
from indexer.limits import Limits
from schemas.binding import BindRequest, BindResult, BoundDocument, BoundPage
from schemas.errors import ArchiveError, Corrupt, LimitExceeded
from schemas.outcomes import SENTENCES, Reason
from schemas.work import FileKind, InspectedPage

MOST_OPEN = 40
MOST_HELD = 48 << 20
"""Files open at once, and bytes of pictures in memory, before a part is written out."""


def bind_dossier(request: BindRequest, limits: Limits) -> BindResult:
    """Write the dossier to `request.output`. The same request over the same files gives the same bytes.

    Raises:
        LimitExceeded: the memory allowed does not suffice.
        Corrupt: the parts cannot be joined.
    """
    with ExitStack() as stack:
        binder = _Binder(request, limits, stack)
        for section in request.sections:
            for document in section.documents:
                binder.add(document)
        return binder.finish()


_Put = Callable[[BoundPage], int]


class _Binder:
    def __init__(self, request: BindRequest, limits: Limits, stack: ExitStack) -> None:
        self._request, self._limits = request, limits
        self._parts: list[Path] = []
        self._unreadable: list[int] = []
        self._folios = 0
        self._stack = stack
        self._new_part()

    def add(self, document: BoundDocument) -> None:
        """Bind the folios of a document; what cannot be had is replaced by a page that says so."""
        wanted = range(document.folio_first, document.folio_last + 1)
        bound = 0
        try:
            with self._pages(document) as put:
                for at, folio in enumerate(wanted):
                    page = document.pages[at] if at < len(document.pages) else None
                    self._put(put, page, folio, document)
                    bound += 1
                    if self._held > MOST_HELD:
                        self._flush()
        except ArchiveError as error:
            for folio in wanted[bound:]:
                self._replace(folio, document, error.detail)
        if self._open >= MOST_OPEN:
            self._flush()

    def finish(self) -> BindResult:
        """Join the parts behind cover and index."""
        self._flush()
        try:
            with ExitStack() as stack:
                final = stack.enter_context(pikepdf.new())
                cover, index = front_pages(final, self._request, self._folios)
                for path in self._parts:
                    part = stack.enter_context(pikepdf.open(path, access_mode=pikepdf.AccessMode.stream))
                    final.pages.extend(part.pages)
                    keep_layers(part, final)
                self._describe(final, cover, cover + index)
                final.save(self._request.output, deterministic_id=True, min_version="1.7")
                return BindResult(len(final.pages), self._folios, tuple(self._unreadable))
        except FAILURES as error:
            raise Corrupt("El PDF no se pudo armar.") from error
        finally:
            for path in self._parts:
                path.unlink(missing_ok=True)

    def _put(self, put: _Put, page: BoundPage | None, folio: int, document: BoundDocument) -> None:
        if page is None:
            self._replace(folio, document, "El documento no tiene esta página.")
            return
        before = len(self._part.pages)
        try:
            self._held += put(page)
            stamp_folio(self._part, self._part.pages[-1], folio, self._typeface)
        except LimitExceeded as error:
            self._replace(folio, document, error.detail, before)
        except (ArchiveError, *FAILURES):
            self._replace(folio, document, "La página está dañada y no se puede reproducir.", before)
        else:
            self._folios += 1

    def _replace(self, folio: int, document: BoundDocument, why: str, pages: int | None = None) -> None:
        if pages is not None:
            del self._part.pages[pages:]
        page = substitute(self._part, self._typeface, folio, document, why)
        stamp_folio(self._part, page, folio, self._typeface)
        self._unreadable.append(folio)
        self._folios += 1

    @contextmanager
    def _pages(self, document: BoundDocument) -> Iterator[_Put]:
        """A function that puts a page of the document into the part and tells the bytes this holds in memory.

        A PDF stays open until the part is written, which copies from it then.
        """
        path, kind = Path(document.path), document.kind
        if not document.path:
            raise Corrupt(SENTENCES[Reason.DAMAGED])
        self._open += 1
        if kind == FileKind.PDF:
            source = self._sources.enter_context(open_source(path, document.password))
            yield lambda page: self._from_pdf(source, page)
            keep_layers(source, self._part)
        elif kind in IMAGES:
            with ImageFileSource(path, kind, self._limits.pixels) as pictures:
                yield lambda page: self._from_picture(pictures, page)
        else:
            texts = text_pages(path, kind, document.password, self._limits)
            yield lambda page: self._from_text(texts, page)

    def _from_pdf(self, source: pikepdf.Pdf, page: BoundPage) -> int:
        take_page(source, page.page, self._part, page.rotation)
        return 0

    def _from_picture(self, source: ImageFileSource, page: BoundPage) -> int:
        _, picture = source.put_page(page.page, self._part, page.rotation)
        return len(picture.data)

    def _from_text(self, texts: Sequence[InspectedPage], page: BoundPage) -> int:
        if not 0 <= page.page < len(texts):
            raise Corrupt("El archivo no tiene esa página.")
        add_text_page(self._part, self._typeface, texts[page.page])
        return 0

    def _new_part(self) -> None:
        self._sources = self._stack.enter_context(ExitStack())
        self._part = pikepdf.new()
        self._typeface = Typeface(self._part)
        self._open = self._held = 0

    def _flush(self) -> None:
        """Write the part out and begin another."""
        if len(self._part.pages):
            path = Path(self._request.folder) / f"part-{len(self._parts):05d}.pdf"
            self._part.save(path, deterministic_id=True)
            self._parts.append(path)
        self._part.close()
        self._sources.close()
        self._new_part()

    def _describe(self, final: pikepdf.Pdf, cover: int, front: int) -> None:
        """Bookmarks, page numbers and title."""
        at, expected = front, -1
        numbers: list[object] = [0, Dictionary(S=Name("/r"))] if front else []
        with final.open_outline() as outline:
            if front:
                outline.root.append(OutlineItem("Carátula", 0))
                outline.root.append(OutlineItem("Índice", cover))
            for section in self._request.sections:
                branch = OutlineItem(section.title, at)
                for document in section.documents:
                    label = f"{document.title} (fojas {document.folio_first}–{document.folio_last})"
                    branch.children.append(OutlineItem(label, at))
                    if document.folio_first != expected:
                        numbers += [at, Dictionary(S=Name.D, St=document.folio_first)]
                    expected = document.folio_last + 1
                    at += expected - document.folio_first
                outline.root.append(branch)
        final.Root.PageLabels = Dictionary(Nums=Array(numbers))
        final.Root.PageMode = Name.UseOutlines
        final.Root.Lang = pikepdf.String("es-MX")
        final.docinfo["/Title"] = pikepdf.String(self._request.title)
        final.docinfo["/Producer"] = pikepdf.String("Legajo")


def add_text_page(pdf: pikepdf.Pdf, typeface: Typeface, page: InspectedPage) -> None:
    """A page of a document that is nothing but text (a letter as DOCX, an e-mail), its words where they were laid out."""
    wide, high = max(page.width, 1.0), max(page.height, 1.0)
    words = page.reading.words if page.reading else ()
    lines = []
    for word in words:
        x, y, _, height = word.box
        size = min(max(height * high * 0.8, 4.0), 14.0)
        lines.append(text((x * wide, high - (y + height * 0.8) * high), size, word.text))
    add_page(pdf, typeface, b"\n".join(lines), (wide, high))
