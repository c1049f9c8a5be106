"""Separator and cover sheets to print: laid between papers before they are scanned.

The QR stands twice, top left and bottom right, with the highest correction, so
that a sheet is known though a corner is torn, folded or under a clip. The human
text is large enough to find the sheet again in the stack.
"""

from collections.abc import Sequence
from pathlib import Path

import msgspec
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from indexer.engines.codes import draw_qr
from schemas.coversheet import CoverSheet, SheetsWanted, encode_sheet
from schemas.document_types import find_type
from schemas.errors import InvalidInput

SIZES: dict[str, tuple[float, float]] = {"letter": LETTER, "a4": A4}
MOST_SHEETS = 500
_CODE = 62 * mm
_MARGIN = 15 * mm
_LABELS = (
    ("document_type", "Tipo de documento"),
    ("credit", "Crédito"),
    ("lawsuit", "Juicio"),
    ("box", "Caja"),
)
_ADVICE = "Coloque esta hoja antes del documento. No la doble ni escriba sobre los códigos."


class Titled(msgspec.Struct, frozen=True):
    """A sheet and what to print beside its code: `titles` replaces codes by names people know, by field name."""

    sheet: CoverSheet = CoverSheet()
    titles: dict[str, str] = {}


def titled_sheet(wanted: SheetsWanted) -> Titled:
    """The sheet, with its type by the name people know.

    Raises:
        InvalidInput: the type is none of the catalogue.
    """
    kind = find_type(wanted.type) if wanted.type else None
    if wanted.type and kind is None:
        raise InvalidInput(f"No se conoce el tipo de documento '{wanted.type[:60]}'.", code="unknown_type")
    sheet = CoverSheet(kind.code if kind else "", credit=wanted.credit, lawsuit=wanted.lawsuit, box=wanted.box)
    return Titled(sheet, {"document_type": kind.name} if kind else {})


def make_coversheets(sheets: Sequence[Titled], output: Path, size: str = "letter") -> None:
    """Write a PDF with one page per sheet to `output`; mere separators are headed so.

    Raises:
        InvalidInput: no sheet, more than `MOST_SHEETS`, an unknown paper size, or a sheet with too much on it.
    """
    if size not in SIZES:
        raise InvalidInput(f"No se conoce el tamaño de papel «{size}»; los hay: {', '.join(SIZES)}.")
    if not 1 <= len(sheets) <= MOST_SHEETS:
        raise InvalidInput(f"Se pueden imprimir de 1 a {MOST_SHEETS} hojas a la vez.")
    texts = [encode_sheet(titled.sheet) for titled in sheets]
    canvas = Canvas(str(output), pagesize=SIZES[size], invariant=1)
    canvas.setTitle("Hojas separadoras y carátulas")
    canvas.setCreator("Legajo")
    for titled, text in zip(sheets, texts, strict=True):
        _draw_sheet(canvas, titled, text, SIZES[size])
        canvas.showPage()
    canvas.save()


def _draw_sheet(canvas: Canvas, titled: Titled, text: str, size: tuple[float, float]) -> None:
    width, height = size
    draw_qr(canvas, text, (_MARGIN, height - _MARGIN - _CODE), _CODE)
    draw_qr(canvas, text, (width - _MARGIN - _CODE, _MARGIN), _CODE)
    plain = titled.sheet.is_separator
    canvas.setFont("Helvetica-Bold", 28)
    canvas.drawCentredString(width / 2, height / 2 + 42 * mm, "HOJA SEPARADORA" if plain else "CARÁTULA")
    line = height / 2 + 22 * mm
    for name, label in _LABELS:
        value = titled.titles.get(name) or getattr(titled.sheet, name)
        if value:
            line = _draw_field(canvas, label, value, line, width)
    for key, value in titled.sheet.extra.items():
        if line < 2 * _MARGIN + _CODE:
            break  # the code says it all the same
        line = _draw_field(canvas, key.capitalize(), value, line, width)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(_MARGIN, _MARGIN, _ADVICE[: _ADVICE.index(".") + 1])
    canvas.drawString(_MARGIN, _MARGIN - 12, _ADVICE[_ADVICE.index(".") + 2 :])


def _draw_field(canvas: Canvas, label: str, value: str, line: float, width: float) -> float:
    """Label and value; the value shrinks until it fits. Returns where the next line stands."""
    canvas.setFont("Helvetica", 11)
    canvas.drawCentredString(width / 2, line, label)
    points = 20.0
    while points > 7 and canvas.stringWidth(value, "Helvetica-Bold", points) > width - 2 * _MARGIN:
        points -= 1
    canvas.setFont("Helvetica-Bold", points)
    canvas.drawCentredString(width / 2, line - 22, value)
    return line - 46
