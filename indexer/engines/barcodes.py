"""Barcodes on the picture of a page.

One quick look at about 200 dpi finds what is printed well; a page is not
shrunk a little for it, which blurs. Where it finds nothing, the dense dark
patches of the page, if there are any, are tried again in other preparations.
PDF417 and Aztec, which official papers bear, are looked for in such patches
alone: to look for them on the whole page costs half as much again on every page.
The stripes of patch codes, which bear no text, are found in a way of their own.
"""

from collections.abc import Iterator

import cv2
import numpy as np
import zxingcpp

from indexer.engines.plain_page import storable
from indexer.stages.marks import marks_of
from indexer.stages.negative import is_negative, positive
from indexer.stages.page_image import Pixels, as_pixels, grey_of, scaled, shrunk
from indexer.stages.paper import dark_on
from indexer.stages.patch_code import find_patch
from schemas.pages import Barcode, Box

_QUICK, _SHRUNK = 2850, 2300
"""Longer side in pixels up to which a page is looked at as it is, an oficio sheet at 200 dpi, and what larger ones are shrunk to."""
_SMALL = 900
"""Longer side in pixels below which a patch is tried at twice its size."""
_FAR, _DARK = 600, 0.35
"""The far look: its longer side in pixels, and by how much of the way from paper to the darkest print what is dark is darker than paper."""
_THIN, _SHORT = 12, 26
"""Sides in pixels of the far look (about 55 dpi): a code is a fifth of an inch high and half an inch long."""
_SQUARE, _SMALL_SQUARE = 1.35, 8
"""How much longer than high a square may be, and the side of the least: a seventh of an inch."""
_LARGEST, _DENSE = 0.35, 0.42
_QUIET = 4
_PATCHES, _COMPONENTS = 4, 3000
_GRAIN = 3
"""Grey levels by which half of all pixels differ from their neighbours: paper as scanned has 0 or 1."""
_MOST = 20
_LONGEST_TEXT = 2000
_FORMAT = zxingcpp.BarcodeFormat
_NAMES = {
    _FORMAT.QRCode: "QRCode",
    _FORMAT.Code128: "Code128",
    _FORMAT.Code39: "Code39",
    _FORMAT.DataMatrix: "DataMatrix",
}
_RARE = {_FORMAT.PDF417: "PDF417", _FORMAT.Aztec: "Aztec"}
_WANTED = zxingcpp.BarcodeFormats(list(_NAMES))
_RARE_ALONE = zxingcpp.BarcodeFormats(list(_RARE))
_ANY = zxingcpp.BarcodeFormats([*_NAMES, *_RARE])


def find_barcodes(pixels: Pixels) -> tuple[Barcode, ...]:
    """QR, Data Matrix, Code 128, Code 39, PDF417 and Aztec on the page, at any turn, from top to bottom, and last the patch of a separator sheet.

    Boxes are fractions of the picture as given. A code that cannot be read is left out.
    """
    page = grey_of(pixels)
    if is_negative(page):
        page = positive(page)
    quickly = _quickly_seen(page)
    return (*_in_order((*quickly, *_seen_in_patches(page, quickly))), *find_patch(page))


def _quickly_seen(page: Pixels) -> tuple[Barcode, ...]:
    quick = _calm(page if max(page.shape) <= _QUICK else shrunk(page, _SHRUNK))
    seen = zxingcpp.read_barcodes(quick, formats=_WANTED, try_downscale=False, try_invert=False)
    return _valid(seen, _whole(quick))


def _seen_in_patches(page: Pixels, known: tuple[Barcode, ...]) -> tuple[Barcode, ...]:
    """Codes of the dense patches where none is known; beside those that are known PDF417 and Aztec alone."""
    found: list[Barcode] = []
    for patch in dark_patches(page):
        top, left, bottom, right = patch
        where = _Window(left, top, *page.shape[::-1])
        if any(_lies_in(code.box, where.part(right - left, bottom - top)) for code in known):
            continue
        found += _seen_in(page[top:bottom, left:right], where, _RARE_ALONE if known else _ANY)
    return tuple(found)


def _seen_in(patch: Pixels, where: "_Window", formats: zxingcpp.BarcodeFormats) -> tuple[Barcode, ...]:
    for picture, scale in _preparations(patch):
        found = _valid(zxingcpp.read_barcodes(picture, formats=formats, try_invert=False), where.scaled(scale))
        if found:
            return found
    return ()


def _lies_in(inner: Box, outer: Box) -> bool:
    x, y = inner[0] + inner[2] / 2, inner[1] + inner[3] / 2
    return outer[0] <= x <= outer[0] + outer[2] and outer[1] <= y <= outer[1] + outer[3]


