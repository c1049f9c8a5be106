"""The pixels of one page, as every stage takes them."""

import math
from typing import Any

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from schemas.errors import InvalidInput

Pixels = NDArray[np.uint8]
"""Grey `(height, width)` or RGB `(height, width, 3)`, 0 black to 255 white."""

Mask = NDArray[np.bool_]
"""`(height, width)`, true where something is."""

_AFAR = 400
"""Longer side in pixels at most, where colour is looked for."""

GREY_SPREAD = 14
"""Channels of a pixel that differ by less than this are taken for grey: scanner and JPEG tint stay below it."""


class PageImage(msgspec.Struct, frozen=True):
    """One page as scanned or rendered, as the file has it (not yet upright).

    `pixels` is `uint8`: grey `(height, width)` or RGB `(height, width, 3)`,
    0 black to 255 white, transparency already laid over white. `dpi` is pixels
    per inch, 0 when the file does not say.
    """

    pixels: Pixels
    dpi: float = 0.0

    @property
    def height(self) -> int:
        """Rows of pixels."""
        return int(self.pixels.shape[0])

    @property
    def width(self) -> int:
        """Columns of pixels."""
        return int(self.pixels.shape[1])


def checked(image: PageImage) -> PageImage:
    """The image itself, when it has the shape promised and at least one pixel.

    Raises:
        InvalidInput: another shape, another type of number, or no pixels.
    """
    pixels: NDArray[Any] = image.pixels
    shape = pixels.shape
    fits = len(shape) == 2 or (len(shape) == 3 and shape[2] == 3)
    if pixels.dtype != np.uint8 or not fits or not shape[0] or not shape[1]:
        raise InvalidInput("La imagen de la página no tiene una forma que se pueda leer.")
    return image


def grey_of(pixels: Pixels) -> Pixels:
    """The page in grey, weighted as the eye sees it; a grey page is returned as it is."""
    if pixels.ndim == 2:
        return pixels
    return as_pixels(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))


def has_colour(pixels: Pixels) -> bool:
    """Whether more than one pixel in five hundred is coloured, seen from afar so that noise does not count."""
    if pixels.ndim == 2:
        return False
    small = shrunk_whole(pixels, math.ceil(max(pixels.shape) / _AFAR))
    spread = small.max(axis=2).astype(np.int16) - small.min(axis=2)
    return bool((spread > GREY_SPREAD).mean() > 0.002)


def shrunk(pixels: Pixels, longest: int) -> Pixels:
    """The page with its longer side at most `longest` pixels; never enlarged."""
    height, width = pixels.shape[:2]
    scale = longest / max(height, width)
    return pixels if scale >= 1 else scaled(pixels, scale)


def scaled(pixels: Pixels, scale: float) -> Pixels:
    """The page `scale` times as large, averaged when it shrinks and smooth when it grows; at least one pixel."""
    height, width = pixels.shape[:2]
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    if size == (width, height):
        return pixels
    if scale <= 1 / 3:  # what is left to shrink by a fraction, which is slow, is small then
        pixels = shrunk_whole(pixels, 2)
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return as_pixels(cv2.resize(pixels, size, interpolation=way))


def shrunk_whole(pixels: Pixels, factor: int) -> Pixels:
    """The page so many times smaller, each pixel the average of a square: several times faster than by a fraction.

    What is over at the right and at the bottom, less than `factor` pixels, is left out.
    """
    height, width = pixels.shape[:2]
    if factor <= 1 or min(height, width) < factor:
        return pixels
    whole = pixels[: height // factor * factor, : width // factor * factor]
    return as_pixels(cv2.resize(whole, (width // factor, height // factor), interpolation=cv2.INTER_AREA))


def turned(pixels: Pixels, degrees: int) -> Pixels:
    """The page turned clockwise by 0, 90, 180 or 270 degrees, without loss."""
    quarter = degrees // 90 % 4
    return pixels if not quarter else np.ascontiguousarray(np.rot90(pixels, -quarter))


def as_pixels(array: Any) -> Pixels:  # noqa: ANN401 - OpenCV's stubs name a union of every number type
    """What OpenCV returned for 8-bit input, under the type it has."""
    return np.asarray(array, dtype=np.uint8)
