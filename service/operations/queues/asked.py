"""What every queue gives back, and how it is declared."""

from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from schemas.queues import Figure, Headings, Line, QueueName
from service.kept_parts import Whole
from service.operations.matters import Asked


class Built(NamedTuple):
    """Every line in order, the most pressing first, and the figures over all of them."""

    lines: list[Line]
    figures: tuple[Figure, ...]


class Queue(msgspec.Struct, frozen=True):
    """A queue: how it is called, how it is built, and how the lines of one page get what only they need.

    `rests_on` gives the parts from which alone it is built, so that it stands as long as they do; a queue
    without is built anew after any change.
    """

    name: QueueName
    title: str
    headings: Headings
    build: Callable[[Asked], Built]
    dress: Callable[[Asked, list[Line]], list[Line]] = lambda _asked, lines: lines
    rests_on: Callable[[Asked], Whole[Any]] | None = None
