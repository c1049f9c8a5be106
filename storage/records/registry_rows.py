"""Queries that are the same for every kind of the registry: found by key, listed, kept to what the actor may know of.

A table says in `visible_through` on which of its columns hangs who may see a
row: `credit_id` means those who may know of the credit. `*` means everybody, and
a table that says nothing is hidden from external lawyers.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, false, insert, or_, select, true, tuple_
from sqlalchemy.orm import Session

from schemas.access import Actor
from storage.records.base import Base
from storage.records.portions import portions
from storage.records.registry import (
    visible_assignments,
    visible_credits,
    visible_lawsuits,
    visible_lawyers,
    visible_persons,
)
from storage.records.registry_search import Page, named_by, paged
from storage.records.tables import AssignmentRow, CreditRow, LawsuitRow, LawyerRow, PersonRow

Table = Any
"""One of the registry's tables, a class; SQLAlchemy's rows share no narrower type."""

_OWN = {
    PersonRow: visible_persons,
    CreditRow: visible_credits,
    LawsuitRow: visible_lawsuits,
    LawyerRow: visible_lawyers,
    AssignmentRow: visible_assignments,
}


class Asked(msgspec.Struct, frozen=True):
    """What to list: words or the beginning of a key in one of the `paths`, ids that columns shall have, order.

    A path leads over references: `credit.debtor.name_key` looks in the name of the borrower of the credit.
    """

    words: Sequence[str]
    key: str
    paths: tuple[str, ...]
    equal: dict[str, Any]
    order: tuple[str, ...]
    newest: bool
    page: Page


def visible_rows(actor: Actor, table: Table) -> ColumnElement[bool]:
    """The rows of the table that the actor may know of."""
    if actor.sees_only is None:
        return true()
    if table in _OWN:
        return _OWN[table](actor)
    through = getattr(table, "visible_through", "")
    if through in ("", "*"):
        return true() if through else false()
    column: ColumnElement[Any] = getattr(table, through)
    parent = referred(table, through)
    return column.in_(select(parent.id).where(visible_rows(actor, parent)))


@lru_cache(maxsize=500)
def referred(table: Table, column: str) -> Table:
    """The table that a column refers to."""
    target = next(iter(table.__table__.columns[column].foreign_keys)).column.table
    return next(mapper.class_ for mapper in Base.registry.mappers if mapper.local_table is target)


def by_key(session: Session, table: Table, names: tuple[str, ...], keys: Iterable[tuple[Any, ...]]) -> dict[Any, Any]:
    """Rows by the values of the columns named; a key with a null finds nothing here."""
    columns = [getattr(table, name) for name in names]
    found = {}
    for some in portions((key for key in keys if None not in key), each=len(names)):
        among = columns[0].in_([key[0] for key in some]) if len(columns) == 1 else tuple_(*columns).in_(some)
        for row in session.scalars(select(table).where(among)):
            found[tuple(getattr(row, name) for name in names)] = row
    return found


def by_id(session: Session, table: Table, ids: Iterable[str]) -> dict[str, Any]:
    """Rows by id."""
    return {key[0]: row for key, row in by_key(session, table, ("id",), ((one,) for one in ids)).items()}


def one(session: Session, actor: Actor, table: Table, row_id: str) -> Sequence[Any]:
    """The row of that id, if the actor may know of it."""
    return session.scalars(select(table).where(table.id == row_id, visible_rows(actor, table))).all()


def insert_many(session: Session, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Add rows that nobody needs as objects; what they refer to must be flushed."""
    session.execute(insert(table), rows)


def children(session: Session, table: Table, column: str, ids: Iterable[str]) -> dict[str, list[Any]]:
    """Rows of the table by what their column refers to, each list in order of ids."""
    found: dict[str, list[Any]] = {}
    for some in portions(ids):
        query = select(table).where(getattr(table, column).in_(some)).order_by(table.id)
        for row in session.scalars(query):
            found.setdefault(getattr(row, column), []).append(row)
    return found


def listed(session: Session, actor: Actor, table: Table, asked: Asked) -> Sequence[Any]:
    """The rows asked for, of those the actor may know of."""
    query = select(table).where(visible_rows(actor, table), where(table, asked.equal))
    if asked.words or asked.key:
        query = query.where(or_(false(), *(_sought(table, path, asked) for path in asked.paths)))
    return paged(session, query, tuple(getattr(table, name) for name in asked.order), asked.page, newest=asked.newest)


def where(table: Table, equal: dict[str, Any]) -> ColumnElement[bool]:
    """Rows whose columns have these values; a column may be that of a row referred to (`note_id.credit_id`)."""
    found = true()
    for name, value in equal.items():
        head, _, rest = name.partition(".")
        column = getattr(table, head)
        if rest:
            parent = referred(table, head)
            found = found & column.in_(select(parent.id).where(where(parent, {rest: value})))
        else:
            found = found & (column == value)
    return found


def _sought(table: Table, path: str, asked: Asked) -> ColumnElement[bool]:
    head, _, rest = path.partition(".")
    if rest:
        parent = referred(table, f"{head}_id")
        reference: ColumnElement[Any] = getattr(table, f"{head}_id")
        return reference.in_(select(parent.id).where(_sought(parent, rest, asked)))
    column: ColumnElement[Any] = getattr(table, head)
    if head.endswith("name_key"):
        return named_by(column, asked.words)
    if not asked.key:
        return false()
    return column.startswith(asked.key, autoescape=True)
