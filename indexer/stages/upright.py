"""Which way up a page lies, told from how its letters stand to one another."""

import math
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from indexer.stages.full_stops import Boxes, Floats, upside_down
from indexer.stages.letters import Letters

_MOST = 600
_ENOUGH_NEIGHBOURS = 15
_ENOUGH_VOTES = 16
_CLEAR = 1.6
_SIDEWAYS = 1.5
_FEW = 0.12


class Turn(msgspec.Struct, frozen=True):
    """Degrees clockwise (0, 90, 180, 270) that set the page upright, and whether the letters leave no doubt."""

    degrees: int
    sure: bool


class _Pairs(NamedTuple):
    """Places in `Boxes` of two letters each, `following` after `first` on a line."""

    first: NDArray[np.intp]
    following: NDArray[np.intp]


def turn_of(letters: Letters) -> Turn:
    """How to turn the page.

    Neighbouring letters lie closer along a line than across lines: that tells
    lying pages from standing ones. Neighbours stand on the same foot while
    their heads differ (many more letters rise than hang): that tells up from
    down. Of capitals and figures their full stops and commas tell it.
    """
    if not letters.count:
        return Turn(0, sure=False)
    level = _marks(letters)
    level_pairs, lying_pairs = _neighbours(level, letters.size), _neighbours(_lying(level), letters.size)
    near, far = level_pairs.first.size, lying_pairs.first.size
    if near + far < _ENOUGH_NEIGHBOURS:
        return Turn(0, sure=False)
    if far > _SIDEWAYS * near:
        # Turned clockwise by 90 degrees the page's left becomes its top: heads are on the left.
        down, clear = _is_upside_down(_lying(level), lying_pairs, letters, _lying(_points(letters)))
        return Turn(270 if down else 90, clear)
    down, clear = _is_upside_down(level, level_pairs, letters, _points(letters))
    return Turn(180 if clear and down else 0, clear and near > _SIDEWAYS * far)


def _is_upside_down(marks: Boxes, pairs: _Pairs, letters: Letters, points: Boxes) -> tuple[bool, bool]:
    """Whether the lines stand on their heads, and whether that is clear."""
    up, down = _votes(marks, pairs, letters.size)
    # Among capitals the few that differ are Q, J and accents: their votes are worth little.
    if _clear(up, down) and up + down > _FEW * pairs.first.size:
        return down > up, True
    told = upside_down(marks, points, letters.size)
    return (down > up, False) if told is None else (told, True)


def _lying(boxes: Boxes) -> Boxes:
    return Boxes(boxes.head, boxes.foot, boxes.start, boxes.end)


def _points(letters: Letters) -> Boxes:
    return _innermost(*letters.points.astype(np.float64).T)


def _marks(letters: Letters) -> Boxes:
    left, top = letters.left.astype(np.float64), letters.top.astype(np.float64)
    return _innermost(left, top, letters.width.astype(np.float64), letters.height.astype(np.float64))


def _innermost(left: Floats, top: Floats, width: Floats, height: Floats) -> Boxes:
    """The middle of the print, whole: leaving out every other letter would leave no neighbours."""
    if not left.size:
        return Boxes(left, left, left, left)
    right, bottom = left + width, top + height
    away = np.maximum(_offset(left + right), _offset(top + bottom))
    near = np.argsort(away, kind="stable")[:_MOST]
    return Boxes(left[near], right[near], top[near], bottom[near])


def _offset(places: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.abs(places - np.median(places)) / max(1.0, float(np.ptp(places))), dtype=np.float64)


def _neighbours(marks: Boxes, size: float) -> _Pairs:
    """Pairs that follow each other on a line with hardly a gap."""
    # Of all pairs only the gap is looked at, in whole pixels: few are near enough for the rest to be asked.
    start, end = marks.start.astype(np.int32), marks.end.astype(np.int32)
    gap = start[None, :] - end[:, None]
    first, following = np.nonzero((gap > math.floor(-0.15 * size)) & (gap < math.ceil(0.35 * size)))
    shared = np.minimum(marks.foot[first], marks.foot[following]) - np.maximum(marks.head[first], marks.head[following])
    lower = np.minimum(marks.foot - marks.head, size)
    enough = shared > 0.6 * np.minimum(lower[first], lower[following])
    return _Pairs(first[enough], following[enough])


def _votes(marks: Boxes, pairs: _Pairs, size: float) -> tuple[int, int]:
    first, following = pairs
    heads = np.abs(marks.head[first] - marks.head[following]) / size
    feet = np.abs(marks.foot[first] - marks.foot[following]) / size
    up = int(((feet < 0.1) & (heads > 0.2)).sum())
    down = int(((heads < 0.1) & (feet > 0.2)).sum())
    return up, down


def _clear(up: int, down: int) -> bool:
    return up + down >= _ENOUGH_VOTES and max(up, down) > _CLEAR * min(up, down)
