"""Coloured ink and black print taken apart by their colour.

Print and paper have no hue; a stamp or a pen has one. What ink takes away from
the lightest of the three channels stands in a fixed proportion to how coloured
it is, so adding that proportion back gives the page as it was before it was
stamped, print under the stamp included; and the colour alone gives the stamp.
Measured on office pages stamped over the text: of the words a stamp hid from
plain grey, nearly all come back (`python -m benchmarks.ocr`).
"""

from collections.abc import Sequence

import cv2
import msgspec
import numpy as np

from indexer.stages.page_image import Mask, Pixels, as_pixels
from indexer.stages.paper import levelled

_QUICK = 450
_QUICK_COLOUR = 20
_QUICK_SHARE = 0.0004
_CELLS, _PART, _GATHERED = 24, 0.15, 0.75
_FAINT = 10
_VIVID, _LEAST_VIVID = 0.6, 24
_STRONGEST = 5.0
_PRINT = 110
_ENOUGH_SHARE = 0.0001
_STEEPEST = 4.0

Channels = tuple[Pixels, Pixels, Pixels]
"""Red, green and blue of a page, each by itself."""


class Inks(msgspec.Struct, frozen=True):
    """A page taken apart, both layers grey with white paper, same shape as the page.

    `print_` is what has no colour, print under coloured ink included;
    `colour` is how coloured each pixel is, 255 not at all.
    """

    print_: Pixels
    colour: Pixels


def is_inked(pixels: Pixels) -> bool:
    """Whether there is coloured ink in some part of the page: a look that costs next to nothing.

    Colour strewn evenly over all print is the fringe of a camera's lens or the
    page's own ink, and no stamp.
    """
    if pixels.ndim == 2:
        return False
    stride = max(1, min(pixels.shape[:2]) // _QUICK)
    # Leaving pixels out is far cheaper than averaging them and keeps thin strokes as coloured as they are.
    few = np.ascontiguousarray(pixels[::stride, ::stride])
    coloured = (spread_of(levelled_channels(few)) > _QUICK_COLOUR).astype(np.float32)
    if float(coloured.mean()) < _QUICK_SHARE:
        return False
    cells = np.sort(cv2.resize(coloured, (_CELLS, _CELLS), interpolation=cv2.INTER_AREA).ravel())
    densest = cells[-round(cells.size * _PART) :].sum()
    return bool(densest > _GATHERED * cells.sum())


def take_apart(pixels: Pixels) -> Inks | None:
    """The print and the coloured ink of an RGB page, its paper levelled channel by channel; None without ink.

    Inks are told apart by the channel they leave lightest: red ones, green
    ones, and blue with violet.
    """
    level = levelled_channels(pixels)
    lightest, spread = lightest_of(level), spread_of(level)
    masks = [as_pixels(cv2.compare(channel, lightest, cv2.CMP_EQ)) for channel in level]
    shares = _proportions(lightest, spread, masks)
    found = [share for share in shares if share is not None]
    if not found:
        return None
    coloured = as_pixels(cv2.subtract(spread, np.full_like(spread, _FAINT)))
    strength = min(_STRONGEST, 255 / max(1.0, _full_colour(spread) - _FAINT))
    ink = as_pixels(cv2.bitwise_not(cv2.convertScaleAbs(coloured, alpha=strength)))
    out = _added(lightest, coloured, found[0])
    for mask, share in zip(masks, shares, strict=True):
        if share is not None and share != found[0]:
            cv2.copyTo(_added(lightest, coloured, share), mask, out)
    return Inks(out, _sharpened(ink, _darkest_of(level), lightest))


def _sharpened(ink: Pixels, darkest: Pixels, lightest: Pixels) -> Pixels:
    """The ink with the edges that light has and colour lacks: JPEG keeps colour at half the resolution.

    Where no print lies, ink is where it is both coloured and dark in the
    darkest channel; on print its colour alone tells.
    """
    beside_print = np.flatnonzero((ink < 255) & (lightest >= _PRINT))
    coloured, dark = 255 - ink.ravel()[beside_print], 255 - darkest.ravel()[beside_print]
    out = ink.ravel().copy()
    out[beside_print] = (255 - np.sqrt(coloured.astype(np.float32) * dark)).astype(np.uint8)
    return out.reshape(ink.shape)


def _added(lightest: Pixels, coloured: Pixels, share: float) -> Pixels:
    return as_pixels(cv2.addWeighted(lightest, 1.0, coloured, share, 0.0))


def lightest_of(level: Channels) -> Pixels:
    """The lightest channel of each pixel."""
    return as_pixels(cv2.max(cv2.max(level[0], level[1]), level[2]))


def _darkest_of(level: Channels) -> Pixels:
    return as_pixels(cv2.min(cv2.min(level[0], level[1]), level[2]))


def levelled_channels(pixels: Pixels) -> Channels:
    """The RGB page with its paper white in each channel by itself: what tint it has is the paper's own."""
    red, green, blue = (levelled(as_pixels(channel)) for channel in cv2.split(pixels))
    return red, green, blue


def spread_of(level: Channels) -> Pixels:
    """How coloured each pixel is: the lightest channel less the darkest, yellow and brown not counted.

    Old paper, stains and aged printer's ink are yellow to brown, where red and
    green go together and only blue is missing; no office stamps in brown.
    """
    red, green, blue = level
    whole = cv2.subtract(lightest_of(level), _darkest_of(level))
    warm = cv2.addWeighted(cv2.absdiff(red, green), 4 / 3, whole, -1 / 3, 0.0)
    return as_pixels(cv2.copyTo(whole, cv2.compare(blue, cv2.max(red, green), cv2.CMP_GT), warm))


def vivid_of(spread: Pixels) -> Mask:
    """Where ink lies so thick that its colour can be told, after `spread_of`."""
    return np.asarray(spread > max(_LEAST_VIVID, _VIVID * _full_colour(spread)))


def _full_colour(spread: Pixels) -> float:
    """How coloured the ink is where it lies thick: JPEG and low resolution wash it out, so each page has its own."""
    ink = spread[spread > _QUICK_COLOUR]
    return float(np.percentile(ink, 90)) if ink.size else 255.0


def _proportions(lightest: Pixels, spread: Pixels, masks: Sequence[Pixels]) -> list[float | None]:
    """How much of the lightest channel each mask's ink takes per unit of colour; None where there is too little of it.

    The median over the ink: more of it lies on paper than on print.
    """
    vivid = np.flatnonzero(vivid_of(spread))
    taken = (255.0 - lightest.ravel()[vivid]) / spread.ravel()[vivid]
    of_each = [taken[mask.ravel()[vivid] > 0] for mask in masks]
    least = _ENOUGH_SHARE * lightest.size
    return [float(min(np.median(own), _STEEPEST)) if own.size >= least else None for own in of_each]
