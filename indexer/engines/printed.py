"""Set a form on letter paper: heads, framed fields, tables that continue from page to page, lines to sign on."""

from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import LETTER, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import KeepTogether, LongTable, Paragraph, SimpleDocTemplate, Spacer, TableStyle
from reportlab.platypus import Table as Grid

from indexer.engines.codes import SHORT, draw_code128, draw_qr
from indexer.engines.typeface import BOLD, REGULAR, use_typeface
from schemas.errors import InvalidInput
from schemas.printed import Fields, Part, Printed, Signatures, Table, Words

MOST_ROWS = 20_000
_MARGIN, _HEAD = 16 * mm, 30 * mm
_PLAIN = ParagraphStyle("plain", fontName=REGULAR, fontSize=8, leading=10)
_LABEL = ParagraphStyle(
    "label", parent=_PLAIN, fontName=BOLD, fontSize=7, leading=9, textColor=colors.Color(0.3, 0.3, 0.3)
)
_HEADING = ParagraphStyle("heading", parent=_PLAIN, fontName=BOLD, fontSize=10, leading=13, spaceBefore=6, spaceAfter=3)
_CELL = ParagraphStyle("cell", parent=_PLAIN, fontSize=7, leading=8.5)
_SMALL_CELL = ParagraphStyle("small_cell", parent=_CELL, fontSize=5.2, leading=6.2)
_MANY_COLUMNS = 12
"""Columns from which a table is set small."""
_GRID = TableStyle(
    [
        ("GRID", (0, 0), (-1, -1), 0.4, colors.grey),
        ("BACKGROUND", (0, 0), (-1, 0), colors.Color(0.92, 0.92, 0.92)),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ("LEFTPADDING", (0, 0), (-1, -1), 2.5),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2.5),
    ]
)
_FRAME = TableStyle([("BOX", (0, 0), (-1, -1), 0.6, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")])
_SIGN = TableStyle([("TOPPADDING", (0, 0), (-1, -1), 42), ("ALIGN", (0, 0), (-1, -1), "CENTER")])


def print_form(form: Printed, output: Path) -> None:
    """Write the form to `output`; the same form gives the same bytes.

    Raises:
        InvalidInput: a table of more than `MOST_ROWS` rows.
    """
    if any(isinstance(part, Table) and len(part.rows) > MOST_ROWS for part in form.parts):
        raise InvalidInput(
            f"La lista pasa de {MOST_ROWS} renglones; pídala como hoja de cálculo.", code="too_many_rows"
        )
    use_typeface()
    size = landscape(LETTER) if form.landscape else LETTER
    template = SimpleDocTemplate(
        str(output), pagesize=size, leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=_HEAD + 6 * mm,
        bottomMargin=_MARGIN, title=form.title, author=form.house, creator="Legajo", invariant=1,
    )  # fmt: skip
    width = size[0] - 2 * _MARGIN

    def head(canvas: Canvas, _template: Any) -> None:  # noqa: ANN401 - the library's own
        _head(canvas, form, size)

    flow: list[Any] = []
    for part in form.parts:
        flow += _set(part, width)
    template.build(flow or [Spacer(1, 1)], onFirstPage=head, onLaterPages=head, canvasmaker=_Counting)


class _Counting(Canvas):  # type: ignore[misc]  # the library carries no types
    """A canvas that says on each page how many there are: pages are kept until the last is known."""

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - handed through
        super().__init__(*arguments, **named)
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:
        """Keep the page for the end."""
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Number the pages and write them."""
        pages = self._pages
        for page in pages:
            self.__dict__.update(page)
            self.setFont(REGULAR, 7)
            self.drawRightString(self._pagesize[0] - _MARGIN, 9 * mm, f"Hoja {self._pageNumber} de {len(pages)}")
            super().showPage()
        super().save()


def _head(canvas: Canvas, form: Printed, size: tuple[float, float]) -> None:
    top = size[1] - 12 * mm
    canvas.setFont(BOLD, 9)
    canvas.drawString(_MARGIN, top, form.house)
    canvas.setFont(REGULAR, 8)
    canvas.drawString(_MARGIN, top - 11, form.unit)
    canvas.setFont(BOLD, 14)
    canvas.drawString(_MARGIN, top - 34, form.title)
    if form.code and len(form.code) <= SHORT:
        wide = draw_code128(canvas, form.code, (size[0] - _MARGIN - 62 * mm, top - 24), 62 * mm, 10 * mm)
        canvas.setFont(BOLD, 9)
        canvas.drawCentredString(size[0] - _MARGIN - 62 * mm + wide / 2, top - 35, form.code)
    elif form.code:
        draw_qr(canvas, form.code, (size[0] - _MARGIN - 24 * mm, top - 20 * mm), 24 * mm, "m")
    canvas.setLineWidth(0.8)
    canvas.line(_MARGIN, size[1] - _HEAD, size[0] - _MARGIN, size[1] - _HEAD)


def _set(part: Part, width: float) -> list[Any]:
    match part:
        case Words():
            return [Paragraph(escape(part.words), _HEADING if part.heading else _PLAIN), Spacer(1, 4)]
        case Fields():
            return [_fields(part, width), Spacer(1, 8)]
        case Table():
            return [_table(part, width), Spacer(1, 8)]
        case Signatures():
            return [_signatures(part, width)]


def _fields(part: Fields, width: float) -> Any:  # noqa: ANN401 - the library carries no types
    cells = [[Paragraph(escape(label), _LABEL), Paragraph(escape(value or "—"), _PLAIN)] for label, value in part.items]
    if len(cells) % 2:
        cells.append(["", ""])
    rows = [[*cells[at], *cells[at + 1]] for at in range(0, len(cells), 2)]
    return Grid(rows, colWidths=[width * 0.17, width * 0.33] * 2, style=_FRAME)


def _table(part: Table, width: float) -> Any:  # noqa: ANN401 - the library carries no types
    share = sum(part.widths)
    style = _SMALL_CELL if len(part.headings) >= _MANY_COLUMNS else _CELL
    head = ParagraphStyle("cell_head", parent=style, fontName=BOLD)
    rows = [[Paragraph(escape(one), head) for one in part.headings]]
    rows += [[Paragraph(escape(cell), style) for cell in row] for row in part.rows]
    return LongTable(rows, colWidths=[width * one / share for one in part.widths], repeatRows=1, style=_GRID)


def _signatures(part: Signatures, width: float) -> Any:  # noqa: ANN401 - the library carries no types
    centred = ParagraphStyle("signature", parent=_PLAIN, alignment=1)
    lines = []
    for at in range(0, len(part.who), 2):
        pair = [
            Paragraph(f"________________________________<br/>{escape(one)}", centred) for one in part.who[at : at + 2]
        ]
        lines.append(pair if len(pair) == 2 else [*pair, ""])
    return KeepTogether([Grid(lines, colWidths=[width / 2] * 2, style=_SIGN)])
