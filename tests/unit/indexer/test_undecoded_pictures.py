"""Pages of a PDF whose picture the library that draws it cannot decode."""

import zlib

import cv2
import numpy as np
import pikepdf
import pytest

from indexer.engines.images import picture_in
from indexer.limits import Limits
from indexer.stages.inspect import inspect_file
from indexer.stages.page_image import grey_of
from indexer.tasks import page_image, render
from schemas.errors import Corrupt
from schemas.work import FileKind, InspectRequest, ReadRequest, RenderRequest
from tests.foreign import bytes_of, picture_of_text, pictured

PICTURE = picture_of_text()
JPEG, JP2 = bytes_of(PICTURE, "JPEG"), bytes_of(PICTURE, "JPEG2000")
OVER_ALL = b"q 612 0 0 792 0 0 cm /Im1 Do Q"
STAMP = b" BT /F1 12 Tf 40 770 Td (Promocion electronica 1234/2010 sellada el 4 de mayo de 2026 en Oficialia de Partes) Tj ET"
MISNAMED = {
    "jpeg called jpx": (JPEG, "JPXDecode"),
    "jpx called jpeg": (JP2, "DCTDecode"),
    "png": (bytes_of(PICTURE, "PNG"), "DCTDecode"),
    "webp": (bytes_of(PICTURE, "WEBP", lossless=True), "DCTDecode"),
}
LOST = {
    "jpx cut": (JP2[: len(JP2) // 2], "JPXDecode"),
    "jpx": (b"rubbish" * 99, "JPXDecode"),
    "jpeg without tables": (JPEG[400:], "DCTDecode"),
    "jbig2": (b"rubbish" * 99, "JBIG2Decode"),
    "flate": (b"rubbish" * 99, "FlateDecode"),
    "filter of no library": (b"rubbish" * 99, "FooDecode"),
    "nothing": (b"", "DCTDecode"),
}


def inspect(path, **options):
    return inspect_file(InspectRequest(str(path), str(path.parent), **options), Limits())


def pixels_of(path):
    return page_image(path, ReadRequest(str(path), FileKind.PDF, 0), Limits()).pixels


def difference(pixels):
    """From the picture, in greys; an empty page is twenty from it."""
    small = cv2.resize(grey_of(pixels), PICTURE.size, interpolation=cv2.INTER_AREA)
    return float(np.abs(small.astype(int) - np.asarray(PICTURE)).mean())


@pytest.mark.parametrize("name", list(MISNAMED))
def test_a_picture_under_a_wrong_name_is_read_and_shown(tmp_path, name):
    path = pictured(tmp_path / "a.pdf", *MISNAMED[name])

    [page] = inspect(path).pages

    assert (page.problem, page.blank, page.needs_reading) == ("", False, True)
    assert difference(pixels_of(path)) < 8
    shown = render(RenderRequest(str(path), FileKind.PDF, 0, longest=1100), Limits())
    assert difference(picture_in(shown.image, 10**7)) < 8


def test_a_picture_in_other_colours_than_it_says_is_read(tmp_path):
    path = pictured(tmp_path / "a.pdf", JPEG, "DCTDecode", ColorSpace=pikepdf.Name.DeviceRGB)
    assert inspect(path).problem == ""
    assert difference(pixels_of(path)) < 8


@pytest.mark.parametrize("codes", [True, False])
@pytest.mark.parametrize("name", list(LOST))
def test_a_page_of_a_picture_nobody_can_decode_is_not_blank(tmp_path, name, codes):
    path = pictured(tmp_path / "a.pdf", *LOST[name])

    result = inspect(path, look_for_barcodes=codes)

    assert not result.pages[0].blank
    assert result.problem == ("damaged" if codes else "")
    with pytest.raises(Corrupt):
        pixels_of(path)


@pytest.mark.parametrize("over", [STAMP, STAMP.replace(b"BT", b"BT 3 Tr")], ids=["stamp", "unseen"])
def test_words_over_a_lost_scan_are_kept_and_not_taken_for_the_page(tmp_path, over):
    [page] = inspect(pictured(tmp_path / "a.pdf", b"rubbish" * 99, "JPXDecode", OVER_ALL + over)).pages
    assert page.problem == "damaged" and "1234/2010" in page.reading.text and not page.blank


def test_a_small_picture_that_is_lost_does_not_cost_the_page(tmp_path):
    lines = b" Q" + b"".join(b" %d 500 10 10 re f" % x for x in range(60, 500, 15))
    path = pictured(tmp_path / "a.pdf", b"rubbish" * 99, "JPXDecode", b"q 90 0 0 90 20 700 cm /Im1 Do Q" + lines)
    [page] = inspect(path).pages
    assert (page.problem, page.blank, page.needs_reading) == ("", False, True)
    assert pixels_of(path).min() < 90


def test_an_empty_sheet_is_still_blank(tmp_path):
    path = pictured(tmp_path / "a.pdf", zlib.compress(b"\xff" * 850 * 1100), "FlateDecode")
    [page] = inspect(path).pages
    assert (page.problem, page.blank) == ("", True)


@pytest.mark.parametrize("paints", [[0, 1], [1, 0]])
def test_a_scan_that_is_a_stencil_is_black_where_it_paints(tmp_path, paints):
    bits = np.packbits((np.asarray(PICTURE) < 128) == bool(paints[0]), axis=1).tobytes()
    path = pictured(
        tmp_path / "a.pdf", zlib.compress(bits), "FlateDecode",
        ImageMask=True, BitsPerComponent=1, ColorSpace=None, Decode=pikepdf.Array(paints),
    )  # fmt: skip
    assert pixels_of(path).mean() > 200
