"""Whether a page is blank: the backs of sheets, found for next to nothing and never at the cost of a faint note."""

import cv2
import numpy as np
from numpy.typing import NDArray

from indexer.stages.marks import marks_of
from indexer.stages.negative import is_negative, positive
from indexer.stages.page_image import Mask, Pixels, as_pixels, shrunk_whole
from indexer.stages.paper import darkest_grain, levelled

_LONGEST = 1200
_EDGE = 0.012
_STROKE, _LONG = 0.0033, 0.0065
_HOLE = (0.012, 0.04)
_HOLE_MARGIN = 0.12
_FOLD, _BROKEN_FOLD, _THIN = 0.5, 0.15, 3
_MANY = 3
_SHADE, _PICTURED = 0.6, 0.2
"""Darker than this share of the paper, over this share of the page, is a picture; the shadow of a scanner covers less."""

Floats = NDArray[np.float64]


def is_blank(grey: Pixels) -> bool:
    """Whether nothing is written on the page.

    Whatever shows through from the other side, the shadow at the scanner's
    edge, punched holes, folds and dust are not writing. Anything darker than
    the paper by more than an eighth, and longer than two millimetres on a letter page (or several of one
    millimetre), is: a page with one pencilled number is not blank. In doubt
    the page is not blank, which costs a reading and loses nothing.

    Args:
        grey: the page at any resolution and any way up.
    """
    small = _small(positive(grey) if is_negative(grey) else grey)
    level = as_pixels(cv2.GaussianBlur(levelled(small), (3, 3), 0))
    darker = as_pixels(level < darkest_grain(level))
    boxes = marks_of(darker).stats[1:].astype(np.float64)
    return not _writing(boxes, small.shape[1], small.shape[0])


def is_bare(grey: Pixels) -> bool:
    """Whether the page is blank and no picture covers it: a photograph has no writing, but is not the back of a sheet."""
    if not is_blank(grey):
        return False
    paper = float(np.percentile(_small(grey), 95))
    return float((_small(grey) < _SHADE * paper).mean()) < _PICTURED


def _small(grey: Pixels) -> Pixels:
    return shrunk_whole(grey, round(max(grey.shape) / _LONGEST))


def _writing(boxes: np.ndarray, width: int, height: int) -> bool:
    left, top, wide, tall, area = boxes.T
    longest = max(width, height)
    edge = _EDGE * longest
    inside = (left > edge) & (top > edge) & (left + wide < width - edge) & (top + tall < height - edge)
    size = np.maximum(wide, tall)
    marks = inside & ~_holes(boxes, width, height) & ~_folds(boxes, width, height)
    strokes = marks & (size > _STROKE * longest)
    long = marks & (size > _LONG * longest)
    return bool(long.any() or int(strokes.sum()) > _MANY)


def _holes(boxes: np.ndarray, width: int, height: int) -> Mask:
    """Round filled spots of a punch or staple, near an edge."""
    left, top, wide, tall, area = boxes.T
    longest = max(width, height)
    margin = _HOLE_MARGIN * longest
    near = (left < margin) | (top < margin) | (left + wide > width - margin) | (top + tall > height - margin)
    size = np.maximum(wide, tall)
    round_ = (np.minimum(wide, tall) > 0.75 * size) & (area > 0.65 * wide * tall)
    fits = (size > _HOLE[0] * longest) & (size < _HOLE[1] * longest)
    return np.asarray(near & round_ & fits, dtype=np.bool_)


def _folds(boxes: np.ndarray, width: int, height: int) -> Mask:
    """Lines that cross much of the page and are nowhere thick: folds, and streaks of a copier's glass.

    A fold is often broken: thin pieces on one height count together.
    """
    left, top, wide, tall, _ = boxes.T
    across = (wide > _FOLD * width) & (tall < 0.015 * height) | _on_one_line(top, tall, wide, width)
    down = (tall > _FOLD * height) & (wide < 0.015 * width) | _on_one_line(left, wide, tall, height)
    return np.asarray(across | down, dtype=np.bool_)


def _on_one_line(place: Floats, thickness: Floats, length: Floats, page: int) -> Mask:
    thin = thickness <= _THIN
    row = place.astype(np.int64) // (2 * _THIN)
    total = np.bincount(row, weights=np.where(thin, length, 0.0), minlength=1)
    return np.asarray(thin & (total[row] > _BROKEN_FOLD * page), dtype=np.bool_)
