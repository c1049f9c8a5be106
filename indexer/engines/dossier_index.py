"""Cover and index of a bound dossier, and the page that stands for one that cannot be shown."""

import pikepdf

from indexer.engines.typeset import LETTER, Typeface, add_page, text, width, wrapped
from schemas.binding import BindRequest, BoundDocument, BoundSection

_LEFT, _RIGHT, _TOP, _BOTTOM = 54.0, 558.0, 738.0, 54.0
_WEIGHTS = {"title": (20.0, True, 30.0), "heading": (12.0, True, 24.0), "name": (15.0, True, 22.0), "text": (9.5, False, 14.0),
            "small": (7.5, False, 11.0)}  # fmt: skip
_FOLIOS, _DATE = 470.0, 400.0


class _Sheets:
    """Pages that fill from top to bottom, numbered in roman figures at the foot."""

    def __init__(self, pdf: pikepdf.Pdf, typeface: Typeface) -> None:
        self._pdf, self._typeface = pdf, typeface
        self._lines: list[bytes] = []
        self._y = _TOP
        self.made = 0

    def room(self, points: float) -> None:
        """Begin a new page when less than so much is left."""
        if self._y - points < _BOTTOM:
            self.turn()

    def down(self, points: float) -> float:
        """Go down; the height of the foot of the line there."""
        self.room(points)
        self._y -= points
        return self._y

    def put(self, x: float, size: float, words: str, *, bold: bool = False) -> None:
        """Set text on the present line."""
        self._lines.append(text((x, self._y), size, words, bold=bold))

    def rule(self) -> None:
        """A thin line across the page under the present line."""
        self._lines.append(f"0.4 w {_LEFT} {self._y - 4:.2f} m {_RIGHT} {self._y - 4:.2f} l S".encode())

    def turn(self) -> None:
        """Finish the present page."""
        self.made += 1
        number = _roman(self.made)
        self._lines.append(text((_RIGHT - width(number, 9), _BOTTOM - 24), 9, number))
        add_page(self._pdf, self._typeface, b"\n".join(self._lines))
        self._lines, self._y = [], _TOP


def front_pages(pdf: pikepdf.Pdf, request: BindRequest, folios: int) -> tuple[int, int]:
    """Append cover and index; the number of pages of each, none where no cover is asked for."""
    if not request.cover:
        return 0, 0
    sheets = _Sheets(pdf, Typeface(pdf))
    for weight, words in request.cover:
        size, bold, leading = _WEIGHTS.get(weight, _WEIGHTS["text"])
        for line in wrapped(words, size, _RIGHT - _LEFT, bold=bold, lines=6) or [""]:
            sheets.down(leading)
            sheets.put(_LEFT, size, line, bold=bold)
    sheets.turn()
    cover = sheets.made
    _index(sheets, request.sections, folios, request.first_folio)
    sheets.turn()
    return cover, sheets.made - cover


def substitute(pdf: pikepdf.Pdf, typeface: Typeface, folio: int, document: BoundDocument, why: str) -> pikepdf.Page:
    """A page in the place of one that cannot be shown: which it is, why, and that the original is kept."""
    place = f"Hoja {folio - document.folio_first + document.page_first} del documento."
    lines: list[bytes] = [text((_LEFT, 600), 16, "Esta hoja no se puede mostrar", bold=True)]
    y = 570.0
    for words in (why, document.title, place, f"SHA-256 del original: {document.sha256}",
                  "El archivo original se conserva íntegro, tal como se recibió."):  # fmt: skip
        for line in wrapped(words, 10, _RIGHT - _LEFT, lines=4):
            lines.append(text((_LEFT, y), 10, line))
            y -= 15
        y -= 5
    return add_page(pdf, typeface, b"\n".join(lines), LETTER)


def _index(sheets: _Sheets, sections: tuple[BoundSection, ...], folios: int, first: int) -> None:
    sheets.down(20)
    sheets.put(_LEFT, 16, "Índice", bold=True)
    sheets.down(18)
    span = f", de la {first} a la {first + folios - 1}" if first > 1 else ""
    sheets.put(_LEFT, 8.5, f"Consta de {folios} fojas{span}. La carátula y este índice no se folian.")
    if not sections:
        sheets.down(20)
        sheets.put(_LEFT, 9.5, "No hay documentos.")
    number = 0
    for section in sections:
        title = wrapped(section.title, 10.5, _RIGHT - _LEFT, bold=True, lines=3)
        entries = [_Entry(at, document) for at, document in enumerate(section.documents, number + 1)]
        sheets.room(26 + 13 * len(title) + (entries[0].height if entries else 0))
        for at, line in enumerate(title):
            sheets.down(13 if at else 26)
            sheets.put(_LEFT, 10.5, line, bold=True)
        sheets.down(13)
        for x, heading in ((_LEFT, "Documento"), (_DATE, "Fecha"), (_FOLIOS, "Fojas")):
            sheets.put(x, 7.5, heading, bold=True)
        sheets.rule()
        for entry in entries:
            entry.put(sheets)
        number += len(entries)


class _Entry:
    """A document in the index, its lines broken so that none leaves the page; `height` in points."""

    def __init__(self, number: int, document: BoundDocument) -> None:
        self._document = document
        self._title = wrapped(f"{number}. {document.title}", 8.5, _DATE - _LEFT - 10, lines=3)
        said = (f"SHA-256 {document.sha256}", f"Original en papel: {document.location or 'sin ubicación registrada'}",
                *document.notes)  # fmt: skip
        self._details = [line for words in said for line in wrapped(words, 6.5, _RIGHT - _LEFT - 12, lines=3)]
        self.height = 16 + 11 * len(self._title) + 9 * len(self._details)

    def put(self, sheets: _Sheets) -> None:
        """Set it whole, on a new page where this one has no room for it."""
        sheets.room(self.height)
        for at, line in enumerate(self._title):
            sheets.down(11 if at else 15)
            sheets.put(_LEFT, 8.5, line)
            if not at:
                sheets.put(_DATE, 8.5, self._document.date or "sin fecha")
                first, last = self._document.folio_first, self._document.folio_last
                sheets.put(_FOLIOS, 8.5, str(first) if first == last else f"{first} a {last}")
        for line in self._details:
            sheets.down(9)
            sheets.put(_LEFT + 12, 6.5, line)


def _roman(number: int) -> str:
    out = ""
    for value, letters in ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
                           (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):  # fmt: skip
        out += letters * (number // value)
        number %= value
    return out
