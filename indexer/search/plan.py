"""From what was typed to what may stand on the page: each word with the words that count as it, by how near they are.

The candidates come from a `Lexicon`, the words that really occur, so nothing is
forgiven in vain. Which candidates are believed follows from how often they
occur: a word as frequent as the one asked for is a word of its own, not a
misreading of it (docs/decisions/0003-search-forgiveness.md).
"""

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Protocol

import msgspec

from indexer.search.name_words import NAME_WORDS
from indexer.search.near_words import SHORTEST_TWICE, NearWords, sorted_out
from indexer.search.query import ParsedQuery, Slot, SlotKind
from indexer.search.words import SYNONYMS, is_slip, root_of
from schemas.folding import within_one_edit

EXACT, MEANT, KIN, ALIKE, SLIP, ONE_ERROR, TWO_ERRORS = 10.0, 9.5, 7.0, 6.0, 5.0, 4.0, 2.5
"""What a filled slot is worth: the word itself; the one evidently meant; inflected, synonymous, sounding the same or
going on; misread as its look-alike; one letter lost, doubled or swapped in a word that looks mistyped; one error
away; two."""

MOST_KIN = 40
MOST_NEAR, MOST_TWICE = 400, 200
SHORTEST_GOING_ON, GOING_ON = 3, "*"
"""Letters of the shortest word that may go on, and what tells that one does."""
SHORTEST_FORGIVEN = 4
"""Letters of the shortest word of which a misreading counts."""
COMMON_SHARE = 0.2
"""Share of the documents above which a word is not forgiven: it is too frequent for its misreadings to matter."""
_SHORTEST_IN_NAME = 3
_MISREAD_SHARE = 0.25
_MISTYPED_SHARE = 0.03
_LEAST_MEANT = 3
_MOST_HEADS = 4


class Lexicon(Protocol):
    """The words of the index, folded, and in how many documents each occurs (0 when it does not)."""

    def documents(self) -> int:
        """How many documents there are."""
        ...

    def frequency(self, word: str) -> int:
        """In how many documents the word occurs."""
        ...

    def about(self, word: str) -> int:
        """The same of a word that `near` or `beyond` told of, as of some time ago where that is quicker."""
        ...

    def near(self, word: str) -> NearWords:
        """All words one error away from it, look-alikes (`schemas.folding`) not counted; bounded."""
        ...

    def beyond(self, word: str) -> Iterable[str]:
        """Words at most two edits away; dear, and bounded."""
        ...

    def inflected(self, root: str) -> Iterable[str]:
        """Words of that stem (`indexer.search.words`), the most frequent first."""
        ...

    def told_of(self, word: str, near: Iterable[str]) -> frozenset[str] | None:
        """Those of the words near the word by which documents tell that they may bear it; None where none tells of the word."""
        ...

    def is_common(self, word: str) -> bool:
        """Whether documents tell that they bear the word in any form."""
        ...

    def is_name(self, word: str) -> bool:
        """Whether the word is part of the name of a debtor or lawyer in the index."""
        ...


Classes = tuple[tuple[float, tuple[str, ...]], ...]
"""Words by what they are worth."""


class WordPlan(msgspec.Struct, frozen=True):
    """A word slot worked out.

    `near` and `far` (one error or two) count wherever they stand: they are misreadings, or what was
    evidently meant. `doubtful` are words in use themselves one error away; in a name they count only
    beside another word of the name. All are `(worth, words)`.
    `phrases` are synonyms of several words; `going_on` is the beginning that may go on.
    `meant` is set when the word hardly occurs while a near one is frequent.
    `misread` are the heads of which documents tell that they bear misreadings, and `told` the forms that these take in.
    `common` is what documents tell that bear the word in any form, where they do (`indexer.search.frequent`).
    """

    word: str
    near: Classes = ()
    far: Classes = ()
    doubtful: Classes = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    going_on: str = ""
    is_name: bool = False
    meant: str = ""
    misread: tuple[str, ...] = ()
    told: frozenset[str] = frozenset()
    common: str = ""

    @property
    def heads(self) -> tuple[str, ...]:
        """The word as typed, and as it was most likely meant when it looks mistyped."""
        return (self.word, self.meant) if self.meant else (self.word,)

    @property
    def forms(self) -> tuple[str, ...]:
        """Every word that may stand for this one, itself first."""
        classes = (*self.near, *self.far, *self.doubtful)
        return (self.word, *chain.from_iterable(forms for _, forms in classes))


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

    def heads_beside(self, word: WordPlan) -> list[str]:
        """The heads of the name's words that come next to the given one of them."""
        at = self.names.index(word)
        others = [self.names[place] for place in (at - 1, at + 1, at + 2, at - 2) if 0 <= place < len(self.names)]
        return [head for other in others for head in other.heads][:_MOST_HEADS]


