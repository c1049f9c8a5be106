"""The digest of a day (resumen del día): what came in and was done since the last working day, and what is due."""

from datetime import date, datetime

import msgspec

from schemas.diary import Due
from schemas.queues import Line


class Paper(msgspec.Struct, frozen=True):
    """A document that came in."""

    id: str
    title: str
    state: str


class Done(msgspec.Struct, frozen=True):
    """How often something was done: an act of the log, upon what."""

    action: str
    object_kind: str
    number: int


class DayPages(msgspec.Struct, frozen=True):
    """Pages of the documents received on a day at the office, and files rejected that day."""

    on: date
    pages: int
    rejected: int


class Digest(msgspec.Struct, frozen=True):
    """`received` counts receipts since then by outcome; `people` the acts of each user, None for who may not read the log.

    `pressing` are the first lines of the queues of lawsuits and originals; `days` the last fortnight, the oldest first.
    """

    on: date
    since: datetime
    received: dict[str, int]
    acknowledgements: tuple[Paper, ...]
    done: tuple[Done, ...]
    people: tuple[tuple[str, int], ...] | None
    due: tuple[Due, ...]
    pressing: tuple[Line, ...]
    days: tuple[DayPages, ...]
