"""Lists in order over all matters of one sort, kept; only the matters that changed are taken out and put in again.

A board shows its first lines and counts the rest, over thousands of matters of which a change reaches few.
Putting all of them in order at each look costs more than working out what changed.
"""

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from service.kept_parts import Parts, Whole

F = TypeVar("F")
T = TypeVar("T")

Key = tuple[Any, ...]
"""What puts an item in its place; keys of one board can be compared with one another."""


class Told(NamedTuple, Generic[T]):
    """What one matter gives to a board: items, each with its key, and how much it adds to what the board counts."""

    items: Sequence[tuple[Key, T]] = ()
    counts: Mapping[Hashable, int] = {}


class Standing(NamedTuple, Generic[T]):
    """A board as of one generation of its parts, never changed once given. Items of equal keys stand by their matters' ids.

    `under` is what it was told under besides the facts.
    """

    items: Sequence[T]
    counts: Mapping[Hashable, int]
    generation: int
    under: Hashable = None


class Board(Generic[F, T]):
    """A board that is kept. Safe for threads: who asks meanwhile waits for the same answer."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._told: dict[str, Told[T]] = {}
        self._keys: list[Key] = []
        self._items: list[T] = []
        self._counts: Counter[Hashable] = Counter()
        self._standing: Standing[T] = Standing((), {}, -1)

    def as_of(self, whole: Whole[F], tell: Callable[[F], Told[T]], under: Hashable = None) -> Standing[T]:
        """The board over those parts, or over later ones; `tell` may rest on the facts and what `under` names, the day and the rules.

        Who began before midnight, or before a rule was said anew, may come with parts that others made since:
        what such a one tells is nobody else's board.
        """
        with self._lock:
            stands = self._standing
            if under != stands.under or whole.generation > stands.generation:
                self._follow(whole, tell, anew=under != stands.under)
                self._standing = Standing(tuple(self._items), dict(self._counts), whole.generation, under)
            return self._standing

    def _follow(self, whole: Whole[F], tell: Callable[[F], Told[T]], *, anew: bool) -> None:
        changed = None if anew else whole.changed_since(self._standing.generation)
        parts = whole.parts if changed is None else {one: whole.parts[one] for one in changed if one in whole.parts}
        told = {one: tell(part.facts) for one, part in parts.items()}
        if changed is None:
            self._renew(told)
            return
        for one in changed:
            self._take_out(one)
        for one, given in told.items():
            self._put_in(one, given)

    def _renew(self, told: dict[str, Told[T]]) -> None:
        found = [entry for one, given in told.items() for entry in _entries(one, given)]
        found.sort(key=lambda entry: entry[0])
        self._told, self._counts = told, Counter()
        self._keys, self._items = [key for key, _ in found], [item for _, item in found]
        for given in told.values():
            self._count(given, 1)

    def _take_out(self, one: str) -> None:
        given = self._told.pop(one, None)
        if given is None:
            return
        for key, _ in _entries(one, given):
            at = bisect_left(self._keys, key)
            del self._keys[at], self._items[at]
        self._count(given, -1)

    def _put_in(self, one: str, given: Told[T]) -> None:
        self._told[one] = given
        for key, item in _entries(one, given):
            at = bisect_left(self._keys, key)
            self._keys.insert(at, key)
            self._items.insert(at, item)
        self._count(given, 1)

    def _count(self, given: Told[T], times: int) -> None:
        """What is counted no more has no number, so that a board can be asked what there is."""
        for what, number in given.counts.items():
            self._counts[what] += times * number
            if not self._counts[what]:
                del self._counts[what]


def _entries(one: str, given: Told[T]) -> list[tuple[Key, T]]:
    """Under keys that no other item of the board has."""
    return [((*key, one, number), item) for number, (key, item) in enumerate(given.items)]


class Kept:
    """What one process keeps: the parts of each sort of matter, and boards by name."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._parts: dict[str, Parts[Any]] = {}
        self._boards: dict[str, Board[Any, Any]] = {}

    def of(self, sort: str) -> Parts[Any]:
        """The parts of that sort, empty at first."""
        with self._lock:
            return self._parts.setdefault(sort, Parts())

    def board(self, name: str) -> Board[Any, Any]:
        """The board of that name, always over the same sort of parts; empty at first."""
        with self._lock:
            return self._boards.setdefault(name, Board())
