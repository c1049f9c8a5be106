"""Words that can be found and selected on a page and are not seen: a font without ink and the text set in it.

One glyph, half an em wide, stands for every character; a ToUnicode map says
which. Its outline is a line there and back: it has an extent, without which
viewers find nothing to select, and no area to fill. The font is embedded, as
PDF/A wants it of fonts that are shown, although text of render mode 3 need not be.
"""

import math
import struct
from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name

Matrix = tuple[float, float, float, float, float, float]
"""`a b c d e f` as in the `cm` operator: x' = a x + c y + e, y' = b x + d y + f."""

PlacedWord = tuple[str, float, float, float, float]
"""Text and `x, y, width, height` as fractions of the upright page, origin top left."""

FONT = "/LegajoText"
_EM = 1000
_ADVANCE = 500
_ASCENT, _DESCENT = 800, -200
_SAME_LINE = 0.4
_LAST_BLANK = 0.25
"""Width in em of the blank that ends a line: readers who do not see the line end by its place would join two words."""
_PER_BLOCK = 100


class GlyphlessText:
    """The invisible text of one PDF: gives each character a code as it is met; `font` is made when all is set."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._codes: dict[str, int] = {}
        self.font = pdf.make_indirect(Dictionary())

    def layer(self, words: Sequence[PlacedWord], size: tuple[float, float], matrix: Matrix, skew: float = 0.0) -> bytes:
        """The operators that set the words, in order, with a blank between words of a line.

        Args:
            words: what was read.
            size: width and height of the upright page in points.
            matrix: from the upright page (points, origin bottom left) to the page's own coordinates.
            skew: degrees the page would have to be turned clockwise for its lines to lie level.
        """
        lines = [b"q", _numbers(matrix) + b" cm BT 3 Tr"]
        placed = [_place(word, size, skew) for word in words if _shown(word[0])]
        for at, word in enumerate(placed):
            if not at or not _follows(placed[at - 1], word):
                start = word
                lines.append(_at(start))
            following = placed[at + 1] if at + 1 < len(placed) else None
            same = following is not None and _follows(word, following)
            blank = _gap(word, following) if following is not None and same else _LAST_BLANK * word.size
            lines.append(self._set(word, _offset(start, word)[1], blank))
        lines.append(b"ET Q")
        return b"\n".join(lines)

    def finish(self) -> None:
        """Fill in the font for the characters used; nothing may be set after it."""
        pdf = self._pdf
        program = _font_program()
        descriptor = Dictionary(
            Type=Name.FontDescriptor, FontName=Name.LegajoGlyphless, Flags=4, FontBBox=[0, _DESCENT, _ADVANCE, _ASCENT],
            ItalicAngle=0, Ascent=_ASCENT, Descent=_DESCENT, CapHeight=_ASCENT, StemV=80,
            FontFile2=pdf.make_stream(program, Length1=len(program)),
        )  # fmt: skip
        inner = Dictionary(
            Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.LegajoGlyphless, DW=_ADVANCE,
            CIDSystemInfo=Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0),
            FontDescriptor=pdf.make_indirect(descriptor),
            CIDToGIDMap=pdf.make_stream(b"\x00\x00" + b"\x00\x01" * len(self._codes)),
        )  # fmt: skip
        for key, value in (
            ("/Type", Name.Font),
            ("/Subtype", Name.Type0),
            ("/BaseFont", Name.LegajoGlyphless),
            ("/Encoding", Name("/Identity-H")),
            ("/DescendantFonts", Array([pdf.make_indirect(inner)])),
            ("/ToUnicode", pdf.make_stream(_to_unicode(self._codes))),
        ):
            self.font[key] = value

    def _set(self, word: "_Placed", rise: float, blank: float) -> bytes:
        """Set a word at the place the line has come to, and a blank after it so wide that the next one is in place."""
        out = b"%s %s Tf %s Ts %s Tz <%s> Tj" % (
            FONT.encode(),
            _number(word.size),
            _number(rise),
            _number(_stretch(word.width, word.size * len(word.text))),
            self._coded(word.text),
        )
        return out + b" %s Tz <%s> Tj" % (_number(_stretch(blank, word.size)), self._coded(" "))

    def _coded(self, text: str) -> bytes:
        codes = [self._codes.setdefault(character, len(self._codes) + 1) for character in text]
        return b"".join(b"%04X" % (code & 0xFFFF) for code in codes)


class _Placed:
    """A word where it is set: start of its foot, width along the line and size, all in points of the upright page."""

    __slots__ = ("angle", "size", "text", "width", "x", "y")

    def __init__(self, text: str, at: tuple[float, float], extent: tuple[float, float], angle: float) -> None:
        self.text, self.angle = text, angle
        self.x, self.y = at
        self.width, self.size = extent


def _place(word: PlacedWord, size: tuple[float, float], skew: float) -> _Placed:
    text, x, y, width, height = word
    wide, tall = max(width * size[0], 0.5), max(height * size[1], 0.5)
    middle = ((x + width / 2) * size[0], size[1] - (y + height / 2) * size[1])
    along, high, angle = _unturned(wide, tall, math.radians(skew))
    cos, sin = math.cos(angle), math.sin(angle)
    left, foot = -along / 2, -high / 2 - _DESCENT / _EM * high
    start = (middle[0] + left * cos - foot * sin, middle[1] + left * sin + foot * cos)
    return _Placed(_shown(text), start, (along, high), angle)


def _unturned(wide: float, tall: float, angle: float) -> tuple[float, float, float]:
    """Width, height and angle of the word inside the upright box that was drawn around it."""
    cos, sin = math.cos(angle), abs(math.sin(angle))
    both = cos * cos - sin * sin
    if sin < 1e-4 or both < 0.1:
        return wide, tall, 0.0
    along, high = (wide * cos - tall * sin) / both, (tall * cos - wide * sin) / both
    if along < 0.3 * wide or high < 0.2 * tall:
        return wide, tall, 0.0
    return along, high, angle


def _at(word: _Placed) -> bytes:
    cos, sin = math.cos(word.angle), math.sin(word.angle)
    return _numbers((cos, sin, -sin, cos, word.x, word.y)) + b" Tm"


def _offset(start: _Placed, word: _Placed) -> tuple[float, float]:
    """How far along the line and above its foot a word starts, seen from another."""
    cos, sin = math.cos(start.angle), math.sin(start.angle)
    dx, dy = word.x - start.x, word.y - start.y
    return dx * cos + dy * sin, dy * cos - dx * sin


def _gap(word: _Placed, following: _Placed) -> float:
    return _offset(word, following)[0] - word.width


def _follows(word: _Placed, following: _Placed) -> bool:
    """Whether the next word stands on the same line, after a gap."""
    higher = abs(_offset(word, following)[1])
    return (
        word.angle == following.angle
        and _gap(word, following) > 0.02 * word.size
        and higher < _SAME_LINE * max(word.size, following.size)
    )


def _stretch(width: float, em: float) -> float:
    """Per cent by which glyphs of so many points of size together are stretched to fill a width."""
    return 100 * width / (em * _ADVANCE / _EM)


def _shown(text: str) -> str:
    return "".join(character for character in text if character.isprintable() and not 0xD800 <= ord(character) < 0xE000)


def _number(value: float) -> bytes:
    return f"{value:.3f}".rstrip("0").rstrip(".").encode() or b"0"


def _numbers(values: Sequence[float]) -> bytes:
    return b" ".join(f"{value:.5f}".rstrip("0").rstrip(".").encode() for value in values)


def _to_unicode(codes: dict[str, int]) -> bytes:
    pairs = [b"<%04X> <%s>" % (code, text.encode("utf-16-be").hex().upper().encode()) for text, code in codes.items()]
    blocks = [pairs[at : at + _PER_BLOCK] for at in range(0, len(pairs), _PER_BLOCK)]
    body = b"\n".join(b"%d beginbfchar\n%s\nendbfchar" % (len(block), b"\n".join(block)) for block in blocks)
    return (
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        b"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        b"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        + body
        + b"\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    )


def _font_program() -> bytes:
    """A TrueType font with the tables that a PDF needs of one: an empty glyph, and the one that stands for all."""
    glyph = struct.pack(">hhhhhHHBBhhhh", 1, 0, _DESCENT, _ADVANCE, _ASCENT, 1, 0, 1, 1, 0, _ADVANCE, _DESCENT, _EM)
    head = struct.pack(
        ">IIIIHHQQhhhhHHhhh",
        0x00010000, 0x00010000, 0, 0x5F0F3CF5, 0, _EM, 0, 0, 0, _DESCENT, _ADVANCE, _ASCENT, 0, 8, 2, 0, 0,
    )  # fmt: skip
    hhea = struct.pack(">IhhhHhhhhhhhhhhhH", 0x00010000, _ASCENT, _DESCENT, 0, _ADVANCE, *([0] * 11), 1)
    tables = {
        b"glyf": glyph,
        b"head": head,
        b"hhea": hhea,
        b"hmtx": struct.pack(">Hhh", _ADVANCE, 0, 0),
        b"loca": struct.pack(">HHH", 0, 0, len(glyph) // 2),
        b"maxp": struct.pack(">IH13H", 0x00010000, 2, 2, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    directory, body = [], b""
    offset = 12 + 16 * len(tables)
    for tag, data in tables.items():
        directory.append(struct.pack(">4sIII", tag, _sum(data), offset + len(body), len(data)))
        body += data + bytes(-len(data) % 4)
    font = struct.pack(">IHHHH", 0x00010000, len(tables), 64, 2, 32) + b"".join(directory) + body
    at = font.index(head) + 8
    return font[:at] + struct.pack(">I", (0xB1B0AFBA - _sum(font)) & 0xFFFFFFFF) + font[at + 4 :]


def _sum(data: bytes) -> int:
    padded = data + bytes(-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF
