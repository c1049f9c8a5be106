"""The text layer of a PDF page as words with boxes, and what else stands on the page.

One call of PDFium gives the text of the page, two per word its place: asking
letter by letter costs twice as much. What follows is done for all words at once.
"""

import ctypes
import re
import zlib
from itertools import repeat
from typing import Any

import msgspec
import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from indexer.engines.text_words import Boxes, PageWords
from schemas.pages import Box

_UNIT = 1_000_000
"""Size of the made-up device that PDFium maps a page to, so that rotation and crop are PDFium's own."""

_OBJECTS = 20_000
_FORM_DEPTH = 3
_RECTS = 100
_MARKED = 4_000_000
"""Bytes; larger pictures are told apart by their size alone."""
_TALLEST, _TALL = 4.0, 30.0
"""A word more than four times as high as wide, and 30 points besides, is looked at more closely."""
_FEW_PATHS = 20
_FORM, _IMAGE, _TEXT = raw.FPDF_PAGEOBJ_FORM, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_TEXT
_PATH = raw.FPDF_PAGEOBJ_PATH
_NOWHERE = (0.0, 0.0, 0.0, 0.0)
_LINE_END = ord("\n")
_INKED = np.array([not chr(code).isspace() for code in range(0x3002)])
"""Of each character up to the last blank of Unicode, and of one beyond for all others, whether it is part of a word."""
_SPECIAL = {0xFFFE: "-", 0x02: "-", 0x00: " ", 0xAD: "-", 0xA0: " ", 0x200B: " ", 0xFEFF: " "}
"""PDFium marks a hyphen at the end of a line by U+FFFE or U+0002; the rest are blanks."""
_HAS_SPECIAL = re.compile("[" + "".join(map(chr, _SPECIAL)) + "]")


Edge = NDArray[np.float64]
Places = NDArray[np.int64]
_Address, _Number = ctypes.c_void_p, ctypes.c_int
_loose_box = ctypes.PYFUNCTYPE(_Number, _Address, _Number, _Address)(
    ctypes.cast(raw.FPDFText_GetLooseCharBox, _Address).value or 0
)
_kind_of = ctypes.PYFUNCTYPE(_Number, _Address)(ctypes.cast(raw.FPDFPageObj_GetType, _Address).value or 0)
_object_of = ctypes.PYFUNCTYPE(_Address, _Address, _Number)(ctypes.cast(raw.FPDFPage_GetObject, _Address).value or 0)


class Spot(msgspec.Struct, frozen=True):
    """A picture on the page: its box, clipped to the page, and its own size in pixels."""

    box: Box
    pixel_width: int
    pixel_height: int


class PageContent(msgspec.Struct, frozen=True):
    """What a PDF page is made of. `width` and `height` in points, upright; `drawings` counts paths and shadings.

    `strokes` counts the lines and curves of the paths, where these are few: a code may be drawn as one path.
    """

    width: float
    height: float
    words: PageWords
    spots: tuple[Spot, ...]
    drawings: int
    texts: int
    strokes: int = 0


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

    def boxes(self, left: Edge, bottom: Edge, right: Edge, top: Edge) -> Boxes:
        """`box` of many rectangles at once, one row each."""
        x1, x2 = self.a * left + self.c * bottom + self.e, self.a * right + self.c * top + self.e
        y1, y2 = self.b * left + self.d * bottom + self.f, self.b * right + self.d * top + self.f
        boxes = np.empty((len(left), 4))
        for edge, column in enumerate((np.minimum(x1, x2), np.minimum(y1, y2), abs(x2 - x1), abs(y2 - y1))):
            boxes[:, edge] = column
        return boxes


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
    paths: list[object] = []
    texts, others = _objects(page)
    for kind, item, placed in others:
        if kind == _IMAGE:
            spot = _spot(item, placed, frame)
            if spot is not None:
                spots.append(spot)
        elif kind == _PATH and len(paths) <= _FEW_PATHS:
            paths.append(item)
    drawings = sum(kind != _IMAGE for kind, _, _ in others)
    words = _words(page, frame, most_words) if texts and most_words else PageWords()
    return PageContent(width, height, words, tuple(spots), drawings, texts, _strokes_of(paths))


