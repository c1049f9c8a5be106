"""A stamp on a page scanned in grey, told from the print by its tone: its ink is paler than toner.

Where the scanner keeps no colour a blue or violet stamp is mid grey, in even
strokes, over print that is nearly black. Letters that nowhere get as dark as
print, all of about one tone and close together, are such a stamp; a page whose
own print is pale or uneven has them everywhere, and there nothing is told apart.
"""

import cv2
import msgspec
import numpy as np

from indexer.stages.ink_by_light import InkByLight, with_hidden
from indexer.stages.marks import marks_of
from indexer.stages.page_image import Mask, Pixels, as_pixels
from indexer.stages.paper import counts_of, levelled
from indexer.stages.stamp import Place, places_of

_INK = 190
_PRINT, _DARKEST_INK = 160, 110
_DARK_QUANTILE, _BLACK = 20, 75
_PAPER = 255.0
_PALER = 0.22
_LEAST_DARKEST = 50
_HALO_INCH, _WIDE_HALO_INCH = 0.006, 0.011
_QUICK_SHARE = 0.001
_LOWEST_INCH, _HIGHEST_INCH, _WIDEST_INCH = 0.03, 0.25, 0.35
_FEWEST, _FEWEST_OF_PRINT = 8, 100
_MOST_SHARE, _MOST_ELSEWHERE = 0.15, 0.02
_HALF, _STROKE = 150, 2
_EVEN, _LARGEST = 24.0, 0.15


class PaleInk(msgspec.Struct, frozen=True):
    """Stamps paler than the print of a grey page.

    `ink` shows them alone, 255 without; `places` is where in it they are, and
    everything darker than `darkest` is print.
    """

    ink: Pixels
    places: tuple[Place, ...]
    darkest: int


def pale_ink(level: Pixels, dpi: float) -> PaleInk | None:
    """The stamps that are paler than the print; None where there are none or the print itself is pale.

    Args:
        level: a page in grey, its paper white.
        dpi: pixels per inch of it.
    """
    darkest = _darkest_ink(level)
    if darkest is None:
        return None
    mid = _apart(level, darkest, dpi)
    if float(mid.mean()) < _QUICK_SHARE:
        return None
    labels, stats = marks_of((level < _INK).astype(np.uint8))
    letter = _of_letters_size(stats, dpi)
    has_print = np.bincount(labels[level <= darkest], minlength=len(stats)) > 0
    pale = letter & ~has_print
    if int((letter & has_print).sum()) < _FEWEST_OF_PRINT:
        return None
    if not _FEWEST <= int(pale.sum()) <= _MOST_SHARE * int(letter.sum()):
        return None
    ink = as_pixels(np.where(mid | pale[labels], level, 255))
    middles = stats[:, :2] + stats[:, 2:4] // 2
    tones = _tones(level, labels, pale)
    stamps: list[tuple[Place, Mask]] = []
    for place in places_of(ink, dpi)[0]:
        own = _within(middles, place) & pale
        small = place.width * place.height <= _LARGEST * level.size
        if (
            small
            and not any((own & other).any() for _, other in stamps)
            and int(own.sum()) >= _FEWEST
            and _is_even(tones[own])
        ):
            stamps.append((place, own))
    elsewhere = int(pale.sum()) - sum(int(own.sum()) for _, own in stamps)
    if not stamps or elsewhere > _MOST_ELSEWHERE * int(letter.sum()):
        return None
    return PaleInk(ink, tuple(place for place, _ in stamps), darkest)


def ink_by_tone(piece: Pixels, darkest: int, dpi: float) -> InkByLight:
    """The ink of one stamp where no print lies, and thought on under it.

    Args:
        piece: grey, a stamp with some of the page around it.
        darkest: as in `PaleInk`.
        dpi: pixels per inch of the piece.
    """
    level = levelled(piece)
    hidden = _print_and_halo(level, darkest, dpi)
    strokes = level[(level < _INK) & ~hidden]
    tone = float(np.percentile(strokes, 25)) if strokes.size else float(darkest)
    share = (_PAPER - level.astype(np.float32)) / max(1.0, _PAPER - tone)
    most = as_pixels(255 - 255 * np.clip(share, 0, 1))
    seen = as_pixels(np.where(hidden | _hairs(most, hidden), 255, most))
    ink = with_hidden(seen, hidden)
    # On a light edge of print there is no more ink than the light leaves room for.
    return ink._replace(filled=np.maximum(ink.filled, most), between=np.maximum(ink.between, most))


