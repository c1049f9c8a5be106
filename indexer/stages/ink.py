"""Coloured ink and black print taken apart by their colour.

Print and paper have no hue; a stamp or a pen has one. What ink takes away from
the lightest of the three channels stands in a fixed proportion to how coloured
it is, so adding that proportion back gives the page as it was before it was
stamped, print under the stamp included; and the colour alone gives the stamp.
Measured on office pages stamped over the text: of the words a stamp hid from
plain grey, nearly all come back (`python -m benchmarks.ocr`).
"""

import cv2
import msgspec
import numpy as np

from indexer.stages.page_image import Mask, Pixels, as_pixels
from indexer.stages.paper import paper_of

_QUICK = 450
_QUICK_COLOUR = 24
_QUICK_SHARE = 0.0003
_FAINT = 10
_STRENGTH = 2.2
_VIVID = 50
_ENOUGH_SHARE = 0.0001
_STEEPEST = 4.0


class Inks(msgspec.Struct, frozen=True):
    """A page taken apart, both layers grey with white paper, same shape as the page.

    `print_` is what has no colour, print under coloured ink included;
    `colour` is how coloured each pixel is, 255 not at all.
    """

    print_: Pixels
    colour: Pixels


def is_inked(pixels: Pixels) -> bool:
    """Whether there may be coloured ink on the page, paper's own tint apart: a look that costs next to nothing."""
    if pixels.ndim == 2:
        return False
    stride = max(1, min(pixels.shape[:2]) // _QUICK)
    # Leaving pixels out is far cheaper than averaging them and keeps thin strokes as coloured as they are.
    few = cv2.blur(np.ascontiguousarray(pixels[::stride, ::stride]), (2, 2))
    return bool((_spread(_levelled(as_pixels(few))) > _QUICK_COLOUR).mean() > _QUICK_SHARE)


def take_apart(pixels: Pixels) -> Inks:
    """The print and the coloured ink of an RGB page, its paper levelled channel by channel.

    Inks are told apart by the channel they leave lightest: red ones, green
    ones, and blue with violet.
    """
    level = _levelled(pixels)
    lightest, spread = _lightest(level), _spread(level)
    masks = [as_pixels(cv2.compare(channel, lightest, cv2.CMP_EQ)) for channel in cv2.split(level)]
    vivid = spread > _VIVID
    shares = [_proportion(lightest, spread, vivid & (mask > 0)) for mask in masks]
    found = [share for share in shares if share is not None]
    coloured = as_pixels(cv2.subtract(spread, np.full_like(spread, _FAINT)))
    ink = as_pixels(cv2.bitwise_not(cv2.convertScaleAbs(coloured, alpha=_STRENGTH)))
    if not found:
        return Inks(as_pixels(cv2.cvtColor(level, cv2.COLOR_RGB2GRAY)), ink)
    out = _added(lightest, coloured, found[0])
    for mask, share in zip(masks, shares, strict=True):
        if share is not None and share != found[0]:
            cv2.copyTo(_added(lightest, coloured, share), mask, out)
    return Inks(out, ink)


def _added(lightest: Pixels, coloured: Pixels, share: float) -> Pixels:
    return as_pixels(cv2.addWeighted(lightest, 1.0, coloured, share, 0.0))


def _lightest(level: Pixels) -> Pixels:
    red, green, blue = cv2.split(level)
    return as_pixels(cv2.max(cv2.max(red, green), blue))


def _levelled(pixels: Pixels) -> Pixels:
    channels = cv2.split(pixels)
    return as_pixels(cv2.merge([cv2.divide(one, paper_of(as_pixels(one)), scale=255) for one in channels]))


def _spread(level: Pixels) -> Pixels:
    """Difference between the lightest and the darkest channel of each pixel."""
    red, green, blue = cv2.split(level)
    return as_pixels(cv2.subtract(cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue)))


def _proportion(lightest: Pixels, spread: Pixels, vivid: Mask) -> float | None:
    """How much of the lightest channel this ink takes per unit of colour; None where there is too little of it.

    The median over the ink: more of it lies on paper than on print.
    """
    if float(vivid.mean()) < _ENOUGH_SHARE:
        return None
    taken = (255.0 - lightest[vivid]) / spread[vivid]
    return float(min(np.median(taken), _STEEPEST))
