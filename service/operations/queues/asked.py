"""What every queue gives back, and how it is declared."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from schemas.queues import Figure, Headings, Line, QueueName
from service.kept_boards import Key, Told
from service.kept_parts import Whole
from service.operations.matters import Asked


class Built(NamedTuple):
    """Every line in order, the most pressing first, and the figures over all of them."""

    lines: Sequence[Line]
    figures: tuple[Figure, ...]


class Counted(NamedTuple):
    """What the figures of a board rest on: how often each thing was counted over all matters, and the number of lines."""

    counts: Mapping[Hashable, int]
    lines: int

    def of(self, what: Hashable) -> int:
        """How often it was counted."""
        return self.counts.get(what, 0)

    def under(self, name: str) -> Iterable[tuple[Any, int]]:
        """What was counted under a name and how often: of `("days", 3)` the 3."""
        return (
            (what[1], number) for what, number in self.counts.items() if isinstance(what, tuple) and what[0] == name
        )


class ByMatter(msgspec.Struct, frozen=True):
    """A queue put together of what each matter gives to it, so that a change costs the matters it reaches.

    `tell` rests on the facts, the day and the rules alone. `newest_first` reads the order of the keys backwards.
    """

    rests_on: Callable[[Asked], Whole[Any]]
    tell: Callable[[Asked, Any], Told[Line]]
    figures: Callable[[Asked, Counted], Iterable[Figure]]
    newest_first: bool = False


class Queue(msgspec.Struct, frozen=True):
    """A queue: how it is called, how it is built, and how the lines of one page get what only they need.

    One that is not `ByMatter` is built anew after any change.
    """

    name: QueueName
    title: str
    headings: Headings
    build: Callable[[Asked], Built] | ByMatter
    dress: Callable[[Asked, list[Line]], list[Line]] = lambda _asked, lines: lines


def ordered(lines: Iterable[Line], key: Callable[[Line], Key], counts: Mapping[Hashable, int]) -> Told[Line]:
    """Lines of a matter under their keys, and what it counts for."""
    return Told([(key(line), line) for line in lines], counts)
