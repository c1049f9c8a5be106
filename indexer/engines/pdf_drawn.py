"""A PDF as PDFium has it, for pages that cannot be taken from the file itself.

Programs fill in forms and put typed notes on pages without saying how they are
drawn; viewers think that out from the form, which our copies leave behind. And
some damaged files are opened by PDFium alone.
"""

import contextlib
import tempfile
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
from pikepdf import Array, Dictionary, Name

from indexer.engines.pdf_open import DAMAGED, open_page, open_pdf
from indexer.engines.pdf_tree import inherited
from schemas.errors import Corrupt

_MOST_PAGES = 10_000
_MOST_ANNOTATIONS = 500
_LETTER = (612, 792)


def has_undrawn(pdf: pikepdf.Pdf) -> bool:
    """Whether a page bears a filled field or a typed note that does not say how it is drawn."""
    for page in pdf.pages:
        annotations = page.obj.get("/Annots")
        if isinstance(annotations, Array):
            some = (annotations[at] for at in range(min(len(annotations), _MOST_ANNOTATIONS)))
            if any(isinstance(item, Dictionary) and _is_undrawn(item) for item in some):
                return True
    return False


def open_drawn(path: Path, password: str) -> pikepdf.Pdf:
    """The PDF with its fields, typed notes and stamps drawn onto its pages.

    Raises:
        PasswordRequired: encrypted, and the password does not fit.
        Corrupt: PDFium cannot open it either.
    """
    with open_pdf(path, (password,) if password else (), _MOST_PAGES) as pdf:
        for index, number in enumerate(pdf.numbers):
            if number >= 0:
                with open_page(pdf, index):
                    pass
        whole = _saved(pdf.document, pdf.password, len(pdf.numbers))
        return whole if whole is not None else _pages_alone(pdf.document, pdf.numbers)


def _saved(document: pdfium.PdfDocument, password: str, pages: int) -> pikepdf.Pdf | None:
    """The document as PDFium writes it, None where that gives fewer than so many pages."""
    try:
        copy = _reopened(document, password)
        if len(copy.pages) >= pages:
            return copy
        copy.close()
    except (pikepdf.PdfError, pikepdf.PasswordError, pdfium.PdfiumError, RuntimeError):
        pass
    return None


def _pages_alone(document: pdfium.PdfDocument, numbers: tuple[int, ...]) -> pikepdf.Pdf:
    """The pages without the document around them, an empty one for each that is lost."""
    with contextlib.closing(pdfium.PdfDocument.new()) as pages:
        try:
            for number in numbers:
                if number < 0:
                    pages.new_page(*_LETTER).close()
                else:
                    pages.import_pages(document, [number])
            return _reopened(pages, "")
        except (pikepdf.PdfError, pdfium.PdfiumError, RuntimeError) as error:
            raise Corrupt(DAMAGED) from error


def _reopened(document: pdfium.PdfDocument, password: str) -> pikepdf.Pdf:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as copy:  # kept open by who reads it after it is unlinked
        document.save(copy.name)
        return pikepdf.open(copy.name, password=password, access_mode=pikepdf.AccessMode.stream)


def _is_undrawn(annotation: Dictionary) -> bool:
    if "/AP" in annotation:
        return False
    kind = annotation.get("/Subtype")
    if kind == Name.Widget:
        return inherited(annotation, "/FT") in {Name.Tx, Name.Ch} and bool(str(inherited(annotation, "/V") or ""))
    return bool(kind == Name.FreeText)
