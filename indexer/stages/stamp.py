"""Stamps: where coloured ink lies together, each piece set level by itself so that it can be read."""

import cv2
import msgspec
import numpy as np

from indexer.stages.letters import find_letters
from indexer.stages.marks import marks_of
from indexer.stages.page_image import Pixels, as_pixels, scaled
from indexer.stages.skew import skew_of, straightened

MOST = 4
"""Stamps read on one page; the largest are taken."""

LETTER = 24.0
"""How high the letters of a stamp are made for reading, in pixels, unless said otherwise."""

_LARGEST_TURN = 15.0
_INK = 200
_COARSE = 4
_GATHER_INCH = 0.16
_WIDE_INCH, _TALL_INCH = 0.45, 0.12
_PAGE_SHARE = 0.35
_SOLID = 0.55
_PAD_INCH = 0.08
_LARGEST_SCALE = 2.0
_LOOKED_AT = 64


class Place(msgspec.Struct, frozen=True):
    """A rectangle of the page in pixels from its top left."""

    left: int
    top: int
    width: int
    height: int


class StampImage(msgspec.Struct, frozen=True):
    """One stamp, level and of readable size.

    `pixels` shows it dark on white, `place` is where it was cut out, `scale`
    by how much it was enlarged and `skew` by how many degrees clockwise it was
    then turned about its middle.
    """

    pixels: Pixels
    place: Place
    scale: float
    skew: float


def places_of(colour: Pixels, dpi: float) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """Where stamps are, largest first, and where colour is that is no stamp but part of the print or a picture.

    Args:
        colour: as in `Inks`, 255 without colour.
        dpi: pixels per inch of it.
    """
    inked = (colour < _INK).astype(np.uint8)
    small = cv2.resize(inked * 255, None, fx=1 / _COARSE, fy=1 / _COARSE, interpolation=cv2.INTER_AREA) > 24
    reach = max(3, round(_GATHER_INCH * dpi / _COARSE))
    joined = cv2.morphologyEx(small.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    stats = marks_of(as_pixels(joined)).stats
    stamps: list[Place] = []
    other: list[Place] = []
    for left, top, width, height, _ in sorted(stats[1:].tolist(), key=lambda row: -row[2] * row[3])[:_LOOKED_AT]:
        share = width * height / joined.size
        solid = float(small[top : top + height, left : left + width].mean())
        place = _padded(Place(left, top, width, height), dpi, (colour.shape[1], colour.shape[0]))
        if share > _PAGE_SHARE or (solid > _SOLID and share > 0.002):
            other.append(place)
        elif width * _COARSE >= _WIDE_INCH * dpi and height * _COARSE >= _TALL_INCH * dpi:
            stamps.append(place)
    return tuple(stamps), tuple(other)


def _padded(place: Place, dpi: float, size: tuple[int, int]) -> Place:
    pad = round(_PAD_INCH * dpi)
    left, top = max(0, place.left * _COARSE - pad), max(0, place.top * _COARSE - pad)
    right = min(size[0], (place.left + place.width) * _COARSE + pad)
    bottom = min(size[1], (place.top + place.height) * _COARSE + pad)
    return Place(left, top, right - left, bottom - top)


def cut_stamp(colour: Pixels, place: Place, letter: float = LETTER) -> StampImage:
    """The stamp at that place, set level by its own letters, those made `letter` pixels high, its frame taken away."""
    letters = find_letters(_piece(colour, place), tallest=place.height / 3)
    scale = min(_LARGEST_SCALE, max(0.5, letter / letters.size)) if letters.size else 1.0
    skew = skew_of(letters, _LARGEST_TURN)
    level = set_level(colour, place, scale, skew)
    return StampImage(without_frame(level, letters.size * scale), place, scale, skew)


def set_level(layer: Pixels, place: Place, scale: float, skew: float, fill: int = 255) -> Pixels:
    """What lies at that place, enlarged by `scale` and turned level by `skew` as in `StampImage`."""
    return straightened(scaled(_piece(layer, place), scale), skew, fill)


def _piece(layer: Pixels, place: Place) -> Pixels:
    return np.ascontiguousarray(layer[place.top : place.top + place.height, place.left : place.left + place.width])


def without_frame(pixels: Pixels, letter: float) -> Pixels:
    """The stamp without lines that run on for more than twenty letters' height: frames and rules."""
    if not letter:
        return pixels
    dark = (pixels < 200).astype(np.uint8)
    labels, stats = marks_of(dark)
    width, height, area = stats[:, 2], stats[:, 3], stats[:, 4]
    long = (np.maximum(width, height) > 20 * letter) | ((height > 5 * letter) & (area < 0.15 * width * height))
    long[0] = False
    if not long.any():
        return pixels
    out = pixels.copy()
    out[cv2.dilate(as_pixels(long[labels]), np.ones((3, 3), np.uint8)) > 0] = 255
    return out
