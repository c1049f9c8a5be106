"""A scan that carries some text of its own: what is only in its picture is found by search all the same."""

import io
import time

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from schemas.search import Query
from tests.corpus import MIXED

from .conftest import scan

BODY = (
    "JUZGADO SEGUNDO DE LO MERCANTIL",
    "Hermosillo, Sonora, a 3 de mayo de 2024",
    "Por recibido el escrito de la licenciada Xóchitl Peñúñuri,",
    "se le tiene por presentada y se ordena emplazar al demandado.",
)
STAMP = ("OFICIALÍA DE PARTES COMÚN", "RECIBIDO 14 MAR 2019 10:35 HRS", "FOLIO: 45127   FOJAS: 8")


def _over_scan(draw):
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=(612, 792), invariant=1)
    sheet.drawImage(ImageReader(io.BytesIO(scan(*BODY))), 0, 0, 612, 792)
    draw(sheet)
    sheet.save()
    return out.getvalue()


def _stamp_in_the_margin(sheet):
    for row, line in enumerate(STAMP):
        sheet.drawString(320, 300 - 14 * row, line)


def _stamp_across_the_text(sheet):
    sheet.setFillColorRGB(0.12, 0.25, 0.63)
    sheet.translate(150, 560)
    sheet.rotate(8)
    _stamp_in_the_margin(sheet)


def _line_at_the_foot(sheet):
    sheet.drawString(40, 20, "Folio electrónico 2024-008812, consultado el 03/05/2024 a las 10:35 horas, hoja 1 de 1")


def _header_and_number(sheet):
    sheet.drawString(40, 770, "PODER JUDICIAL DEL ESTADO, TRIBUNAL ELECTRÓNICO")
    sheet.drawString(560, 770, "0017")


def _old_reading_that_is_nonsense(sheet):
    text = sheet.beginText(60, 700)
    text.setTextRenderMode(3)
    for _ in range(8):
        text.textLine("l|~ ;;:ii j1 lI!| ,.-~ rnrn |||| ¡l;: '.,; 1lI| ~~ -- ;:;: jj|l")
    sheet.drawText(text)


def _wait_until_found(archive, word, document_id):
    until = time.monotonic() + 10
    while document_id not in [hit.document_id for hit in archive.index.search(Query(word)).hits]:
        assert time.monotonic() < until, f"«{word}» is not found"
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("drawn", "words"),
    [
        (_stamp_in_the_margin, ("peñúñuri", "45127")),
        (_stamp_across_the_text, ("peñúñuri", "45127")),
        (_line_at_the_foot, ("peñúñuri",)),
        (_header_and_number, ("peñúñuri",)),
        (_old_reading_that_is_nonsense, ("peñúñuri",)),
    ],
)
def test_words_of_the_scanned_body_are_found_and_those_of_a_stamp_drawn_over_it_too(
    archive, worker, hand_in, ends, drawn, words
):
    [line] = ends(hand_in(_over_scan(drawn)))
    for word in words:
        _wait_until_found(archive, word, line.document_id)


@pytest.mark.corpus
@pytest.mark.parametrize(("name", "words"), MIXED.items())
def test_what_only_the_picture_of_a_mixed_file_says_is_found(archive, worker, hand_in, ends, corpus, name, words):
    [line] = ends(hand_in((corpus / "hostile" / name).read_bytes(), name))
    for word in words:
        _wait_until_found(archive, word, line.document_id)
