"""Files of several pictures that are no TIFF."""

import numpy as np
import pikepdf
import pytest
from PIL import Image

from indexer.engines.image_pdf import ImageFileSource
from indexer.engines.images import image_pixels
from indexer.limits import Limits
from indexer.stages.inspect import inspect_file
from indexer.stages.page_image import grey_of
from schemas.work import FileKind, InspectRequest
from tests.foreign import picture_of_text

FORMATS = {
    "HEIF": FileKind.HEIC,
    "GIF": FileKind.GIF,
    "WEBP": FileKind.WEBP,
    "AVIF": FileKind.AVIF,
    "PNG": FileKind.PNG,
    "MPO": FileKind.JPEG,
}
PAGES = [picture_of_text(lines=lines, size=(425, 550)) for lines in (3, 8, 15)]


def saved(path, pages, format_):
    first, *rest = [page.convert("RGB") for page in pages]
    first.save(path, format_, save_all=True, append_images=rest)
    return path


def inspect(path):
    return inspect_file(InspectRequest(str(path), str(path.parent)), Limits())


@pytest.mark.parametrize("format_", list(FORMATS))
def test_every_picture_is_a_page_and_goes_into_the_copy(tmp_path, format_):
    path, kind = saved(tmp_path / "a", PAGES, format_), FORMATS[format_]

    result = inspect(path)

    assert [(page.problem, page.needs_reading) for page in result.pages] == [("", True)] * 3
    for index, page in enumerate(PAGES):
        pixels = grey_of(image_pixels(path, kind, index, 10**7).pixels)
        assert np.abs(pixels.astype(int) - np.asarray(page)).mean() < 4
    with pikepdf.new() as pdf, ImageFileSource(path, kind, 10**7) as source:
        copied = [source.put_page(index, pdf, 0)[1].data for index in range(3)]
    assert len(set(copied)) == 3 and copied[1] != path.read_bytes()


def test_the_smaller_picture_beside_a_photograph_is_no_page(tmp_path):
    path = saved(tmp_path / "a", [PAGES[0], PAGES[0].resize((212, 275))], "MPO")
    assert len(inspect(path).pages) == 1


@pytest.mark.parametrize("after", [b"", bytes(5000)])
def test_a_photograph_that_lost_the_picture_beside_it_is_one_page(tmp_path, after):
    path = saved(tmp_path / "a", PAGES[:2], "MPO")
    first = path.read_bytes().split(b"\xff\xd9\xff\xd8")[0]
    path.write_bytes(first + b"\xff\xd9" + after)
    assert [page.problem for page in inspect(path).pages] == [""]


def test_of_a_moving_picture_the_first_is_read_and_the_rest_told(tmp_path):
    moving = [Image.new("RGB", (425, 550), (9 * step, 0, 0)) for step in range(24)]
    path = saved(tmp_path / "a", [PAGES[2], *moving], "GIF")
    assert [page.problem for page in inspect(path).pages] == ["", "unread_format"]
