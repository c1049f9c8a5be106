"""Queries on paper originals and the places that keep them; the one function by which an original changes hands."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from schemas.access import Actor
from schemas.custody import Holder, HolderKind, Step
from storage.records.database import new_id, now
from storage.records.portions import portions
from storage.records.registry import visible_credits
from storage.records.tables import (
    CreditRow,
    CustodyEventRow,
    DocumentRow,
    EndorsementRow,
    LawsuitCreditRow,
    LawsuitRow,
    LinkRow,
    NoteRow,
    OriginalRow,
    PersonRow,
    PlaceRow,
)
from storage.records.visibility import assigned_credits, lawsuits_of, visible_to


class HandOver(msgspec.Struct, frozen=True):
    """Who gave and who received, why, by what proof, under which slip, recorded by whom."""

    given_by: str
    received_by: str
    reason: str
    evidence: dict[str, Any]
    recorded_by: str
    loan_id: str | None = None


class WantedOriginals(msgspec.Struct, frozen=True):
    """What of the originals is wanted; empty for all. `holder_id` is of a box, lawyer, court or person."""

    holder_kind: str = ""
    holder_id: str = ""
    credit_id: str = ""
    lawsuit_id: str = ""
    document_id: str = ""
    case_file_id: str = ""
    q: str = ""
    after: str = ""
    limit: int = 50


def hand_over(session: Session, item: OriginalRow, step: Step, how: HandOver) -> CustodyEventRow:
    """Write the custody event and, with it, who holds the item now; nothing else ever writes the holder.

    Two acts on one item at once cannot both be written: their numbers are the same.
    """
    moment = now()
    before = step.before or Holder(HolderKind.VAULT)
    row = CustodyEventRow(
        id=new_id(), item_id=item.id, number=item.step + 1, act=step.act.value, at=moment,
        from_kind=step.before.kind.value if step.before else None, from_id=before.id, from_name=before.name,
        to_kind=step.after.kind.value, to_id=step.after.id, to_name=step.after.name,
        given_by=how.given_by, received_by=how.received_by, reason=how.reason, evidence=how.evidence,
        loan_id=how.loan_id, recorded_by=how.recorded_by,
    )  # fmt: skip
    item.holder_kind, item.holder_id, item.holder_name = step.after.kind.value, step.after.id, step.after.name
    item.held_since, item.step = moment, item.step + 1
    item.version, item.updated_at = item.version + 1, moment
    session.add(item)
    session.flush()
    session.add(row)
    session.flush()
    return row


def holder_of(item: OriginalRow) -> Holder:
    """Who has the item."""
    return Holder(HolderKind(item.holder_kind), item.holder_id, item.holder_name)


def visible_originals(actor: Actor) -> ColumnElement[bool]:
    """Originals the actor may know of: an external lawyer's are those in their hands and those of their matters."""
    lawyer_id = actor.sees_only
    if lawyer_id is None:
        return true()
    theirs = and_(OriginalRow.holder_kind == HolderKind.LAWYER.value, OriginalRow.holder_id == lawyer_id)
    credits = select(CreditRow.id).where(visible_credits(actor))
    matter = or_(
        OriginalRow.credit_id.in_(credits),
        OriginalRow.lawsuit_id.in_(lawsuits_of(lawyer_id)),
        OriginalRow.document_id.in_(select(DocumentRow.id).where(visible_to(actor))),
    )
    return or_(theirs, matter)


def original(session: Session, actor: Actor, key: str, barcode: str) -> OriginalRow | None:
    """The original of that id or barcode that the actor may know of."""
    query = select(OriginalRow).where(
        or_(OriginalRow.id == key, OriginalRow.barcode == barcode), visible_originals(actor)
    )
    return session.scalar(query.limit(1))


def originals_by_barcode(session: Session, barcodes: Iterable[str]) -> dict[str, OriginalRow]:
    """Originals by barcode."""
    found = {}
    for some in portions(barcodes):
        query = select(OriginalRow).where(OriginalRow.barcode.in_(some))
        found.update({row.barcode: row for row in session.scalars(query)})
    return found


def originals_by_id(session: Session, ids: Iterable[str]) -> dict[str, OriginalRow]:
    """Originals by id."""
    found = {}
    for some in portions(ids):
        query = select(OriginalRow).where(OriginalRow.id.in_(some))
        found.update({row.id: row for row in session.scalars(query)})
    return found


def _merged_entries(session: Session, name: str, value: str) -> list[str]:
    """Entries merged into the person who is asked for as a holder: an act of custody names the holder as of then, for ever."""
    if name != "holder_id":
        return []
    return list(session.scalars(select(PersonRow.id).where(PersonRow.merged_into_id == value)))


