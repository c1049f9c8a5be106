"""The text layer of a PDF page as words with boxes, and what else stands on the page.

One call of PDFium gives the text of the page, one per word its rectangles:
asking letter by letter costs twice as much.
"""

import ctypes
import re
from collections.abc import Iterator

import msgspec
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from schemas.pages import Box, Word

_UNIT = 1_000_000
"""Size of the made-up device that PDFium maps a page to, so that rotation and crop are PDFium's own."""

_OBJECTS = 20_000
_FORM_DEPTH = 3
_WORD = re.compile(r"\S+")
_SPECIAL = {0xFFFE: "-", 0x02: "-", 0x00: " ", 0xAD: "-", 0xA0: " ", 0x200B: " ", 0xFEFF: " "}
"""PDFium marks a hyphen at the end of a line by U+FFFE or U+0002; the rest are blanks."""
_HAS_SPECIAL = re.compile("[" + "".join(map(chr, _SPECIAL)) + "]")


class Spot(msgspec.Struct, frozen=True):
    """A picture on the page: its box, clipped to the page, and its own size in pixels."""

    box: Box
    pixel_width: int
    pixel_height: int


class PageContent(msgspec.Struct, frozen=True):
    """What a PDF page is made of. `width` and `height` in points, upright; `drawings` counts paths and shadings."""

    width: float
    height: float
    words: tuple[Word, ...]
    spots: tuple[Spot, ...]
    drawings: int
    texts: int


class Frame(msgspec.Struct, frozen=True):
    """From points of the PDF page to fractions of the page upright: `x' = a x + c y + e`, `y' = b x + d y + f`."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """The upright box around a rectangle of the page, not yet clipped."""
        x1, x2 = self.a * left + self.c * bottom + self.e, self.a * right + self.c * top + self.e
        y1, y2 = self.b * left + self.d * bottom + self.f, self.b * right + self.d * top + self.f
        return (min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1))


def frame_of(page: pdfium.PdfPage) -> Frame:
    """The page's own frame, rotation and crop box applied."""
    x, y = ctypes.c_int(), ctypes.c_int()
    width, height = page.get_size()
    step_x, step_y = max(width, 1.0), max(height, 1.0)
    points = []
    for px, py in ((0.0, 0.0), (step_x, 0.0), (0.0, step_y)):
        raw.FPDF_PageToDevice(page, 0, 0, _UNIT, _UNIT, 0, px, py, ctypes.byref(x), ctypes.byref(y))
        points.append((x.value / _UNIT, y.value / _UNIT))
    (x0, y0), (x1, y1), (x2, y2) = points
    return Frame((x1 - x0) / step_x, (y1 - y0) / step_x, (x2 - x0) / step_y, (y2 - y0) / step_y, x0, y0)


def content_of(page: pdfium.PdfPage, most_words: int) -> PageContent:
    """Everything on the page that can be had without drawing it; at most `most_words` words."""
    frame = frame_of(page)
    width, height = page.get_size()
    spots: list[Spot] = []
    drawings = texts = 0
    for kind, item in _objects(page):
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            spot = _spot(item, frame)
            if spot is not None:
                spots.append(spot)
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            texts += 1
        else:
            drawings += 1
    words = _words(page, frame, most_words) if texts else ()
    return PageContent(width, height, words, tuple(spots), drawings, texts)


def _objects(page: pdfium.PdfPage) -> Iterator[tuple[int, object]]:
    """Objects of the page and of the forms on it, to a bounded number and depth."""
    get, kind_of = raw.FPDFPage_GetObject, raw.FPDFPageObj_GetType
    left = _OBJECTS
    forms: list[tuple[object, int]] = []
    for index in range(min(raw.FPDFPage_CountObjects(page), left)):
        item = get(page, index)
        kind = kind_of(item)
        if kind == raw.FPDF_PAGEOBJ_FORM:
            forms.append((item, 1))
        else:
            yield kind, item
        left -= 1
    while forms and left > 0:
        form, depth = forms.pop()
        for index in range(min(raw.FPDFFormObj_CountObjects(form), left)):
            item = raw.FPDFFormObj_GetObject(form, index)
            kind = kind_of(item)
            left -= 1
            if kind != raw.FPDF_PAGEOBJ_FORM:
                # Boxes inside a form are in its own frame; those of the form itself hold for all in it.
                yield kind, form if kind == raw.FPDF_PAGEOBJ_IMAGE else item
            elif depth < _FORM_DEPTH:
                forms.append((item, depth + 1))


