"""The pixels of image files."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from indexer.engines.images import image_pixels
from schemas.work import FileKind

PIXELS = 1_000_000


def picture(mode: str) -> Image.Image:
    noise = np.random.default_rng(3).integers(0, 256, (90, 70, 3), dtype=np.uint8)
    return Image.fromarray(noise).resize((280, 360)).convert(mode)


@pytest.mark.parametrize("mode", ["L", "RGB"])
@pytest.mark.parametrize("orientation", [1, 3, 6])
def test_a_jpeg_gives_the_pixels_that_pillow_gives_upright(tmp_path: Path, mode: str, orientation: int) -> None:
    path, exif = tmp_path / "a.jpg", Image.Exif()
    exif[0x0112] = orientation
    picture(mode).save(path, exif=exif, dpi=(150, 150))

    found = image_pixels(path, FileKind.JPEG, 0, PIXELS)

    with Image.open(path) as image:
        assert np.array_equal(found.pixels, np.asarray(ImageOps.exif_transpose(image)))
    assert found.dpi == 150


def test_a_jpeg_cut_short_gives_the_part_that_is_there(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    picture("L").save(path, quality=90)
    whole = image_pixels(path, FileKind.JPEG, 0, PIXELS).pixels
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    found = image_pixels(path, FileKind.JPEG, 0, PIXELS).pixels

    assert found.shape == whole.shape
    assert np.array_equal(found[:100], whole[:100])


def test_a_jpeg_of_print_inks_is_shown_in_the_colours_of_a_screen(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    Image.new("CMYK", (40, 30), (0, 0, 0, 255)).save(path)

    assert image_pixels(path, FileKind.JPEG, 0, PIXELS).pixels.max() < 30
