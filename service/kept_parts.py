"""What was worked out of each matter, kept; only what a change reached is worked out again.

Boards rest on thousands of matters of which a change reaches few. Every process keeps its own parts and hears of
all changes from the database (`storage/records/touching.py`), whichever process made them.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Mapping
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

F = TypeVar("F")
T = TypeVar("T")

MOST_TOUCHED = 2_000
"""Of more changes than that, or more matters reached, everything is worked out again: that costs less."""


class Part(Generic[F]):
    """What is known of one matter, and what was made of it, made once: `facts` never change, so neither does the rest."""

    __slots__ = ("_told", "facts")

    def __init__(self, facts: F) -> None:
        self.facts = facts
        self._told: dict[Hashable, Any] = {}

    def told(self, by: Hashable, make: Callable[[F], T]) -> T:
        """What `make` gives for the facts, under a name; it may rest on the day and the rules besides and on nothing else."""
        if by not in self._told:
            self._told[by] = make(self.facts)
        found: T = self._told[by]
        return found


class Whole(NamedTuple, Generic[F]):
    """The part of every matter, by its id, never changed once given; `generation` tells one state from another."""

    parts: Mapping[str, Part[F]]
    generation: int


class Sources(NamedTuple, Generic[F]):
    """Where parts come from.

    `reached` names the matters that a change after the number reaches, None for all; `make` gives the facts
    of the matters named, None for all, leaving out those that are no more.
    """

    reached: Callable[[int], Collection[str] | None]
    make: Callable[[Collection[str] | None], Mapping[str, F]]


class Parts(Generic[F]):
    """The parts of all matters of one sort. Safe for threads: who asks meanwhile waits for the same answer."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._day: date | None = None
        self._sequence = 0
        self._whole: Whole[F] = Whole({}, 0)

    def as_of(self, day: date, sequence: int, sources: Sources[F]) -> Whole[F]:
        """The parts as of that day, and of that change or a later one."""
        with self._lock:
            if day != self._day:
                self._renew(sources.make(None))
            elif sequence > self._sequence:
                self._follow(sources)
            else:
                return self._whole
            self._day, self._sequence = day, sequence
            return self._whole

    def _follow(self, sources: Sources[F]) -> None:
        reached = sources.reached(self._sequence)
        if reached is None or len(reached) > MOST_TOUCHED:
            self._renew(sources.make(None))
        elif reached:
            made, before = sources.make(reached), self._whole.parts
            changed = {one: made.get(one) for one in reached if made.get(one) != _facts(before.get(one))}
            if changed:
                parts = {one: part for one, part in before.items() if one not in changed}
                parts |= {one: Part(facts) for one, facts in changed.items() if facts is not None}
                self._whole = Whole(parts, self._whole.generation + 1)

    def _renew(self, made: Mapping[str, F]) -> None:
        self._whole = Whole({one: Part(facts) for one, facts in made.items()}, self._whole.generation + 1)


def _facts(part: Part[F] | None) -> F | None:
    return None if part is None else part.facts


class KeptParts:
    """The parts of one process, by the sort of matter."""

    def __init__(self) -> None:
        self._of: defaultdict[str, Parts[Any]] = defaultdict(Parts)

    def of(self, sort: str) -> Parts[Any]:
        """The parts of that sort, empty at first."""
        return self._of[sort]
