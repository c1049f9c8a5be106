"""What the entries of the log are about, in words, for the page that shows them."""

from collections.abc import Iterable

from schemas.access import Action, Actor
from service.archive import Archive, require
from service.operations.intake_views import EventView
from service.operations.registry.book import Book
from service.operations.registry.kinds import BOOKS
from storage.records import Session, log_subjects
from storage.records.registry_names import labels
from storage.records.registry_rows import by_id

_BOOKS = {book.entity: book for book in BOOKS}
Named = dict[tuple[str, str], str]
"""By kind and id, as an entry names its thing."""


def name_subjects(archive: Archive, actor: Actor, entries: Iterable[EventView]) -> Named:
    """What the things are called that the entries name by id: folio, number, title, name, or what a row hangs on.

    What is no longer there, or has nothing that people call it by, is left out.

    Raises:
        Forbidden: the actor may not read the record.
    """
    require(actor, Action.READ_EVENTS)
    wanted = {(one.object_kind, one.object_id) for one in entries}
    with archive.database.read() as session:
        found = log_subjects.subjects_of(session, wanted)
        for kind in {kind for kind, _ in wanted - found.keys() if kind in _BOOKS}:
            found |= _of_book(session, _BOOKS[kind], [one for said, one in wanted if said == kind])
    return found


def _of_book(session: Session, book: type[Book], ids: list[str]) -> Named:
    rows = list(by_id(session, book.table, ids).values())
    if book.label.__func__ is not Book.label.__func__:  # type: ignore[attr-defined]  # a class method has its function
        shown = zip(rows, book.views(session, rows), strict=True)
        return {(book.entity, row.id): book.label(entity) for row, entity in shown}
    hangs_on = getattr(book.table, "visible_through", "*")
    if hangs_on == "*" or hangs_on not in book.table.__table__.columns:
        return {}
    named = labels(session, book.table, hangs_on, rows)
    return {(book.entity, row.id): named[key] for row in rows if named.get(key := getattr(row, hangs_on), key) != key}
