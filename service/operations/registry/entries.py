"""The registry: create or change, get and list records of every kind, and what changed.

Every function takes the kind, so that each way in (API, pages, import) is one
piece of code for all of them.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from schemas.access import Action, Actor
from schemas.errors import Conflict, InvalidInput, NotFound
from schemas.registry import Changes, Entity, EntityIn, Listing, Upserted
from service.archive import Archive, require
from service.operations.paging import MOST_LISTED
from service.operations.registry.book import Book, Row, Wanted, place
from service.operations.registry.kinds import BOOKS, book_of
from service.operations.registry.values import Problem
from service.operations.registry.writing import Writer
from service.operations.repeating import Answer, Asked, once
from storage.records import Session, events
from storage.records import changes as feed

MOST_CHANGES = 1_000

_FIELD = re.compile(r"`([^`]+)`")
_PATH = re.compile(r"`\$\.?([\w\[\].]+)`")


def upsert(
    archive: Archive,
    actor: Actor,
    kind: str,
    data: Mapping[str, Any] | EntityIn,
    *,
    expected_version: int | None = None,
) -> Upserted:
    """Create the entity, or change the one that has its natural key; what is left out of `data` stays.

    Raises:
        Forbidden: the actor may not write the registry.
        InvalidInput: a member is missing, unknown or wrong; the sentence names it.
        Conflict: another version stands than `expected_version`; code `changed_meanwhile`.
    """
    require(actor, Action.WRITE_REGISTRY)
    book = book_of(kind)
    given = _converted(book, data)
    with archive.database.write() as session:
        return _write(session, actor, book, given, expected_version)


def upsert_once(
    archive: Archive,
    actor: Actor,
    kind: str,
    data: Mapping[str, Any] | EntityIn,
    asked: Asked,
    *,
    expected_version: int | None = None,
) -> Answer:
    """`upsert`, once however often it is asked under one key: 201 when it is new, else 200.

    Raises:
        Forbidden: as `upsert`.
        InvalidInput: as `upsert`.
        Conflict: as `upsert`, or the key belongs to another request (`idempotency_key_reused`).
    """
    require(actor, Action.WRITE_REGISTRY)
    book = book_of(kind)
    given = _converted(book, data)
    with archive.database.write() as session:

        def act() -> Answer:
            done = _write(session, actor, book, given, expected_version)
            return Answer(201 if done.created else 200, msgspec.to_builtins(done))

        return once(session, actor, asked, act)


def change(
    archive: Archive,
    actor: Actor,
    kind: str,
    key: str,
    data: Mapping[str, Any],
    *,
    expected_version: int | None = None,
) -> Upserted:
    """Change the members given of the entity of that id or natural key, the natural key itself among them.

    Raises:
        Forbidden: the actor may not write the registry.
        NotFound: there is none.
        InvalidInput: a member is unknown or wrong; the sentence names it.
        Conflict: another version stands than `expected_version`, or the new key is another's (`key_taken`).
    """
    require(actor, Action.WRITE_REGISTRY)
    book = book_of(kind)
    with archive.database.write() as session:
        row = _one(session, actor, book, key)
        there = {name: value for name, value in book.inputs(session, [row])[0].items() if value is not None}
        given = _converted(book, there | dict(data))
        return _write(session, actor, book, given, expected_version, of=row)


def _write(
    session: Session,
    actor: Actor,
    book: type[Book],
    given: EntityIn,
    expected_version: int | None,
    *,
    of: Row | None = None,
) -> Upserted:
    try:
        writer = Writer(session, actor, book, [given])
        written = writer.write(given, expected_version, of=of)
    except Problem as problem:
        raise InvalidInput(str(problem)) from problem
    writer.finish()
    entity = book.views(session, [written.row])[0]
    return Upserted(entity, written.created, written.changed, written.warnings)


def get(archive: Archive, actor: Actor, kind: str, key: str) -> Entity:
    """The entity of that id or natural key; the look is recorded.

    Raises:
        Forbidden: the actor may not read the registry.
        NotFound: there is none, or the actor may not know of it.
        Conflict: the key fits several; the sentence names them.
    """
    require(actor, Action.READ_REGISTRY)
    book = book_of(kind)
    with archive.database.read() as session:
        found = book.views(session, [_one(session, actor, book, key)])[0]
    archive.looks.viewed(actor, book.entity, found.id)
    return found


def listing(
    archive: Archive,
    actor: Actor,
    kind: str,
    q: str = "",
    cursor: str | None = None,
    limit: int = 50,
    filters: Mapping[str, str] | None = None,
) -> Listing:
    """A page of what the actor may know of: persons and lawyers by name, the rest by number or code; the look is recorded.

    Args:
        archive: the archive.
        actor: on whose behalf.
        kind: what is listed.
        q: words of a name, a key or number or the beginning of one; empty for all.
        cursor: where the page before ended.
        limit: rows at most, 1-200.
        filters: by name of a filter of the kind (`credit`, `lawsuit`…) the id or natural key it shall have.

    Raises:
        Forbidden: the actor may not read the registry.
        InvalidInput: a cursor that is none of ours, an impossible limit, an unknown filter.
    """
    require(actor, Action.READ_REGISTRY)
    book = book_of(kind)
    if not 1 <= limit <= MOST_LISTED:
        raise InvalidInput(f"El límite debe estar entre 1 y {MOST_LISTED}.")
    with archive.database.read() as session:
        equal = fixed(session, actor, book, filters or {})
        asked = Wanted(q.strip()[:200], _opened(cursor), limit + 1, equal or {})
        rows = [] if equal is None else book.listed(session, actor, asked)
        items = book.views(session, rows[:limit])
    more = len(rows) > limit
    detail = {"q": asked.q, "filters": dict(filters or {}), "shown": len(items)}
    archive.looks.note(events.Act(actor.name, actor.origin, "list", "registry", book.kind, detail))
    return Listing(items, _closed(place(book, rows[limit - 1])) if more else None)


def changes(archive: Archive, actor: Actor, after: int = 0, limit: int = 100) -> Changes:
    """Changes of the registry after the one numbered `after`, of what the actor may know of, in their order.

    Raises:
        Forbidden: the actor may not read the registry.
        InvalidInput: an impossible limit.
    """
    require(actor, Action.READ_REGISTRY)
    if not 1 <= limit <= MOST_CHANGES:
        raise InvalidInput(f"El límite debe estar entre 1 y {MOST_CHANGES}.")
    tables = {book.kind: book.table for book in BOOKS}
    with archive.database.read() as session:
        found = feed.after(session, actor, tables, after, limit + 1)
    items = tuple(found[:limit])
    return Changes(items, items[-1].sequence if items else after, len(found) > limit)


def fixed(session: Session, actor: Actor, book: type[Book], filters: Mapping[str, str]) -> dict[str, Any] | None:
    """Columns and the values they shall have; None when what a filter names is not there for the actor.

    Raises:
        InvalidInput: the kind has no such filter.
    """
    equal: dict[str, Any] = {}
    for name, value in filters.items():
        column = book.filters.get(name)
        if column is None:
            raise InvalidInput(f"No se conoce el filtro «{name[:40]}».", code="unknown_filter")
        equal[column] = value
        if column.endswith("_id") and name not in _BY_ID:
            rows = book_of(_KIND_OF.get(name, name)).find(session, actor, value.strip())
            if len(rows) != 1:
                return None
            equal[column] = rows[0].id
    return equal


_KIND_OF = {"guarantor": "debtor", "person": "debtor", "contract": "service_contract"}
"""Filters that are called otherwise than what they name."""
_BY_ID = frozenset(("document",))
"""Filters that name what is no kind of the registry; a row shown tells the id besides."""


def _one(session: Session, actor: Actor, book: type[Book], key: str) -> Row:
    wanted = key.strip()
    rows = book.find(session, actor, wanted) if 0 < len(wanted) <= 200 else ()
    if not rows:
        raise NotFound("No se encontró el registro.")
    if len(rows) > 1:
        choices = "; ".join(map(book.label, book.views(session, rows[:20])))
        raise Conflict(f"«{wanted[:60]}» corresponde a varios: {choices}.", code="ambiguous")
    return rows[0]


def _converted(book: type[Book], data: Mapping[str, Any] | EntityIn) -> EntityIn:
    if isinstance(data, book.input):
        return data
    try:
        return msgspec.convert(data, book.input)
    except msgspec.ValidationError as error:
        raise InvalidInput(explained(str(error))) from error


def explained(message: str) -> str:
    """A validation error of msgspec as one Spanish sentence that names the member."""
    path, field = _PATH.search(message), _FIELD.search(message)
    name = field.group(1) if field else ""
    if "unknown field" in message:
        return f"{name}: no se conoce este dato."
    if "missing required field" in message:
        return f"{name}: falta este dato."
    where = path.group(1) if path else "el registro"
    if "date" in message:
        return f"{where}: la fecha no es posible; se espera AAAA-MM-DD."
    return f"{where}: el valor no es del tipo esperado."


def _closed(where: list[str | int]) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(where)).decode()


def _opened(cursor: str | None) -> list[str | int] | None:
    if cursor is None:
        return None
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(cursor.encode()), type=list[str | int])
    except (msgspec.MsgspecError, binascii.Error, ValueError) as error:
        raise InvalidInput("El cursor no es válido.") from error
