"""How near together the words of a name stand on a page: what ranks its bearers before pages with the same words apart.

Engines find documents in which all words stand; this says, from the text of the few
best of them, which bear the name. It needs no engine.
"""

from collections.abc import Mapping, Sequence

from indexer.search.plan import Plan, WordPlan

TOGETHER = 12.0
"""Worth of a name's word beside another word of the name: more than any scattered exact word."""
REACH = 3
"""Words that stand so many places apart at most, in either order, stand together."""

Places = Mapping[str, Sequence[int]]
"""Where each word stands."""


def places_of(words: Sequence[str]) -> dict[str, list[int]]:
    """Where each of the words stands, counted from 0."""
    places: dict[str, list[int]] = {}
    for at, word in enumerate(words):
        places.setdefault(word, []).append(at)
    return places


def together(plan: Plan, places: Places) -> float:
    """`TOGETHER` for each word of the name that stands, in any of its forms, beside another word of the name."""
    spots = [(_spots(word, places), word) for word in plan.names]
    return TOGETHER * sum(
        any(close(own, others) for others, other in spots if other is not word) for own, word in spots
    )


def _spots(word: WordPlan, places: Places) -> list[int]:
    return sorted(at for form in places.keys() & set(word.forms) for at in places[form])


def close(first: Sequence[int], second: Sequence[int]) -> bool:
    """Whether the two, each in rising order, come near one another; one place filled by both fills only one of them."""
    start = 0
    for at in first:
        while start < len(second) and second[start] < at - REACH:
            start += 1
        for place in second[start:]:
            if place > at + REACH:
                break
            if place != at:
                return True
    return False
