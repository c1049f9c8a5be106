"""Plain text on pages of our own: an embedded typeface, measured and set line by line."""

from functools import cache
from pathlib import Path

import pikepdf
import reportlab
from pikepdf import Array, Dictionary, Name
from reportlab.pdfbase.ttfonts import TTFontFile

LETTER = (612.0, 792.0)
"""A letter sheet in points."""

_FILES = {False: ("/LgRegular", "Vera.ttf"), True: ("/LgBold", "VeraBd.ttf")}
_FIRST, _LAST = 32, 255


class Typeface:
    """The regular and bold letters of one PDF (Bitstream Vera, embedded whole, Latin-1)."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self.fonts = {name: pdf.make_indirect(self._font(bold)) for bold, (name, _) in _FILES.items()}

    def resources(self) -> Dictionary:
        """Resources of a page that is set in it."""
        return Dictionary(Font=Dictionary(self.fonts))

    def _font(self, bold: bool) -> Dictionary:
        face = _face(bold)
        base = Name("/" + face.name.decode())
        low, high = face.bbox[:2], face.bbox[2:]
        data = _path(bold).read_bytes()
        descriptor = Dictionary(
            Type=Name.FontDescriptor, FontName=base, Flags=32, ItalicAngle=0,
            FontBBox=[int(edge) for edge in (*low, *high)],
            Ascent=int(face.ascent), Descent=int(face.descent), CapHeight=int(face.capHeight), StemV=int(face.stemV),
            FontFile2=self._pdf.make_stream(data, Length1=len(data)),
        )  # fmt: skip
        return Dictionary(
            Type=Name.Font, Subtype=Name.TrueType, BaseFont=base, Encoding=Name.WinAnsiEncoding,
            FirstChar=_FIRST, LastChar=_LAST, Widths=Array([round(width) for width in _widths(bold)]),
            FontDescriptor=self._pdf.make_indirect(descriptor),
        )  # fmt: skip


def text(at: tuple[float, float], size: float, words: str, *, bold: bool = False) -> bytes:
    """Operators that set a line: `at` is the start of its foot, points from the bottom left."""
    name = _FILES[bold][0].encode()
    coded = b"".join(b"\\%03o" % byte if byte in b"()\\" or byte < 32 else bytes([byte]) for byte in _coded(words))
    return b"BT %s %.2f Tf %.2f %.2f Td (%s) Tj ET" % (name, size, *at, coded)


def width(words: str, size: float, *, bold: bool = False) -> float:
    """How wide the line is, in points."""
    widths = _widths(bold)
    return sum(widths[byte - _FIRST] for byte in _coded(words) if byte >= _FIRST) * size / 1000


def wrapped(words: str, size: float, most: float, *, bold: bool = False, lines: int = 20) -> list[str]:
    """The text in lines no wider than `most` points; a word wider than that is cut, and so is what is beyond `lines`."""
    made: list[str] = []
    current = ""
    for word in words.split():
        for piece in _pieces(word, size, most, bold):
            longer = f"{current} {piece}".strip()
            if current and width(longer, size, bold=bold) > most:
                made.append(current)
                longer = piece
            current = longer
        if len(made) >= lines:
            return [*made[: lines - 1], made[lines - 1] + "…"]
    return [*made, current] if current else made


def add_page(pdf: pikepdf.Pdf, typeface: Typeface, content: bytes, size: tuple[float, float] = LETTER) -> pikepdf.Page:
    """Append a page with the given operators."""
    page = Dictionary(
        Type=Name.Page, MediaBox=[0, 0, *size], Resources=typeface.resources(), Contents=Array([pdf.make_stream(content)])
    )  # fmt: skip
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    return pdf.pages[-1]


def _pieces(word: str, size: float, most: float, bold: bool) -> list[str]:
    if width(word, size, bold=bold) <= most:
        return [word]
    step = max(1, int(len(word) * most / width(word, size, bold=bold)))
    return [word[at : at + step] for at in range(0, len(word), step)]


def _coded(words: str) -> bytes:
    return words.encode("cp1252", errors="replace")


def _path(bold: bool) -> Path:
    return Path(reportlab.__file__).parent / "fonts" / _FILES[bold][1]


@cache
def _face(bold: bool) -> TTFontFile:
    return TTFontFile(str(_path(bold)))


@cache
def _widths(bold: bool) -> tuple[float, ...]:
    face = _face(bold)
    letters = (bytes([code]).decode("cp1252", errors="replace") for code in range(_FIRST, _LAST + 1))
    return tuple(float(face.charWidths.get(ord(letter), face.defaultWidth)) for letter in letters)
