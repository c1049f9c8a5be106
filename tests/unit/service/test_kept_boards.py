"""Boards kept in order between changes: after any of them the same as put in order from nothing."""

import random
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from service.kept_boards import Board, Kept, Told
from service.kept_parts import MOST_STEPS, Parts, Sources, Whole

DAY = date(2026, 3, 2)


class Rows:
    """Matters, each with a few numbers, and which of them changed at which number, as a database would tell."""

    def __init__(self, seed: int, matters: int) -> None:
        self.chance, self.sequence = random.Random(seed), 0
        self.facts: dict[str, tuple[int | None, ...]] = {}
        self.touched: dict[str, int] = {}
        for at in range(matters):
            self.change(f"m{at}")

    def change(self, one: str = "") -> None:
        """A matter is added, says something else, or is no more."""
        one = one or f"m{self.chance.randrange(40)}"
        self.sequence += 1
        self.touched[one] = self.sequence
        if self.chance.random() < 0.2:
            self.facts.pop(one, None)
        else:
            numbers = range(self.chance.randrange(4))
            self.facts[one] = tuple(self.chance.choice((None, 0, 1, 2, 3)) for _ in numbers)

    def whole(self, parts: Parts[tuple[int | None, ...]]) -> Whole[tuple[int | None, ...]]:
        return parts.as_of(DAY, self.sequence, Sources(self._reached, self._made))

    def _reached(self, since: int) -> Collection[str]:
        return {one for one, at in self.touched.items() if at > since}

    def _made(self, ids: Collection[str] | None) -> Mapping[str, tuple[int | None, ...]]:
        return {one: facts for one, facts in self.facts.items() if ids is None or one in ids}


def tell(facts: tuple[int | None, ...]) -> Told[str]:
    """Equal keys in plenty, some without a number first of all."""
    items = [((one is not None, one), f"{one}") for one in facts]
    return Told(items, {"matters": 1, ("known", len(facts)): 1, "none": facts.count(None)})


def looks(chance: random.Random) -> Iterator[int]:
    """How many changes lie between looks: often one, sometimes more than the parts tell of."""
    for _ in range(120):
        yield chance.choice((0, 1, 1, 2, 5, MOST_STEPS + 3))


@pytest.mark.parametrize("seed", range(4))
def test_a_board_that_is_kept_is_one_made_from_nothing(seed: int) -> None:
    rows, parts, kept = Rows(seed, 30), Parts[tuple[int | None, ...]](), Board[tuple[int | None, ...], str]()
    for changes in looks(rows.chance):
        for _ in range(changes):
            rows.change()
            rows.whole(parts)
        whole = rows.whole(parts)
        fresh: Board[tuple[int | None, ...], str] = Board()
        standing, anew = kept.as_of(whole, tell), fresh.as_of(whole, tell)
        assert (standing.items, standing.generation) == (anew.items, whole.generation)
        assert standing.counts == anew.counts
        assert list(standing.items) == sorted(standing.items, key=lambda one: (one != "None", one))


def test_only_what_changed_is_told_again() -> None:
    rows, parts, kept = Rows(1, 30), Parts[tuple[int | None, ...]](), Board[tuple[int | None, ...], str]()
    asked: list[tuple[int | None, ...]] = []

    def telling(facts: tuple[int | None, ...]) -> Told[str]:
        asked.append(facts)
        return tell(facts)

    kept.as_of(rows.whole(parts), telling)
    asked.clear()
    rows.facts["m7"], rows.touched["m7"] = (9, 9), rows.sequence + 1
    rows.sequence += 1
    kept.as_of(rows.whole(parts), telling)
    assert asked == [(9, 9)]


def test_what_was_given_stays_as_it_was_and_who_comes_with_older_parts_gets_the_newer_board() -> None:
    rows, parts, kept = Rows(2, 30), Parts[tuple[int | None, ...]](), Board[tuple[int | None, ...], str]()
    old = rows.whole(parts)
    given = kept.as_of(old, tell)
    items, counts = list(given.items), dict(given.counts)
    rows.facts["m3"], rows.touched["m3"] = (1, 2, 3), rows.sequence + 1
    rows.sequence += 1
    newer = kept.as_of(rows.whole(parts), tell)
    assert (list(given.items), given.counts) == (items, counts)
    assert newer.items != given.items and kept.as_of(old, tell) is newer


def test_what_was_told_under_something_else_is_told_again_whoever_comes_with_older_parts() -> None:
    rows, parts, kept = Rows(3, 30), Parts[tuple[int | None, ...]](), Board[tuple[int | None, ...], str]()
    old = rows.whole(parts)
    rows.facts["m3"], rows.touched["m3"] = (1, 2, 3), rows.sequence + 1
    rows.sequence += 1
    newer = rows.whole(parts)
    late = kept.as_of(newer, lambda _: Told(), "old")
    assert (late.items, kept.as_of(newer, tell, "new").items) == ((), Board[Any, str]().as_of(newer, tell).items)
    assert kept.as_of(old, lambda _: Told(), "old").items == ()
    assert kept.as_of(newer, tell, "new").items == Board[Any, str]().as_of(newer, tell).items


def test_a_board_over_nothing_that_ever_changed_is_told_all_the_same() -> None:
    whole = Whole(Parts[tuple[int | None, ...]]().as_of(DAY, 0, Sources(lambda _: (), lambda _: {"m": (1,)})).parts, 0)
    assert Board[tuple[int | None, ...], str]().as_of(whole, tell).items == ("1",)


def test_boards_and_parts_are_kept_by_name() -> None:
    kept = Kept()
    assert kept.board("lapse") is kept.board("lapse") is not kept.board("stages")
    assert kept.of("lawsuits") is kept.of("lawsuits") is not kept.of("notes")
