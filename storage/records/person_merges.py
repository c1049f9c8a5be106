"""Move what refers to one entry of a person to another, and the record of it."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, UniqueConstraint, and_, or_, select, true, update
from sqlalchemy.orm import Session

from schemas.access import Actor
from storage.records.base import Base
from storage.records.database import now
from storage.records.portions import portions
from storage.records.registry import visible_persons
from storage.records.tables import (
    BindingOrderRow,
    DocumentRow,
    HearingListRow,
    HoldRow,
    LinkRow,
    PersonMergeRow,
    PersonRow,
)

Table = Any

_SAID = ("state", "confidence", "reason", "source", "confirmed_by")
"""What a link says beside what it links."""
_STRENGTH = {"linked": 2, "refused": 1, "proposed": 0}


class Reference(msgspec.Struct, frozen=True):
    """A column that keeps the id of a person, where `kind_column` (if any) says that it is a person's."""

    table: Table
    column: str
    kind_column: str = ""

    @property
    def name(self) -> str:
        """The name of the table."""
        return str(self.table.__tablename__)

    def at(self, person_id: str) -> ColumnElement[bool]:
        """The rows that refer to the person."""
        here: ColumnElement[bool] = getattr(self.table, self.column) == person_id
        return and_(here, getattr(self.table, self.kind_column) == "debtor") if self.kind_column else here


class Moved(msgspec.Struct, frozen=True):
    """Rows moved, and those that stayed because the other entry has the same already."""

    rows: list[Any]
    stayed: list[Any]


@lru_cache(maxsize=1)
def references() -> tuple[Reference, ...]:
    """Every column that refers to a person, the record of merges left out: it tells what happened.

    Who holds a paper original is not among them: that is what the chain of custody says, whose acts are never changed.
    """
    own = [
        Reference(mapper.class_, column.name)
        for mapper in Base.registry.mappers
        for column in mapper.local_table.columns
        if mapper.class_ is not PersonMergeRow
        and any(key.target_fullname == "persons.id" for key in column.foreign_keys)
    ]
    named = [
        Reference(LinkRow, "entity_id", "entity_kind"),
        Reference(HoldRow, "subject_id", "subject_kind"),
        Reference(HearingListRow, "subject_id", "scope"),
        Reference(BindingOrderRow, "subject_id", "scope"),
    ]
    return tuple(sorted((*own, *named), key=lambda one: (one.name, one.column)))


def move(session: Session, reference: Reference, source: str, target: str, only: Iterable[str] | None = None) -> Moved:
    """Have the rows that refer to `source` (with `only`, those of these ids) refer to `target`; each gets a new version.

    A row stays that would be a second one of the same natural key.
    """
    rows = session.scalars(select(reference.table).where(reference.at(source)).order_by(reference.table.id)).all()
    wanted = None if only is None else set(only)
    taken = {
        key
        for row in session.scalars(select(reference.table).where(reference.at(target)))
        for key in _keys(reference, row)
    }
    done = Moved([], [])
    for row in rows:
        if wanted is not None and row.id not in wanted:
            continue
        if taken & set(_keys(reference, row)):
            done.stayed.append(row)
            continue
        setattr(row, reference.column, target)
        stamp(row)
        done.rows.append(row)
    session.flush()
    return done


def stamp(row: Any) -> None:  # noqa: ANN401 - a row of any table
    """Count the change, where the table counts them."""
    if hasattr(row, "version"):
        row.version += 1
    if hasattr(row, "updated_at"):
        row.updated_at = now()


def _keys(reference: Reference, row: Any) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - a row of any table
    """What else of each natural key with the column a row has."""
    for at, rule in enumerate(reference.table.__table__.constraints):
        if isinstance(rule, UniqueConstraint) and reference.column in rule.columns:
            others = [column.name for column in rule.columns if column.name != reference.column]
            yield (at, *(getattr(row, name) for name in others))


def told_apart(session: Session, one: str, other: str) -> bool:
    """Whether a row names the two as two: borrower and guarantor of one credit, a minor and who represents them."""
    by_table: dict[Table, list[str]] = {}
    for reference in references():
        if not reference.kind_column:
            by_table.setdefault(reference.table, []).append(reference.column)
    for table, columns in by_table.items():
        named = [getattr(table, name) for name in columns]
        both = [first.in_((one, other)) & second.in_((one, other)) & (first != second)
                for at, first in enumerate(named) for second in named[at + 1 :]]  # fmt: skip
        if both and session.scalar(select(table.id).where(or_(*both)).limit(1)) is not None:
            return True
    return False


