"""Little words that the engine read as one with their neighbour, parted again: `unjuicio`, `desu`, `lasuya`.

Old and tight print sets its words close, and Tesseract's line recogniser then
leaves the blank out. The paper still shows it: inside such a word stands a
gap about half as wide as those between the words of its line and clearly
wider than any other within the word. A gap alone is no proof, letters fall
apart too; one of the two parts must be one of Spanish's little words.
"""

from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

import msgspec
import numpy as np

from indexer.engines.ocr import FoundWord
from indexer.stages.page_image import Mask, Pixels
from indexer.stages.paper import two_level
from schemas.folding import fold

_LITTLE = frozenset(
    ("a", "al", "con", "de", "del", "el", "en", "es", "esta", "la", "las", "le", "les", "lo", "los", "me", "mi", "ni",
     "no", "nos", "o", "os", "por", "que", "se", "si", "sin", "su", "sus", "te", "tu", "u", "un", "una", "y", "ya", "yo")
)  # fmt: skip
_FEWEST_WORDS = 4
_FEWEST_LETTERS = 3
_SHARE_OF_GAP = 0.5
"""Of the gap that is usual between the words of the line."""
_SAMPLED = 3
"""Every third pixel either way is enough to tell ink from paper."""
_CLEARLY = 1.5
"""So many times as wide as the next gap within the word."""


class _Gap(NamedTuple):
    """A run of columns without ink within a word, in pixels from the word's left."""

    width: int
    left: int


def parted(found: tuple[FoundWord, ...], pixels: Pixels) -> tuple[FoundWord, ...]:
    """The words in the same order, those that hold a little word and a gap beside it as two.

    Args:
        found: words of the image, in reading order.
        pixels: the image they were read from, grey.
    """
    doubtful = [word for word in found if _places(word.text)]
    if not doubtful:
        return found
    threshold = two_level(pixels[::_SAMPLED, ::_SAMPLED])[1]
    out: list[FoundWord] = []
    for _, group in groupby(found, key=lambda word: (word.block, word.line)):
        line = tuple(group)
        usual = _usual_gap(line)
        for word in line:
            out += _parts(word, usual, pixels, threshold) if usual else (word,)
    return tuple(out)


def _usual_gap(line: tuple[FoundWord, ...]) -> float:
    """The middle one of the gaps between the words; 0 for a line too short to have a usual one."""
    if len(line) < _FEWEST_WORDS:
        return 0.0
    gaps = [after.left - before.left - before.width for before, after in zip(line, line[1:], strict=False)]
    return max(0.0, float(np.median(gaps)))


def _parts(word: FoundWord, usual: float, pixels: Pixels, threshold: int) -> tuple[FoundWord, ...]:
    places = _places(word.text)
    if not places:
        return (word,)
    gaps = _gaps(pixels[word.top : word.top + word.height, word.left : word.left + word.width] <= threshold)
    widest, *others = [*gaps, _Gap(0, 0), _Gap(0, 0)][:2]
    if widest.width < _SHARE_OF_GAP * usual or widest.width < _CLEARLY * max(1, others[0].width):
        return (word,)
    at = (widest.left + widest.width / 2) / word.width * len(word.text)
    place = min(places, key=lambda place: abs(place - at))
    if abs(place - at) > 1:
        return (word,)
    right = widest.left + widest.width
    return (
        msgspec.structs.replace(word, text=word.text[:place], width=widest.left),
        msgspec.structs.replace(word, text=word.text[place:], left=word.left + right, width=word.width - right),
    )


@lru_cache(maxsize=20_000)
def _places(text: str) -> tuple[int, ...]:
    """Before which letters the word may be parted so that a little word comes of it; its signs at the ends stay."""
    first, last = 0, len(text)
    while first < last and not text[first].isalpha():
        first += 1
    while last > first and not text[last - 1].isalpha():
        last -= 1
    core = fold(text[first:last])
    if last - first < _FEWEST_LETTERS or len(core) != last - first or not core.isalpha():
        return ()
    return tuple(first + place for place in range(1, len(core)) if _may_be_two(core[:place], core[place:]))


def _may_be_two(before: str, after: str) -> bool:
    """Whether one is a little word and the other one too, or long enough to be a word; many words end in a vowel."""
    if before in _LITTLE:
        return after in _LITTLE or len(after) >= _FEWEST_LETTERS
    return after in _LITTLE and len(after) > 1 and len(before) >= _FEWEST_LETTERS


def _gaps(ink: Mask) -> list[_Gap]:
    """Runs of columns without ink between columns with ink, the widest first."""
    inked = np.flatnonzero(ink.any(axis=0))
    apart = np.diff(inked)
    places = np.flatnonzero(apart > 1)
    return sorted((_Gap(int(apart[place]) - 1, int(inked[place]) + 1) for place in places), reverse=True)
