"""Rules that run through print: the lines of ruled paper, told by their length and taken out of the page.

Print that is typed across ruled lines hangs together by them, and the engine
loses one line in two. What crosses a rule stays: of a rule paler than print by
its tone, of a black one where strokes go on at both sides.
"""

from collections.abc import Callable

import cv2
import numpy as np

from indexer.stages.ink import levelled_channels, lightest_of
from indexer.stages.marks import marks_of
from indexer.stages.page_image import Mask, Pixels, as_pixels
from indexer.stages.paper import counts_of

_ACROSS = 425
"""Columns looked at first."""

_RUN = 9
"""Of them, so many in a row are dark where a rule runs: no stroke of a letter is as long, and a rule askew by two degrees still is."""

_DARK = 215
"""Light of a levelled page below which a pixel may be of a rule."""

_FEWEST, _LONG, _THICK = 4, 0.3, 0.005
"""How many rules there are at least, and how long and thick one is by the width of the page."""

_EDGES = 5
"""Rows that a rule and its edges have at least."""

_TOUCHED, _CROSSED, _UPRIGHT = 0.04, 0.012, 0.5
"""Share of the rules' length that print touches, share of that where it goes through, and of the rules that an upright of a table crosses.

Print that is typed across goes through 2 to 30 % of what it touches, print that stands on its rule through less than 1.
"""

_DARKEST, _PALER, _STROKE = 0.005, 30, 140
"""Share of the page that is its darkest print, by how much a rule is paler than that, and how dark strokes are at least."""


def without_rules(level: Pixels, page: Callable[[], Pixels] | None = None) -> Pixels:
    """The levelled page without its level rules, where there are several and print runs through them; else the page itself.

    Args:
        level: grey.
        page: makes the same in RGB, not levelled, where it has colours: in one of its channels a coloured rule is pale.
    """
    seen = _afar(level)
    if seen is None or not _is_crossed(*seen, _thickest(level)):
        return level
    rules = _rules(level, _RUN * _stride(level), _thickest(level))
    if rules is None:
        return level
    return _taken_out(level, rules, level if page is None else lightest_of(levelled_channels(page())))


def _taken_out(level: Pixels, rules: Pixels, under: Pixels) -> Pixels:
    """The page with what lies under its rules taken from another picture of it."""
    mask = _with_edges(rules)
    above, below = _reaching(level, mask, _thickest(level))
    return as_pixels(np.where(mask > 0, _left(under, rules, above & below), level))


def _afar(level: Pixels) -> tuple[Pixels, Pixels] | None:
    """A few columns of the page and the rules across them; None where there are fewer than four. Next to no time where none is."""
    few = np.ascontiguousarray(level[:, :: _stride(level)])
    lightest = cv2.dilate(few, np.ones((1, _RUN), np.uint8))
    if int(np.count_nonzero(lightest < _DARK)) < _FEWEST * (_LONG * few.shape[1] - _RUN):
        return None
    rules = _rules(few, _RUN, _thickest(level))
    return None if rules is None else (few, rules)


def _rules(level: Pixels, run: int, thickest: int) -> Pixels | None:
    """1 where a long level line is, dark for `run` columns and more and at most so thick, 0 elsewhere; None where there are fewer than four."""
    dark = as_pixels((cv2.morphologyEx(level, cv2.MORPH_CLOSE, np.ones((1, run), np.uint8)) < _DARK).astype(np.uint8))
    labels, stats = marks_of(dark)
    width, area = stats[:, 2], stats[:, 4]
    long = (width > _LONG * level.shape[1]) & (area <= thickest * width)
    long[0] = False
    return as_pixels(long[labels].astype(np.uint8)) if int(long.sum()) >= _FEWEST else None


def _with_edges(rules: Pixels) -> Pixels:
    return as_pixels(cv2.dilate(rules, np.ones((_EDGES, 1), np.uint8)))


def _is_crossed(level: Pixels, rules: Pixels, thickest: int) -> bool:
    """Whether print is typed across the rules: print that stands on one is not, nor are the uprights of a table."""
    mask = _with_edges(rules)
    above, below = _reaching(level, mask, thickest)
    at = mask > 0
    through = above & below & at
    upright = through.sum(0) > _UPRIGHT * at.sum(0)
    touched = int(((above | below) & at)[:, ~upright].sum())
    return touched > _TOUCHED * int(at.sum()) and int(through[:, ~upright].sum()) > _CROSSED * touched


def _thickest(level: Pixels) -> int:
    return max(2, round(_THICK * int(level.shape[1])))


def _stride(level: Pixels) -> int:
    return max(1, int(level.shape[1]) // _ACROSS)


def _reaching(level: Pixels, mask: Pixels, far: int) -> tuple[Mask, Mask]:
    """Where a stroke beside the rules ends within so many pixels above, and where one begins below."""
    strokes = as_pixels(((level < _STROKE) & (mask == 0)).astype(np.uint8))
    kernel = np.ones((far + 1, 3), np.uint8)
    above = cv2.dilate(strokes, kernel, anchor=(1, far))
    below = cv2.dilate(strokes, kernel, anchor=(1, 0))
    return np.asarray(above > 0), np.asarray(below > 0)


def _left(level: Pixels, rules: Pixels, crossed: Mask) -> Pixels:
    """The page as it is without the rules, as far as it lies under them."""
    below = np.cumsum(counts_of(level)) / level.size
    print_ = int(np.searchsorted(below, _DARKEST))
    # A rule is as dark as its darkest row: its edges may be paler by half.
    tone = int(np.median(cv2.erode(level, np.ones((_EDGES, 1), np.uint8))[rules > 0]))
    if tone < print_ + _PALER:
        return as_pixels(np.where(crossed, level, np.uint8(255)))
    steps = (np.arange(256) - print_) * (255.0 / (tone - print_))
    return as_pixels(cv2.LUT(level, np.clip(steps, 0, 255).astype(np.uint8)))
