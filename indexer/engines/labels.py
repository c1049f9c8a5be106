"""Labels to stick on papers and boxes, on letter sheets of 3 × 10 (67 × 25 mm) or 2 × 5 (102 × 51 mm)."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.units import inch, mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from indexer.engines.codes import SHORT, draw_code128, draw_qr
from indexer.engines.typeface import BOLD, REGULAR, use_typeface
from schemas.errors import InvalidInput
from schemas.printed import Label

MOST_LABELS = 3_000
_PAD = 2.5 * mm


class _Sheet(msgspec.Struct, frozen=True):
    columns: int
    rows: int
    left: float
    top: float
    width: float
    height: float
    step: float


_SMALL = _Sheet(3, 10, 0.1875 * inch, 0.5 * inch, 2.625 * inch, 1.0 * inch, 2.75 * inch)
_LARGE = _Sheet(2, 5, 0.15625 * inch, 0.5 * inch, 4.0 * inch, 2.0 * inch, 4.1875 * inch)


def make_labels(labels: Sequence[Label], output: Path) -> None:
    """Write the labels to `output`, small ones first, each size on sheets of its own.

    Raises:
        InvalidInput: no label, or more than `MOST_LABELS`.
    """
    if not 1 <= len(labels) <= MOST_LABELS:
        raise InvalidInput(f"Se pueden imprimir de 1 a {MOST_LABELS} etiquetas a la vez.", code="no_labels")
    use_typeface()
    canvas = Canvas(str(output), pagesize=LETTER, invariant=1)
    canvas.setTitle("Etiquetas")
    canvas.setCreator("Legajo")
    for large, sheet in ((False, _SMALL), (True, _LARGE)):
        some = [label for label in labels if label.large is large]
        for at, label in enumerate(some):
            place = at % (sheet.columns * sheet.rows)
            if at and not place:
                canvas.showPage()
            _draw(canvas, label, sheet, place)
        if some:
            canvas.showPage()
    canvas.save()


def _draw(canvas: Canvas, label: Label, sheet: _Sheet, place: int) -> None:
    row, column = divmod(place, sheet.columns)
    left = sheet.left + column * sheet.step + _PAD
    bottom = LETTER[1] - sheet.top - (row + 1) * sheet.height + _PAD
    width, height = sheet.width - 2 * _PAD, sheet.height - 2 * _PAD
    if label.large or len(label.barcode) > SHORT:
        draw_qr(canvas, label.barcode, (left, bottom), height, "m")
        _lines(canvas, label, (left + height + _PAD, bottom + height), width - height - _PAD, 18 if label.large else 8)
        return
    draw_code128(canvas, label.barcode, (left, bottom + height / 2), width, height / 2)
    _lines(canvas, label, (left, bottom + height / 2 - 2), width, 7.5)


def _lines(canvas: Canvas, label: Label, at: tuple[float, float], width: float, size: float) -> None:
    """The barcode in letters, then the lines, downwards from `at`; what does not fit is left out."""
    left, y = at
    for number, words in enumerate((label.barcode, *label.lines)):
        font, points = (BOLD, size) if not number else (REGULAR, max(6.0, size * 0.6))
        for line in simpleSplit(words, font, points, width)[:2]:
            y -= points * 1.15
            canvas.setFont(font, points)
            canvas.drawString(left, y, line)
