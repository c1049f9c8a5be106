"""Is the text layer of a page the page?

Court filings carry an electronic stamp or a header line over a scanned page,
old scans carry a reading nobody can use, and drawings of letters carry no
letters at all. The structure of a page decides most cases; where it leaves a
doubt the page is drawn small and its ink is compared with its words, and of
words that lie on a scan some are read from it (`indexer.stages.layer_sample`).
"""

from collections.abc import Sequence

import cv2
import msgspec
import numpy as np

from indexer.stages.language import is_garbled, is_misread
from indexer.stages.layer_sample import Agreement
from indexer.stages.marks import marks_of
from indexer.stages.page_image import Pixels, as_pixels
from schemas.folding import letter_count
from schemas.pages import Box, Word

INK_DPI = 36
"""Resolution at which a page is drawn to see where its ink is."""

_PICTURE = 0.012
"""Share of the page above which a picture may hold a line of text."""
_SCAN = 0.5
"""Share of the page above which a picture is taken for the scan of a sheet."""
_STAMP_LETTERS = 60
_FULL_LETTERS = 600
_MANY_WORDS = 30
_OUTLINES = 60
_COVERED = 0.5
_INK = 0.0006
_LOOSE_INK = 0.0025
_DARKER = 36


class Verdict(msgspec.Struct, frozen=True):
    """Whether the page's image must be read, why (see `InspectedPage`), and whether its ink must be seen first.

    `compare` says that the words are over a scan: whether they are what it shows only reading some of it tells
    (`judge_agreement`), and `why` is the reason to read it where that is not clear. `covered` says that they lie on its ink.
    """

    needs_reading: bool = False
    why: str = ""
    doubt: bool = False
    compare: bool = False
    covered: bool = False


class Structure(msgspec.Struct, frozen=True):
    """What is on a page: words of its text layer, boxes of its pictures, number of drawn paths.

    `texts` are the words alone, where whoever made the structure has them apart.
    """

    words: Sequence[Word]
    pictures: tuple[Box, ...] = ()
    drawings: int = 0
    texts: Sequence[str] = ()

    def printed(self) -> Sequence[str]:
        """The words as text."""
        return self.texts or [word.text for word in self.words]


def judge_structure(page: Structure) -> Verdict:
    """What can be said without drawing the page; with `doubt`, `judge_ink` has the last word."""
    pictures = [box for box in page.pictures if box[2] * box[3] >= _PICTURE]
    texts = page.printed()
    if is_garbled(texts):
        return Verdict(True, "bad_text")
    scanned = _is_scan(page)
    if len(page.words) > _MANY_WORDS and not pictures and page.drawings <= _OUTLINES and not scanned:
        return Verdict()
    letters = letters_of(texts)
    if letters < 2:
        return _without_text(page, bool(pictures))
    for box in sorted(pictures, key=_area, reverse=True):
        inside = letters_of([word.text for word in page.words if _centre_in(word.box, box)])
        if _area(box) >= _SCAN:
            return Verdict(True, "stamp_only") if inside < _STAMP_LETTERS else Verdict(True, "stamp_only", doubt=True)
        if inside < 1200 * _area(box):
            return Verdict(True, "image")
    if scanned:
        return Verdict(True, "stamp_only", doubt=True)
    if page.drawings > _OUTLINES and letters < _FULL_LETTERS:
        return Verdict(True, "ink_without_text", doubt=True)
    return Verdict()


def judge_ink(page: Structure, first: Verdict, drawn: Pixels) -> Verdict:
    """Settle a doubt: `drawn` is the page upright in grey at `INK_DPI`.

    Where words lie over at least half of the ink, or hardly any ink is left beside them, the text is the page; over a
    scan it is a reading of it, which may have gone wrong.
    """
    ink = _ink_of(drawn)
    total = float(ink.mean())
    scanned = _is_scan(page)
    if total < _INK:
        return Verdict(True, first.why, compare=True, covered=True) if scanned and page.words else Verdict()
    loose = float((ink & ~_words_mask(page.words, drawn.shape)).mean())
    if page.words and (loose < _LOOSE_INK or loose < (1 - _COVERED) * total):
        if not scanned:
            return Verdict()
        return (
            Verdict(True, "bad_text")
            if is_misread(page.printed())
            else Verdict(True, first.why, compare=True, covered=True)
        )
    return Verdict(True, first.why, compare=scanned and bool(page.words))


def judge_agreement(first: Verdict, agreement: Agreement) -> Verdict:
    """Settle whether words on a scan are the page: it is read and they are left out of the text where it says something else.

    Where that is not clear, or more is to be seen than they say, both stay: the words and what is read of the scan.
    """
    if agreement is Agreement.YES and first.covered:
        return Verdict()
    return Verdict(True, "bad_text" if agreement is Agreement.NO else first.why)


def letters_of(words: Sequence[str]) -> int:
    """Letters and digits in the words."""
    return letter_count("".join(words))


def _is_scan(page: Structure) -> bool:
    """Whether pictures cover so much of the page that they are the scan of a sheet; some scanners write it in strips."""
    return sum(map(_area, page.pictures)) >= _SCAN


def _without_text(page: Structure, pictured: bool) -> Verdict:
    if pictured:
        return Verdict(True, "no_text")
    if page.pictures or page.drawings:
        return Verdict(True, "ink_without_text", doubt=True)
    return Verdict()


def _ink_of(drawn: Pixels) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Dark places without ruled lines, frames and edges of the sheet."""
    height, width = drawn.shape
    paper = float(np.median(drawn))
    dark = as_pixels((drawn < paper - _DARKER).astype(np.uint8))
    labels, stats = marks_of(dark)
    wide, high = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    filled = stats[:, cv2.CC_STAT_AREA] / np.maximum(1, wide * high)
    rules = ((high <= 2) & (wide > 0.15 * width)) | ((wide <= 2) & (high > 0.04 * height))
    frames = (wide > 0.15 * width) & (high > 0.08 * height) & (filled < 0.15)
    dropped = rules | frames
    dropped[0] = True
    ink: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] = ~dropped[labels]
    return ink


def _words_mask(words: Sequence[Word], shape: tuple[int, ...]) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Where words stand, each box a little larger than it is."""
    height, width = shape[:2]
    mask = np.zeros((height, width), dtype=np.bool_)
    for word in words:
        x, y, wide, high = word.box
        margin = max(1.5, 0.3 * high * height)
        top, bottom = max(0, int(y * height - margin)), int((y + high) * height + margin) + 1
        mask[top:bottom, max(0, int(x * width - 2)) : int((x + wide) * width + 3)] = True
    return mask


def _centre_in(inner: Box, outer: Box) -> bool:
    x, y = inner[0] + inner[2] / 2, inner[1] + inner[3] / 2
    return outer[0] <= x <= outer[0] + outer[2] and outer[1] <= y <= outer[1] + outer[3]


def _area(box: Box) -> float:
    return box[2] * box[3]