def _strokes_of(paths: list[object]) -> int:
    if len(paths) > _FEW_PATHS:
        return 0
    handles = (_pointed(path) if isinstance(path, int) else path for path in paths)
    return sum(max(0, raw.FPDFPath_CountSegments(handle)) for handle in handles)


def _objects(page: pdfium.PdfPage) -> tuple[int, list[tuple[int, object, object]]]:
    """How many pieces of text are on the page and in the forms on it, and all else: its kind, itself, and what tells its place.

    Bounded in number and depth; a form that lies deeper is one of the others, so that what is in it is not taken for nothing.
    """
    left = _OBJECTS
    pointer = ctypes.cast(page.raw, _Address).value
    there = list(map(_object_of, repeat(pointer), range(min(raw.FPDFPage_CountObjects(page), left))))
    kinds = list(map(_kind_of, there))
    texts = kinds.count(_TEXT)
    others: list[tuple[int, object, object]] = []
    forms: list[tuple[object, int]] = []
    for kind, item in zip(kinds, there, strict=True):
        if kind == _FORM:
            forms.append((_pointed(item), 1))
        elif kind != _TEXT:
            found = _pointed(item) if kind == _IMAGE else item
            others.append((kind, found, found))
    left -= raw.FPDFPage_CountObjects(page)
    while forms and left > 0:
        form, depth = forms.pop()
        for index in range(min(raw.FPDFFormObj_CountObjects(form), left)):
            item = raw.FPDFFormObj_GetObject(form, index)
            kind = raw.FPDFPageObj_GetType(item)
            left -= 1
            if kind == _FORM and depth < _FORM_DEPTH:
                forms.append((item, depth + 1))
            elif kind == _TEXT:
                texts += 1
            else:
                # Boxes inside a form are in its own frame; those of the form itself hold for all in it.
                others.append((kind, item, form))
    return texts, others


def _pointed(address: int) -> object:
    return ctypes.cast(address, raw.FPDF_PAGEOBJECT)


def _spot(item: object, placed: object, frame: Frame) -> Spot | None:
    """The picture `item` where `placed` stands, which is itself or the form it is in."""
    edges = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(placed, *(ctypes.byref(edge) for edge in edges)):
        return None
    box = clipped(frame.box(*(edge.value for edge in edges)))
    if box is None:
        return None
    wide, high = ctypes.c_uint(), ctypes.c_uint()
    raw.FPDFImageObj_GetImagePixelSize(item, ctypes.byref(wide), ctypes.byref(high))
    return Spot(box, wide.value, high.value)


def spots_of(page: pdfium.PdfPage) -> list[tuple[object, Spot]]:
    """The pictures of the page that show, each as the library's pointer and where it stands."""
    frame = frame_of(page)
    placed = ((item, _spot(item, place, frame)) for kind, item, place in _objects(page)[1] if kind == _IMAGE)
    return [(item, spot) for item, spot in placed if spot is not None]


def picture_marks(page: pdfium.PdfPage) -> tuple[int, ...]:
    """A number for each picture of the page, the same where the same bytes stand in the same place."""
    marks = []
    for item, spot in spots_of(page):
        size = raw.FPDFImageObj_GetImageDataRaw(item, None, 0)
        data = (ctypes.c_char * min(size, _MARKED))()
        if size <= _MARKED:
            raw.FPDFImageObj_GetImageDataRaw(item, data, size)
        place = "|".join(f"{side:.2f}" for side in spot.box).encode()
        marks.append(zlib.crc32(bytes(data), zlib.crc32(b"%d|" % size + place)))
    return tuple(marks)


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


def _words(page: pdfium.PdfPage, frame: Frame, most: int) -> PageWords:
    text_page = raw.FPDFText_LoadPage(page)
    if not text_page:
        return PageWords()
    try:
        count = raw.FPDFText_CountChars(text_page)
        if count <= 0:
            return PageWords()
        return _boxed(text_page, _text_of(text_page, count), frame, most)
    finally:
        raw.FPDFText_ClosePage(text_page)


