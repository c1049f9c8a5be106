"""Barcodes drawn on a canvas: QR with any text, Code 128 for what is short."""

import segno
from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

SHORT = 14
"""Letters up to which Code 128 is wide enough to be read on a small label."""

_QUIET = 10
"""Bars of white on either side of a Code 128."""


def draw_qr(canvas: Canvas, text: str, at: tuple[float, float], side: float, error: str = "h") -> None:
    """A QR with its quiet zone in a square of `side` points whose bottom left corner is `at`, drawn as runs of squares."""
    rows = [list(row) for row in segno.make(text, error=error, micro=False).matrix_iter(border=4)]
    left, bottom = at
    cell = side / len(rows)
    path = canvas.beginPath()
    for number, row in enumerate(rows):
        start = None
        for column, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                path.rect(left + start * cell, bottom + side - (number + 1) * cell, (column - start) * cell, cell)
                start = None
    canvas.setFillGray(0)
    canvas.drawPath(path, stroke=0, fill=1)


def draw_code128(canvas: Canvas, text: str, at: tuple[float, float], most: float, height: float) -> float:
    """A Code 128 no wider than `most` points, its quiet zone included; how wide it is."""
    plain = Code128(text, barWidth=1, quiet=False)
    bar = min(0.45 * mm, most / (plain.width + 2 * _QUIET))
    code = Code128(text, barWidth=bar, barHeight=height, quiet=False, humanReadable=False)
    code.drawOn(canvas, at[0] + _QUIET * bar, at[1])
    return float(code.width + 2 * _QUIET * bar)


def qr_svg(text: str) -> str:
    """A QR with its quiet zone as an `svg` element, black on white, that carries no style of its own."""
    return str(
        segno.make(text, error="m", micro=False).svg_inline(scale=1, border=4, dark="#000", light="#fff", omitsize=True)
    )