def _hairs(ink: Pixels, hidden: Mask) -> Mask:
    """Thin strokes of print too light to be known as such: crumbs beside print that nowhere are as thick as a stamp's strokes."""
    strokes = ((ink < _HALF) & ~hidden).astype(np.uint8)
    count, found = cv2.connectedComponents(strokes, connectivity=8, ltype=cv2.CV_32S)
    labels = np.asarray(found, dtype=np.int32)
    thick = cv2.morphologyEx(strokes, cv2.MORPH_OPEN, np.ones((_STROKE, _STROKE), np.uint8)) > 0
    beside = cv2.dilate(hidden.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    crumb = (np.bincount(labels[beside], minlength=count) > 0) & (np.bincount(labels[thick], minlength=count) == 0)
    crumb[0] = False
    return np.asarray(cv2.dilate(as_pixels(crumb[labels]), np.ones((3, 3), np.uint8)) > 0)


def without_pale(level: Pixels, places: tuple[Place, ...], darkest: int, dpi: float) -> Pixels:
    """The print alone: the ink of the stamps in these places made paper, the print's own edges as they were."""
    out = level.copy()
    print_ = _print_and_halo(level, darkest, dpi)
    for place in places:
        rows, columns = slice(place.top, place.top + place.height), slice(place.left, place.left + place.width)
        out[rows, columns] = np.where(print_[rows, columns], level[rows, columns], 255)
    return out


def _darkest_ink(level: Pixels) -> int | None:
    """What is darker is print, not ink of a stamp; None where print is not black enough to tell."""
    counts = counts_of(level)[:_PRINT]
    if not counts.any():
        return None
    print_ = int(np.searchsorted(np.cumsum(counts), counts.sum() * _DARK_QUANTILE / 100))
    if print_ > _BLACK:
        return None
    return round(min(_DARKEST_INK, max(_LEAST_DARKEST, print_ + (_PAPER - print_) * _PALER)))


def _print_and_halo(level: Pixels, darkest: int, dpi: float) -> Mask:
    """Print and the grey edge around it, which is no ink of a stamp."""
    side = 2 * max(1, round(_HALO_INCH * dpi)) + 1
    return np.asarray(cv2.dilate((level <= darkest).astype(np.uint8), np.ones((side, side), np.uint8)) > 0)


def _apart(level: Pixels, darkest: int, dpi: float) -> Mask:
    return np.asarray((level < _INK) & ~_print_and_halo(level, darkest, dpi * _WIDE_HALO_INCH / _HALO_INCH))


def _of_letters_size(stats: np.ndarray, dpi: float) -> Mask:
    width, height = stats[:, 2], stats[:, 3]
    fits = (height >= _LOWEST_INCH * dpi) & (height <= _HIGHEST_INCH * dpi) & (width <= _WIDEST_INCH * dpi)
    fits[0] = False
    return np.asarray(fits)


def _tones(level: Pixels, labels: np.ndarray, pale: Mask) -> Pixels:
    """How dark each of the pale letters gets."""
    tones = np.full(pale.size, 255, np.uint8)
    own = pale[labels]
    np.minimum.at(tones, labels[own], level[own])
    return tones


def _is_even(tones: Pixels) -> bool:
    low, high = np.percentile(tones, (20, 80))
    return bool(high - low <= _EVEN)


def _within(middles: np.ndarray, place: Place) -> Mask:
    x, y = middles[:, 0] - place.left, middles[:, 1] - place.top
    return np.asarray((x >= 0) & (x < place.width) & (y >= 0) & (y < place.height))
