"""What was worked out of each matter, kept; only what a change reached is worked out again.

Boards rest on thousands of matters of which a change reaches few. Every process keeps its own parts and hears of
all changes from the database (`storage/records/touching.py`), whichever process made them.
"""

import threading
from collections.abc import Callable, Collection, Hashable, Mapping
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

F = TypeVar("F")
T = TypeVar("T")

MOST_TOUCHED = 2_000
"""Of more changes than that, or more matters reached, everything is worked out again: that costs less."""

MOST_STEPS = 64
"""For so many generations what changed is told; a board that was looked at before is put in order anew."""


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
    """The part of every matter, by its id, never changed once given; `generation` tells one state from another.

    `steps` are the ids that changed in each of the last generations, the newest last.
    """

    parts: Mapping[str, Part[F]]
    generation: int
    steps: tuple[Collection[str], ...] = ()

    def changed_since(self, generation: int) -> Collection[str] | None:
        """The ids of which a part was added, changed or removed since; None when that is not known, and anything may be."""
        gone_by = self.generation - generation
        if gone_by > len(self.steps):
            return None
        return frozenset().union(*self.steps[len(self.steps) - gone_by :])


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
                parts = dict(before)
                for one, facts in changed.items():
                    if facts is None:
                        del parts[one]
                    else:
                        parts[one] = Part(facts)
                steps = (*self._whole.steps[1 - MOST_STEPS :], frozenset(changed))
                self._whole = Whole(parts, self._whole.generation + 1, steps)

    def _renew(self, made: Mapping[str, F]) -> None:
        self._whole = Whole({one: Part(facts) for one, facts in made.items()}, self._whole.generation + 1)


def _facts(part: Part[F] | None) -> F | None:
    return None if part is None else part.facts