def originals(session: Session, actor: Actor, wanted: WantedOriginals) -> list[OriginalRow]:
    """A page of originals in order of their barcodes; who is not told who has one does not find it by that either."""
    query = select(OriginalRow).where(visible_originals(actor))
    if wanted.holder_id and actor.sees_only is not None:
        inside = OriginalRow.holder_kind.in_((HolderKind.VAULT.value, HolderKind.LAWYER.value))
        query = query.where(or_(~inside, OriginalRow.holder_id == actor.sees_only))
    for name in ("holder_kind", "holder_id", "credit_id", "lawsuit_id", "document_id", "case_file_id"):
        if value := getattr(wanted, name):
            query = query.where(getattr(OriginalRow, name).in_((value, *_merged_entries(session, name, value))))
    if wanted.q:
        begins = wanted.q.upper()
        query = query.where(or_(OriginalRow.barcode.startswith(begins, autoescape=True),
                                OriginalRow.title.contains(wanted.q, autoescape=True)))  # fmt: skip
    if wanted.after:
        query = query.where(OriginalRow.barcode > wanted.after)
    return list(session.scalars(query.order_by(OriginalRow.barcode).limit(wanted.limit)))


def of_matters(
    session: Session, actor: Actor, credit_ids: Iterable[str], lawsuit_ids: Iterable[str]
) -> list[OriginalRow]:
    """The originals of any of the credits or lawsuits that the actor may know of, in order of their barcodes."""
    about = or_(OriginalRow.credit_id.in_(set(credit_ids)), OriginalRow.lawsuit_id.in_(set(lawsuit_ids)))
    return list(
        session.scalars(select(OriginalRow).where(about, visible_originals(actor)).order_by(OriginalRow.barcode))
    )


def in_box(session: Session, place_id: str) -> list[OriginalRow]:
    """The originals that the register says are in the box, in order of their barcodes."""
    query = select(OriginalRow).where(
        OriginalRow.holder_kind == HolderKind.VAULT.value, OriginalRow.holder_id == place_id
    )
    return list(session.scalars(query.order_by(OriginalRow.barcode)))


def of_case_files(session: Session, case_file_ids: Sequence[str]) -> list[OriginalRow]:
    """The originals that belong to the archival files."""
    found: list[OriginalRow] = []
    for some in portions(case_file_ids):
        query = select(OriginalRow).where(OriginalRow.case_file_id.in_(some))
        found += session.scalars(query.order_by(OriginalRow.case_file_id, OriginalRow.barcode))
    return found


def chain(session: Session, item_id: str) -> list[CustodyEventRow]:
    """Every hand-over of the item, the first first."""
    query = select(CustodyEventRow).where(CustodyEventRow.item_id == item_id)
    return list(session.scalars(query.order_by(CustodyEventRow.number)))


def newest_events(session: Session, items: Sequence[OriginalRow]) -> dict[str, CustodyEventRow]:
    """The newest hand-over of each item."""
    found = {}
    for some in portions(item.id for item in items):
        query = (
            select(CustodyEventRow)
            .join(OriginalRow, OriginalRow.id == CustodyEventRow.item_id)
            .where(CustodyEventRow.item_id.in_(some), CustodyEventRow.number == OriginalRow.step)
        )
        found.update({row.item_id: row for row in session.scalars(query)})
    return found


def unaccounted(session: Session) -> list[str]:
    """Barcodes of originals whose holder is not the one their newest hand-over names; none, unless rows were changed by hand."""
    last = aliased(CustodyEventRow)
    query = (
        select(OriginalRow.barcode)
        .outerjoin(last, and_(last.item_id == OriginalRow.id, last.number == OriginalRow.step))
        .where(or_(last.id.is_(None), last.to_kind != OriginalRow.holder_kind, last.to_id != OriginalRow.holder_id))
    )
    return list(session.scalars(query.order_by(OriginalRow.barcode).limit(1_000)))


def places_of_documents(session: Session, document_ids: Iterable[str]) -> dict[str, list[OriginalRow]]:
    """The originals of each document, originals proper first."""
    found: dict[str, list[OriginalRow]] = {}
    for some in portions(document_ids):
        query = select(OriginalRow).where(OriginalRow.document_id.in_(some))
        for row in session.scalars(query.order_by(OriginalRow.barcode)):
            found.setdefault(row.document_id or "", []).append(row)
    for rows in found.values():
        rows.sort(key=lambda row: row.originality != "original")
    return found


def place_by_barcode(session: Session, barcode: str) -> PlaceRow | None:
    """The place of that barcode."""
    return session.scalar(select(PlaceRow).where(PlaceRow.barcode == barcode))


