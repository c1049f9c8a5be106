"""The pixels of PDF pages: a scan taken out must look just as the page drawn."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from indexer.engines.pdf_open import open_page, open_pdf
from indexer.engines.pdf_render import draw, page_pixels
from indexer.engines.pdf_text import content_of
from indexer.stages.page_image import grey_of
from schemas.errors import LimitExceeded
from tests.foreign import letter_pdf, one_page, picture_of_text, put_picture, raw_pdf

TURNS = {
    "0": b"612 0 0 792 0 0",
    "180": b"-612 0 0 -792 612 792",
    "mirrored": b"-612 0 0 792 612 0",
    "upside down": b"612 0 0 -792 0 792",
    "90": b"0 -792 612 0 0 792",
    "270": b"0 792 -612 0 612 0",
    "transposed": b"0 792 612 0 0 0",
    "transverse": b"0 -792 -612 0 612 792",
}


def scan_pdf(path, matrix, rotation):
    """A page that is one picture, without symmetry, put down by that matrix."""
    image = Image.new("L", (850, 1100) if matrix.split()[1] == b"0" else (1100, 850), 255)
    pen = ImageDraw.Draw(image)
    pen.rectangle((40, 40, 400, 180), fill=0)
    pen.rectangle((600, 700, 660, 800), fill=90)
    objects = one_page(b"q %s cm /Im1 Do Q" % matrix, b"/XObject << /Im1 6 0 R >>")
    objects[2] = objects[2].replace(b"/Parent", b"/Rotate %d /Parent" % rotation)
    head = b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8" % image.size
    data = image.tobytes()
    objects.append(head + b" /ColorSpace /DeviceGray /Length %d >>\nstream\n" % len(data) + data + b"\nendstream")
    return raw_pdf(path, objects)


def both(path):
    """The page's pixels as handed on, and drawn small."""
    with open_pdf(path, (), 10) as pdf, open_page(pdf, 0) as page:
        return page_pixels(page, content_of(page, 0), 10**8), grey_of(draw(page, 0.5).pixels)


def difference(image, drawn):
    small = cv2.resize(grey_of(image.pixels), drawn.shape[::-1], interpolation=cv2.INTER_AREA)
    return float(np.abs(small.astype(int) - drawn).mean())


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("turn", list(TURNS))
def test_a_scan_is_taken_out_as_it_is_seen(tmp_path, turn, rotation):
    image, drawn = both(scan_pdf(tmp_path / "a.pdf", TURNS[turn], rotation))
    assert sorted(image.pixels.shape) == [850, 1100]
    assert difference(image, drawn) < 3


def test_what_lies_over_a_scan_is_seen(tmp_path):
    canvas = letter_pdf(tmp_path / "a.pdf")
    put_picture(canvas, picture_of_text(lines=5), (0, 0, 612, 792))
    canvas.setFont("Helvetica", 60)
    canvas.drawString(50, 80, "SELLO")
    canvas.save()
    image, drawn = both(tmp_path / "a.pdf")
    assert grey_of(image.pixels)[-300:].min() < 50
    assert difference(image, drawn) < 3


def test_a_page_is_never_drawn_larger_than_allowed(tmp_path):
    image, _ = both(raw_pdf(tmp_path / "a.pdf", one_page(b"0 0 9 9 re f", box=b"[0 0 14400 14400]")))
    assert image.pixels.shape[0] * image.pixels.shape[1] < 40_000_000


@pytest.mark.parametrize("inside_form", [False, True])
def test_a_picture_beyond_the_pixels_allowed_is_not_decoded(tmp_path, inside_form):
    objects = one_page(b"/Im1 Do", b"/XObject << /Im1 6 0 R >>")
    picture = (
        b"<< /Type /XObject /Subtype /Image /Width 40000 /Height 40000 /BitsPerComponent 1 "
        b"/ColorSpace /DeviceGray /Length 0 >>\nstream\n\nendstream"
    )
    form = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /Im1 7 0 R >> >> "
        b"/Length 7 >>\nstream\n/Im1 Do\nendstream"
    )
    objects += [form, picture] if inside_form else [picture]
    with pytest.raises(LimitExceeded):
        both(raw_pdf(tmp_path / "a.pdf", objects))


@pytest.mark.parametrize("over", [b"", b" 0 0 0.5 0.5 re f"])
def test_a_scan_on_a_page_said_to_be_as_small_as_a_stamp_keeps_its_pixels(tmp_path, over):
    path = scan_pdf(tmp_path / "a.pdf", b"61.2 0 0 79.2 0 0", 0)
    data = path.read_bytes().replace(b"612 792", b"61.2 79.2").replace(b"Do Q", b"Do Q" + over)
    path.write_bytes(data)
    with open_pdf(path, (), 10) as pdf, open_page(pdf, 0) as page:
        assert page.get_size() == pytest.approx((61.2, 79.2), abs=0.1)
        pixels = page_pixels(page, content_of(page, 0), 10**8).pixels
    assert min(pixels.shape[:2]) >= 840
