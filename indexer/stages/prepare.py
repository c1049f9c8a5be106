"""What is done to the print of a page before it is read, chosen from what the page is like.

Measured on old and on office print (`python -m benchmarks.ocr`): paper levelled
and grey reads better than one bit wherever print is worn, and no worse where it
is clean; letters of 13 to 26 pixels need no other size; pale print, down to an
eighth of the contrast, needs no darkening.
"""

import cv2
import msgspec

from indexer.stages.letters import Letters
from indexer.stages.page_image import Pixels, as_pixels
from indexer.stages.paper import two_level, without_grain

SURVEY_LONGEST = 2200
"""Longer side in pixels at which a page is first looked at: 200 dpi of a letter page."""

_SMALL, _LARGE, _BEST = 13.0, 26.0, 20.0
_LARGEST_SCALE = 2.5
_MOST_PIXELS = 24_000_000
_SPECKLED = 3.0
_SPECKS = 2_000
_SPARSE = 60


class Preparation(msgspec.Struct, frozen=True):
    """What to do to a page: everything but the scale refers to the page at that scale.

    `scale` is pixels to read per pixel of the file; `median` takes specks
    away; `one_bit` leaves nothing between black and white; `white` takes away the
    grain of bare paper, on which the engine can search for minutes where a page
    has little else.
    """

    scale: float
    median: bool = False
    one_bit: bool = False
    white: bool = False

    @property
    def name(self) -> str:
        """The steps in order, joined by `+`."""
        steps = {"levelled": True, "median": self.median, "white": self.white, "otsu": self.one_bit}
        return "+".join(step for step, done in steps.items() if done)


def choose_preparation(level: Pixels, letters: Letters, scale: float) -> Preparation:
    """The preparation that suits the page.

    Args:
        level: the page as surveyed, paper levelled.
        letters: found in `level`.
        scale: pixels of `level` per pixel of the file.
    """
    wanted = 1.0
    if letters.size and not _SMALL <= letters.size <= _LARGE:
        wanted = _BEST / letters.size
    scale = min(scale * wanted, max(scale, _LARGEST_SCALE), scale * (_MOST_PIXELS / level.size) ** 0.5)
    speckled = letters.specks > _SPECKS and letters.specks > _SPECKLED * letters.count
    return Preparation(scale, median=speckled, white=letters.count < _SPARSE)


def second_preparation(first: Preparation, level: Pixels, letters: Letters, read_scale: float) -> Preparation:
    """Another try where the first read badly: one bit, and letters at the other end of the good sizes.

    `level` is the page as surveyed, `read_scale` pixels read in the first try per pixel surveyed. The second try
    has no more pixels than a first one may have: coloured pages of forty million do not fit into the memory of a child.
    """
    size = letters.size * read_scale
    most = (_MOST_PIXELS / level.size) ** 0.5 / read_scale
    factor = 0.75 if size > _BEST else max(1.0, min(1.3, most))
    return msgspec.structs.replace(first, scale=first.scale * factor, one_bit=not first.median, median=not first.median)


def prepared(level: Pixels, preparation: Preparation) -> Pixels:
    """The levelled page, already at the preparation's scale, ready to be read."""
    out = as_pixels(cv2.medianBlur(level, 3)) if preparation.median else level
    out = without_grain(out) if preparation.white else out
    return two_level(out)[0] if preparation.one_bit else out
