"""Work that is due every so often, done by one of all workers."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from schemas.clocks.calendar import HERE
from service.archive import Archive
from storage.records import facts, now

NIGHT = time(3)
"""When the office sleeps: from then on the work of a night is due, by the clock of Hermosillo."""


def take_turn(archive: Archive, name: str, every_seconds: float) -> bool:
    """Whether the work of that name is due and now the caller's to do.

    Of several workers that ask, one is told so. It is due again after `every_seconds`, also when
    the one that took the turn died over it: such work is done whole or begun again.
    """
    return _take(archive, name, lambda last: last is None or now() - last >= timedelta(seconds=every_seconds))


def is_due_tonight(archive: Archive, name: str) -> bool:
    """Whether nobody has done the work of that name since three in the morning."""
    with archive.database.read() as session:
        return _is_of_before(_last(facts.get(session, _fact(name))))


def take_turn_tonight(archive: Archive, name: str) -> bool:
    """As `take_turn`, once from each night's three o'clock to the next."""
    return _take(archive, name, _is_of_before)


def _take(archive: Archive, name: str, is_due: Callable[[datetime | None], bool]) -> bool:
    fact = _fact(name)
    with archive.database.read() as session:
        if not is_due(_last(facts.get(session, fact))):
            return False
    with archive.database.write() as session:
        if not is_due(_last(facts.get(session, fact))):
            return False
        facts.put(session, fact, now().isoformat())
    return True


def _fact(name: str) -> str:
    return f"turn_{name}"


def _last(kept: str | None) -> datetime | None:
    return None if kept is None else datetime.fromisoformat(kept)


def _is_of_before(last: datetime | None) -> bool:
    """Whether the moment lies before the last three o'clock of the morning."""
    here = now().astimezone(HERE)
    night = datetime.combine(here.date(), NIGHT, HERE)
    return last is None or last < (night if night <= here else night - timedelta(days=1))
