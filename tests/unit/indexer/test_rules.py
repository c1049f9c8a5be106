"""Print typed across the lines of ruled paper: read as if they were not there."""

import cv2
import numpy as np
import pytest

from benchmarks.ocr_pages import BLUE, RED, are_fonts_there, office_page, scanned, skewed
from benchmarks.ocr_truth import recall
from indexer.engines.ocr import open_engine
from indexer.stages.page_image import PageImage, grey_of
from indexer.stages.paper import levelled
from indexer.stages.read import read_page_image
from indexer.stages.rules import without_rules

pytestmark = pytest.mark.skipif(not are_fonts_there(), reason="the Liberation and DejaVu fonts are not installed")

GREY, GREEN = (120, 120, 120), (60, 160, 90)


@pytest.fixture(scope="module")
def engine():
    opened = open_engine()
    yield opened
    opened.close()


def ruled(drawn, colour, step=45):
    """The drawn page with its print over lines of that colour, three pixels thick, as many pixels apart."""
    paper = np.full_like(drawn.pixels, 255)
    for row in range(200, paper.shape[0] - 150, step):
        paper[row : row + 3] = colour
    return drawn.__class__(np.minimum(drawn.pixels, paper), drawn.dpi, drawn.words)


def body(pixels, engine):
    return read_page_image(PageImage(pixels, 200), engine).readings[0].text


@pytest.mark.parametrize("colour", [RED, BLUE, GREEN, GREY])
def test_print_across_the_lines_of_ruled_paper_is_read(engine, colour):
    drawn = scanned(ruled(office_page(2, 200), colour), 2)
    assert recall(drawn.text, body(drawn.pixels, engine)) > 0.97


def test_ruled_paper_somewhat_askew_is_read(engine):
    drawn = ruled(office_page(3, 200), RED)
    assert recall(drawn.text, body(skewed(drawn, 1.2), engine)) > 0.95


def test_a_page_without_rules_is_left_as_it_is():
    level = levelled(grey_of(scanned(office_page(2, 200), 2).pixels))
    assert without_rules(level) is level


def test_the_rules_of_a_table_that_no_print_touches_stay():
    level = np.full((2200, 1700), 255, np.uint8)
    for row in range(300, 1900, 60):
        level[row : row + 2, 150:1550] = 20
        cv2.putText(level, "12/03/2019   1,250.00", (200, row + 40), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 20, 2)
    assert without_rules(level) is level


def test_the_rules_of_a_table_on_which_print_stands_between_uprights_stay():
    level = np.full((2200, 1700), 255, np.uint8)
    for row in range(300, 1900, 60):
        cv2.putText(
            level, "12/03/2019   1,250.00   capital vigente", (200, row - 6), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 20, 3
        )
        level[row : row + 2, 150:1550] = 20
    for column in range(150, 1551, 140):
        level[300:1862, column : column + 3] = 20
    assert without_rules(level) is level


def test_three_underlined_lines_are_no_ruled_paper():
    level = levelled(grey_of(office_page(2, 200).pixels)).copy()
    for row in (400, 700, 1000):
        level[row : row + 3, 200:1500] = 40
    assert without_rules(level) is level


def test_strokes_that_cross_a_black_rule_stay_whole():
    level = np.full((2200, 1700), 255, np.uint8)
    for number, row in enumerate(range(200, 2000, 60)):
        level[row : row + 4] = 20
        for column in range(100 + 6 * (number % 3), 1600, 20):
            level[row - 12 : row + 16, column : column + 4] = 20
    left = without_rules(level)
    assert (left[202, 100:1600:20] < 60).all()
    assert (left[202, 110:1600:20] > 200).all()
