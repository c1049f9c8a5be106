"""A lawyer's diary (agenda del abogado): what falls due, their lawsuits, the originals in their hands."""

from datetime import date

import msgspec

from schemas.clocks.lapse import LapseClock
from schemas.originals import Original
from schemas.queues import Level, Ref


class Due(msgspec.Struct, frozen=True):
    """Something with a day, and an hour (`HH:MM`) if it has one: what, of which matter, how pressing, what shows it.

    `refs` are what was prepared for it: the lists of pieces for a hearing (audiencia). `lawyer` is told to the house.
    """

    on: date
    what: str
    about: Ref
    level: Level
    detail: str = ""
    at: str = ""
    refs: tuple[Ref, ...] = ()
    lawyer: str = ""


class Matter(msgspec.Struct, frozen=True):
    """A lawsuit as its lawyer sees it. `acknowledged` tells whether a stamped copy is here."""

    lawsuit_id: str
    name: str
    people: tuple[str, ...]
    stage: str
    filed_on: date | None
    acknowledged: bool
    clock: LapseClock


class Diary(msgspec.Struct, frozen=True):
    """The diary as of a day: what is due, the nearest first; lawsuits, those nearest to lapse first; originals in hand."""

    on: date
    due: tuple[Due, ...]
    matters: tuple[Matter, ...]
    originals: tuple[Original, ...]
