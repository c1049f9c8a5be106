"""Open a PDF, mend it when it is damaged, and count its pages right.

PDFium opens most; what it cannot open is rebuilt by qpdf into an unnamed copy,
and what neither can is written anew from the objects found in it.
PDFium trusts `/Count`, so where a page of its count cannot be loaded the page
tree is walked here, with every node visited once at most, and where there are
more pages than it says a copy tells how many.
"""

import contextlib
import ctypes
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from indexer.engines.pdf_salvage import salvaged
from indexer.engines.pdf_tree import inherited
from schemas.errors import Corrupt, PasswordRequired, TooLarge

DAMAGED = "El archivo está dañado y no se pudo leer ninguna página."
PROTECTED = "El archivo está protegido: falta la contraseña para abrirlo."
_TREE_NODES = 200_000
_WIDGETS = {
    *(raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_WATERMARK),
    *(raw.FPDF_ANNOT_INK, raw.FPDF_ANNOT_LINE, raw.FPDF_ANNOT_SQUARE, raw.FPDF_ANNOT_CIRCLE),
}
"""What is drawn over a page and belongs to what people see of it, strokes of a pen on a screen among it."""
_NEXT_TO_NOTHING = 8.0
"""Pixels of the longer side of a page that is rendered only for what comes of it besides."""
_DOUBTED = 1_000
"""Pages up to which it is seen whether there are more than the file says: a small part of a second at most."""
_FAILURES = (pikepdf.PdfError, pdfium.PdfiumError, AttributeError, TypeError, RuntimeError, ValueError, OSError)
MOST_NOTES = 500
"""Annotations looked at per page to see whether there is a form."""
_SCAN_PIXELS = 200_000
"""Of a picture that may be a page: a letter sheet has a few more at 50 dots to the inch."""
_PICTURES = 100
"""Pictures looked at per page that draws none of them."""


Copy = tuple[pdfium.PdfDocument, str, tuple[int, ...]]
"""A mended copy: open, the password that opened the file, and its page numbers as in `OpenPdf`."""


class OpenPdf(msgspec.Struct, frozen=True):
    """An open PDF. `numbers` gives for each page PDFium's own number, -1 for a page that is lost.

    `password` is the one that opened it, empty when none was needed.
    """

    document: pdfium.PdfDocument
    numbers: tuple[int, ...]
    repaired: bool
    encrypted: bool
    password: str


@contextlib.contextmanager
def open_pdf(path: Path, passwords: tuple[str, ...], most_pages: int) -> Iterator[OpenPdf]:
    """The PDF at `path`, closed afterwards. The empty password is tried first.

    Raises:
        PasswordRequired: encrypted, and no password fits.
        Corrupt: no page can be had from it; code `no_pages` when it is sound and has none.
        TooLarge: more than `most_pages` pages.
    """
    with contextlib.ExitStack() as stack:
        document, password = _unlock(path, passwords)
        numbers, whole = ((), False) if document is None else _pages_of(document, path, password)
        repaired = not whole
        if not any(number >= 0 for number in numbers):
            mended = _mend(path, passwords, stack) or _salvage(path, stack)
        else:
            mended = _recount(path, password, len(numbers), stack) if whole else None
        if mended is not None:
            if document is not None:
                document.close()
            document, password, numbers = mended
            repaired = True
        if document is None:
            raise Corrupt(DAMAGED)
        stack.callback(document.close)
        # Draws the values of fields that were filled in without being drawn, as programs do; it runs nothing.
        document.init_forms()
        if not any(number >= 0 for number in numbers):
            raise Corrupt(DAMAGED) if repaired else Corrupt("El archivo no tiene páginas.", code="no_pages")
        if len(numbers) > most_pages:
            raise TooLarge(f"El archivo tiene más de {most_pages} páginas.")
        encrypted = bool(password) or int(raw.FPDF_GetSecurityHandlerRevision(document)) != -1
        yield OpenPdf(document, numbers, repaired, encrypted, password)


def is_made_by_its_form(pdf: OpenPdf) -> bool:
    """Whether a viewer makes the pages from an XFA form, and those in the file only ask to wait or for another viewer."""
    return bool(raw.FPDF_GetFormType(pdf.document) == raw.FORMTYPE_XFA_FULL)