def _calm(page: Pixels) -> Pixels:
    """The page without grain, which makes the search ten times as slow; a page without grain is returned as it is."""
    height, width = page.shape
    piece = page[height // 3 : height // 3 + 400, width // 3 : width // 3 + 400]
    grain = float(np.median(cv2.absdiff(piece, cv2.medianBlur(piece, 3)))) if piece.size else 0.0
    return as_pixels(cv2.GaussianBlur(page, (5, 5), 0)) if grain >= _GRAIN else page


def dark_patches(page: Pixels) -> list[tuple[int, int, int, int]]:
    """Where a code may stand: `(top, left, bottom, right)` in pixels of the grey page, with a margin.

    A code seen from afar is one dense dark patch; letters leave most of a patch white.
    """
    small = shrunk(page, _FAR)
    scale = page.shape[0] / small.shape[0]
    dark = dark_on(small, _DARK)
    closed = as_pixels(cv2.morphologyEx(dark, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (5, 5))))
    stats = marks_of(closed).stats
    patches = []
    for index in range(1, min(len(stats), _COMPONENTS)):
        left, top, width, height, area = (int(value) for value in stats[index])
        dense = area > _DENSE * width * height and width * height < _LARGEST * small.size
        if dense and _is_large(width, height) and _stands_free(dark, left, top, width, height):
            patches.append((area, left, top, left + width, top + height))
    out = []
    for _, left, top, right, bottom in sorted(patches, reverse=True)[:_PATCHES]:
        margin = 12
        edges = (top - margin, left - margin, bottom + margin, right + margin)
        y1, x1, y2, x2 = (max(0, round(edge * scale)) for edge in edges)
        out.append((y1, x1, min(y2, page.shape[0]), min(x2, page.shape[1])))
    return out


def _is_large(width: int, height: int) -> bool:
    thin, long = min(width, height), max(width, height)
    return (thin >= _THIN and long >= _SHORT) or _SMALL_SQUARE <= thin >= long / _SQUARE


def _stands_free(dark: Pixels, left: int, top: int, width: int, height: int) -> bool:
    """Whether white lies around the patch, as every code needs it."""
    outer = dark[max(0, top - _QUIET) : top + height + _QUIET, max(0, left - _QUIET) : left + width + _QUIET]
    inner = dark[top : top + height, left : left + width]
    around = outer.size - inner.size
    return around > 0 and int(outer.sum()) - int(inner.sum()) < 0.06 * around


class _Window:
    """Where a picture lies in the page: offset and size of the page in pixels of the picture's own scale."""

    def __init__(self, left: float, top: float, width: float, height: float) -> None:
        self.left, self.top, self.width, self.height = left, top, width, height

    def part(self, width: float, height: float) -> Box:
        """So large a picture as a part of the page."""
        return (self.left / self.width, self.top / self.height, width / self.width, height / self.height)

    def scaled(self, scale: float) -> "_Window":
        return _Window(self.left * scale, self.top * scale, self.width * scale, self.height * scale)


def _whole(picture: Pixels) -> _Window:
    return _Window(0, 0, picture.shape[1], picture.shape[0])


def _preparations(patch: Pixels) -> Iterator[tuple[Pixels, float]]:
    """The patch in other ways, each with its scale: without grain, black and white, larger, smaller, as scanned."""
    smooth = as_pixels(cv2.GaussianBlur(patch, (5, 5), 0))
    yield smooth, 1.0
    yield as_pixels(cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1]), 1.0
    if max(patch.shape) < _SMALL:
        large = scaled(patch, 2.0)
        yield large, large.shape[0] / patch.shape[0]
    little = scaled(smooth, 0.5)
    yield little, little.shape[0] / patch.shape[0]
    yield patch, 1.0


def _valid(seen: list[zxingcpp.Barcode], window: _Window) -> tuple[Barcode, ...]:
    codes: dict[tuple[str, str], Barcode] = {}
    for code in seen[: 4 * _MOST]:
        if code.valid and code.text and len(code.text) <= _LONGEST_TEXT:
            barcode = Barcode(_name(code.format), storable(code.text), _box(code.position, window))
            codes.setdefault((barcode.format, barcode.text), barcode)
    return _in_order(tuple(codes.values()))


def _in_order(codes: tuple[Barcode, ...]) -> tuple[Barcode, ...]:
    return tuple(sorted(codes, key=lambda code: (code.box[1], code.box[0]))[:_MOST])


def _name(format_: zxingcpp.BarcodeFormat) -> str:
    return (_NAMES | _RARE).get(format_, str(format_).replace(" ", ""))


def _box(position: zxingcpp.Position, window: _Window) -> Box:
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    across = [min(1.0, max(0.0, (corner.x + window.left) / window.width)) for corner in corners]
    down = [min(1.0, max(0.0, (corner.y + window.top) / window.height)) for corner in corners]
    return (min(across), min(down), max(across) - min(across), max(down) - min(down))
