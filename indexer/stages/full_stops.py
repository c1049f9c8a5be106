"""Which way up print stands, told by its full stops and commas: they lie at the foot of a line."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_NEAR, _ABOVE = 0.7, 1.2
_FOOT = 0.7
_STOP, _BEYOND = 0.3, 0.08
"""Of the height of the letter beside it: a full stop is no higher, nor higher than wide, and a comma hangs so far below the line."""
_ENOUGH_VOTES = 6
_CLEAR = 4.0


class Boxes(NamedTuple):
    """Edges along the line (`start`, `end`) and across it (`head`, `foot`), as the page is looked at."""

    start: Floats
    end: Floats
    head: Floats
    foot: Floats


def upside_down(marks: Boxes, points: Boxes, size: float) -> bool | None:
    """Whether points next to letters lie at their heads; None where too few do, or they do not agree.

    Figures and capitals stand on one line and end on another: of a table or a
    list of sums nothing else tells its feet. Dots of an i and accents have
    their letter over or under them and are left aside. Accents beside a narrow
    letter begin beyond the line, quotation marks and rings end with it and are
    higher than a full stop: they lie at the head and are none.
    """
    if not size or not points.start.size or not marks.start.size:
        return None
    middle = (points.head + points.foot)[:, None] / 2
    head, foot = marks.head[None, :], marks.foot[None, :]
    high = (middle - head) / (foot - head)
    shared = np.minimum(points.end[:, None], marks.end) - np.maximum(points.start[:, None], marks.start)
    close = (middle > head - _ABOVE * size) & (middle < foot + _ABOVE * size)
    lone = ~((shared > 0.4 * (points.end - points.start)[:, None]) & close).any(1)
    beside = (-shared < _NEAR * size) & (high > -0.3) & (high < 1.3) & (foot - head > 0.6 * size)
    first, last = points.head[:, None], points.foot[:, None]
    wide, edge = (points.end - points.start)[:, None], _BEYOND * (foot - head)
    short = last - first <= np.minimum(_STOP * (foot - head), wide + 1)
    low = (beside & (high > _FOOT) & (first < foot) & (short | (last > foot + edge))).any(1) & lone
    raised = (beside & (high < 1 - _FOOT) & (last > head) & (short | (first < head - edge))).any(1) & lone
    up, down = int((low & ~raised).sum()), int((raised & ~low).sum())
    if up + down < _ENOUGH_VOTES or max(up, down) < _CLEAR * min(up, down):
        return None
    return down > up