class ListedScans:
    """Pictures of a page's size that the pages of an open PDF have at hand, drawn or not. Use as a context manager.

    The file is opened for it when first asked, and once: a stack scanned on both sides has a blank page for each sheet.
    """

    def __init__(self, path: Path, pdf: OpenPdf) -> None:
        self._path, self._pdf = path, pdf
        self._stack = contextlib.ExitStack()
        self._pages: pikepdf.PageList | None = None

    def __enter__(self) -> "ListedScans":
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def is_lost(self, page: int) -> bool:
        """Whether page `page`, counted from 0, which draws nothing, has such a picture to itself.

        A picture that the pages beside it have too stands in a list for the whole file, and says nothing of this page.
        """
        number = self._pdf.numbers[page]
        try:
            pages = self._opened()
            beside = [_pictures_of(pages[at].obj) for at in (number - 1, number + 1) if 0 <= at < len(pages)]
            return bool(_pictures_of(pages[number].obj).difference(*beside))
        except (*_FAILURES, IndexError, KeyError):
            return False

    def _opened(self) -> "pikepdf.PageList":
        if self._pages is None:
            self._pages = self._stack.enter_context(pikepdf.open(self._path, password=self._pdf.password)).pages
        return self._pages


def _pictures_of(page: pikepdf.Object) -> set[tuple[int, int]]:
    """Numbers of the pictures of a page's size that the page has at hand, drawn or not."""
    resources = inherited(page, "/Resources")
    listed = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    things = list(dict(listed).values())[:_PICTURES] if isinstance(listed, pikepdf.Dictionary) else []
    return {
        thing.objgen
        for thing in things
        if isinstance(thing, pikepdf.Stream)
        and thing.get("/Subtype") == "/Image"
        and int(thing.get("/Width", 0)) * int(thing.get("/Height", 0)) >= _SCAN_PIXELS
    }


@contextlib.contextmanager
def open_page(pdf: OpenPdf, page: int) -> Iterator[pdfium.PdfPage]:
    """The page of `open_noted_page` alone, for the same errors."""
    with open_noted_page(pdf, page) as (opened, _):
        yield opened


@contextlib.contextmanager
def open_noted_page(pdf: OpenPdf, page: int) -> Iterator[tuple[pdfium.PdfPage, bool]]:
    """Page `page` counted from 0, with form fields and stamps laid onto it as they are shown; whether files are pinned to it.

    Scripts and actions are never run: the library is built without an interpreter.

    Raises:
        Corrupt: the page is lost or cannot be loaded.
    """
    number = pdf.numbers[page] if 0 <= page < len(pdf.numbers) else -1
    if number < 0:
        raise Corrupt("La página está dañada.")
    try:
        opened = pdf.document[number]
        if min(opened.get_size()) <= 0:  # the crop box shows nothing of the sheet; viewers show all of it
            opened.set_cropbox(*opened.get_mediabox())
        shown, drawn, pinned = _annotations_of(opened)
        if not drawn:
            opened.render(scale=_NEXT_TO_NOTHING / max(opened.get_size()))
        if shown and raw.FPDFPage_Flatten(opened, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
            opened.close()
            opened = pdf.document[number]
    except pdfium.PdfiumError as error:
        raise Corrupt("La página está dañada.") from error
    try:
        yield opened, pinned
    finally:
        opened.close()


def _unlock(path: Path, passwords: tuple[str, ...]) -> tuple[pdfium.PdfDocument | None, str]:
    locked = False
    for password in ("", *passwords):
        try:
            return pdfium.PdfDocument(path, password=password or None), password
        except pdfium.PdfiumError as error:
            if error.err_code != raw.FPDF_ERR_PASSWORD:
                return None, ""
            locked = True
        except OSError as error:
            raise Corrupt(DAMAGED) from error
    if locked:
        raise PasswordRequired(PROTECTED)
    return None, ""


def _pages_of(document: pdfium.PdfDocument, path: Path, password: str) -> tuple[tuple[int, ...], bool]:
    """PDFium's page numbers with -1 for those lost, and whether all it counted are there."""
    size = raw.FS_SIZEF()
    count = min(len(document), _TREE_NODES)
    there = [bool(raw.FPDF_GetPageSizeByIndexF(document, index, ctypes.byref(size))) for index in range(count)]
    if all(there):
        return tuple(range(count)), True
    leaves = _leaves(path, password)
    good = [index for index in range(count) if there[index]]
    if leaves <= len(good):
        return tuple(good), False
    return tuple(index if there[index] else -1 for index in range(min(count, leaves))), False


def _leaves(path: Path, password: str) -> int:
    """Pages in the page tree, each node taken once; 0 when the tree cannot be read."""
    seen: set[tuple[int, int]] = set()
    leaves = 0
    try:
        with pikepdf.open(path, password=password) as pdf:
            waiting = [pdf.Root.get("/Pages")]
            while waiting and len(seen) < _TREE_NODES:
                node = waiting.pop()
                if isinstance(node, pikepdf.Object) and node.is_indirect:
                    if node.objgen in seen:
                        continue
                    seen.add(node.objgen)
                kids = node.get("/Kids") if isinstance(node, pikepdf.Dictionary) else None
                if isinstance(kids, pikepdf.Array) and len(kids) <= _TREE_NODES:
                    waiting += list(kids)
                else:
                    leaves += 1
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError, RuntimeError):
        return 0
    return leaves


