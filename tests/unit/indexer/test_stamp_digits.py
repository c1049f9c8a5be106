"""Digits of a stamp are told by what is seen of them beside the print."""

from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from benchmarks.ocr_pages import are_fonts_there
from indexer.engines.ocr import FoundWord
from indexer.stages.stamp_digits import Sheet, cut_of, mended

pytestmark = pytest.mark.skipif(not are_fonts_there(), reason="the Liberation and DejaVu fonts are not installed")

FONTS = Path("/usr/share/fonts/truetype")
SANS = "liberation/LiberationSans-Bold.ttf"
STRANGE = (
    "dejavu/DejaVuSerif-Bold.ttf",
    "liberation/LiberationSansNarrow-Bold.ttf",
    "dejavu/DejaVuSansMono.ttf",
)
TOP, LINE, LEFT = 20, 60, 40
RIGHT = "12:47"


def drawn(lines, read, typeface=SANS, hidden=()):
    """A sheet with one number a line, bands of rows of it hidden by print, and the words as an engine might read them."""
    face = ImageFont.truetype(str(FONTS / typeface), 38)
    image = Image.new("L", (500, TOP + LINE * len(lines)), 255)
    pen, words = ImageDraw.Draw(image), []
    for at, (line, text) in enumerate(zip(lines, read, strict=True)):
        foot = TOP + LINE * at + 30
        pen.text((LEFT, foot), line, fill=0, font=face, anchor="ls")
        left, top, right, bottom = face.getbbox(line, anchor="ls")
        words.append(
            FoundWord(text, LEFT + left, foot + top, right - left, bottom - top, 0.9 if text == line else 0.6, at, 0)
        )
    ink = np.array(image)
    mask = np.zeros_like(ink)
    for line, first, last in hidden:
        mask[TOP + LINE * line + first : TOP + LINE * line + last] = 255
    ink[mask > 0] = 255
    return Sheet.of(ink, mask), tuple(words)


def texts(sheet, words):
    cut = cut_of(sheet, words)
    assert cut is not None
    return [word.text for word in mended(sheet, words, cut)]


@pytest.mark.parametrize(
    ("true", "read"), [("083908", "033903"), ("090069", "999069"), ("5216", "521€"), ("2016", "2010")]
)
def test_a_digit_misread_where_print_crosses_it_is_put_right(true, read):
    crossed = ((0, 15, 21),)
    assert texts(*drawn((true, RIGHT), (read, RIGHT), hidden=crossed)) == [true, RIGHT]


def test_where_all_that_tells_two_digits_apart_is_hidden_the_engine_is_believed():
    below = ((0, 10, 40),)
    assert texts(*drawn(("00", RIGHT), ("09", RIGHT), hidden=below))[0] == "09"


@pytest.mark.parametrize(
    ("true", "read"), [("07/02/2024", "0710212024"), ("14:34", "3.4:34"), ("2015", "20:15"), ("045148", "0453.48")]
)
def test_a_sign_seen_too_many_or_too_few_is_put_right(true, read):
    assert texts(*drawn((true, "048309", RIGHT), (read, "048309", RIGHT))) == [true, "048309", RIGHT]


def test_a_number_that_fits_whole_is_surer_than_the_engine_was():
    sheet, words = drawn(("048309", RIGHT), ("048309", RIGHT))
    doubted = (msgspec.structs.replace(words[0], confidence=0.05), words[1])
    assert mended(sheet, doubted, cut_of(sheet, words))[0].confidence > 0.8


@pytest.mark.parametrize("typeface", STRANGE)
def test_numbers_in_a_typeface_not_known_stay_as_the_engine_read_them(typeface):
    lines = ("048309", "26517", "12:47", "2019")
    sheet, words = drawn(lines, lines, typeface)
    cut = cut_of(sheet, words)
    assert cut is None or [word.text for word in mended(sheet, words, cut)] == list(lines)


def test_no_typeface_fits_where_no_digits_are():
    sheet, words = drawn(("", ""), ("", ""))
    there = tuple(FoundWord("048309", 40, 20 + 60 * at, 120, 28, 0.9, at, 0) for at in range(2))
    assert cut_of(sheet, there) is None


def test_words_that_are_no_numbers_stay():
    sheet, words = drawn(("RECIBIDO", "OCT", RIGHT), ("RECIBID0", "O2T", RIGHT))
    assert texts(sheet, words) == ["RECIBID0", "O2T", RIGHT]
