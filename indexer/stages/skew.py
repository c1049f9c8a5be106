"""The fine turn of a page: found from the feet of its letters, undone, and boxes carried back."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from indexer.stages.letters import Letters
from indexer.stages.page_image import Pixels, as_pixels

LARGEST = 8.0
"""Degrees looked for to either side on a page."""

STEEPEST = 30.0
"""Degrees looked for to either side where a page bears next to nothing but a stamp set by hand."""

SMALLEST = 0.15
"""Degrees not worth the loss of sharpness that turning costs."""

_ENOUGH = 18
_MOST = 4_000
_COARSE, _FINE = 0.25, 0.05
_GAIN = 1.04
_FEW, _STEEP_STEP, _STEEP_GAIN = 300, 1.0, 1.3

Floats = NDArray[np.float64]


def skew_of(letters: Letters, largest: float = LARGEST) -> float:
    """By how many degrees clockwise the page must be turned for its lines to lie level; 0.0 when unsure.

    Letters of one line stand on one height only when the page is looked at
    under the right angle: the sum of squares of how many stand on each height
    is greatest there.
    """
    if letters.count < _ENOUGH:
        return 0.0
    step = max(1, letters.count // _MOST)
    x = (letters.left + letters.width / 2.0)[::step]
    y = (letters.top + letters.height).astype(np.float64)[::step]
    bin_size = max(1.0, letters.size / 6)
    coarse = _sharpest(x, y, bin_size, np.arange(-largest, largest + _COARSE / 2, _COARSE))
    fine = _sharpest(x, y, bin_size / 2, np.arange(coarse - 0.3, coarse + 0.3 + _FINE / 2, _FINE))
    if abs(fine) < SMALLEST or _sharpness(x, y, bin_size, fine) < _GAIN * _sharpness(x, y, bin_size, 0.0):
        return 0.0
    return round(-fine, 2)


def steep_skew_of(letters: Letters) -> float:
    """As `skew_of`, and on a page of few letters as far as a stamp is set askew, where the lines are plainly sharper so."""
    level = skew_of(letters)
    if not _ENOUGH <= letters.count < _FEW:
        return level
    x = letters.left + letters.width / 2.0
    y = (letters.top + letters.height).astype(np.float64)
    bin_size = max(1.0, letters.size / 6)
    coarse = _sharpest(x, y, bin_size, np.arange(-STEEPEST, STEEPEST + _STEEP_STEP / 2, _STEEP_STEP))
    fine = _sharpest(x, y, bin_size, np.arange(coarse - 1.0, coarse + 1.0 + _COARSE / 4, _COARSE / 2))
    if abs(fine) <= LARGEST or _sharpness(x, y, bin_size, fine) < _STEEP_GAIN * _sharpness(x, y, bin_size, -level):
        return level
    return round(-fine, 2)


def _sharpest(x: Floats, y: Floats, bin_size: float, angles: Floats) -> float:
    scores = [_sharpness(x, y, bin_size, float(angle)) for angle in angles]
    return float(angles[int(np.argmax(scores))])


def _sharpness(x: Floats, y: Floats, bin_size: float, degrees: float) -> float:
    heights = (y - x * math.tan(math.radians(degrees))) / bin_size
    # Letters on either side of a border between two bins count by halves, so that no border favours an angle.
    whole = np.floor(heights - np.min(heights)).astype(np.int64)
    counts = np.bincount(whole).astype(np.float64)
    return float(((counts[1:] + counts[:-1]) ** 2).sum()) if counts.size > 1 else 0.0


def straightened(pixels: Pixels, degrees: float, fill: int = 255) -> Pixels:
    """The page turned clockwise about its middle by so many degrees, same size, `fill` coming in at the corners."""
    if not degrees:
        return pixels
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    border = (fill,) * 3
    return as_pixels(cv2.warpAffine(pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=border))


def before_turn(
    box: tuple[float, float, float, float], size: tuple[float, float], degrees: float
) -> tuple[float, float, float, float]:
    """Where a box of the straightened page lies on the page before it was straightened.

    Args:
        box: left, top, width, height in pixels.
        size: width and height of the page in pixels.
        degrees: as given to `straightened`.

    Returns:
        The upright box around the turned one, so nothing of the word is cut off.
    """
    if not degrees:
        return box
    left, top, width, height = box
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    dx, dy = left + width / 2 - size[0] / 2, top + height / 2 - size[1] / 2
    x, y = size[0] / 2 + dx * cos + dy * sin, size[1] / 2 - dx * sin + dy * cos
    wide, tall = width * cos + height * abs(sin), height * cos + width * abs(sin)
    return x - wide / 2, y - tall / 2, wide, tall
