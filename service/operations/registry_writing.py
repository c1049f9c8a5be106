"""Write planned rows: each change once, with its event, and what it means for search and for waiting documents."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from schemas.access import Actor
from schemas.errors import Conflict
from schemas.registry import EntityIn, RegistryKind
from service.operations.registry_books import Book, Planned, Row
from service.operations.registry_lawsuits import BOOKS, AssignmentBook, LawsuitBook
from service.operations.registry_values import Problem
from storage.records import Session, events, jobs, new_id, now, registry

PRIVATE = frozenset(("phone",))
"""Members whose values are not repeated in events."""


class Written(msgspec.Struct):
    """What became of one row."""

    row: Row
    created: bool
    changed: bool
    warnings: tuple[str, ...]


class Writer:
    """Writes a batch of rows of one kind in the caller's transaction. Call `finish` at its end, before the commit."""

    def __init__(self, session: Session, actor: Actor, kind: RegistryKind, rows: Sequence[EntityIn]) -> None:
        self.book: Book = BOOKS[kind](session, rows)
        self._session, self._actor = session, actor
        self._acts: list[events.Act] = []
        self._touched: set[str] = set()
        self._new_claims: dict[str, frozenset[str]] = {}
        self._changed = False

    def write(self, data: EntityIn, expected_version: int | None = None) -> Written:
        """Create or change what the row is about.

        Raises:
            Problem: the row cannot be taken; nothing was changed.
            Conflict: it has another version than expected.
        """
        planned = self.book.plan(data)
        if expected_version is not None and planned.row is not None and _version(planned.row) != expected_version:
            raise Conflict("Alguien más cambió este registro; vuelva a consultarlo.", code="changed_meanwhile")
        changes = planned.changes()
        created = planned.row is None
        row = planned.row if planned.row is not None else self._make(changes)
        if created:
            self._note(row, "create", {name: [None, value] for name, value in changes.items()})
            self.book.keep(row)
        elif changes or planned.claims is not None:
            self._change(row, changes, planned)
        self._claim(row, planned)
        self._end_others(row, bool(changes))
        return Written(row, created, created or bool(changes) or planned.claims is not None, planned.warnings)

    def finish(self) -> None:
        """Write the events, let search look again at documents that show what changed, propose links anew."""
        self._session.flush()
        registry.claim_anew(self._session, self._new_claims)
        events.record_many(self._session, self._acts)
        if self._touched:
            kind = "credit" if self.book.entity == "assignment" else self.book.entity
            registry.touch_documents(self._session, registry.around(self._session, kind, sorted(self._touched)))
        if self._changed:
            propose_again(self._session)

    def _make(self, values: dict[str, Any]) -> Row:
        row = self.book.table(id=new_id(), **values)
        if hasattr(self.book.table, "version"):
            row.version, row.updated_at = 1, now()
        self._session.add(row)
        return row

    def _change(self, row: Row, changes: dict[str, Any], planned: Planned) -> None:
        before = {name: [getattr(row, name), value] for name, value in changes.items()}
        for name, value in changes.items():
            setattr(row, name, value)
        if hasattr(row, "version"):
            row.version, row.updated_at = row.version + 1, now()
        if self.book.shown & changes.keys() or planned.claims is not None:
            self._touched.add(row.id if self.book.entity != "assignment" else row.credit_id)
        self._note(row, "update", before)

    def _claim(self, row: Row, planned: Planned) -> None:
        if planned.claims is None or not isinstance(self.book, LawsuitBook):
            return
        if planned.row is None:
            self._new_claims[row.id] = planned.claims  # written after the lawsuits, all at once
        else:
            registry.claim_exactly(self._session, row.id, planned.claims)
        self.book.claimed_by(row.id, planned.claims)

    def _end_others(self, row: Row, changed: bool) -> None:
        """A credit given to a lawyer is taken from the one who had it."""
        if not isinstance(self.book, AssignmentBook) or not changed:
            return
        self._touched.add(row.credit_id)
        for other in self.book.ended_by(row):
            other.ended_on = max(row.assigned_on, other.assigned_on)
            self._note(other, "update", {"ended_on": [None, other.ended_on]})

    def _note(self, row: Row, action: str, values: dict[str, list[Any]]) -> None:
        self._changed = True
        told = {name: _told(name, pair) for name, pair in values.items() if name not in ("name_key", "sort_key")}
        self._acts.append(
            events.Act(self._actor.name, self._actor.origin, action, self.book.entity, row.id, {"values": told})
        )


def write_rows(
    session: Session,
    actor: Actor,
    kind: RegistryKind,
    rows: Sequence[EntityIn],
    refused: Callable[[int, Problem], None],
) -> list[Written]:
    """Write a batch; a row that cannot be taken is reported by its place and left out."""
    writer = Writer(session, actor, kind, rows)
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


def _version(row: Row) -> int:
    if hasattr(row, "version"):
        return int(row.version)
    return 1 if row.ended_on is None else 2


def _told(name: str, pair: list[Any]) -> list[Any]:
    if name in PRIVATE:
        return ["…", "…"]
    return [value.isoformat() if isinstance(value, date | datetime) else value for value in pair]
