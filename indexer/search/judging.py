"""What a plan is worth on a run of words: which slots they fill, and how well. It needs no engine.

The plain meaning of the port, for a back end that looks through texts itself, and for the pages that another has found.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from indexer.search.nearness import close, places_of, together
from indexer.search.plan import EXACT, KIN, Plan, WordPlan
from indexer.search.query import Slot, SlotKind

MOST_PAGES = 50
"""Pages listed for one document."""


class Standing(msgspec.Struct):
    """A run of words: where each stands, and the numbers that go with it."""

    places: Mapping[str, Sequence[int]]
    numbers: set[str]

    @classmethod
    def of(cls, words: Sequence[str], numbers: Iterable[str]) -> "Standing":
        """The words in order, and the normal forms of the numbers."""
        return cls(places_of(words), set(numbers))


class JudgedPage(msgspec.Struct, frozen=True):
    """A page that fills `slots` slots, and how well."""

    page: int
    slots: int
    score: float


def judge(plan: Plan, words: Standing) -> tuple[int, float]:
    """How many of the wanted slots the words fill, and what that is worth in all."""
    scores = [_filled(slot, word, plan, words) for slot, word in plan.wanted]
    return sum(map(bool, scores)), sum(scores) + _side_by_side(plan, words)


def best_pages(pages: Iterable[JudgedPage]) -> tuple[list[JudgedPage], int]:
    """Those that fill the most slots, the best first and at most 50, and how many they are."""
    judged = list(pages)
    most = max((page.slots for page in judged), default=0)
    best = sorted((page for page in judged if page.slots == most), key=lambda page: (-page.score, page.page))
    return best[:MOST_PAGES], len(best)


def _filled(slot: Slot, word: WordPlan | None, plan: Plan, words: Standing) -> float:
    """What the slot is worth on these words; 0 where it is not filled."""
    if word is None:
        return filled_plainly(slot, words)
    options = [EXACT] if word.word in words.places else [0.0]
    options += [worth for worth, forms in (*word.near, *word.far) if any(form in words.places for form in forms)]
    options += [KIN for phrase in word.phrases if _in_order(phrase, words)]
    if word.going_on and any(other.startswith(word.going_on) for other in words.places):
        options.append(KIN)
    in_name = word.is_name and bool(plan.names)
    for worth, forms in word.doubtful:
        counts = _stands_beside if in_name else _stands
        options += [worth for form in forms if counts(form, word, plan, words)]
    return max(options)


def _stands(form: str, word: WordPlan, plan: Plan, words: Standing) -> bool:
    return form in words.places


def _stands_beside(form: str, word: WordPlan, plan: Plan, words: Standing) -> bool:
    others = {head for name in plan.names if name is not word for head in name.heads}
    return any(close(words.places.get(form, ()), words.places.get(head, ())) for head in others)


def _side_by_side(plan: Plan, words: Standing) -> float:
    return _all_together(plan, words) + together(plan, words.places)


def _all_together(plan: Plan, words: Standing) -> float:
    wanted = [word.word for _, word in plan.wanted if word is not None]
    if len(wanted) < 2 or not all(word in words.places for word in wanted):
        return 0.0
    reach = len(wanted) + 1
    first = words.places[wanted[0]]
    beside = all(any(abs(a - b) <= reach for a in first for b in words.places[other]) for other in wanted[1:])
    return EXACT * len(wanted) if beside else 0.0


def filled_plainly(slot: Slot, words: Standing) -> float:
    """What a slot taken as it is, a word as typed, a phrase or a number, is worth; 0 where it is not filled."""
    filled = _in_order(slot.words, words) or any(form in words.numbers for form in slot.forms)
    if not filled and slot.prefix and slot.kind is SlotKind.NUMBER:
        filled = any(number.startswith(form) for form in slot.forms if ":" not in form for number in words.numbers)
    if not filled and slot.prefix and slot.kind is SlotKind.WORD:
        filled = any(word.startswith(slot.words[-1]) for word in words.places)
    return EXACT if filled else 0.0


def _in_order(phrase: tuple[str, ...], words: Standing) -> bool:
    if not phrase:
        return False
    return any(
        all(start + step in words.places.get(word, ()) for step, word in enumerate(phrase))
        for start in words.places.get(phrase[0], ())
    )
