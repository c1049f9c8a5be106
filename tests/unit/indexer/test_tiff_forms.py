"""Forms of TIFF: read as they are meant, or refused as a form that is not read; never misread, never called damaged."""

import numpy as np
import pytest
from PIL import TiffImagePlugin

from indexer.engines.images import image_pixels
from indexer.limits import Limits
from indexer.stages.inspect import inspect_file
from indexer.stages.page_image import grey_of
from schemas.work import FileKind, InspectRequest
from tests.foreign import picture_of_text
from tests.tiff_file import REAL, SIGNED, WHOLE, tiff

GREY = np.asarray(picture_of_text(lines=14, size=(340, 440))).astype(np.int64)
DARK = 255 - GREY
BLACK_IS_NOUGHT, WHITE_IS_NOUGHT, RGB, PALETTE, INKS, LAB, ICC_LAB = 1, 0, 2, 3, 5, 8, 9
RAMP = [value * 257 for value in range(256)]
APART = {"t284": [2]}
READ = {
    "grey 2": ([GREY >> 6], 2, BLACK_IS_NOUGHT, WHOLE, {}),
    "grey 4, white is nought": ([DARK >> 4], 4, WHITE_IS_NOUGHT, WHOLE, {}),
    "grey 12": ([GREY * 4095 // 255], 12, BLACK_IS_NOUGHT, WHOLE, {}),
    "grey 16, white is nought": ([DARK * 257], 16, WHITE_IS_NOUGHT, WHOLE, {}),
    "real 32, white is nought": ([DARK / 255], 32, WHITE_IS_NOUGHT, REAL, {}),
    "palette 8": ([GREY], 8, PALETTE, WHOLE, {"t320": RAMP * 3}),
    "palette 4": ([GREY >> 4], 4, PALETTE, WHOLE, {"t320": [value * 4369 for value in range(16)] * 3}),
    "palette of 8 bits": ([GREY], 8, PALETTE, WHOLE, {"t320": list(range(256)) * 3}),
    "rgb 8 apart": ([GREY] * 3, 8, RGB, WHOLE, APART),
    "rgb 16": ([GREY * 257] * 3, 16, RGB, WHOLE, {}),
    "inks 8 apart": ([GREY * 0] * 3 + [DARK], 8, INKS, WHOLE, APART),
    "inks 16": ([GREY * 0] * 3 + [DARK * 257], 16, INKS, WHOLE, {}),
    "lab 8": ([GREY, GREY * 0, GREY * 0], 8, LAB, WHOLE, {}),
}
REFUSED = {
    "rgb 16 apart": ([GREY * 257] * 3, 16, RGB, WHOLE, APART),
    "inks 16 apart": ([GREY * 257] * 4, 16, INKS, WHOLE, APART),
    "rgb real": ([GREY / 255] * 3, 32, RGB, REAL, {}),
    "rgb 12": ([GREY * 16] * 3, 12, RGB, WHOLE, {}),
    "real 16": ([GREY / 255], 16, BLACK_IS_NOUGHT, REAL, {}),
    "real 64": ([GREY / 255], 64, BLACK_IS_NOUGHT, REAL, {}),
    "grey 12, white is nought": ([DARK * 16], 12, WHITE_IS_NOUGHT, WHOLE, {}),
    "signed 8": ([GREY - 128], 8, BLACK_IS_NOUGHT, SIGNED, {}),
    "signed 16": ([GREY * 257 - 32768], 16, BLACK_IS_NOUGHT, SIGNED, {}),
    "lab 16": ([GREY * 257, GREY * 0, GREY * 0], 16, LAB, WHOLE, {}),
    "lab of profiles": ([GREY, GREY * 0 + 128, GREY * 0 + 128], 8, ICC_LAB, WHOLE, {}),
    "webp": ([GREY], 8, BLACK_IS_NOUGHT, WHOLE, {"t259": [50001]}),
    "jpeg xl": ([GREY], 8, BLACK_IS_NOUGHT, WHOLE, {"t259": [50002]}),
}


def inspect(path):
    return inspect_file(InspectRequest(str(path), str(path.parent)), Limits())


@pytest.mark.parametrize("name", list(READ))
def test_a_form_that_is_read_is_as_light_as_it_was_meant(tmp_path, name):
    planes, bits, photometric, numbers, tags = READ[name]
    path = tiff(tmp_path / "a.tif", planes, bits, photometric, numbers=numbers, **tags)
    assert inspect(path).problem == ""
    pixels = grey_of(image_pixels(path, FileKind.TIFF, 0, 10**6).pixels)
    assert np.abs(pixels.astype(int) - GREY).mean() < 12


@pytest.mark.parametrize("name", list(REFUSED))
def test_a_form_that_is_not_read_is_refused_as_such(tmp_path, name):
    planes, bits, photometric, numbers, tags = REFUSED[name]
    path = tiff(tmp_path / "a.tif", planes, bits, photometric, numbers=numbers, **tags)
    assert inspect(path).problem == "unread_format"


def test_a_page_in_such_a_form_costs_only_itself(tmp_path):
    tiff(tmp_path / "b.tif", [GREY / 255], 64, BLACK_IS_NOUGHT, numbers=REAL)
    path = tmp_path / "a.tif"
    with TiffImagePlugin.AppendingTiffWriter(str(path), new=True) as file:
        for data in (picture_of_text(), tmp_path / "b.tif", picture_of_text()):
            if hasattr(data, "save"):
                data.save(file, "TIFF")
            else:
                file.write(data.read_bytes())
            file.newFrame()
    assert [page.problem for page in inspect(path).pages] == ["", "unread_format", ""]


def test_a_file_that_is_broken_is_still_called_damaged(tmp_path):
    path = tiff(tmp_path / "a.tif", [GREY], 8, BLACK_IS_NOUGHT)
    path.write_bytes(path.read_bytes()[:5000])
    assert inspect(path).problem == "damaged"