Remembered = dict[Slot, WordPlan]
"""Word slots worked out before; holds only for the lexicon they were worked out against."""

_MOST_REMEMBERED = 5000


def make_plan(parsed: ParsedQuery, lexicon: Lexicon, remembered: Remembered | None = None) -> Plan:
    """Work out every slot against the words that occur; `remembered` is read and added to, and stays bounded."""
    known: Remembered = {} if remembered is None else remembered
    return Plan(tuple((slot, _planned(slot, lexicon, known)) for slot in parsed.wanted), parsed.unwanted)


def _planned(slot: Slot, lexicon: Lexicon, remembered: Remembered) -> WordPlan | None:
    if slot.kind is not SlotKind.WORD:
        return None
    if slot not in remembered:
        if len(remembered) >= _MOST_REMEMBERED:
            remembered.clear()
        remembered[slot] = plan_word(slot, lexicon)
    return remembered[slot]


def bolder(plan: Plan, lexicon: Lexicon) -> Plan | None:
    """The plan for a name that nobody bears as typed: any word of it may stand for a name one error away.

    Short words and words that are frequent names themselves count here too, beside
    another word of the name. None when there is nothing more to try.
    """
    words = [word for _, word in plan.wanted if word is not None]
    if len(words) < 2 or not any(word.is_name for word in words):
        return None
    wanted = tuple((slot, word and _taken_for_name(word, lexicon)) for slot, word in plan.wanted)
    return None if wanted == plan.wanted else Plan(wanted, plan.unwanted)


def _taken_for_name(word: WordPlan, lexicon: Lexicon) -> WordPlan:
    if len(word.word) < _SHORTEST_IN_NAME or not word.word.isalpha():
        return word
    near = {
        other
        for other in lexicon.near(word.word).every
        if within_one_edit(word.word, other) and (other in NAME_WORDS or lexicon.is_name(other))
    }
    others = sorted(near.difference(word.forms))[:MOST_TWICE]
    if not others and not word.is_name:
        return word
    doubtful = word.doubtful + _classes(ONE_ERROR, others)
    return msgspec.structs.replace(word, doubtful=doubtful, is_name=True)


def plan_word(slot: Slot, lexicon: Lexicon) -> WordPlan:
    """The words that count as the slot's word, each in its best class only."""
    word = slot.words[0]
    going_on = word if slot.prefix else ""
    others = SYNONYMS.get(word, ())
    phrases = tuple(tuple(other.split()) for other in others if " " in other)
    if slot.wildcard:
        return WordPlan(word, going_on=going_on)
    single = [other for other in others if " " not in other]
    if mostly_digits(word):
        return WordPlan(word, near=_classes(KIN, single), going_on=going_on)
    frequency = lexicon.frequency(word)
    is_name = _is_name(word, lexicon)
    kin = single + ([] if is_name else _inflected(word, lexicon))
    if len(word) < SHORTEST_FORGIVEN or frequency > max(50, COMMON_SHARE * lexicon.documents()):
        common = word if not is_name and lexicon.is_common(word) else ""
        common += GOING_ON if common and going_on else ""
        return WordPlan(word, _classes(KIN, kin), phrases=phrases, going_on=going_on, is_name=is_name, common=common)
    forgiven = _forgiven(word, frequency, lexicon)
    taken = [*kin, *forgiven.sounding]
    if not is_name:
        is_name = any(other in NAME_WORDS for other in (*forgiven.sounding, *forgiven.alike))
        is_name = is_name or (frequency <= 3 and any(other in NAME_WORDS for other in forgiven.one[:3]))
    telling = [other for other in forgiven.one if lexicon.about(other) >= frequency / _MISTYPED_SHARE]
    likely = [*forgiven.sounding, *forgiven.alike, *_slips(word, telling)]
    meant = _meant(frequency, likely, forgiven.one[:1], lexicon)
    slips = _slips(word, forgiven.one) if meant or not frequency else []
    misread = {word: lexicon.told_of(word, forgiven.near)}
    if meant:
        right = _forgiven(meant, lexicon.frequency(meant), lexicon)
        misread[meant] = lexicon.told_of(meant, right.near)
        known = {word, *taken, *forgiven.alike, *forgiven.one, *forgiven.two}
        more = (other for other in (*right.sounding, *right.alike, *right.one) if other not in known)
        forgiven.two = [*more, *forgiven.two][:MOST_NEAR]
    far = (
        _classes(SLIP, slips, kin)
        + _classes(ONE_ERROR, forgiven.one, [*kin, *slips])
        + _classes(TWO_ERRORS, forgiven.two, kin)
    )
    believed = max(_LEAST_MEANT, _MISREAD_SHARE * max(frequency, lexicon.frequency(meant) if meant else 0))
    in_use = {form for _, forms in far for form in forms if lexicon.about(form) > believed}
    return WordPlan(
        word,
        _classes(MEANT, [meant] if meant else []) + _classes(KIN, taken) + _classes(ALIKE, forgiven.alike, taken),
        _those(far, lambda form: form not in in_use),
        _those(far, lambda form: form in in_use),
        phrases,
        going_on,
        is_name,
        meant,
        tuple(head for head, told in misread.items() if told is not None),
        frozenset().union(*(told for told in misread.values() if told)),
    )


