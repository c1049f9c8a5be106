"""The marks on a page that could be letters, and those too large to be: what every choice about it rests on."""

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from indexer.stages.marks import marks_of
from indexer.stages.page_image import Pixels, as_pixels
from indexer.stages.paper import two_level

Numbers = NDArray[np.int32]

_SMALLEST = 4
_ENOUGH = 12
_MOST = 20_000
_POINT = 0.45  # of the height of print: a full stop is a sixth of it, a comma a third


class Letters(msgspec.Struct, frozen=True):
    """Boxes of letter-like marks in pixels of the image surveyed, one entry each in the four arrays.

    `size` is the height most ink is printed in (pixels; 0 when there are too
    few letters to say): between that of small letters and of capitals.
    `specks` counts marks too small for letters. `points` are marks of the size
    of a full stop or comma: rows of left, top, width, height.
    """

    left: Numbers
    top: Numbers
    width: Numbers
    height: Numbers
    size: float
    specks: int
    points: Numbers

    @property
    def count(self) -> int:
        """How many letter-like marks there are."""
        return int(self.left.size)


def find_letters(grey: Pixels, tallest: float = 0.0) -> Letters:
    """The letter-like marks of a levelled page.

    A mark is letter-like when it is neither a speck nor a line, and within
    0.4 to 2.5 times the height most marks have. None is higher than `tallest`
    pixels, an eighteenth of the page when 0.
    """
    black = cv2.bitwise_not(two_level(grey)[0])
    boxes = marks_of(as_pixels(black)).stats[1:]
    width, height = boxes[:, 2], boxes[:, 3]
    tall = tallest or grey.shape[0] / 18
    shaped = (height >= _SMALLEST) & (height < tall) & (width >= 2) & (width < 3.5 * height) & (height < 9 * width)
    specks = int(((height < _SMALLEST) & (width < _SMALLEST)).sum())
    size = _common_height(height[shaped]) if int(shaped.sum()) >= _ENOUGH else 0.0
    if size:
        shaped &= (height > 0.4 * size) & (height < 2.5 * size)
    chosen = boxes[shaped][:_MOST]
    points = boxes[_like_points(width, height, size)][:_MOST, :4]
    return Letters(chosen[:, 0], chosen[:, 1], chosen[:, 2], chosen[:, 3], size, specks, points)


def _like_points(width: Numbers, height: Numbers, size: float) -> NDArray[np.bool_]:
    longer = np.maximum(width, height)
    return np.asarray((longer >= 2) & (longer < _POINT * size) & (longer < 3 * np.minimum(width, height)))


def _common_height(heights: Numbers) -> float:
    """The height below which half of all height lies: specks weigh little, a few headings do not shift it."""
    ordered = np.sort(heights)
    total = np.cumsum(ordered)
    return float(ordered[np.searchsorted(total, total[-1] / 2)])
