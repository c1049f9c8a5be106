"""The digest of the day: a constant number of queries over receipts, documents, the log, clocks and slips."""

from datetime import date, datetime, timedelta

from schemas.access import Action, Actor, may
from schemas.clocks.calendar import HERE, OFFICE
from schemas.diary import Due
from schemas.digest import DayPages, Digest, Done, Paper
from schemas.errors import Forbidden
from schemas.queues import Level, Line, QueueName
from service.archive import Archive, require
from service.operations.days import today as this_day
from service.operations.diary import diary_of
from service.operations.queues.running import queue_page
from storage.records import Session, day, touching

ACKNOWLEDGEMENT = "filing_receipt"
FORTNIGHT, DUE_DAYS = 14, 7
MOST_PEOPLE, MOST_LINES = 20, 5
_PRESSING = (QueueName.LAPSE, QueueName.ACKNOWLEDGEMENTS, QueueName.ORIGINALS)
_PRESSES = frozenset((Level.WARN, Level.URGENT, Level.LAST, Level.PAST))


def digest(archive: Archive, actor: Actor) -> Digest:
    """What changed since the beginning of the last working day, and what is due in the next days.

    Raises:
        Forbidden: the actor is not of the house.
    """
    require(actor, Action.READ_REGISTRY)
    if actor.sees_only is not None:
        raise Forbidden("El resumen del día es de la oficina; lo suyo está en su agenda.")
    today = this_day()
    since = _begin(OFFICE.back(today, 1))
    pressing, ahead, days = _kept(archive, actor, today)
    with archive.database.read() as session:
        papers = day.papers_of_type(session, ACKNOWLEDGEMENT, since)
        found = Digest(
            on=today,
            since=since,
            received=day.received(session, since),
            acknowledgements=tuple(Paper(*row) for row in papers),
            done=tuple(Done(*row) for row in day.acts(session, since)),
            people=_people(session, actor, since),
            due=ahead,
            pressing=pressing,
            days=days,
        )
    archive.looks.listed(actor, "queue", "digest", len(ahead) + len(pressing))
    return found


def _people(session: Session, actor: Actor, since: datetime) -> tuple[tuple[str, int], ...] | None:
    if not may(actor, Action.READ_EVENTS):
        return None
    return tuple((name, number) for name, number in day.people(session, since, MOST_PEOPLE))


def _pages(session: Session, spans: list[tuple[datetime, datetime]]) -> tuple[DayPages, ...]:
    counted = zip(spans, day.pages_by_span(session, spans), day.rejected_by_span(session, spans), strict=True)
    return tuple(DayPages(first.astimezone(HERE).date(), pages, rejected) for (first, _), pages, rejected in counted)


def _due(archive: Archive, actor: Actor, today: date) -> tuple[Due, ...]:
    """What falls due from today on; a lapse long past stands in its queue."""
    last = today + timedelta(days=DUE_DAYS)
    return tuple(one for one in diary_of(archive, actor).due if today <= one.on <= last)


def _kept(
    archive: Archive, actor: Actor, today: date
) -> tuple[tuple[Line, ...], tuple[Due, ...], tuple[DayPages, ...]]:
    """What presses, what is due, and the pages of each day: costly to work out, and kept while nothing changed."""

    def made() -> tuple[tuple[Line, ...], tuple[Due, ...], tuple[DayPages, ...]]:
        with archive.database.read() as session:
            days = _pages(session, [(_begin(one), _begin(one + timedelta(days=1))) for one in _days_until(today)])
        return _pressing(archive, actor), _due(archive, actor, today), days

    with archive.database.read() as session:
        mark = (today, touching.latest(session))
    return archive.remembered.answer("digest", mark, made)


def _pressing(archive: Archive, actor: Actor) -> tuple[Line, ...]:
    pages = (queue_page(archive, actor, name, limit=MOST_LINES) for name in _PRESSING)
    return tuple(line for page in pages for line in page.items if line.level in _PRESSES)


def _days_until(today: date) -> list[date]:
    return [today - timedelta(days=back) for back in reversed(range(FORTNIGHT))]


def _begin(on: date) -> datetime:
    """Midnight at the office."""
    return datetime(on.year, on.month, on.day, tzinfo=HERE)
