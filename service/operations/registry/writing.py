"""Write planned rows: each change once, with its event and its place in the change feed, and what follows from it."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from schemas.access import Actor
from schemas.errors import Conflict
from schemas.registry import EntityIn
from service.operations.registry.book import Book, Followed, Planned, Row
from service.operations.registry.values import Problem
from storage.records import Session, changes, events, jobs, new_id, now, registry, registry_rows

PROPOSING = frozenset(("debtor", "credit", "lawsuit", "court", "lawyer", "assignment"))
"""Entities by which documents are linked: a change of one has waiting documents looked at again."""

_DERIVED = frozenset(("name_key", "sort_key"))


class Written(msgspec.Struct):
    """What became of one row."""

    row: Row
    created: bool
    changed: bool
    warnings: tuple[str, ...]


class Writer:
    """Writes a batch of rows of one kind in the caller's transaction. Call `finish` at its end, before the commit."""

    def __init__(self, session: Session, actor: Actor, book: type[Book], rows: Sequence[EntityIn]) -> None:
        self.book = book(session, rows)
        self._session, self._actor = session, actor
        self._acts: list[events.Act] = []
        self._noted: list[changes.Noted] = []
        self._touched: set[tuple[str, str]] = set()
        self._wrote: list[tuple[Row, Planned]] = []
        self._followers: dict[Any, list[dict[str, Any]]] = {}

    def write(self, data: EntityIn, expected_version: int | None = None, *, of: Row | None = None) -> Written:
        """Create or change what the row is about, or the row `of`.

        Raises:
            Problem: the row cannot be taken; nothing was changed.
            Conflict: it has another version than expected, or the key wanted for `of` is another's.
        """
        planned = self.book.plan(data)
        if of is not None:
            if planned.row is not None and planned.row.id != of.id:
                raise Conflict("Ya hay otro registro con esa clave.", code="key_taken")
            planned = msgspec.structs.replace(planned, row=of)
        if expected_version is not None and planned.row is not None and planned.row.version != expected_version:
            raise Conflict("Alguien más cambió este registro; vuelva a consultarlo.", code="changed_meanwhile")
        values = planned.changes()
        created = planned.row is None
        changed = created or bool(values) or planned.claims is not None
        row = planned.row if planned.row is not None else self._make(self.book, values)
        if created:
            self._session.add(row)
            self.book.keep(row)
        elif changed:
            self._change(self.book, row, values, shows=planned.claims is not None)
        if changed:
            self._wrote.append((row, planned))
            for followed in self.book.follow(row, planned):
                self._follow(followed)
        return Written(row, created, changed, planned.warnings)

    def finish(self) -> None:
        """Write the events, let search look again at documents that show what changed, propose links anew."""
        self._session.flush()
        for table, made in self._followers.items():
            registry_rows.insert_many(self._session, table, made)
        for row, planned in self._wrote:
            self.book.wrote(self._session, row, planned)
        events.record_many(self._session, self._acts)
        changes.add(self._session, self._noted)
        around: set[tuple[str, str]] = set()
        for kind in sorted({kind for kind, _ in self._touched}):
            around |= registry.around(self._session, kind, sorted(one for of, one in self._touched if of == kind))
        if around:
            registry.touch_documents(self._session, around)
        if any(act.object_kind in PROPOSING for act in self._acts):
            propose_again(self._session)

    def _follow(self, followed: Followed) -> None:
        if followed.row is None:
            made = {"id": new_id(), "version": 1, "updated_at": now(), **followed.values}
            self._followers.setdefault(followed.book.table, []).append(made)
            self._note(followed.book, made["id"], 1, _created(followed.values))
            return
        changed = {name: value for name, value in followed.values.items() if getattr(followed.row, name) != value}
        if changed:
            self._change(followed.book, followed.row, changed, shows=False)

    def _make(self, book: Book, values: dict[str, Any]) -> Row:
        row = book.table(id=new_id(), version=1, updated_at=now(), **values)
        if book.touches_when_made:
            self._touched.add(book.touched(row))
        self._note(book, row.id, 1, _created(values))
        return row

    def _change(self, book: Book, row: Row, values: dict[str, Any], *, shows: bool) -> None:
        before = {name: [getattr(row, name), value] for name, value in values.items()}
        for name, value in values.items():
            setattr(row, name, value)
        row.version, row.updated_at = row.version + 1, now()
        if shows or book.touches & values.keys():
            self._touched.add(book.touched(row))
        self._note(book, row.id, row.version, before)

    def _note(self, book: Book | type[Book], row_id: str, version: int, values: dict[str, list[Any]]) -> None:
        action = "create" if version == 1 else "update"
        told = {name: _told(book, name, pair) for name, pair in values.items() if name not in _DERIVED}
        self._acts.append(
            events.Act(self._actor.name, self._actor.origin, action, book.entity, row_id, {"values": told})
        )
        self._noted.append((book.kind, row_id, version, action))


def write_rows(
    session: Session,
    actor: Actor,
    book: type[Book],
    rows: Sequence[EntityIn],
    refused: Callable[[int, Problem], None],
) -> list[Written]:
    """Write a batch; a row that cannot be taken is reported by its place and left out."""
    writer = Writer(session, actor, book, rows)
    written = []
    for at, data in enumerate(rows):
        try:
            written.append(writer.write(data))
        except Problem as problem:
            refused(at, problem)
    writer.finish()
    return written


def propose_again(session: Session) -> None:
    """Have documents that wait for a person looked at again.

    A run under way may have passed the documents already, so a second one may wait behind it.
    """
    for key in ("relink", "relink:again"):
        if jobs.enqueue(session, jobs.NewJob("relink", "registry", priority=80, dedupe_key=key)) is not None:
            return


def _created(values: dict[str, Any]) -> dict[str, list[Any]]:
    """The values of a new record as an event tells them: those it has."""
    return {name: [None, value] for name, value in values.items() if value is not None}


def _told(book: Book | type[Book], name: str, pair: list[Any]) -> list[Any]:
    if name in book.private:
        return ["…", "…"]
    return [value.isoformat() if isinstance(value, date | datetime) else value for value in pair]
