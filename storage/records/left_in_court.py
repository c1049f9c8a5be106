"""Originals that a court holds, and the lawsuits for which it may hold them."""

from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from schemas.access import Actor
from schemas.custody import HolderKind, LineState
from storage.records.custody import visible_originals
from storage.records.portions import portions
from storage.records.tables import LawsuitNoteRow, LawsuitRow, LoanItemRow, LoanRow, OriginalRow


class HeldByCourt(msgspec.Struct, frozen=True):
    """An original in a court: of its own lawsuit, those of its open slip and those over its note."""

    id: str
    barcode: str
    title: str
    court: str
    lawsuits: frozenset[str]


def in_court(session: Session, actor: Actor, stages: Collection[str]) -> list[HeldByCourt]:
    """The originals that courts hold for any lawsuit at one of the stages, as written, of those the actor may know of, in order of their barcodes."""
    reached = {item for some in portions(stages) for item, _ in _pairs(session, some, None)}
    found = []
    for some in portions(reached):
        of: dict[str, set[str]] = {}
        for item, lawsuit in _pairs(session, None, some):
            of.setdefault(item, set()).add(lawsuit)
        items = select(OriginalRow.id, OriginalRow.barcode, OriginalRow.title, OriginalRow.holder_name)
        wanted = items.where(OriginalRow.id.in_(some), visible_originals(actor))
        found += [HeldByCourt(*row, frozenset(of[row[0]])) for row in session.execute(wanted)]
    return sorted(found, key=lambda one: one.barcode)


def _pairs(session: Session, stages: list[str] | None, items: list[str] | None) -> list[tuple[str, str]]:
    """Originals in a court with a lawsuit of theirs: of those at the stages, or of the originals, given."""
    held = OriginalRow.holder_kind == HolderKind.COURT.value
    lent = (
        select(OriginalRow.id, LoanRow.lawsuit_id)
        .join(LoanItemRow, LoanItemRow.item_id == OriginalRow.id)
        .join(LoanRow, LoanRow.id == LoanItemRow.loan_id)
        .where(LoanItemRow.state == LineState.IN_COURT.value)
    )
    sued = select(OriginalRow.id, LawsuitNoteRow.lawsuit_id).join(
        LawsuitNoteRow, LawsuitNoteRow.note_id == OriginalRow.note_id
    )
    ways: Any = (
        (select(OriginalRow.id, OriginalRow.lawsuit_id), OriginalRow.lawsuit_id),
        (lent, LoanRow.lawsuit_id),
        (sued, LawsuitNoteRow.lawsuit_id),
    )
    found: list[tuple[str, str]] = []
    for query, lawsuit in ways:
        if stages is not None:
            query = query.join(LawsuitRow, LawsuitRow.id == lawsuit).where(LawsuitRow.status.in_(stages))
        else:
            query = query.where(OriginalRow.id.in_(items or ()), lawsuit.is_not(None))
        found += [(row[0], row[1]) for row in session.execute(query.where(held))]
    return found
