"""The ink of one stamp with edges as sharp as the light has them, under print too.

A JPEG keeps colour at half the resolution of light, and noise takes more of it:
by colour alone a thin letter is blurred, and a colon fades. Light is sharp but
says print and ink in one. Here each pixel is taken for a mixture of four tones
(paper, ink on paper, print, ink on print) that the piece itself gives, and how
much ink there is is looked for so that the light comes out as seen: beside
print from the light, on print, whose own light varies, mostly from the colour.

Where toner hides the ink altogether, neither says anything: an 8 crossed by a
line of print has a gap and is read as a 3. There the ink may also be thought
from what lies around the print, which in turn makes a 9 of a 0. Both are given,
and the mean of the two; readings of them err on different digits.
"""

from typing import NamedTuple

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from indexer.stages.ink import levelled_channels, lightest_of, spread_of, vivid_of
from indexer.stages.page_image import Mask, Pixels, as_pixels

Shares = NDArray[np.float32]
"""`(height, width)`, mostly 0-1: how much of something each pixel has."""

_LIGHT = np.array([0.299, 0.587, 0.114], np.float32)
_PAPER = 255.0
_LIGHTEST, _BLACK = 120, 110
_FEWEST = 50
_FULL = 75
_COLOURLESS, _COVERED = 0.2, 0.7
_OTHER_HUE, _OTHER_SHARE = 0.3, 0.08
_ROUNDS = 3
_COLOUR_BLUR, _COLOUR_ERROR = 0.6, 0.25
_LIGHT_ERROR, _LIGHT_ERROR_ON_PRINT = 4.0, 80.0
_PRINT_FROM, _PRINT_TO = 0.25, 1.0
_NEAR_BLUR, _NEAR = 0.8, 0.25
_HIDDEN, _REACH = 0.4, 2.0
_THROUGH, _SHINING = 0.4, 20.0


class _Tones(msgspec.Struct, frozen=True):
    """How light (0-255) ink on paper, print, and ink on print are in this piece; paper is white."""

    ink: float
    print_: float
    ink_on_print: float


class InkByLight(NamedTuple):
    """How much ink lies on each pixel of a piece, 255 none and 0 as much as the stamp's strokes have.

    `seen` has under print what shines through, `filled` what lies around the print besides, `between` the mean of both.
    `hidden` is how far print hides what lies under it: 0 beside the print, 255 on it, less on it where ink shines through.
    """

    seen: Pixels
    filled: Pixels
    between: Pixels
    hidden: Pixels


def ink_by_light(pixels: Pixels) -> InkByLight | None:
    """The ink of one stamp, told by light.

    None without ink, and where inks of two hues lie together: one hue is all that is told apart here.

    Args:
        pixels: RGB, a stamp with some half inch of the page around it.
    """
    channels = levelled_channels(pixels)
    vivid = vivid_of(spread_of(channels)) & (lightest_of(channels) >= _LIGHTEST)
    if int(vivid.sum()) < _FEWEST:
        return None
    level = as_pixels(cv2.merge(channels))
    light = np.asarray(level.astype(np.float32) @ _LIGHT, dtype=np.float32)
    coloured, ink_tone = _coloured(level, vivid)
    if float((coloured[vivid] < _OTHER_HUE).mean()) > _OTHER_SHARE:
        return None
    tones = _tones(light, coloured, ink_tone)
    ink = np.clip(coloured, 0, 1)
    for _ in range(_ROUNDS):
        ink = _weighed(ink, _print_under(ink, light, tones), light, tones)
    near = np.clip(cv2.GaussianBlur(coloured, (0, 0), _NEAR_BLUR) / _NEAR, 0, 1)
    seen = as_pixels(255 - 255 * ink * near)
    print_ = (_print_under(ink, light, tones) > _HIDDEN).astype(np.uint8)
    through = _THROUGH * min(1.0, max(0.0, tones.ink_on_print - tones.print_) / _SHINING)
    return with_hidden(seen, np.asarray(cv2.dilate(print_, np.ones((3, 3), np.uint8)) > 0), through)


def with_hidden(seen: Pixels, hidden: Mask, through: float = 0.0) -> InkByLight:
    """The ink seen, with what is `hidden` by print thought from what lies around it; nothing that was seen is taken away.

    `through` is how far what is seen on print is ink that shines through, 0-1.
    """
    under = hidden.astype(np.uint8)
    filled = np.minimum(seen, as_pixels(cv2.inpaint(seen, under, _REACH, cv2.INPAINT_TELEA)))
    hiding = as_pixels(cv2.convertScaleAbs(under, alpha=255 * (1 - through)))
    return InkByLight(seen, filled, as_pixels(cv2.addWeighted(seen, 0.5, filled, 0.5, 0)), hiding)


def _coloured(level: Pixels, vivid: Mask) -> tuple[Shares, float]:
    """How coloured each pixel is in the ink's own hue, and how light the ink is on paper.

    1 is the ink at full strength; what has no hue, paper and print alike, is 0 but for noise.
    """
    taken = _PAPER - level.astype(np.float32)
    ink = np.median(taken[vivid], axis=0)
    hue = ink - ink.mean()
    coloured = taken @ hue / max(1.0, float(ink @ hue))
    strength = max(0.1, float(np.percentile(coloured[vivid], _FULL)))
    shares = np.clip(coloured / strength, -0.3, 1.3).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(shares, (0, 0), _COLOUR_BLUR)), _PAPER - strength * float(ink @ _LIGHT)


def _tones(light: Shares, coloured: Shares, ink: float) -> _Tones:
    bare = light[(light < min(ink, _BLACK)) & (coloured < _COLOURLESS)]
    print_ = float(np.percentile(bare, 25)) if bare.size > _FEWEST else 20.0
    covered = light[(coloured > _COVERED) & (light < (print_ + ink) / 2)]
    return _Tones(ink, print_, float(np.median(covered)) if covered.size > _FEWEST else print_)


def _print_under(ink: Shares, light: Shares, tones: _Tones) -> Shares:
    """How much print each pixel has if so much ink lies on it; print is there or not, save at its edges."""
    without, under = _PAPER + (tones.ink - _PAPER) * ink, tones.print_ + (tones.ink_on_print - tones.print_) * ink
    share = np.clip((without - light) / np.maximum(1.0, without - under), 0, 1)
    share = np.clip((share - _PRINT_FROM) / (_PRINT_TO - _PRINT_FROM), 0, 1)
    return np.asarray(share * share * (3 - 2 * share), dtype=np.float32)


def _weighed(ink: Shares, print_: Shares, light: Shares, tones: _Tones) -> Shares:
    """The likeliest ink between what was thought so far and what the light says, each trusted by its error.

    Where print and ink are equally light, light says nothing and what was thought stays.
    """
    without, covered = _PAPER + (tones.print_ - _PAPER) * print_, tones.ink + (tones.ink_on_print - tones.ink) * print_
    depth = without - covered
    beside = cv2.dilate(print_, np.ones((3, 3), np.uint8))
    of_light = _LIGHT_ERROR**2 + (_LIGHT_ERROR_ON_PRINT * beside) ** 2
    thought = 1 / _COLOUR_ERROR**2
    ink = (ink * thought + depth * (without - light) / of_light) / (thought + depth * depth / of_light)
    return np.asarray(np.clip(ink, 0, 1), dtype=np.float32)
