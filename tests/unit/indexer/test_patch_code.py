"""Separator sheets that bear only the stripes of a patch code, drawn from the measures of the standard."""

import cv2
import numpy as np
import pytest

from indexer.stages.patch_code import find_patch
from indexer.stages.separate import split
from tests.foreign import picture_of_text

DPI = 200
BARS = {"1": "WWNN", "2": "WNNW", "3": "WNWN", "4": "NWWN", "T": "NWNW", "6": "NNWW"}


def stripes(page, patch, top=0.3, left=2.0, length=2.5):
    """The page with the four bars of a patch on it; inches from its upper left corner."""
    page = page.copy()
    for bar in BARS[patch]:
        thick = 0.2 if bar == "W" else 0.08
        rows = slice(round(top * DPI), round((top + thick) * DPI))
        page[rows, round(left * DPI) : round((left + length) * DPI)] = 0
        top += thick + 0.08
    return page


def empty():
    return np.full((11 * DPI, 17 * DPI // 2), 255, np.uint8)


def askew(page, degrees):
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return cv2.warpAffine(page, turn, (width, height), borderValue=255)


def scanned(page, darkest=40, grain=5.0):
    noise = np.random.default_rng(5).normal(0, grain, page.shape)
    soft = cv2.GaussianBlur(page, (0, 0), 0.8)
    return np.clip(darkest + (240 - darkest) * (soft / 255.0) + noise, 0, 255).astype(np.uint8)


def texts(page):
    return [code.text for code in find_patch(page)]


@pytest.mark.parametrize("degrees", [0, 3, -10])
@pytest.mark.parametrize("patch", ["2", "3", "T"])
def test_patches_that_part_documents_are_told_apart(patch, degrees):
    assert texts(scanned(askew(stripes(empty(), patch), degrees))) == ["PATCH" + patch]


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_sheet_fed_the_other_way_says_the_same(turns):
    assert texts(np.rot90(stripes(empty(), "T"), turns).copy()) == ["PATCHT"]


def test_pale_stripes_are_seen():
    assert texts(scanned(stripes(empty(), "T"), darkest=150)) == ["PATCHT"]


@pytest.mark.parametrize("patch", ["1", "4", "6"])
def test_patches_for_the_scanner_part_nothing(patch):
    assert texts(stripes(empty(), patch)) == []


def test_a_page_of_print_with_stripes_at_its_edge_stays_in_its_document():
    assert texts(stripes(np.asarray(picture_of_text(size=(1700, 2200))), "T")) == []


def test_even_bars_and_lines_of_a_form_are_no_patch():
    page = empty()
    for row in range(8):
        page[200 + 60 * row : 225 + 60 * row, 300:1300] = 0
        page[1400 + 20 * row : 1404 + 20 * row, 300:1300] = 0
    assert texts(page) == []


def test_the_box_lies_on_the_stripes():
    (code,) = find_patch(stripes(empty(), "T"))
    assert np.allclose(code.box, (2.0 / 8.5, 0.3 / 11, 2.5 / 8.5, 0.8 / 11), atol=0.006)


@pytest.mark.parametrize("patch", ["2", "3", "T"])
def test_a_stack_is_parted_at_a_patch(patch):
    parts = split(3, {1: find_patch(stripes(empty(), patch))})
    assert [(part.pages, part.separators) for part in parts] == [((0,), ()), ((2,), (1,))]
