"""From what was typed to what may stand on the page: each word with the words that count as it, by how near they are.

The candidates come from a `Lexicon`, the words that really occur, so nothing is
forgiven in vain. Which candidates are believed follows from how often they
occur: a word as frequent as the one asked for is a word of its own, not a
misreading of it (docs/decisions/0003-search-forgiveness.md).
"""

from collections.abc import Iterable
from typing import Protocol

import msgspec
from rapidfuzz.distance import OSA

from indexer.search.name_words import NAME_WORDS
from indexer.search.query import ParsedQuery, Slot, SlotKind
from indexer.search.words import SYNONYMS, look_alikes, sound, stem
from schemas.folding import confusion_key

EXACT, KIN, ALIKE, ONE_ERROR, TWO_ERRORS = 10.0, 7.0, 6.0, 4.0, 2.5
"""What a filled slot is worth: the word itself; inflected, synonymous or going on; misread as its look-alike; near."""

MOST_KIN = 40
MOST_NEAR = 120
_SHORTEST_FORGIVEN = 4
_SHORTEST_TWICE = 8
_COMMON = 0.2
_MISREAD_SHARE = 0.25
_MISTYPED_SHARE = 0.02


class Lexicon(Protocol):
    """The words of the index, folded, and in how many documents each occurs (0 when it does not)."""

    def documents(self) -> int:
        """How many documents there are."""
        ...

    def frequency(self, word: str) -> int:
        """In how many documents the word occurs."""
        ...

    def near(self, word: str, distance: int) -> Iterable[str]:
        """Words at most `distance` edits (swaps count one) away, itself included; bounded."""
        ...

    def like(self, pattern: str) -> Iterable[str]:
        """Words the regular expression matches whole; bounded."""
        ...

    def beginning(self, prefix: str) -> Iterable[tuple[str, int]]:
        """Words that begin so, with their frequency, the most frequent first; bounded."""
        ...

    def is_name(self, word: str) -> bool:
        """Whether the word is part of the name of a debtor or lawyer in the index."""
        ...


class WordPlan(msgspec.Struct, frozen=True):
    """A word slot worked out.

    `near` counts wherever it stands. `far` (one error or two) counts anywhere,
    but in a name only beside another word of the name. Both are `(worth, words)`.
    `phrases` are synonyms of several words; `going_on` is the beginning that may go on.
    """

    word: str
    near: tuple[tuple[float, tuple[str, ...]], ...] = ()
    far: tuple[tuple[float, tuple[str, ...]], ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    going_on: str = ""
    is_name: bool = False


PlannedSlot = tuple[Slot, WordPlan | None]


class Plan(msgspec.Struct, frozen=True):
    """What must be found, slot by slot; `None` stands beside slots taken as they are (numbers, phrases)."""

    wanted: tuple[PlannedSlot, ...]
    unwanted: tuple[Slot, ...]

    @property
    def names(self) -> tuple[WordPlan, ...]:
        """The words of a name, when there are two or more."""
        found = tuple(word for _, word in self.wanted if word is not None and word.is_name)
        return found if len(found) > 1 else ()


def make_plan(parsed: ParsedQuery, lexicon: Lexicon) -> Plan:
    """Work out every slot against the words that occur."""
    return Plan(tuple((slot, _planned(slot, lexicon)) for slot in parsed.wanted), parsed.unwanted)


def _planned(slot: Slot, lexicon: Lexicon) -> WordPlan | None:
    if slot.kind is not SlotKind.WORD:
        return None
    return plan_word(slot, lexicon)


def plan_word(slot: Slot, lexicon: Lexicon) -> WordPlan:
    """The words that count as the slot's word, each in its best class only."""
    word = slot.words[0]
    going_on = word if slot.prefix else ""
    others = SYNONYMS.get(word, ())
    phrases = tuple(tuple(other.split()) for other in others if " " in other)
    if slot.wildcard:
        return WordPlan(word, going_on=going_on)
    single = [other for other in others if " " not in other]
    if any(letter.isdigit() for letter in word) and sum(letter.isdigit() for letter in word) * 2 > len(word):
        return WordPlan(word, near=_classes(KIN, single), going_on=going_on)
    frequency = lexicon.frequency(word)
    is_name = word in NAME_WORDS or lexicon.is_name(word)
    kin = single + ([] if is_name else _inflected(word, lexicon))
    if len(word) < _SHORTEST_FORGIVEN or frequency > max(50, _COMMON * lexicon.documents()):
        return WordPlan(word, near=_classes(KIN, kin), phrases=phrases, going_on=going_on, is_name=is_name)
    alike, sounding, one, two = _forgiven(word, frequency, lexicon)
    near = _classes(KIN, kin + sounding) + _classes(ALIKE, alike, kin + sounding)
    if not is_name and frequency == 0:
        is_name = any(other in NAME_WORDS for other in (*sounding, *alike, *one[:3]))
    return WordPlan(
        word, near, _classes(ONE_ERROR, one, kin) + _classes(TWO_ERRORS, two, kin), phrases, going_on, is_name
    )


def _classes(worth: float, words: list[str], taken: Iterable[str] = ()) -> tuple[tuple[float, tuple[str, ...]], ...]:
    left = tuple(dict.fromkeys(word for word in words if word not in set(taken)))
    return ((worth, left),) if left else ()


def _inflected(word: str, lexicon: Lexicon) -> list[str]:
    """Words of the index with the same stem, the most frequent first."""
    root = stem(word)
    if len(root) < 4 or (root == word and len(word) < 5):
        return []
    start = root[:-1] if root.endswith("c") else root
    found = [other for other, _ in lexicon.beginning(start) if other != word and stem(other) == root]
    return found[:MOST_KIN]


def _forgiven(word: str, frequency: int, lexicon: Lexicon) -> tuple[list[str], list[str], list[str], list[str]]:
    """Look-alikes, words that sound the same, and the believable ones at one and two errors."""
    alike = [other for other in lexicon.like(look_alikes(word)) if other != word]
    taken = {word, *alike}
    sounding: list[str] = []
    ranked: list[tuple[int, int, str]] = []
    key, spoken = confusion_key(word), sound(word)
    distance = 2 if len(word) >= _SHORTEST_TWICE else 1
    for other in lexicon.near(word, distance):
        if other in taken or other.isdigit():
            continue
        count = lexicon.frequency(other)
        if sound(other) == spoken:
            sounding.append(other)
        elif _believed(count, frequency):
            errors = OSA.distance(word, other)
            if errors > 1:
                errors = min(errors, 1 + OSA.distance(key, confusion_key(other)))
            ranked.append((errors, -count, other))
    ranked.sort()
    one = [other for errors, _, other in ranked if errors <= 1]
    two = [other for errors, _, other in ranked if errors > 1]
    return alike[:MOST_NEAR], sounding[:MOST_KIN], one[:MOST_NEAR], two[:MOST_NEAR]


def _believed(count: int, frequency: int) -> bool:
    """Whether a near word seen in `count` documents is the word asked for, seen in `frequency`.

    Either it is rare beside it (a misreading on the page), or the word asked for
    is rare beside it (a slip of the person who typed).
    """
    return count <= max(3, _MISREAD_SHARE * frequency) or frequency <= _MISTYPED_SHARE * count
