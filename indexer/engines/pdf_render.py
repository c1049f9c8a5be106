"""The pixels of a PDF page: its one scan taken out as it is, or the page drawn.

Taking a scan out costs a quarter of drawing it and loses nothing by scaling.
"""

import ctypes
from typing import Any

import cv2
import msgspec
import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from indexer.engines.pdf_pictures import is_stencil, is_void, may_lack, mend_pictures
from indexer.engines.pdf_text import PageContent, Spot
from indexer.stages.blank import is_blank
from indexer.stages.page_image import PageImage, Pixels, as_pixels, grey_of, turned
from schemas.errors import Corrupt, LimitExceeded
from schemas.outcomes import SENTENCES, Reason
from schemas.pages import Box

POINTS = 72.0
LEAST_DPI, MOST_DPI, PLAIN_DPI = 200, 400, 300
_SHEET_PIXELS = 11.0 * MOST_DPI
"""Longer side of a letter sheet at most: a page said to be as small as a stamp, as some programs write, has as many."""
MOST_PIXELS = 36_000_000
"""Drawn or handed on at most: an A3 sheet at 400 dpi."""
_LOST = 0.1
"""Share of the page that pictures may take which cannot be decoded, where others are on it."""
WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
_INVISIBLE = raw.FPDF_TEXTRENDERMODE_INVISIBLE


class Drawn(msgspec.Struct, frozen=True):
    """How a page was drawn: its pixels, and how many pixels make a point; `lost` is the share of it that nobody can decode."""

    pixels: Pixels
    scale: float
    lost: float = 0.0

    def checked(self) -> "Drawn":
        """Itself, when it shows the page.

        Raises:
            Corrupt: much of what is on the page is not shown, or what is left is an empty page.
        """
        if self.lost and (self.lost > _LOST or is_blank(grey_of(self.pixels))):
            raise Corrupt("La imagen de la página está dañada.")
        return self


def page_pixels(page: pdfium.PdfPage, content: PageContent, most_pixels: int) -> PageImage:
    """The page upright, as its one scan has it or drawn at the resolution of what is on it.

    Raises:
        Corrupt: a picture on it cannot be decoded, and without it the page is not the page.
        LimitExceeded: code `too_large`; a picture on it has more than `most_pixels`.
    """
    check_pictures(content, most_pixels)
    scan = _scan_of(page, content)
    if scan is not None:
        lost = mend_pictures(page, most_pixels).lost if is_void(scan.pixels) else 0.0
        Drawn(scan.pixels, 1.0, lost).checked()
        return scan
    drawn = draw_mended(page, content, _dpi_of(content) / POINTS).checked()
    return PageImage(drawn.pixels, drawn.scale * POINTS)


def check_pictures(content: PageContent, most_pixels: int) -> None:
    """Pass when no picture on the page has more than `most_pixels`.

    Raises:
        LimitExceeded: code `too_large`.
    """
    if any(spot.pixel_width * spot.pixel_height > most_pixels for spot in content.spots):
        raise LimitExceeded(SENTENCES[Reason.TOO_LARGE], code=Reason.TOO_LARGE)


def draw_mended(page: pdfium.PdfPage, content: PageContent, scale: float, *, grey: bool = False) -> Drawn:
    """The page as `draw` shows it, with the pictures too that its library leaves out, where they can be decoded at all."""
    drawn = draw(page, scale, grey=grey)
    if not may_lack(drawn.pixels, content.spots):
        return drawn
    mending = mend_pictures(page, MOST_PIXELS)
    if mending.mended:
        drawn = draw(page, scale, grey=grey)
    return msgspec.structs.replace(drawn, lost=mending.lost)


def draw(page: pdfium.PdfPage, scale: float, *, grey: bool = False, part: Box = WHOLE) -> Drawn:
    """The page upright on white, `scale` pixels to a point, less when that were too many pixels; or a part of it."""
    width, height = page.get_size()
    x, y, wide, high = part
    crop = (x * width, (1 - y - high) * height, (1 - x - wide) * width, y * height)
    area = max(width * height, 1.0)
    scale = min(scale, (MOST_PIXELS / area) ** 0.5, 30_000 / max(width, height, 1.0))
    kind = raw.FPDFBitmap_Gray if grey else raw.FPDFBitmap_BGR
    bitmap = page.render(scale=scale, crop=crop, rev_byteorder=not grey, force_bitmap_format=kind, may_draw_forms=False)
    try:
        return Drawn(np.array(_plane(bitmap.to_numpy())), scale)
    finally:
        bitmap.close()


def _dpi_of(content: PageContent) -> float:
    """The resolution of the largest picture on the page, within bounds; a plain one without pictures."""
    largest = max(content.spots, key=lambda spot: spot.box[2] * spot.box[3], default=None)
    if largest is None or not largest.pixel_width or largest.box[2] * largest.box[3] < 0.02:
        return PLAIN_DPI
    across = largest.box[2] * content.width / POINTS
    down = largest.box[3] * content.height / POINTS
    long_side = max(largest.pixel_width, largest.pixel_height)
    longest = max(across, down, 0.1)
    return min(max(MOST_DPI, _SHEET_PIXELS / longest), max(LEAST_DPI, long_side / longest))


