"""The stripes of patch codes: four bars by which scanners know a separator sheet.

Two of the bars are wide and two narrow, with narrow spaces between them, and
which of them are wide says which patch it is. They bear no text, so a reader of
barcodes does not see them. Patches 2, 3 and T part documents, also upside down:
T seen from its other side is 3. The others steer the scanner and say nothing of
documents.

Source: Kodak A-61599, "Patch Code Information": bars and spaces of 0.08 inches, wide
bars of 0.20, 0.80 inches in all, bars 2 inches long at least.
"""

from itertools import combinations
from typing import NamedTuple

import cv2
import numpy as np

from indexer.stages.marks import Marks, marks_of
from indexer.stages.page_image import Pixels, as_pixels, shrunk
from indexer.stages.paper import dark_on
from schemas.pages import Barcode, Box

FORMAT = "PatchCode"
_PATCHES: dict[tuple[int, ...], str] = {(1, 0, 0, 1): "PATCH2", (1, 0, 1, 0): "PATCH3", (0, 1, 0, 1): "PATCHT"}
"""Which bars are wide, from the edge of the sheet inwards."""
_LONGEST = 1000
"""Pixels of the longer side looked at, 75 to 90 to the inch: a narrow bar has 6 or 7."""
_DARK = 0.4
"""So much of the way from the paper to the darkest print is what is dark."""
_LEAST_LENGTH, _MOST_BARS = 90, 64
_SLENDER, _FILLED = 3.5, 0.75
_PARALLEL = 2.5
"""Degrees."""
_WIDE = 2.5
_OFF = 0.3
"""By how much a bar, a space or the ends of bars may be off, as a share of what is expected."""
_IN_ALL = (0.045, 0.12)
"""All four bars across, as a share of the longer side of the page: 0.80 inches on letter, A4 and oficio, printed somewhat larger or smaller."""
_MOSTLY = 0.5
"""Share of all ink on the page that stripes of a separator sheet are; on a page with print they are much less."""


class _Bar(NamedTuple):
    """One bar, in pixels: its middle, its direction in degrees, how long and how thick it is."""

    middle: tuple[float, float]
    degrees: float
    length: float
    thickness: float


def find_patch(grey: Pixels) -> tuple[Barcode, ...]:
    """The patch of a separator sheet, at most one, with the box of its stripes; none on a page with more print than stripes.

    Args:
        grey: the page, dark on light, any way up and askew by any angle.
    """
    small = shrunk(grey, _LONGEST)
    dark = dark_on(small, _DARK)
    marks = marks_of(dark)
    bars = _bars_of(marks)
    found = [(text, four) for four in _fours_of(bars, max(small.shape)) if (text := _patch(four, small.shape))]
    striped = sum(bar.length * bar.thickness for _, four in found for bar in four)
    if not found or striped < _MOSTLY * int(np.count_nonzero(dark)):
        return ()
    text, four = found[0]
    return (Barcode(FORMAT, text, _box_of(four, small.shape)),)


