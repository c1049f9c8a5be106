"""The mark over what an auditor is shown, on pictures and on pages of any size, origin and turn."""

import io

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from indexer.engines.watermark import mark_pdf, mark_picture
from indexer.limits import Limits
from schemas.errors import Corrupt
from schemas.watermarks import MarkPdfRequest, MarkPictureRequest

WORDS = "auditor · 30/11/2026 12:26 · consulta 12345"


@pytest.mark.parametrize(("mode", "size"), [("L", (1700, 2200)), ("RGB", (900, 400)), ("RGB", (40, 30))])
def test_a_picture_keeps_its_size_and_what_it_shows(tmp_path, mode, size):
    plain = Image.new(mode, size, "white")
    plain.paste(Image.new(mode, (size[0] // 2, size[1]), "black"))
    plain.save(tmp_path / "a.png")
    made = mark_picture(MarkPictureRequest(str(tmp_path / "a.png"), WORDS), Limits())
    shown = np.asarray(Image.open(io.BytesIO(made.image)).convert("L")).astype(int)
    assert (made.width, made.height) == size and shown.shape == size[::-1]
    half = size[0] // 2
    assert shown[:, : half - 8].mean() < 30 and shown[:, half + 8 :].mean() > 220
    assert size[0] < 100 or shown[:, half + 8 :].min() < 225


def test_pages_keep_frame_turn_and_words(tmp_path):
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792))
    for number in range(3):
        canvas.drawString(100, 700, f"hoja {number}")
        canvas.showPage()
    canvas.save()
    with pikepdf.open(out) as pdf:
        pdf.pages[1].rotate(90, relative=False)
        pdf.pages[2].cropbox = (50, 300, 450, 760)
        pdf.save(tmp_path / "a.pdf")
    made = mark_pdf(MarkPdfRequest(str(tmp_path / "a.pdf"), str(tmp_path / "b.pdf"), WORDS), Limits())
    with pdfium.PdfDocument(tmp_path / "a.pdf") as before, pdfium.PdfDocument(tmp_path / "b.pdf") as after:
        assert made.pages == len(after) == 3
        for number in range(3):
            said = after[number].get_textpage().get_text_bounded().replace("\r\n", "")
            assert f"hoja {number}" in said and WORDS in said
            assert before[number].get_size() == after[number].get_size()
            assert before[number].get_rotation() == after[number].get_rotation()


def test_what_is_no_picture_or_pdf_is_refused(tmp_path):
    (tmp_path / "x").write_bytes(b"nada")
    with pytest.raises(Corrupt):
        mark_picture(MarkPictureRequest(str(tmp_path / "x"), WORDS), Limits())
    with pytest.raises(Corrupt):
        mark_pdf(MarkPdfRequest(str(tmp_path / "x"), str(tmp_path / "y"), WORDS), Limits())
