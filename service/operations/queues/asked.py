"""What every queue is handed and gives back."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import msgspec

from schemas.access import Actor
from schemas.queues import Figure, Headings, Line, QueueName
from schemas.rules import RuleTable
from storage.records import Session


class Asked(NamedTuple):
    """On whose behalf a queue is asked for, on which day, under which rules; all queries go through `session`."""

    session: Session
    actor: Actor
    today: date
    rules: RuleTable


class Built(NamedTuple):
    """Every line in order, the most pressing first, and the figures over all of them."""

    lines: list[Line]
    figures: tuple[Figure, ...]


class Queue(msgspec.Struct, frozen=True):
    """A queue: how it is called, how it is built, and how the lines of one page get what only they need."""

    name: QueueName
    title: str
    headings: Headings
    build: Callable[[Asked], Built]
    dress: Callable[[Asked, list[Line]], list[Line]] = lambda _asked, lines: lines