def _bars_of(marks: Marks) -> list[_Bar]:
    stats = marks.stats
    sides = np.hypot(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    long = [int(index) for index in np.flatnonzero(sides >= _LEAST_LENGTH) if index]
    if not 4 <= len(long) <= _MOST_BARS:
        return []
    return [bar for index in long if (bar := _bar_of(marks, index))]


def _bar_of(marks: Marks, index: int) -> _Bar | None:
    left, top, width, height, area = (int(value) for value in marks.stats[index])
    if area > 0.2 * marks.labels.size:
        return None
    mark = as_pixels((marks.labels[top : top + height, left : left + width] == index).astype(np.uint8))
    outline, _ = cv2.findContours(mark, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    (x, y), (one, other), _ = box = cv2.minAreaRect(outline[0])
    # The box reaches from the middle of the first pixel to that of the last.
    length, thickness = max(one, other) + 1, min(one, other) + 1
    corners = cv2.boxPoints(box)
    side = max(corners[1] - corners[0], corners[2] - corners[1], key=lambda way: float(np.hypot(*way)))
    if length < max(_LEAST_LENGTH, _SLENDER * thickness) or area < _FILLED * length * thickness:
        return None
    degrees = float(np.degrees(np.arctan2(side[1], side[0]))) % 180
    return _Bar((left + x, top + y), degrees, length, area / length)  # what is ragged is thicker in its box


def _fours_of(bars: list[_Bar], longest: int) -> list[tuple[_Bar, ...]]:
    """Bars side by side, in order across; each bar in one four at most."""
    fours: list[tuple[_Bar, ...]] = []
    left = list(bars)
    while len(left) >= 4:
        first = left.pop(0)
        beside = [bar for bar in left if _lie_together(first, bar, longest)]
        for others in combinations(beside, 3):
            four = tuple(sorted((first, *others), key=lambda bar: _across(bar, first)))
            if _is_patch(four, longest):
                fours.append(four)
                left = [bar for bar in left if bar not in four]
                break
    return fours


def _lie_together(one: _Bar, other: _Bar, longest: int) -> bool:
    turn = abs((one.degrees - other.degrees + 90) % 180 - 90)
    shift = abs(_along(other, one) - _along(one, one))
    near = abs(_across(other, one) - _across(one, one)) < _IN_ALL[1] * longest
    return (
        turn < _PARALLEL and shift < _OFF * one.length and near and abs(other.length - one.length) < _OFF * one.length
    )


def _is_patch(four: tuple[_Bar, ...], longest: int) -> bool:
    """Whether bars and spaces have the widths of a patch, two bars of each."""
    places = [_across(bar, four[0]) for bar in four]
    spaces = [places[at + 1] - places[at] - (four[at].thickness + four[at + 1].thickness) / 2 for at in range(3)]
    total = places[3] - places[0] + (four[0].thickness + four[3].thickness) / 2
    narrow = total / (2 * _WIDE + 5)
    if not _IN_ALL[0] * longest <= total <= _IN_ALL[1] * longest or sum(_wide(four)) != 2:
        return False
    expected = [narrow * (_WIDE if wide else 1) for wide in _wide(four)]
    fits = [abs(bar.thickness - width) < _OFF * width + 1 for bar, width in zip(four, expected, strict=True)]
    return all(fits) and all(abs(space - narrow) < _OFF * narrow + 1 for space in spaces)


def _wide(four: tuple[_Bar, ...]) -> tuple[int, ...]:
    thick = [bar.thickness for bar in four]
    return tuple(int(width > (min(thick) + max(thick)) / 2) for width in thick)


def _patch(four: tuple[_Bar, ...], shape: tuple[int, ...]) -> str:
    """The patch's name, read from the nearer edge of the sheet inwards; empty for one that parts nothing."""
    wide = _wide(four)
    return _PATCHES.get(wide if _to_edge(four[0], shape) <= _to_edge(four[3], shape) else wide[::-1], "")


def _to_edge(bar: _Bar, shape: tuple[int, ...]) -> float:
    x, y = bar.middle
    lies = 45 <= (bar.degrees + 90) % 180 < 135
    return min(y, shape[0] - y) if lies else min(x, shape[1] - x)


def _along(bar: _Bar, way: _Bar) -> float:
    turn = np.radians(way.degrees)
    return float(bar.middle[0] * np.cos(turn) + bar.middle[1] * np.sin(turn))


def _across(bar: _Bar, way: _Bar) -> float:
    turn = np.radians(way.degrees)
    return float(bar.middle[1] * np.cos(turn) - bar.middle[0] * np.sin(turn))


def _box_of(four: tuple[_Bar, ...], shape: tuple[int, ...]) -> Box:
    corners = np.concatenate([cv2.boxPoints((bar.middle, (bar.length, bar.thickness), bar.degrees)) for bar in four])
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    x, y = max(0.0, float(left) / shape[1]), max(0.0, float(top) / shape[0])
    return (x, y, min(1.0, float(right) / shape[1]) - x, min(1.0, float(bottom) / shape[0]) - y)
