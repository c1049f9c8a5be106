"""The change feed: one row for each change of the registry, read after a sequence number."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, and_, false, func, insert, or_, select, true
from sqlalchemy.orm import Session

from schemas.access import Actor
from schemas.registry import Change
from storage.records.registry_rows import Table, visible_rows
from storage.records.tables import ChangeRow

Noted = tuple[str, str, int, str]
"""Kind, id, version and action (`create`, `update`, `remove`) of a change."""


def add(session: Session, changed: Sequence[Noted]) -> None:
    """Add changes in their order, in the caller's writing transaction.

    Writers come one after the other, so a reader that has seen a number has
    seen all before it.
    """
    if not changed:
        return
    last = session.scalar(select(func.max(ChangeRow.sequence))) or 0
    rows = [
        {"sequence": last + at, "kind": kind, "entity_id": entity_id, "version": version, "action": action}
        for at, (kind, entity_id, version, action) in enumerate(changed, 1)
    ]
    session.execute(insert(ChangeRow), rows)


def after(session: Session, actor: Actor, kinds: Mapping[str, Table], sequence: int, limit: int) -> list[Change]:
    """Changes after the number, of those the actor may know of; `kinds` are the kinds there are and their tables."""
    seen: ColumnElement[bool] = true()
    if actor.sees_only is not None:
        seen = or_(
            false(),
            *(
                and_(
                    ChangeRow.kind == kind, ChangeRow.entity_id.in_(select(table.id).where(visible_rows(actor, table)))
                )
                for kind, table in kinds.items()
            ),
        )
    query = select(ChangeRow).where(ChangeRow.sequence > sequence, seen).order_by(ChangeRow.sequence).limit(limit)
    return [Change(row.sequence, row.kind, row.entity_id, row.version, row.action) for row in session.scalars(query)]