def _boxed(text_page: Any, text: str, frame: Frame, most: int) -> PageWords:  # noqa: ANN401 - ctypes has no name for a handle
    """Words with boxes. A line ends where PDFium says so; a block where the next line stands off.

    Words beside the page are not seen by anybody and left out, unless there are
    no others: then the page is damaged, and they are all that can be had of it.
    """
    texts = text.split()
    if not texts:
        return PageWords()
    codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
    starts, ends = _spans_of(codes)
    boxes, placed = _places(text_page, starts, ends, frame)
    far = boxes[:, :2] + boxes[:, 2:]
    off = placed & ((boxes[:, :2] < 0) | (far > 1)).any(axis=1)
    seen = placed
    if off.any():
        near, far = np.maximum(boxes[:, :2], 0.0), np.minimum(far, 1.0)
        seen = placed & ~(off & (far <= near).any(axis=1))
        boxes[off] = np.hstack((near, far - near))[off]
    kept = np.flatnonzero(seen)[:most]
    if not len(kept):
        beside = [texts[at] for at in np.flatnonzero(placed)[:most]]
        return PageWords(beside, None, range(len(beside)))
    after = np.searchsorted(np.flatnonzero(codes == _LINE_END), starts[kept])
    lines = np.concatenate(([0], np.cumsum(np.diff(after) != 0)))
    some = len(kept) < len(texts)
    return PageWords([texts[at] for at in kept] if some else texts, boxes[kept] if some else boxes, lines)


def _spans_of(codes: NDArray[np.uint32]) -> tuple[Places, Places]:
    """Where each word begins and ends, parted as `str.split` parts them."""
    inked = np.zeros(len(codes) + 2, dtype=np.bool_)
    inked[1:-1] = _INKED[np.minimum(codes, len(_INKED) - 1)]
    edges = np.flatnonzero(inked[1:] != inked[:-1])
    return edges[::2], edges[1::2]


def _places(text_page: Any, starts: Places, ends: Places, frame: Frame) -> tuple[Boxes, NDArray[np.bool_]]:  # noqa: ANN401 - ctypes has no name for a handle
    """The upright box of each span of characters, not clipped, and whether PDFium knows of a place for it.

    The box goes from the first to the last character, each as high as its font.
    PDFium writes the places of all words into one piece of memory, called from
    the interpreter's own loop: that costs a fifth of asking for the rectangles of each word.
    """
    count = len(starts)
    edges = np.zeros((2, count, 4), dtype=np.float32)
    address, pointer = edges.ctypes.data, repeat(ctypes.cast(text_page, _Address).value)
    rows = range(address, address + 16 * count, 16), range(address + 16 * count, address + 32 * count, 16)
    first = np.fromiter(map(_loose_box, pointer, starts.tolist(), rows[0]), np.bool_, count)
    placed = np.fromiter(map(_loose_box, pointer, (ends - 1).tolist(), rows[1]), np.bool_, count)
    edges[0][~first] = edges[1][~first]
    low, high = edges.min(axis=0).astype(np.float64), edges.max(axis=0).astype(np.float64)
    left, bottom, right, top = low[:, 0], low[:, 3], high[:, 2], high[:, 1]
    boxes = frame.boxes(left, bottom, right, top)
    for at in np.flatnonzero(placed & (top - bottom > _TALLEST * (right - left) + _TALL)):
        start, end = int(starts[at]), int(ends[at])
        inked = _rectangle_of(text_page, start, end - start, frame)
        placed[at] = inked is not None
        boxes[at] = inked or _NOWHERE
    return boxes, placed


def _rectangle_of(text_page: object, start: int, length: int, frame: Frame) -> Box | None:
    """The box around the ink of the characters: for words set upwards and for fonts that lie about their height."""
    edges = tuple(ctypes.c_double() for _ in range(4))
    boxes = []
    for index in range(min(raw.FPDFText_CountRects(text_page, start, length), _RECTS)):
        raw.FPDFText_GetRect(text_page, index, *edges)
        left, top, right, bottom = (edge.value for edge in edges)
        boxes.append((left, bottom, right, top))
    if not boxes:
        return None
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return frame.box(min(lefts), min(bottoms), max(rights), max(tops))