def _spot(item: object, frame: Frame) -> Spot | None:
    edges = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(item, *(ctypes.byref(edge) for edge in edges)):
        return None
    box = clipped(frame.box(*(edge.value for edge in edges)))
    if box is None:
        return None
    wide, high = ctypes.c_uint(), ctypes.c_uint()
    if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_IMAGE:
        raw.FPDFImageObj_GetImagePixelSize(item, ctypes.byref(wide), ctypes.byref(high))
    return Spot(box, wide.value, high.value)


def clipped(box: Box) -> Box | None:
    """The part of the box on the page; None when it is off the page."""
    x, y, width, height = box
    left, top, right, bottom = max(0.0, x), max(0.0, y), min(1.0, x + width), min(1.0, y + height)
    return (left, top, right - left, bottom - top) if right > left and bottom > top else None


def _text_of(text_page: object, count: int) -> str:
    """The text with one character per character index, so that positions in it are PDFium's."""
    buffer = (ctypes.c_ushort * (2 * count + 2))()
    written = raw.FPDFText_GetText(text_page, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", "replace")
    if len(text) != count:
        codes = (int(raw.FPDFText_GetUnicode(text_page, index)) for index in range(count))
        text = "".join(chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes)
    return text.translate(_SPECIAL) if _HAS_SPECIAL.search(text) else text


def _words(page: pdfium.PdfPage, frame: Frame, most: int) -> tuple[Word, ...]:
    text_page = raw.FPDFText_LoadPage(page)
    if not text_page:
        return ()
    try:
        count = raw.FPDFText_CountChars(text_page)
        if count <= 0:
            return ()
        return _boxed(text_page, _text_of(text_page, count), frame, most)
    finally:
        raw.FPDFText_ClosePage(text_page)


def _boxed(text_page: object, text: str, frame: Frame, most: int) -> tuple[Word, ...]:
    """Words with boxes. A line ends where PDFium says so; a block where the next line stands off."""
    count_rects, get_rect = raw.FPDFText_CountRects, raw.FPDFText_GetRect
    edges = tuple(ctypes.c_double() for _ in range(4))
    left, top, right, bottom = edges
    out: list[Word] = []
    lines = _Lines()
    end = 0
    for match in _WORD.finditer(text):
        start = match.start()
        rects = count_rects(text_page, start, match.end() - start)
        if rects < 1:
            continue
        get_rect(text_page, 0, *edges)
        x1, y1, x2, y2 = left.value, bottom.value, right.value, top.value
        for index in range(1, min(rects, 100)):
            get_rect(text_page, index, *edges)
            x1, y1, x2, y2 = min(x1, left.value), min(y1, bottom.value), max(x2, right.value), max(y2, top.value)
        box = frame.box(x1, y1, x2, y2)
        if box[0] < 0 or box[1] < 0 or box[0] + box[2] > 1 or box[1] + box[3] > 1:
            inside = clipped(box)
            if inside is None:
                continue
            box = inside
        lines.take(box, broken="\n" in text[end:start])
        out.append(Word(match.group(), box, 1.0, lines.line, lines.block))
        end = match.end()
        if len(out) >= most:
            break
    return tuple(out)


class _Lines:
    """Numbers lines and blocks as words go by."""

    def __init__(self) -> None:
        self.line = self.block = 0
        self._top = self._bottom = -1.0

    def take(self, box: Box, *, broken: bool) -> None:
        """The next word; `broken` says that a line end stood before it."""
        top, bottom = box[1], box[1] + box[3]
        if self._top < 0:
            self._top, self._bottom = top, bottom
            return
        if not broken:
            self._top, self._bottom = min(self._top, top), max(self._bottom, bottom)
            return
        height = max(self._bottom - self._top, 0.004)
        gap = top - self._bottom
        self.line += 1
        if gap > 0.9 * height or gap < -3 * height:
            self.block += 1
        self._top, self._bottom = top, bottom
