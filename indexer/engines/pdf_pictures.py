"""Pictures on a PDF page that the library which draws it leaves out: decoded another way, or told.

A stream that says of itself what it is not (JPEG under the name of JPEG 2000, grey said to be in colour) is drawn as
nothing at all, and the page would pass for an empty one.
"""

import ctypes

import msgspec
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from indexer.engines.images import picture_in
from indexer.engines.pdf_text import Spot, spots_of
from indexer.stages.page_image import Pixels
from schemas.errors import ArchiveError

_EXACT = (0, 255)
_VOID = 0.9
"""Share of a picture's place that is of one exact black or white where nothing may have been drawn."""
_LEAST, _STEP = 0.002, 4
_MOST_BYTES = 256 * 1024 * 1024
_PACKED = {b"FlateDecode", b"LZWDecode", b"RunLengthDecode", b"Fl", b"LZW", b"RL"}
"""Filters that unpack to rows of pixels, so that one sees how much of them came."""
_SHORT = 0.5


class Mending(msgspec.Struct, frozen=True):
    """What came of it: pictures that show now and did not, and the share of the page that those take which never will."""

    mended: int = 0
    lost: float = 0.0


def may_lack(pixels: Pixels, spots: tuple[Spot, ...]) -> bool:
    """Whether on the page drawn so, upright, the place of a picture is so even that it may not have been drawn."""
    height, width = pixels.shape[:2]
    for spot in spots:
        x, y, wide, high = spot.box
        part = pixels[int(y * height) : int((y + high) * height), int(x * width) : int((x + wide) * width)]
        if wide * high > _LEAST and part.size and is_void(part):
            return True
    return False


def is_void(pixels: Pixels) -> bool:
    """Whether nearly all is of one exact black or white."""
    some = pixels[::_STEP, ::_STEP] if min(pixels.shape[:2]) > 100 else pixels
    return any(float((some == exact).mean()) > _VOID for exact in _EXACT)


def mend_pictures(page: pdfium.PdfPage, most_pixels: int) -> Mending:
    """Give the pictures of the open page that cannot be decoded the pixels that another decoder finds in them."""
    mended, lost = 0, 0.0
    for item, spot in spots_of(page):
        if spot.box[2] * spot.box[3] <= _LEAST or _is_decoded(item):
            continue
        if _decode_anew(item, most_pixels):
            mended += 1
        else:
            lost += spot.box[2] * spot.box[3]
    return Mending(mended, lost)


def is_stencil(item: object, page: pdfium.PdfPage) -> bool:
    """Whether the picture is a stencil, whose bitmap says where ink goes and not how light it is."""
    found = raw.FPDF_IMAGEOBJ_METADATA()
    if not raw.FPDFImageObj_GetImageMetadata(item, page.raw, ctypes.byref(found)):
        return False
    return bool(found.colorspace == raw.FPDF_COLORSPACE_UNKNOWN and found.bits_per_pixel == 1)


def _is_decoded(item: object) -> bool:
    bitmap = raw.FPDFImageObj_GetBitmap(item)
    if not bitmap:
        return False
    height = raw.FPDFBitmap_GetHeight(bitmap)
    width, stride = raw.FPDFBitmap_GetWidth(bitmap), raw.FPDFBitmap_GetStride(bitmap)
    raw.FPDFBitmap_Destroy(bitmap)
    if height < 1 or width < 1 or stride < 1 or not _PACKED.issuperset(_filters_of(item)):
        return True
    return bool(raw.FPDFImageObj_GetImageDataDecoded(item, None, 0) >= _SHORT * height * ((width + 7) // 8))


def _filters_of(item: object) -> list[bytes]:
    found = []
    for index in range(raw.FPDFImageObj_GetImageFilterCount(item)):
        name = ctypes.create_string_buffer(raw.FPDFImageObj_GetImageFilter(item, index, None, 0))
        raw.FPDFImageObj_GetImageFilter(item, index, name, len(name))
        found.append(name.value)
    return found


def _decode_anew(item: object, most_pixels: int) -> bool:
    size = raw.FPDFImageObj_GetImageDataDecoded(item, None, 0)
    if not 0 < size <= _MOST_BYTES:
        return False
    data = (ctypes.c_char * size)()
    raw.FPDFImageObj_GetImageDataDecoded(item, data, size)
    try:
        pixels = picture_in(bytes(data), most_pixels)
    except ArchiveError:
        return False
    height, width = pixels.shape[:2]
    kind = raw.FPDFBitmap_Gray if pixels.ndim == 2 else raw.FPDFBitmap_BGR
    bitmap = pdfium.PdfBitmap.new_native(width, height, kind)
    try:
        bitmap.to_numpy()[:] = pixels.reshape(height, width, -1)[:, :, ::-1].reshape(bitmap.to_numpy().shape)
        return bool(raw.FPDFImageObj_SetBitmap(None, 0, item, bitmap.raw))
    finally:
        bitmap.close()