def _mend(path: Path, passwords: tuple[str, ...], stack: contextlib.ExitStack) -> Copy | None:
    """The file as qpdf rebuilds it, without encryption; None when not even that gives a page."""
    for password in ("", *passwords):
        try:
            with pikepdf.open(path, password=password) as pdf:
                return _copied(pdf, stack, password) if len(pdf.pages) else None
        except pikepdf.PasswordError:
            continue
        except _FAILURES:
            return None
    raise PasswordRequired(PROTECTED)


def _recount(path: Path, password: str, count: int, stack: contextlib.ExitStack) -> Copy | None:
    """The file with its pages counted anew, where there are more of them than it says; else None."""
    if count > _DOUBTED:
        return None
    try:
        with pikepdf.open(path, password=password) as pdf:
            if not count < len(pdf.pages) <= _TREE_NODES:
                return None
            _count_pages(pdf.Root.Pages)
            return _copied(pdf, stack, password)
    except (*_FAILURES, pikepdf.PasswordError):
        return None


def _count_pages(node: pikepdf.Object) -> int:
    """Pages under a node of a page tree without loops, written into each node on the way."""
    kids = node.get("/Kids") if isinstance(node, pikepdf.Dictionary) else None
    if not isinstance(kids, pikepdf.Array):
        return int(isinstance(node, pikepdf.Dictionary))
    node["/Count"] = sum(_count_pages(kid) for kid in kids)
    return int(node["/Count"])


def _copied(pdf: pikepdf.Pdf, stack: contextlib.ExitStack, password: str) -> Copy:
    copy = stack.enter_context(tempfile.NamedTemporaryFile(suffix=".pdf"))  # noqa: SIM115 - the stack closes it
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about form fields that a viewer may not show
        pdf.save(copy.name)
    document = pdfium.PdfDocument(copy.name)
    return document, password, tuple(range(len(document)))


def _salvage(path: Path, stack: contextlib.ExitStack) -> Copy | None:
    """The file written anew from the objects found in it; None when no page is among them."""
    data = salvaged(path)
    if data is None:
        return None
    copy = stack.enter_context(tempfile.NamedTemporaryFile(suffix=".pdf"))  # noqa: SIM115 - the stack closes it
    copy.write(data)
    copy.flush()
    try:
        document = pdfium.PdfDocument(copy.name)
    except pdfium.PdfiumError:
        return None
    return document, "", _pages_of(document, Path(copy.name), "")[0]


def _annotations_of(page: pdfium.PdfPage) -> tuple[bool, bool, bool]:
    """Whether fields, typed notes or stamps are shown on the page, and whether each typed note says how it is drawn; whether files are pinned.

    What a note without a drawing looks like PDFium thinks out when the page is rendered.
    """
    shown, drawn, pinned = False, True, False
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), MOST_NOTES)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if annotation:
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            shown = shown or kind in _WIDGETS
            pinned = pinned or kind == raw.FPDF_ANNOT_FILEATTACHMENT
            drawn = drawn and (kind != raw.FPDF_ANNOT_FREETEXT or bool(raw.FPDFAnnot_HasKey(annotation, b"AP")))
            raw.FPDFPage_CloseAnnot(annotation)
    return shown, drawn, pinned
