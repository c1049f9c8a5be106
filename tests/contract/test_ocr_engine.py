"""What every OCR back end promises."""

import shutil

import cv2
import numpy as np
import pytest

from indexer.engines.ocr import ONE_BLOCK, OcrRequest, open_engine
from schemas.errors import InvalidInput, LimitExceeded, Misconfigured


@pytest.fixture(scope="module", params=["tesserocr", "pytesseract"])
def engine(request):
    if request.param == "pytesseract" and shutil.which("tesseract") is None:
        pytest.skip("the tesseract program is not installed")
    opened = open_engine(request.param)
    yield opened
    opened.close()


@pytest.fixture
def sheet():
    page = np.full((500, 900), 255, np.uint8)
    for row, text in enumerate(("Recibido en el juzgado", "Folio 4512 copias 3")):
        cv2.putText(page, text, (60, 120 + 120 * row), cv2.FONT_HERSHEY_COMPLEX, 1.4, 0, 2, cv2.LINE_AA)
    return page


def test_words_come_in_reading_order_with_their_lines(engine, sheet):
    words = engine.recognise(sheet, OcrRequest(segmentation=ONE_BLOCK))
    assert [word.text for word in words] == ["Recibido", "en", "el", "juzgado", "Folio", "4512", "copias", "3"]
    assert [word.line for word in words] == [0, 0, 0, 0, 1, 1, 1, 1]
    assert {word.block for word in words} == {0}


def test_boxes_hold_the_ink_of_their_word(engine, sheet):
    folio = next(word for word in engine.recognise(sheet, OcrRequest()) if word.text == "Folio")
    assert 50 <= folio.left <= 75
    assert 195 <= folio.top <= 215
    assert 235 <= folio.top + folio.height <= 250
    assert 0.8 < folio.confidence <= 1.0


def test_a_page_without_ink_has_no_words(engine):
    assert engine.recognise(np.full((300, 300), 255, np.uint8), OcrRequest()) == ()


def test_the_engine_says_what_it_is(engine):
    assert engine.name in {"tesserocr", "pytesseract"}
    assert engine.version[0].isdigit()
    assert engine.language == "spa"


@pytest.mark.parametrize(
    "image", [np.zeros((9, 9, 3), np.uint8), np.zeros((9, 9), np.float64), np.zeros((0, 9), np.uint8)]
)
def test_anything_but_grey_bytes_is_refused(engine, image):
    with pytest.raises(InvalidInput):
        engine.recognise(image, OcrRequest())


def test_running_out_of_time_is_said(engine, sheet):
    tiled = np.tile(sheet, (4, 3))
    with pytest.raises(LimitExceeded):
        engine.recognise(tiled, OcrRequest(timeout_seconds=0.02))


def test_an_engine_serves_on_after_running_out_of_time(engine, sheet):
    with pytest.raises(LimitExceeded):
        engine.recognise(np.tile(sheet, (4, 3)), OcrRequest(timeout_seconds=0.02))
    assert engine.recognise(sheet, OcrRequest())


@pytest.mark.parametrize("name", ["tesserocr", "pytesseract"])
@pytest.mark.parametrize("language", ["zzz", "../spa", ""])
def test_a_language_without_data_is_a_setting_to_mend(name, language):
    with pytest.raises(Misconfigured):
        open_engine(name, language)


def test_an_unknown_engine_is_a_setting_to_mend():
    with pytest.raises(Misconfigured, match="tesserocr"):
        open_engine("otro")
