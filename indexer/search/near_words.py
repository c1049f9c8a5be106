"""Which words are near a word and in what way: what forgiveness chooses from. Nothing here asks how often they occur."""

from collections.abc import Iterable, Sequence

import msgspec
from rapidfuzz import process
from rapidfuzz.distance import OSA

from indexer.search.words import sounds
from schemas.folding import confusion_key, confusion_keys

SHORTEST_TWICE = 6
"""Letters of the shortest word of which a word two errors away may still be a misreading."""


class NearWords(msgspec.Struct, frozen=True, array_like=True):
    """Words by what parts them from another, in no order, each in the first kind it belongs to.

    Those that sound the same; that differ by what is mistaken for one another (`schemas.folding`); that are one error
    away; and that are further: one error away but for look-alikes, or two errors.
    """

    sounding: list[str] = []
    alike: list[str] = []
    one: list[str] = []
    further: list[str] = []

    @property
    def every(self) -> list[str]:
        """All of them."""
        return [*self.sounding, *self.alike, *self.one, *self.further]

    def __add__(self, others: "NearWords") -> "NearWords":
        """Kind by kind these and the others, which are different words."""
        return NearWords(
            self.sounding + others.sounding,
            self.alike + others.alike,
            self.one + others.one,
            self.further + others.further,
        )


def sorted_out(word: str, candidates: Iterable[str], most: int = 1) -> NearWords:
    """The candidates at most so many errors from the word, or one from its look-alikes; numbers are nobody's misreading."""
    others = [other for other in candidates if other != word and not other.isdigit()]
    errors, errors_of_keys = _apart(word, others, most), _apart(confusion_key(word), confusion_keys(others), 1)
    close = [others[at] for at, apart in errors.items() if apart <= 1]
    spoken, *said = sounds([word, *close])
    found = NearWords([other for other, its in zip(close, said, strict=True) if its == spoken], [], [], [])
    heard = set(found.sounding)
    for at in errors.keys() | errors_of_keys.keys():
        other = others[at]
        if other in heard:
            continue
        if errors_of_keys.get(at) == 0:
            found.alike.append(other)
        elif errors.get(at, 2) <= 1:
            found.one.append(other)
        elif len(word) >= SHORTEST_TWICE:
            found.further.append(other)
    return found


def is_near(word: str, key: str, other: str, its_key: str) -> bool:
    """Whether `sorted_out` finds the other word near the word by one error; `key` is a word's confusion key."""
    if OSA.distance(word, other, score_cutoff=1) <= 1:
        return other != word
    errors = OSA.distance(key, its_key, score_cutoff=1)
    return errors == 0 or (errors == 1 and len(word) >= SHORTEST_TWICE)


def _apart(word: str, others: Sequence[str], most: int) -> dict[int, int]:
    """How many errors part the word from each of the others, by their places; only those at most so many away.

    The engine's own loop over all of them: there may be thousands, and few are near.
    """
    found = process.extract(word, others, scorer=OSA.distance, processor=None, score_cutoff=most, limit=None)
    return {at: int(errors) for _, errors, at in found}