def _scan_of(page: pdfium.PdfPage, content: PageContent) -> PageImage | None:
    """The one picture that is the page; None when more than that is to be seen."""
    if len(content.spots) != 1 or content.drawings or not _covers(content.spots[0]):
        return None
    picture = _only_picture(page)
    if picture is None or _clip_or_mask(picture) or is_stencil(picture, page):
        return None
    turn = _turn_of(picture, page.get_rotation())
    bitmap = raw.FPDFImageObj_GetBitmap(picture) if turn is not None else None
    if turn is None or not bitmap:
        return None
    try:
        pixels = _from_bitmap(bitmap)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    if pixels is None or pixels.shape[0] * pixels.shape[1] > MOST_PIXELS:
        return None
    degrees, mirrored = turn
    if mirrored:
        pixels = np.ascontiguousarray(pixels[::-1])
    upright = turned(pixels, degrees)
    dpi = upright.shape[1] / max(content.width / POINTS * content.spots[0].box[2], 0.1)
    square = upright.shape[0] / max(content.height / POINTS * content.spots[0].box[3], 0.1)
    most = max(1.5 * MOST_DPI, _SHEET_PIXELS * POINTS / max(content.width, content.height, 1.0))
    if not 0.9 < dpi / square < 1.1 or not 90 <= dpi <= most:
        return None
    return PageImage(upright, dpi)


def _covers(spot: Spot) -> bool:
    return spot.box[2] > 0.98 and spot.box[3] > 0.98


def _only_picture(page: pdfium.PdfPage) -> Any | None:  # noqa: ANN401 - a pointer of the C library
    """The picture of a page that has besides at most text nobody sees; None inside forms."""
    picture = None
    for index in range(raw.FPDFPage_CountObjects(page)):
        item = raw.FPDFPage_GetObject(page, index)
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_IMAGE and picture is None:
            picture = item
        elif kind != raw.FPDF_PAGEOBJ_TEXT or raw.FPDFTextObj_GetTextRenderMode(item) != _INVISIBLE:
            return None
    return picture


def _clip_or_mask(picture: Any) -> bool:  # noqa: ANN401 - a pointer of the C library
    """Whether part of the picture does not show, or shows through."""
    if raw.FPDFPageObj_HasTransparency(picture):
        return True
    bounds, inside = [ctypes.c_float() for _ in range(4)], raw.FPDFPageObj_GetClipPath(picture)
    if not raw.FPDFPageObj_GetBounds(picture, *(ctypes.byref(edge) for edge in bounds)):
        return True
    return bool(inside) and raw.FPDFClipPath_CountPaths(inside) > 1


def _turn_of(picture: Any, rotation: int) -> tuple[int, bool] | None:  # noqa: ANN401 - a pointer of the C library
    """Degrees clockwise to turn the picture by, and whether its rows run upwards first; None when it stands askew."""
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(picture, ctypes.byref(matrix)):
        return None
    a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
    small = 0.002 * max(abs(a), abs(b), abs(c), abs(d))
    if abs(b) <= small and abs(c) <= small:
        own = {
            (True, True): (0, False),
            (False, False): (180, False),
            (True, False): (0, True),
            (False, True): (180, True),
        }
        degrees, mirrored = own[(a > 0, d > 0)]
    elif abs(a) <= small and abs(d) <= small:
        own = {
            (True, False): (270, False),
            (False, True): (90, False),
            (True, True): (270, True),
            (False, False): (90, True),
        }
        degrees, mirrored = own[(b > 0, c > 0)]
    else:
        return None
    return (degrees + rotation) % 360, mirrored


def _from_bitmap(bitmap: Any) -> Pixels | None:  # noqa: ANN401 - a pointer of the C library
    """Grey or RGB pixels of a bitmap of the library; None for a format without fixed meaning."""
    kind = raw.FPDFBitmap_GetFormat(bitmap)
    channels = {raw.FPDFBitmap_Gray: 1, raw.FPDFBitmap_BGR: 3, raw.FPDFBitmap_BGRx: 4}.get(kind)
    if channels is None:
        return None
    width, height, stride = (
        raw.FPDFBitmap_GetWidth(bitmap),
        raw.FPDFBitmap_GetHeight(bitmap),
        raw.FPDFBitmap_GetStride(bitmap),
    )
    if width < 1 or height < 1:
        return None
    start = ctypes.cast(raw.FPDFBitmap_GetBuffer(bitmap), ctypes.POINTER(ctypes.c_ubyte))
    rows = np.ctypeslib.as_array(start, shape=(height, stride))[:, : width * channels]
    if channels == 1:
        return np.array(rows)
    way = cv2.COLOR_BGR2RGB if channels == 3 else cv2.COLOR_BGRA2RGB
    return as_pixels(cv2.cvtColor(np.ascontiguousarray(rows).reshape(height, width, channels), way))


def _plane(array: Any) -> Pixels:  # noqa: ANN401 - the library does not say what it returns
    return array[:, :, 0] if array.ndim == 3 and array.shape[2] == 1 else array  # type: ignore[no-any-return]
