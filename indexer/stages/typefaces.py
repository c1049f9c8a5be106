"""What digits look like in the typefaces that stamps are cut in, drawn from the typefaces of this machine.

A stamp's own typeface is not known; the one that fits its digits best is looked
for among these (`stamp_digits.cut_of`). Where none of them is installed, the one
that Pillow brings along is left.
"""

from functools import lru_cache
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from indexer.stages.page_image import as_pixels

Shares = NDArray[np.float32]
"""`(height, width)`, 0-1: how much of each pixel is ink."""

DIGITS = "0123456789"
MARKS = ":/.-"
"""The signs between digits in a date, a time or a folio."""


class Typeface(NamedTuple):
    """A typeface by the name of its file, Pillow's own where that is empty, its strokes thickened by so many 200ths."""

    name: str
    thicker: int = 0


_INSTALLED = (
    Typeface("LiberationSans-Bold.ttf"),
    Typeface("LiberationSans-Regular.ttf"),
    Typeface("DejaVuSans-Bold.ttf"),
    Typeface("DejaVuSans.ttf"),
    Typeface("LiberationMono-Bold.ttf"),
    Typeface("LiberationSerif-Bold.ttf"),
)
_BUILT_IN = (Typeface(""), Typeface("", 7))
AROUND, BESIDE = 3, 1
"""White rows above and below a glyph, and white columns at either side of it, in pixels."""

_SIZE, _SHEET, _FOOT, _LEFT = 200, 400, 300, 100
_EDGE = 76
_SOFT = 0.7


@lru_cache(maxsize=1)
def typefaces() -> tuple[Typeface, ...]:
    """The typefaces there are, Pillow's own among them."""
    return (*(face for face in _INSTALLED if _is_installed(face.name)), *_BUILT_IN)


def _is_installed(name: str) -> bool:
    try:
        ImageFont.truetype(name, _SIZE)
    except OSError:
        return False
    return True


@lru_cache(maxsize=4096)
def glyph(typeface: Typeface, sign: str, height: int, stretch: float) -> Shares:
    """A digit so many pixels high, or a mark between such digits, with white around it (`AROUND`, `BESIDE`).

    Args:
        typeface: one of `typefaces()`.
        sign: one of `DIGITS` or `MARKS`.
        height: of a digit, in pixels.
        stretch: how wide it is against what the typeface has.
    """
    drawn, top = _drawn(typeface, sign)
    inked = drawn > _EDGE
    columns = np.flatnonzero(inked.any(axis=0))
    rows = np.flatnonzero(inked.any(axis=1)) if sign in DIGITS else np.array([top, _FOOT - 1])
    cut = drawn[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    width = max(2, round(cut.shape[1] * height * stretch / (_FOOT - top)))
    small = cv2.resize(cut, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    padded = np.pad(small, ((AROUND, AROUND), (BESIDE, BESIDE)))
    return np.asarray(cv2.GaussianBlur(padded, (0, 0), _SOFT), dtype=np.float32)


@lru_cache(maxsize=256)
def _drawn(typeface: Typeface, sign: str) -> tuple[NDArray[np.uint8], int]:
    """A sign drawn large, white on black, and the row where digits begin; they end at `_FOOT`."""
    face = ImageFont.truetype(typeface.name, _SIZE) if typeface.name else ImageFont.load_default(_SIZE)
    image = Image.new("L", (_SHEET, _SHEET), 0)
    pen = ImageDraw.Draw(image)
    pen.text((_LEFT, _FOOT), sign, fill=255, font=face, anchor="ls", stroke_width=typeface.thicker)
    return as_pixels(np.array(image)), round(_FOOT + face.getbbox("1", anchor="ls")[1])
