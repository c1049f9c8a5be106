"""Which way up a page lies, told from how its letters stand to one another."""

import math
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from indexer.stages.letters import Letters

_MOST = 600
_ENOUGH_NEIGHBOURS = 15
_ENOUGH_VOTES = 16
_CLEAR = 1.6
_SIDEWAYS = 1.5


class Turn(msgspec.Struct, frozen=True):
    """Degrees clockwise (0, 90, 180, 270) that set the page upright, and whether the letters leave no doubt."""

    degrees: int
    sure: bool


class _Pairs(NamedTuple):
    """Places in `_Marks` of two letters each, `following` after `first` on a line."""

    first: NDArray[np.intp]
    following: NDArray[np.intp]


class _Marks(msgspec.Struct, frozen=True):
    """Edges of the letters along the line (`start`, `end`) and across it (`head`, `foot`), as floats."""

    start: NDArray[np.float64]
    end: NDArray[np.float64]
    head: NDArray[np.float64]
    foot: NDArray[np.float64]


def turn_of(letters: Letters) -> Turn:
    """How to turn the page.

    Neighbouring letters lie closer along a line than across lines: that tells
    lying pages from standing ones. Neighbours stand on the same foot while
    their heads differ (many more letters rise than hang): that tells up from
    down, for capitals and figures alone it cannot.
    """
    if not letters.count:
        return Turn(0, sure=False)
    level = _marks(letters)
    lying = _Marks(level.head, level.foot, level.start, level.end)
    level_pairs, lying_pairs = _neighbours(level, letters.size), _neighbours(lying, letters.size)
    near, far = level_pairs.first.size, lying_pairs.first.size
    if near + far < _ENOUGH_NEIGHBOURS:
        return Turn(0, sure=False)
    if far > _SIDEWAYS * near:
        # Turned clockwise by 90 degrees the page's left becomes its top: heads are on the left.
        up, down = _votes(lying, lying_pairs, letters.size)
        return Turn(90 if up >= down else 270, _clear(up, down))
    up, down = _votes(level, level_pairs, letters.size)
    clear = _clear(up, down)
    return Turn(180 if clear and down > up else 0, clear and near > _SIDEWAYS * far)


def _marks(letters: Letters) -> _Marks:
    left, top = letters.left.astype(np.float64), letters.top.astype(np.float64)
    right, bottom = left + letters.width, top + letters.height
    # The middle of the print, whole: leaving out every other letter would leave no neighbours.
    away = np.maximum(_offset(left + right), _offset(top + bottom))
    near = np.argsort(away, kind="stable")[:_MOST]
    return _Marks(left[near], right[near], top[near], bottom[near])


def _offset(places: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.abs(places - np.median(places)) / max(1.0, float(np.ptp(places))), dtype=np.float64)


def _neighbours(marks: _Marks, size: float) -> _Pairs:
    """Pairs that follow each other on a line with hardly a gap."""
    # Of all pairs only the gap is looked at, in whole pixels: few are near enough for the rest to be asked.
    start, end = marks.start.astype(np.int32), marks.end.astype(np.int32)
    gap = start[None, :] - end[:, None]
    first, following = np.nonzero((gap > math.floor(-0.15 * size)) & (gap < math.ceil(0.35 * size)))
    shared = np.minimum(marks.foot[first], marks.foot[following]) - np.maximum(marks.head[first], marks.head[following])
    lower = np.minimum(marks.foot - marks.head, size)
    enough = shared > 0.6 * np.minimum(lower[first], lower[following])
    return _Pairs(first[enough], following[enough])


def _votes(marks: _Marks, pairs: _Pairs, size: float) -> tuple[int, int]:
    first, following = pairs
    heads = np.abs(marks.head[first] - marks.head[following]) / size
    feet = np.abs(marks.foot[first] - marks.foot[following]) / size
    up = int(((feet < 0.1) & (heads > 0.2)).sum())
    down = int(((heads < 0.1) & (feet > 0.2)).sum())
    return up, down


def _clear(up: int, down: int) -> bool:
    return up + down >= _ENOUGH_VOTES and max(up, down) > _CLEAR * min(up, down)
