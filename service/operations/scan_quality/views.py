"""Inspections of batches as they are shown: lists, one, its pages, and how operators and scanners stand."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

import msgspec

from schemas.access import Action, Actor
from schemas.clocks.calendar import FIRST_YEAR, HERE, LAST_YEAR
from schemas.errors import InvalidInput, NotFound
from schemas.queues import share
from schemas.scan_quality import (
    WHAT_TO_DO,
    Defect,
    InspectedPage,
    Quality,
    Rate,
    ScanInspection,
    Settled,
    State,
)
from service.archive import Archive, require
from service.operations.custody.views import people
from service.operations.days import today
from service.operations.paging import next_after, page_length
from storage.records import Session, events, scan_quality
from storage.records.scan_quality import Wanted
from storage.records.tables import DocumentRow, InspectedPageRow, PageRow, ScanInspectionRow

LOOKED_BACK = timedelta(days=90)
NO_SCANNER = "sin escáner anotado"
Called = Callable[[str], str]
"""What people of the house are called on screens, by user name."""


def list_inspections(
    archive: Archive, actor: Actor, wanted: Wanted, *, before: str = "", limit: int = 50
) -> tuple[tuple[ScanInspection, ...], str | None]:
    """A page of inspections, the newest first, and where the next begins.

    Raises:
        Forbidden: the actor may not read records management.
    """
    require(actor, Action.READ_RECORDS)
    limit = page_length(limit)
    with archive.database.read() as session:
        rows = scan_quality.listed(session, wanted, before, limit + 1)
        found = _shown(session, actor, rows[:limit])
    archive.looks.listed(actor, "scan_inspection", "-", len(found), **msgspec.structs.asdict(wanted))
    return found, next_after(rows, limit)


def get_inspection(archive: Archive, actor: Actor, key: str) -> tuple[ScanInspection, tuple[InspectedPage, ...]]:
    """The inspection of that folio or id with its pages in order; while it is open, whoever scanned the batch is told none.

    Raises:
        Forbidden: the actor may not read records management.
        NotFound: there is none.
    """
    require(actor, Action.READ_RECORDS)
    with archive.database.read() as session:
        found = shown_with_pages(session, actor, found_inspection(session, key))
    archive.looks.note(events.Act(actor.name, actor.origin, "look", "scan_inspection", found[0].id))
    return found


def newest_of(archive: Archive, actor: Actor, batch_ids: Sequence[str]) -> dict[str, ScanInspection]:
    """The last inspection of each of the batches that has one, for what is shown as a part of something else.

    Raises:
        Forbidden: the actor may not read records management.
    """
    require(actor, Action.READ_RECORDS)
    with archive.database.read() as session:
        rows = scan_quality.newest_of(session, batch_ids)
        return {one.batch_id: one for one in _shown(session, actor, list(rows.values()))}


def newest_named(archive: Archive, actor: Actor, batch: str) -> ScanInspection | None:
    """The last inspection of the batch of that id or name; None where there is none.

    Raises:
        Forbidden: the actor may not read records management.
    """
    with archive.database.read() as session:
        named = scan_quality.batch_named(session, batch)
    return newest_of(archive, actor, [named.id]).get(named.id) if named else None


def quality(archive: Archive, actor: Actor, since: date | None = None, until: date | None = None) -> Quality:
    """How batches, operators and scanners stood in the inspections closed from `since` to `until`, both included.

    Until today where no end is said, and from 90 days before the end where no beginning is.

    Raises:
        Forbidden: the actor may not read records management.
        InvalidInput: the days are in the wrong order, or of no year of the portfolio's.
    """
    require(actor, Action.READ_RECORDS)
    until = until or today()
    for name, on in (("from", since), ("to", until)):
        if on is not None and not FIRST_YEAR <= on.year <= LAST_YEAR:
            raise InvalidInput(f"{name}: la fecha {on.isoformat()} no es posible.")
    since = since or until - LOOKED_BACK
    if until < since:
        raise InvalidInput("to: el periodo termina antes de empezar.")
    first, after = (datetime.combine(day, time(), HERE).astimezone(UTC) for day in (since, until + timedelta(days=1)))
    with archive.database.read() as session:
        rows = scan_quality.closed_between(session, first, after)
        pages = [page for one in scan_quality.pages_of(session, [row.id for row in rows]).values() for page in one]
        called = people(session, {page.operator for page in pages})
        found = Quality(
            accepted=sum(row.state == State.ACCEPTED.value for row in rows),
            rejected=sum(row.state == State.REJECTED.value for row in rows),
            total=_rate("", pages),
            operators=_rates(pages, {page.operator: called(page.operator) for page in pages}),
            scanners=_rates(pages, {}),
        )
    archive.looks.listed(actor, "scan_inspection", "-", len(rows), since=since, until=until)
    return found


def found_inspection(session: Session, key: str) -> ScanInspectionRow:
    """The inspection of that folio or id.

    Raises:
        NotFound: there is none.
    """
    row = scan_quality.inspection(session, key)
    if row is None:
        raise NotFound("La inspección no existe.")
    return row


def is_own(actor: Actor, senders: Iterable[str], pages: Iterable[InspectedPageRow]) -> bool:
    """Whether the actor handed in something of the batch, or of what was drawn."""
    return actor.name in {*senders, *(page.operator for page in pages)}


def shown_with_pages(
    session: Session, actor: Actor, row: ScanInspectionRow
) -> tuple[ScanInspection, tuple[InspectedPage, ...]]:
    """An inspection and its pages as the actor may see them."""
    (shown,) = _shown(session, actor, [row])
    if shown.state is State.OPEN and shown.own:
        return shown, ()
    pages = scan_quality.pages_of(session, [row.id])[row.id]
    lying = scan_quality.where_they_lie(session, [page.page_id for page in pages])
    names = (name for page in pages for name in (page.operator, page.seen_by, page.settled_by) if name)
    called = people(session, names)
    closed = shown.state is not State.OPEN
    return shown, tuple(_page(page, *lying[page.page_id], called, told=closed) for page in pages)


def _shown(session: Session, actor: Actor, rows: Sequence[ScanInspectionRow]) -> tuple[ScanInspection, ...]:
    pages = scan_quality.pages_of(session, [row.id for row in rows])
    ids = [row.batch_id for row in rows]
    batches, senders = scan_quality.batch_names(session, ids), scan_quality.senders(session, ids)
    called = people(session, (name for row in rows for name in (row.drawn_by, row.closed_by) if name))
    return tuple(
        _inspection(row, batches[row.batch_id], pages[row.id], called, own=is_own(actor, senders[row.batch_id], pages[row.id]))
        for row in rows
    )  # fmt: skip


def _inspection(
    row: ScanInspectionRow, batch: str, pages: Sequence[InspectedPageRow], called: Called, *, own: bool
) -> ScanInspection:
    same = [
        "id",
        "folio",
        "batch_id",
        "percent",
        "reject_over",
        "population",
        "population_digest",
        "drawn_at",
        "closed_at",
        "version",
    ]
    open_, told = row.state == State.OPEN.value, _rate("", pages)
    hidden = open_ and own
    return ScanInspection(
        **{name: getattr(row, name) for name in same}, batch=batch, state=State(row.state), drawn=len(pages),
        always=sum(page.always for page in pages), seen=told.inspected, defective=0 if hidden else told.defective,
        rate=None if hidden else told.rate, defects={} if hidden else told.defects,
        unsettled=0 if open_ else sum(bool(page.defects) and page.settled is None for page in pages),
        seed=None if open_ else row.seed, drawn_by=called(row.drawn_by),
        closed_by=called(row.closed_by) if row.closed_by else None, own=own,
    )  # fmt: skip


def _page(row: InspectedPageRow, page: PageRow, document: DocumentRow, called: Called, *, told: bool) -> InspectedPage:
    defects = tuple(Defect(one) for one in row.defects)
    return InspectedPage(
        position=row.position, document_id=document.id, number=page.number, of=document.page_count, title=document.title,
        type=document.type, always=row.always, defects=defects, note=row.note, seen_at=row.seen_at,
        seen_by=called(row.seen_by) if row.seen_by else None, operator=called(row.operator) if told else None,
        scanner=row.scanner if told else None, what_to_do=tuple(WHAT_TO_DO[one] for one in defects),
        settled=Settled(row.settled) if row.settled else None, settled_at=row.settled_at,
        settled_by=called(row.settled_by) if row.settled_by else None, settled_note=row.settled_note,
        replaced_by=row.replaced_by,
    )  # fmt: skip


def _rates(pages: Sequence[InspectedPageRow], names: Mapping[str, str]) -> tuple[Rate, ...]:
    """By operator where `names` says what each is called, else by scanner; the worst first."""
    groups: dict[str, list[InspectedPageRow]] = {}
    for page in pages:
        groups.setdefault(names[page.operator] if names else page.scanner or NO_SCANNER, []).append(page)
    found = (_rate(name, group) for name, group in groups.items())
    return tuple(sorted(found, key=lambda one: (-(one.rate or 0.0), -one.inspected, one.name)))


def _rate(name: str, pages: Iterable[InspectedPageRow]) -> Rate:
    seen = [page for page in pages if page.seen_at is not None]
    defective = sum(bool(page.defects) for page in seen)
    kinds = Counter(Defect(one) for page in seen for one in page.defects)
    return Rate(
        name=name, inspected=len(seen), defective=defective, rate=share(defective, len(seen)),
        defects={one: kinds[one] for one in Defect if kinds[one]},
    )  # fmt: skip
