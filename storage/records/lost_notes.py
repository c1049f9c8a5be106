"""Notes whose title is lost, and their cancellations: what the actor may know of."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import CompoundSelect, and_, case, func, or_, select, union
from sqlalchemy.orm import Session

from schemas.access import Actor
from schemas.custody import HolderKind
from schemas.originals import Originality
from storage.records.custody import visible_originals
from storage.records.portions import portions
from storage.records.registry import visible_credits
from storage.records.tables import CreditRow, NoteRow, OriginalRow, PersonRow

LOST = "extraviado"
"""The state of a note of which somebody said that it is lost."""


class LostTitle(msgspec.Struct, frozen=True):
    """A note that nobody closed, with its credit and who owes that."""

    note_id: str
    number: str
    due_on: date | None
    credit_id: str
    credit: str
    debtor_id: str
    debtor: str


def missing(session: Session, actor: Actor) -> dict[str, LostTitle]:
    """Notes not closed that are said to be lost or whose original was reported lost, by id."""
    reported = and_(OriginalRow.holder_kind == HolderKind.LOST.value, visible_originals(actor))
    by_note = select(OriginalRow.note_id).where(reported, OriginalRow.note_id.is_not(None))
    by_paper = select(OriginalRow.document_id).where(reported, OriginalRow.document_id.is_not(None))
    lost: CompoundSelect[Any] = union(
        select(NoteRow.id).where(NoteRow.state == LOST),
        by_note,
        select(NoteRow.id).where(NoteRow.document_id.in_(by_paper)),
    )
    return _titles(session, actor, NoteRow.closed_on.is_(None), NoteRow.id.in_(lost))


def titles(session: Session, actor: Actor, note_ids: Collection[str]) -> dict[str, LostTitle]:
    """Those of the ids, by id."""
    found: dict[str, LostTitle] = {}
    for some in portions(note_ids):
        found |= _titles(session, actor, NoteRow.id.in_(some))
    return found


def last_handed(session: Session, note_ids: Collection[str]) -> dict[str, datetime]:
    """When the originals proper of those notes last changed hands, by note; without notes of which one is lost or destroyed."""
    gone = (HolderKind.LOST.value, HolderKind.DESTROYED.value)
    same = or_(OriginalRow.note_id == NoteRow.id, OriginalRow.document_id == NoteRow.document_id)
    found: dict[str, datetime] = {}
    for some in portions(note_ids):
        query = (
            select(NoteRow.id, func.max(OriginalRow.held_since))
            .join(OriginalRow, and_(same, OriginalRow.originality == Originality.ORIGINAL.value))
            .where(NoteRow.id.in_(some))
            .group_by(NoteRow.id)
            .having(func.max(case((OriginalRow.holder_kind.in_(gone), 1), else_=0)) == 0)
        )
        found |= {note_id: at for note_id, at in session.execute(query)}
    return found


def _titles(session: Session, actor: Actor, *wanted: Any) -> dict[str, LostTitle]:  # noqa: ANN401 - conditions
    query = (
        select(
            NoteRow.id, NoteRow.number, NoteRow.due_on, CreditRow.id, CreditRow.number, PersonRow.id, PersonRow.full_name
        )
        .join(CreditRow, CreditRow.id == NoteRow.credit_id)
        .join(PersonRow, PersonRow.id == CreditRow.debtor_id)
        .where(visible_credits(actor), *wanted)
    )  # fmt: skip
    return {row[0]: LostTitle(*row) for row in session.execute(query)}
