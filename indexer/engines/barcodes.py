"""Barcodes on the picture of a page.

One quick look at about 200 dpi finds what is printed well. Only where that
look saw a code it could not read, or where the page bears so little ink that
it may be a separator sheet, the page is tried again in other preparations.
"""

from collections.abc import Iterator

import cv2
import zxingcpp

from indexer.stages.page_image import Pixels, as_pixels, grey_of, scaled, shrunk
from schemas.pages import Barcode, Box

_QUICK = 2300
"""Longer side of the quick look in pixels: a letter sheet at 209 dpi."""
_SLOW = 3600
_SMALL = 1400
_SPARSE = 0.12
"""Share of dark pixels below which a page may be a sheet with nothing but a code on it."""
_MOST = 20
_LONGEST_TEXT = 2000
_FORMAT = zxingcpp.BarcodeFormat
_NAMES = {
    _FORMAT.QRCode: "QRCode",
    _FORMAT.Code128: "Code128",
    _FORMAT.Code39: "Code39",
    _FORMAT.DataMatrix: "DataMatrix",
}
_WANTED = zxingcpp.BarcodeFormats(list(_NAMES))


def find_barcodes(pixels: Pixels) -> tuple[Barcode, ...]:
    """QR, Data Matrix, Code 128 and Code 39 on the page, at any turn, from top to bottom.

    Boxes are fractions of the picture as given. A code that cannot be read is left out.
    """
    page = grey_of(pixels)
    quick = shrunk(page, _QUICK)
    seen = zxingcpp.read_barcodes(quick, formats=_WANTED, try_downscale=False, try_invert=False, return_errors=True)
    found = _valid(seen, quick)
    if found or not (_failed_code(seen) or _is_sparse(quick)):
        return found
    for picture in _preparations(page):
        found = _valid(zxingcpp.read_barcodes(picture, formats=_WANTED), picture)
        if found:
            return found
    return ()


def _preparations(page: Pixels) -> Iterator[Pixels]:
    """The page in other ways, cheapest first: as scanned, stronger contrast, black and white, larger, smaller."""
    full = shrunk(page, _SLOW)
    yield full
    smooth = as_pixels(cv2.GaussianBlur(full, (5, 5), 0))
    yield as_pixels(cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1])
    yield as_pixels(cv2.createCLAHE(clipLimit=4.0, tileGridSize=(8, 8)).apply(shrunk(page, _QUICK)))
    if max(page.shape) < _SMALL:
        yield scaled(page, 2.5)
    yield shrunk(smooth, 1100)


def _failed_code(seen: list[zxingcpp.Barcode]) -> bool:
    """Whether a code was located and not read; Data Matrix is left out, it is seen in any woodcut."""
    return any(not code.valid and code.format != _FORMAT.DataMatrix for code in seen)


def _is_sparse(page: Pixels) -> bool:
    small = shrunk(page, 400)
    dark = small < 128
    share = float(dark.mean())
    return 0.003 < share < _SPARSE and _looks_striped(small)


def _looks_striped(small: Pixels) -> bool:
    """Whether there is one dense dark patch, as a code seen from afar is: letters leave most of a patch white."""
    dark = as_pixels((small < 160).astype("uint8") * 255)
    closed = as_pixels(cv2.morphologyEx(dark, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (5, 5))))
    count, _, stats, _ = cv2.connectedComponentsWithStats(closed)
    for index in range(1, min(count, 2000)):
        _, _, width, height, area = (int(value) for value in stats[index])
        if min(width, height) >= 10 and max(width, height) >= 22 and area > 0.6 * width * height:
            return True
    return False


def _valid(seen: list[zxingcpp.Barcode], picture: Pixels) -> tuple[Barcode, ...]:
    codes: dict[tuple[str, str], Barcode] = {}
    for code in seen[: 4 * _MOST]:
        if code.valid and code.text and len(code.text) <= _LONGEST_TEXT:
            barcode = Barcode(_name(code.format), code.text, _box(code.position, picture))
            codes.setdefault((barcode.format, barcode.text), barcode)
    return tuple(sorted(codes.values(), key=lambda code: (code.box[1], code.box[0]))[:_MOST])


def _name(format_: zxingcpp.BarcodeFormat) -> str:
    return _NAMES.get(format_, str(format_).replace(" ", ""))


def _box(position: zxingcpp.Position, picture: Pixels) -> Box:
    height, width = picture.shape[:2]
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    across = [min(1.0, max(0.0, corner.x / width)) for corner in corners]
    down = [min(1.0, max(0.0, corner.y / height)) for corner in corners]
    return (min(across), min(down), max(across) - min(across), max(down) - min(down))
