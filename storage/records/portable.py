"""Rows as lines of JSON and back: the same on every database, and readable without one."""

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Date,
    Double,
    Float,
    Integer,
    LargeBinary,
    String,
    Table,
    bindparam,
    cast,
    column,
    delete,
    func,
    insert,
    select,
    table,
    update,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from schemas.backup import Column
from storage.records.base import Base, UtcDateTime
from storage.records.tables import EventRow, ReceiptRow, UserRow

OF_THE_PLACE = frozenset(("workers", "sessions", "touched"))
"""Tables that speak of one installation and not of the archive: who works there, who is signed in there, what was changed last."""

FACTS_OF_THE_PLACE = frozenset(
    (
        "index.identity",
        "index.rebuild_asked",
        "index.reconciled",
        "index.writer",
        "holds_followed",
        "turn_sign",
        "turn_follow_holds",
        "turn_reconcile_index",
    )
)
"""Facts of the same sort: they tell what was already done to an index and a store that another place does not have."""

_TYPES: dict[str, TypeEngine[Any]] = {
    "text": String(),
    "integer": BigInteger(),
    "number": Double(),
    "boolean": Boolean(),
    "moment": UtcDateTime(),
    "date": Date(),
    "bytes": LargeBinary(),
    "json": JSON(none_as_null=True),
}

_READ: dict[str, Callable[[Any], Any]] = {
    "moment": datetime.fromisoformat,
    "date": date.fromisoformat,
    "bytes": lambda value: msgspec.convert(value, bytes),
    "json": lambda value: JSON.NULL if value is None else value,
}

Line = tuple[str, bytes]
"""The primary key, its parts with a slash between, and the row as JSON."""


def is_empty(session: Session) -> bool:
    """Whether nothing was ever received, nobody hired and nothing recorded here."""
    return not any(session.scalar(select(func.count()).select_from(row)) for row in (ReceiptRow, UserRow, EventRow))


def copied_tables() -> list[str]:
    """Every table that belongs to the archive, each after those it refers to."""
    return [str(found.name) for found in Base.metadata.sorted_tables if found.name not in OF_THE_PLACE]


def columns_of(name: str) -> tuple[Column, ...]:
    """The columns of a table of this version and what each holds."""
    return tuple(Column(str(found.name), _kind(found.type)) for found in Base.metadata.tables[name].columns)


def lines(session: Session, name: str) -> Iterator[Line]:
    """Every row of a table in the order of its primary key, read piece by piece."""
    source = Base.metadata.tables[name]
    # JSON is taken as the database keeps it: whether a column is empty or holds JSON's own null must survive.
    wanted = [
        cast(found, String).label(found.name) if isinstance(found.type, JSON) else found for found in source.columns
    ]
    raw = [found.name for found in source.columns if isinstance(found.type, JSON)]
    keys = [found.name for found in source.primary_key]
    query = select(*wanted).order_by(*source.primary_key).execution_options(yield_per=500)
    for row in session.execute(query).mappings():
        values = {part: value for part, value in row.items() if value is not None}
        values.update({part: msgspec.Raw(values[part].encode()) for part in raw if part in values})
        key = "/".join(str(row[part]) for part in keys)
        if not (name == "facts" and key in FACTS_OF_THE_PLACE):
            yield key, msgspec.json.encode(values)


def clear(session: Session, names: Sequence[str]) -> None:
    """Remove the rows that making the tables put there."""
    for name in reversed(names):
        session.execute(delete(table(name)))


def load(session: Session, name: str, columns: Sequence[Column], rows: Iterable[bytes]) -> int:
    """Add the rows of one table, told as `lines` tells them; how many there were.

    A row that refers to one of the same table may come before it: such references are
    added when all are there.
    """
    target = table(name, *(column(one.name, _TYPES[one.kind]) for one in columns))
    keys, later = _references_to_itself(name, {one.name for one in columns})
    owed: list[dict[str, Any]] = []
    number = 0
    for piece in _pieces(rows):
        values = [_values(columns, line) for line in piece]
        for row in values:
            if any(row[part] is not None for part in later):
                owed.append({f"of_{part}": row[part] for part in (*keys, *later)})
                row.update(dict.fromkeys(later))
        session.execute(insert(target), values)
        number += len(values)
    if owed:
        same = [target.c[part] == bindparam(f"of_{part}") for part in keys]
        late: dict[str, Any] = {part: bindparam(f"of_{part}") for part in later}
        session.connection().execute(update(target).where(*same).values(late), owed)
    return number


def _references_to_itself(name: str, present: Set[str]) -> tuple[list[str], list[str]]:
    """The primary key, and the columns among those present that refer to the same table; an older form may lack some."""
    known: Table | None = Base.metadata.tables.get(name)
    if known is None:
        return [], []
    own = [one.name for one in known.columns if any(key.column.table is known for key in one.foreign_keys)]
    return [one.name for one in known.primary_key], [one for one in own if one in present]


def _values(columns: Sequence[Column], line: bytes) -> dict[str, Any]:
    told = msgspec.json.decode(line, type=dict[str, Any])
    return {one.name: _READ.get(one.kind, _same)(told[one.name]) if one.name in told else None for one in columns}


def _same(value: Any) -> Any:  # noqa: ANN401 - a value of any column
    return value


def _pieces(rows: Iterable[bytes], size: int = 500) -> Iterator[list[bytes]]:
    piece: list[bytes] = []
    for row in rows:
        piece.append(row)
        if len(piece) == size:
            yield piece
            piece = []
    if piece:
        yield piece


def _kind(kept: TypeEngine[Any]) -> str:
    for kinds, name in (
        ((UtcDateTime,), "moment"),
        ((JSON,), "json"),
        ((Boolean,), "boolean"),
        ((Integer,), "integer"),
        ((Float,), "number"),
        ((Date,), "date"),
        ((LargeBinary,), "bytes"),
        ((String,), "text"),
    ):
        if isinstance(kept, kinds):
            return name
    raise TypeError(f"a column of {kept!r} has no form in a backup")
