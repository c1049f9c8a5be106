"""A kind that is declared: its members say how they are read and kept, and everything else follows from them.

A subclass gives the members, those that make the natural key, and, where a rule
looks at several members or at other rows, `gather` and `complete`.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

import msgspec
from msgspec import UNSET

from schemas.access import Actor
from service.operations.registry.book import Book, Planned, Row
from service.operations.registry.members import Member, Target, resolved
from service.operations.registry.values import Problem, pesos
from storage.records import Session, registry_rows
from storage.records.registry_names import labels


class Declared(Book):
    """See the module. Two records of one kind with one natural key cannot be: the second changes the first."""

    members: ClassVar[tuple[Member, ...]]
    target: ClassVar[Target | None] = None

    def __init_subclass__(cls) -> None:
        cls.headings = {member.name: member.headings for member in cls.members}

    def __init__(self, session: Session, rows: Sequence[Any]) -> None:
        self._references: dict[str, dict[str, str]] = {}
        for member in self.members:
            if member.target is not None:
                given = {_stripped(value) for row in rows if isinstance(value := getattr(row, member.name), str)}
                self._references[member.name] = resolved(session, member.target, given - {""})
        self._key_columns = tuple(member.column for member in self.members if member.name in self.key_members)
        cleaned = {id(row): self._attempt(row) for row in rows}
        self._cleaned = dict(zip(cleaned, zip(rows, cleaned.values(), strict=True), strict=True))
        keys = [key for one in cleaned.values() if isinstance(one, dict) and (key := self._key_of(one))]
        self._rows = registry_rows.by_key(session, self.table, self._key_columns, keys)
        self.gather(session, list(self._rows.values()), [one for one in cleaned.values() if isinstance(one, dict)])

    def gather(self, session: Session, there: Sequence[Row], coming: Sequence[dict[str, Any]]) -> None:
        """Read what `complete` must know of the rows that are there and of the values that come, in few queries."""

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """The values with what follows from them; rules over several members are held here.

        Raises:
            Problem: they cannot stand together.
        """
        return values

    @classmethod
    def key(cls, data: Any) -> object:  # noqa: ANN401 - as a class method it knows its members
        """The natural key as compared."""
        made = []
        for member in cls.members:
            if member.name in cls.key_members:
                value = getattr(data, member.name)
                plain = isinstance(value, str)
                made.append(member.target.normal(value) if plain and member.target else str(value).strip().upper())
        return tuple(made)

    def plan(self, data: Any) -> Planned:  # noqa: ANN401 - each book takes its own struct
        """See `Book.plan`."""
        known = self._cleaned.get(id(data))
        values = known[1] if known is not None else self._attempt(data)
        if isinstance(values, Problem):
            raise values
        warnings: list[str] = list(values["warnings"])
        given = {name: value for name, value in values.items() if name != "warnings"}
        row = self._rows.get(self._key_of(values))
        self._require(row, given)
        return Planned(row, self.complete(row, given, warnings), tuple(warnings))

    def keep(self, row: Row) -> None:
        """See `Book.keep`."""
        self._rows[tuple(getattr(row, name) for name in self._key_columns)] = row

    def _key_of(self, values: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(values.get(name) for name in self._key_columns)

    def _attempt(self, data: Any) -> dict[str, Any] | Problem:  # noqa: ANN401 - as `plan`
        try:
            return self._clean(data)
        except Problem as problem:
            return problem

    def _clean(self, data: Any) -> dict[str, Any]:  # noqa: ANN401 - as `plan`
        warnings: list[str] = []
        values: dict[str, Any] = {"warnings": warnings}
        for member in self.members:
            value = getattr(data, member.name)
            if value is UNSET:
                continue
            clean = member.read(member.name, value, warnings)
            if member.target is not None and isinstance(clean, str):
                found = self._references[member.name].get(clean)
                if found is None:
                    raise Problem(member.name, f"No hay {member.target.nobody} «{clean[:60]}».")
                clean = found
            values[member.column] = clean
        return values

    def _require(self, row: Row | None, values: dict[str, Any]) -> None:
        for member in self.members:
            if member.needed and values.get(member.column, UNSET) in (None, ""):
                raise Problem(member.name, f"Falta {member.needed}.")
            if member.needed and row is None and member.column not in values:
                raise Problem(member.name, f"Falta {member.needed}.")

    @classmethod
    def find(cls, session: Session, actor: Actor, key: str) -> Sequence[Row]:
        """See `Book.find`."""
        found = registry_rows.one(session, actor, cls.table, key)
        if found or cls.target is None:
            return found
        row_id = resolved(session, cls.target, [key]).get(key)
        return registry_rows.one(session, actor, cls.table, row_id) if row_id else ()

    @classmethod
    def views(cls, session: Session, rows: Sequence[Row]) -> tuple[Any, ...]:
        """See `Book.views`."""
        names = [field.name for field in msgspec.structs.fields(cls.shown)]
        columns = set(cls.table.__table__.columns.keys())
        labelled = {
            name: labels(session, cls.table, f"{name}_id", rows)
            for name in names
            if name not in columns and f"{name}_id" in columns
        }
        more = cls.more(session, rows)
        return tuple(
            cls.shown(**{name: _view(row, name, columns, labelled) for name in names if name not in extra}, **extra)
            for row, extra in zip(rows, more, strict=True)
        )

    @classmethod
    def more(cls, session: Session, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """Of each row the members shown that are no column of it."""
        return [{} for _ in rows]

    @classmethod
    def inputs(cls, session: Session, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """See `Book.inputs`."""
        return cls.inputs_but(session, rows, frozenset())

    @classmethod
    def inputs_but(cls, session: Session, rows: Sequence[Row], others: frozenset[str]) -> list[dict[str, Any]]:
        """The rows as they would come in, without the members that are no columns."""
        told: list[dict[str, Any]] = [{} for _ in rows]
        for member in cls.members:
            if member.name in others:
                continue
            column = [getattr(row, member.column) for row in rows]
            if member.target is not None:
                keys = member.target.keys(session, {value for value in column if value})
                column = [keys.get(value, value) if value else None for value in column]
            for one, value in zip(told, column, strict=True):
                one[member.name] = None if value is None else member.tell(value)
        return told


def _view(row: Row, name: str, columns: set[str], labelled: dict[str, dict[str, str]]) -> Any:  # noqa: ANN401 - any value
    if name in labelled:
        return labelled[name].get(getattr(row, f"{name}_id") or "")
    if name in columns:
        value = getattr(row, name)
        return tuple(value) if isinstance(value, list) else value
    return pesos(getattr(row, f"{name}_cents"))


def _stripped(value: str) -> str:
    return " ".join(value.split())
