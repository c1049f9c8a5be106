"""The pixels of image files."""

from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageOps, TiffImagePlugin

from indexer.engines.image_pdf import ImageFileSource
from indexer.engines.images import image_pixels, image_sizes
from schemas.errors import Corrupt
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


@pytest.mark.parametrize("resolution", [(204, 98), (100, 200)])
def test_a_fax_with_twice_as_many_pixels_one_way_gets_back_the_shape_of_its_sheet(
    tmp_path: Path, resolution: tuple[int, int]
) -> None:
    path, (across, down) = tmp_path / "fax.tif", resolution
    size = (round(8.5 * across), round(11 * down))
    picture("L").resize(size).convert("1").save(path, compression="group4", dpi=resolution)

    found = image_pixels(path, FileKind.TIFF, 0, PIXELS * 4)

    most = max(resolution)
    assert found.pixels.shape == (round(11 * most), round(8.5 * most))
    assert found.dpi == pytest.approx(most)
    [size_of] = image_sizes(path, FileKind.TIFF, PIXELS * 4, 10)
    assert (size_of.width, size_of.height) == pytest.approx((612, 792), rel=0.001)
    with pikepdf.new() as pdf, ImageFileSource(path, FileKind.TIFF, PIXELS * 4) as source:
        page, _ = source.put_page(0, pdf, 0)
        assert [float(edge) for edge in page.mediabox[2:]] == pytest.approx([612, 792], rel=0.001)


def test_a_resolution_that_no_machine_has_does_not_pull_the_page_out_of_shape(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    picture("L").save(path, dpi=(300, 100))

    found = image_pixels(path, FileKind.TIFF, 0, PIXELS)

    assert found.pixels.shape == (360, 280) and found.dpi == 0


@pytest.mark.parametrize("white", [1.0, 255.0, 4095.0, 65535.0])
@pytest.mark.parametrize("number", [np.float32, np.uint16])
def test_grey_of_any_depth_is_as_bright_as_it_was(tmp_path: Path, white: float, number: type) -> None:
    if white == 1.0 and number is np.uint16:
        pytest.skip("there is no grey between nought and one in whole numbers")
    path, grey = tmp_path / "a.tif", np.asarray(picture("L"))
    Image.fromarray((grey / 255 * white).astype(number)).save(path)

    found = image_pixels(path, FileKind.TIFF, 0, PIXELS).pixels

    assert np.abs(found.astype(int) - grey).max() <= 1


def test_grey_of_32_bits_is_as_bright_as_it_was(tmp_path: Path) -> None:
    path, grey = tmp_path / "a.tif", np.asarray(picture("L"))
    path.write_bytes(cv2.imencode(".tif", grey.astype(np.uint32) * 0x01010101)[1].tobytes())

    found = image_pixels(path, FileKind.TIFF, 0, PIXELS).pixels

    assert np.abs(found.astype(int) - grey).max() <= 1


def test_the_smaller_copy_that_a_tiff_keeps_of_a_page_is_no_page(tmp_path: Path) -> None:
    path, page = tmp_path / "a.tif", picture("L")
    preview, other = page.resize((70, 90)), page.resize((140, 180))
    with TiffImagePlugin.AppendingTiffWriter(str(path), new=True) as file:
        for image, kind in ((page, 0), (preview, 1), (page.transpose(Image.Transpose.ROTATE_180), 2), (other, 2)):
            image.save(file, "TIFF", tiffinfo={254: kind})
            file.newFrame()

    sizes = image_sizes(path, FileKind.TIFF, PIXELS, 10)

    assert [round(size.width / size.height, 3) for size in sizes] == [0.778] * 3
    turned_round = image_pixels(path, FileKind.TIFF, 1, PIXELS).pixels
    assert np.array_equal(turned_round, np.rot90(np.asarray(page), 2))
    assert image_pixels(path, FileKind.TIFF, 2, PIXELS).pixels.shape == (180, 140)
    with pikepdf.new() as pdf, ImageFileSource(path, FileKind.TIFF, PIXELS) as source:
        assert source.put_page(1, pdf, 0)[1].height == 360


@pytest.mark.parametrize(("tag", "value"), [(259, 34927), (258, 13)], ids=["compression", "bits"])
def test_a_page_of_a_tiff_that_is_not_understood_costs_only_itself(tmp_path: Path, tag: int, value: int) -> None:
    path, pages = tmp_path / "a.tif", [picture("L").rotate(angle) for angle in (0, 90, 180, 270)]
    pages[0].save(path, save_all=True, append_images=pages[1:], compression="tiff_lzw")
    overwrite(path, 2, tag, value)

    sizes = image_sizes(path, FileKind.TIFF, PIXELS, 10)

    assert [size.problem for size in sizes] == ["", "", "unread_format", ""]
    assert np.array_equal(image_pixels(path, FileKind.TIFF, 3, PIXELS).pixels, np.asarray(pages[3]))
    with pytest.raises(Corrupt):
        image_pixels(path, FileKind.TIFF, 2, PIXELS)


def overwrite(path: Path, page: int, tag: int, value: int) -> None:
    """Give a short of the directory of that page another value (TIFF 6.0, section 2)."""
    data = bytearray(path.read_bytes())
    at = int.from_bytes(data[4:8], "little")
    for _ in range(page):
        end = at + 2 + 12 * int.from_bytes(data[at : at + 2], "little")
        at = int.from_bytes(data[end : end + 4], "little")
    entries = range(at + 2, at + 2 + 12 * int.from_bytes(data[at : at + 2], "little"), 12)
    entry = next(place for place in entries if int.from_bytes(data[place : place + 2], "little") == tag)
    data[entry + 8 : entry + 10] = value.to_bytes(2, "little")
    path.write_bytes(data)


@pytest.mark.parametrize("kind", [FileKind.TIFF, FileKind.JPEG])
def test_a_page_stored_lying_has_the_size_of_the_page_upright(tmp_path: Path, kind: FileKind) -> None:
    path, exif = tmp_path / "a", Image.Exif()
    exif[0x0112] = 6
    lying = picture("L").transpose(Image.Transpose.ROTATE_90)
    lying.save(path, "TIFF" if kind == FileKind.TIFF else "JPEG", exif=exif, dpi=(72, 72), quality=95)

    [size] = image_sizes(path, kind, PIXELS, 10)

    assert (size.width, size.height) == (280, 360)
    found = image_pixels(path, kind, 0, PIXELS).pixels
    assert np.abs(found.astype(int) - np.asarray(picture("L"))).mean() < 3