def mostly_digits(word: str) -> bool:
    """Whether the word is a number rather than a word: such are nobody's misreading."""
    return sum(letter.isdigit() for letter in word) * 2 > len(word)


def _is_name(word: str, lexicon: Lexicon) -> bool:
    return not mostly_digits(word) and (word in NAME_WORDS or lexicon.is_name(word))


def _slips(word: str, others: Iterable[str]) -> list[str]:
    return [other for other in others if is_slip(word, other)]


def _those(classes: Classes, which: Callable[[str], bool]) -> Classes:
    kept = ((worth, tuple(filter(which, forms))) for worth, forms in classes)
    return tuple((worth, forms) for worth, forms in kept if forms)


def _meant(frequency: int, likely: list[str], others: list[str], lexicon: Lexicon) -> str:
    """The frequent word near one that hardly occurs: what the person meant to type.

    The likely ones first; of a word that does not occur at all they leave no doubt.
    """
    for tier in (likely,) if likely and not frequency else (likely, others):
        count, best = max(((lexicon.frequency(other), other) for other in tier), default=(0, ""))
        if count >= (frequency / _MISTYPED_SHARE or _LEAST_MEANT):
            return best
    return ""


def _classes(worth: float, words: list[str], taken: Iterable[str] = ()) -> Classes:
    elsewhere = set(taken)
    left = tuple(dict.fromkeys(word for word in words if word not in elsewhere))
    return ((worth, left),) if left else ()


def _inflected(word: str, lexicon: Lexicon) -> list[str]:
    """Words of the index with the same stem, the most frequent first."""
    root = root_of(word)
    if not root:
        return []
    return [other for other in lexicon.inflected(root) if other != word][:MOST_KIN]


class _Forgiven(msgspec.Struct):
    """Candidates by kind, the likelier first."""

    sounding: list[str]
    alike: list[str]
    one: list[str]
    two: list[str]
    near: list[str]
    """All words near the word, believed or not."""


def _forgiven(word: str, frequency: int, lexicon: Lexicon) -> _Forgiven:
    """Words that sound the same, look-alikes, and the believable ones one error and two errors away.

    Two errors means one besides look-alikes; two of any kind are looked for only
    where a long word as typed leads nowhere, since that search is the dearest.
    """
    near = lexicon.near(word)
    found = _Forgiven(
        sorted(near.sounding)[:MOST_KIN],
        sorted(near.alike)[:MOST_NEAR],
        _believed(near.one, frequency, lexicon)[:MOST_NEAR],
        _believed(near.further, frequency, lexicon)[:MOST_TWICE],
        near.every,
    )
    if not (frequency or found.sounding or found.alike or found.one) and len(word) >= SHORTEST_TWICE:
        beyond = _believed(sorted_out(word, lexicon.beyond(word), most=2).further, frequency, lexicon)[:MOST_TWICE]
        found.two = [*found.two, *(other for other in beyond if other not in found.two)][:MOST_TWICE]
    return found


def _believed(near: Iterable[str], frequency: int, lexicon: Lexicon) -> list[str]:
    """Those of the near words that stand for the word asked for, which occurs in `frequency` documents; the frequent first.

    Either they are rare beside it (misreadings on the page), or the word asked for
    is rare beside them (a slip of the person who typed).
    """
    rare = max(3, _MISREAD_SHARE * frequency)
    counted = ((-lexicon.about(word), word) for word in near)
    return [word for less, word in sorted(counted) if -less <= rare or frequency <= _MISTYPED_SHARE * -less]