def places_by_id(session: Session, ids: Iterable[str]) -> dict[str, PlaceRow]:
    """Places by id."""
    return {row.id: row for row in session.scalars(select(PlaceRow).where(PlaceRow.id.in_(set(ids))))}


def places(session: Session, kind: str, parent_id: str, after: str, limit: int) -> list[PlaceRow]:
    """A page of places in order of their barcodes; of a kind, or in a place, where said."""
    query = select(PlaceRow).where(PlaceRow.barcode > after)
    if kind:
        query = query.where(PlaceRow.kind == kind)
    if parent_id:
        query = query.where(PlaceRow.parent_id == parent_id)
    return list(session.scalars(query.order_by(PlaceRow.barcode).limit(limit)))


def contents(session: Session, place_ids: Sequence[str]) -> dict[str, int]:
    """How many things stand in each place now: places in it, and originals for a box."""
    inside = select(PlaceRow.parent_id, func.count()).where(PlaceRow.parent_id.in_(place_ids))
    found = {parent: number for parent, number in session.execute(inside.group_by(PlaceRow.parent_id)) if parent}
    papers = select(OriginalRow.holder_id, func.count()).where(
        OriginalRow.holder_kind == HolderKind.VAULT.value, OriginalRow.holder_id.in_(place_ids)
    )
    for place_id, number in session.execute(papers.group_by(OriginalRow.holder_id)):
        found[place_id] = found.get(place_id, 0) + number
    return found


def rename_paths(session: Session, place: PlaceRow, moment: datetime) -> None:
    """Write the paths of everything that stands in the place anew; a house has few enough places for this."""
    waiting = [place]
    while waiting:
        above = waiting.pop()
        for row in session.scalars(select(PlaceRow).where(PlaceRow.parent_id == above.id)):
            row.path, row.updated_at = f"{row.name}, {above.path}", moment
            waiting.append(row)


def matters_of(session: Session, document_id: str) -> dict[str, str]:
    """The one credit and the one lawsuit a document is linked to, by kind; a kind of which there are several is left out."""
    query = select(LinkRow.entity_kind, LinkRow.entity_id).where(
        LinkRow.document_id == document_id, LinkRow.state == "linked", LinkRow.entity_kind.in_(("credit", "lawsuit"))
    )
    found: dict[str, set[str]] = {}
    for kind, entity_id in session.execute(query.distinct()):
        found.setdefault(kind, set()).add(entity_id)
    return {kind: next(iter(ids)) for kind, ids in found.items() if len(ids) == 1}


def debtor_of(session: Session, credit_id: str) -> PersonRow | None:
    """The borrower of the credit."""
    return session.scalar(
        select(PersonRow).join(CreditRow, CreditRow.debtor_id == PersonRow.id).where(CreditRow.id == credit_id)
    )


def not_of_lawyer(session: Session, lawyer_id: str, items: Sequence[OriginalRow]) -> list[OriginalRow]:
    """Those of the originals whose credit or lawsuit is known and not the lawyer's."""
    credits = {item.credit_id for item in items if item.credit_id}
    suits = {item.lawsuit_id for item in items if item.lawsuit_id}
    claimed = select(LawsuitCreditRow.credit_id).where(LawsuitCreditRow.lawsuit_id.in_(lawsuits_of(lawyer_id)))
    mine = select(CreditRow.id).where(
        CreditRow.id.in_(credits), or_(CreditRow.id.in_(assigned_credits(lawyer_id)), CreditRow.id.in_(claimed))
    )
    theirs = set(session.scalars(mine))
    theirs_suits = set(session.scalars(lawsuits_of(lawyer_id).where(LawsuitRow.id.in_(suits))))
    return [
        item
        for item in items
        if (item.credit_id or item.lawsuit_id) and item.credit_id not in theirs and item.lawsuit_id not in theirs_suits
    ]


def living_endorsements(session: Session, item: OriginalRow, lawyer_id: str) -> list[EndorsementRow]:
    """Endorsements to the lawyer, not crossed out, on the note that the original is.

    Where nobody said which note that is, the only endorsed note of its credit is meant.
    """
    query = (
        select(EndorsementRow)
        .join(NoteRow, NoteRow.id == EndorsementRow.note_id)
        .where(EndorsementRow.lawyer_id == lawyer_id, EndorsementRow.cancelled_on.is_(None))
    )
    if item.note_id is not None:
        return list(session.scalars(query.where(NoteRow.id == item.note_id)))
    found = list(session.scalars(query.where(NoteRow.credit_id == (item.credit_id or ""))))
    return found if len({row.note_id for row in found}) == 1 else []
