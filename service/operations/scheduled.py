"""Work that is due every so often, done by one of all workers."""

from datetime import datetime, timedelta

from service.archive import Archive
from storage.records import facts, now


def take_turn(archive: Archive, name: str, every_seconds: float) -> bool:
    """Whether the work of that name is due and now the caller's to do.

    Of several workers that ask, one is told so. It is due again after `every_seconds`, also when
    the one that took the turn died over it: such work is done whole or begun again.
    """
    fact = f"turn_{name}"
    with archive.database.read() as session:
        if not _is_due(facts.get(session, fact), every_seconds):
            return False
    with archive.database.write() as session:
        if not _is_due(facts.get(session, fact), every_seconds):
            return False
        facts.put(session, fact, now().isoformat())
    return True


def _is_due(last: str | None, every_seconds: float) -> bool:
    return last is None or now() - datetime.fromisoformat(last) >= timedelta(seconds=every_seconds)
