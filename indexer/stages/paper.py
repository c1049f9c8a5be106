"""The paper taken out of the picture: light and stain levelled, so that what is left is ink."""

import cv2
import numpy as np
from numpy.typing import NDArray

from indexer.stages.page_image import Pixels, as_pixels

_COARSE = 8
_REACH = 7
_SMOOTH = 15
_DARKEST_PAPER = 0.55
_MUCH_BLACK = 0.15
"""Share of the page; print covers a tenth of it."""

_BED = 128
"""No levelled paper is as dark: what is, over half the page and more, is the bed of the scanner or a part that was lost."""

_NO_PAPER = 16.0
"""No paper strays as far: most of what is seen is not the sheet."""

_DARKEST, _FAINT = 0.005, 0.2
"""Share of the page that is its darkest print, and by what share of the paper's light that is darker than paper at least."""

FAINTEST, GRAIN = 0.11, 5.0
"""Ink is darker than paper by this share of full light, and by so many times the grain of the paper."""


def levelled(grey: Pixels) -> Pixels:
    """The page with its paper at 255 wherever it was, ink keeping its share of the light.

    The paper is the brightest seen within some fifty pixels. Where that is
    darker than about half the page's own paper it is a picture or a black
    edge, not paper, and stays dark.
    """
    return as_pixels(cv2.divide(grey, paper_of(grey), scale=255))


def paper_of(grey: Pixels) -> Pixels:
    """What the page would look like without ink, same shape; never 0."""
    height, width = grey.shape
    small = cv2.resize(grey, (max(1, width // _COARSE), max(1, height // _COARSE)), interpolation=cv2.INTER_AREA)
    bright = cv2.dilate(small, np.ones((_REACH, _REACH), np.uint8))
    smooth = cv2.medianBlur(bright, _SMOOTH)
    floor = max(1, int(np.median(smooth) * _DARKEST_PAPER))
    return as_pixels(cv2.resize(np.maximum(smooth, floor), (width, height), interpolation=cv2.INTER_LINEAR))


def counts_of(grey: Pixels) -> NDArray[np.float64]:
    """How many pixels have each of the 256 lights; some are lost from sixteen million alike on."""
    return np.asarray(cv2.calcHist([grey], [0], None, [256], [0, 256]).ravel(), dtype=np.float64)


def dark_on(grey: Pixels, share: float) -> Pixels:
    """1 where the page is darker than paper by more than that share of the way to its darkest print, 0 elsewhere; same shape."""
    below = np.cumsum(counts_of(grey)) / grey.size
    paper, print_ = (int(np.searchsorted(below, part)) for part in (0.5, _DARKEST))
    return as_pixels((grey < paper - share * max(paper - print_, _FAINT * paper)).astype(np.uint8))


def grain_of(level: Pixels) -> tuple[float, float]:
    """The commonest light and how far half the page strays below it, as a standard deviation would say.

    Where bars, bands or a picture are black over much of the page they are left
    out: taken for stray paper they would make all writing beside them grain. Where
    they are most of the page the paper is what is commonest of the rest: a small
    sheet on a black bed has writing too.
    """
    below = np.cumsum(counts_of(level)) / level.size
    paper = int(np.searchsorted(below, 0.5))
    if paper < _BED and below[_BED] < 1:
        paper = int(np.searchsorted(below, below[_BED] + 0.5 * (1 - below[_BED])))
    black = float(below[paper // 2])
    quarter = int(np.searchsorted(below, 0.25 if black < _MUCH_BLACK else black + 0.25 * (1 - black)))
    noise = max(0, paper - quarter) / 0.6745
    return _peak_of(level) if noise > _NO_PAPER else (float(paper), noise)


def _peak_of(level: Pixels) -> tuple[float, float]:
    """The commonest light of the upper half, and how far it strays by the width of its peak at half its height.

    Of a photograph a quarter or more may be the table that the sheet lies on.
    """
    counts = np.convolve(counts_of(level), np.ones(5) / 5, mode="same")
    paper = 128 + int(np.argmax(counts[128:]))
    foot = np.flatnonzero(counts[:paper] < counts[paper] / 2)
    return float(paper), (paper - float(foot[-1] if foot.size else 0)) / 1.18


def darkest_grain(level: Pixels) -> int:
    """The darkest that bare paper gets: anything below is ink."""
    paper, noise = grain_of(level)
    return max(0, int(paper - max(FAINTEST * 255, GRAIN * noise)))


def two_level(grey: Pixels) -> tuple[Pixels, int]:
    """Black and white by Otsu's threshold over the whole page, and that threshold.

    On a page with next to no ink Otsu would part the grain of the paper in two;
    so the threshold is never above what bare paper reaches.
    """
    otsu, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    threshold, pixels = cv2.threshold(grey, min(otsu, darkest_grain(grey)), 255, cv2.THRESH_BINARY)
    return as_pixels(pixels), int(threshold)


def without_grain(level: Pixels) -> Pixels:
    """The page with its bare paper white, all that is darker as it was."""
    return as_pixels(np.where(level > darkest_grain(level), np.uint8(255), level))