def settle_links(session: Session, target: str, stayed: Iterable[LinkRow]) -> list[dict[str, Any]]:
    """Of two links of a document to both entries let the stronger word stand on the kept one and refuse the other.

    Returns:
        For each link changed its id, what it said before and what it says now.
    """
    changed = []
    for link in stayed:
        same = session.scalars(
            select(LinkRow).where(
                LinkRow.document_id == link.document_id, LinkRow.entity_kind == link.entity_kind,
                LinkRow.entity_id == target, LinkRow.role == link.role,
            )
        ).one()  # fmt: skip
        if _STRENGTH.get(link.state, 0) > _STRENGTH.get(same.state, 0):
            changed.append(_say(same, _said(link)))
        if link.state != "refused":
            changed.append(_say(link, {**_said(link), "state": "refused"}))
    session.flush()
    return changed


def put_links_back(session: Session, changed: Iterable[Mapping[str, Any]]) -> list[LinkRow]:
    """Have each link say again what it said before, unless something else changed it since; those put back."""
    back = []
    for one in changed:
        row = session.get(LinkRow, one["id"])
        if row is not None and _said(row) == one["after"]:
            _say(row, one["before"])
            back.append(row)
    session.flush()
    return back


def _said(row: LinkRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _SAID}


def _say(row: LinkRow, values: Mapping[str, Any]) -> dict[str, Any]:
    before = _said(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.updated_at = now()
    return {"id": row.id, "before": before, "after": _said(row)}


def papers(session: Session, link_ids: Iterable[str]) -> list[str]:
    """Ids of the documents that the links are of."""
    query = select(LinkRow.document_id).where(LinkRow.id.in_(set(link_ids))).distinct()
    return sorted(session.scalars(query))


def touch(session: Session, document_ids: Iterable[str]) -> None:
    """Let search look again at the documents, whatever the state of their links."""
    for some in portions(document_ids):
        session.execute(
            update(DocumentRow)
            .where(DocumentRow.id.in_(some))
            .values(version=DocumentRow.version + 1)
            .execution_options(synchronize_session=False)
        )


def merge(session: Session, merge_id: str) -> PersonMergeRow | None:
    """The merge of that id."""
    return session.get(PersonMergeRow, merge_id)


def listed(session: Session, actor: Actor, person_id: str, after: str, limit: int) -> list[PersonMergeRow]:
    """A page of merges of persons the actor may know of, the newest first; with a person, those that concern them."""
    seen = (
        true()
        if actor.sees_only is None
        else PersonMergeRow.kept_id.in_(select(PersonRow.id).where(visible_persons(actor)))
    )
    query = select(PersonMergeRow).where(seen)
    if person_id:
        entries = select(PersonRow.id).where(or_(PersonRow.id == person_id, PersonRow.merged_into_id == person_id))
        query = query.where(or_(PersonMergeRow.kept_id == person_id, PersonMergeRow.merged_id.in_(entries)))
    if after:
        query = query.where(PersonMergeRow.id < after)
    return list(session.scalars(query.order_by(PersonMergeRow.id.desc()).limit(limit)))


def now_of(session: Session, person_ids: Iterable[str]) -> dict[str, str]:
    """The person kept, for each of the entries that was merged; one that stands for itself is left out."""
    query = select(PersonRow.id, PersonRow.merged_into_id).where(
        PersonRow.id.in_(set(person_ids)), PersonRow.merged_into_id.is_not(None)
    )
    return {merged: kept for merged, kept in session.execute(query) if kept is not None}


def merged_into(session: Session, person_ids: Iterable[str]) -> dict[str, list[PersonRow]]:
    """The entries merged into each person, in order of their ids."""
    found: dict[str, list[PersonRow]] = {}
    query = select(PersonRow).where(PersonRow.merged_into_id.in_(set(person_ids))).order_by(PersonRow.id)
    for row in session.scalars(query):
        found.setdefault(row.merged_into_id or "", []).append(row)
    return found
