"""Documents that wait, and which types of documents each credit has."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from schemas.access import Actor
from schemas.clocks.calendar import local_day
from schemas.completeness import Matter
from schemas.registry.notes import GONE
from storage.records.registry import visible_credits
from storage.records.tables import (
    CreditRow,
    DocumentRow,
    LawsuitCreditRow,
    LawsuitPartyRow,
    LinkRow,
    NoteRow,
    PersonRow,
)
from storage.records.visibility import visible_to


class Waiting(msgspec.Struct, frozen=True):
    """A document in review."""

    id: str
    type: str
    title: str
    reasons: tuple[str, ...]
    since: date


class HeldCredit(msgspec.Struct, frozen=True):
    """A credit with its borrower and what decides how many papers its state wants."""

    id: str
    number: str
    status: str
    debtor_id: str
    debtor: str
    wants: Matter


def awaiting_review(session: Session, actor: Actor) -> list[Waiting]:
    """Documents in review that the actor may see, the oldest first."""
    query = (
        select(DocumentRow.id, DocumentRow.type, DocumentRow.title, DocumentRow.reasons, DocumentRow.created_at)
        .where(DocumentRow.state == "needs_review", visible_to(actor))
        .order_by(DocumentRow.created_at, DocumentRow.id)
    )
    return [Waiting(row[0], row[1], row[2], tuple(row[3]), local_day(row[4])) for row in session.execute(query)]


def credit_ids(session: Session, actor: Actor) -> list[str]:
    """Ids of the credits the actor may know of."""
    return list(session.scalars(select(CreditRow.id).where(visible_credits(actor))))


def held_credits(
    session: Session, actor: Actor, ids: Collection[str] | None = None
) -> tuple[list[HeldCredit], Mapping[str, Mapping[str, int]]]:
    """Credits the actor may know of, all or those of the ids, and for each how many documents of each type its dossier has.

    A document of a lawsuit is of the credits claimed there; one of a person alone, of the credits they answer
    for. As in the dossier, what is filed counts whether or not the looker may see it.
    """
    query = (
        select(CreditRow.id, CreditRow.number, CreditRow.status, CreditRow.debtor_id, PersonRow.full_name, CreditRow.guarantor_id)
        .join(PersonRow, PersonRow.id == CreditRow.debtor_id)
        .where(*_wanted(actor, ids))
        .order_by(CreditRow.number_key)
    )  # fmt: skip
    notes, sued, unserved = ({row[0]: row[1] for row in session.execute(one)} for one in _counts(ids))
    credits = [
        HeldCredit(
            *row[:5], Matter(2 if row[5] else 1, notes.get(row[0], 0), unserved.get(row[0], 0), sued=row[0] in sued)
        )
        for row in session.execute(query)
    ]
    types: dict[str, dict[str, int]] = {}
    for credit_id, kind, number in session.execute(_papers_of(actor, ids)):
        mine = types.setdefault(credit_id, {})
        mine[kind] = mine.get(kind, 0) + number
    return credits, types


def _counts(ids: Collection[str] | None) -> tuple[Select[str, int], Select[str, int], Select[str, int]]:
    """By credit: open notes, lawsuits, defendants not served."""

    def those(column: Any) -> list[ColumnElement[bool]]:  # noqa: ANN401 - a column
        return [] if ids is None else [column.in_(ids)]

    of, suit = NoteRow.credit_id, LawsuitCreditRow.credit_id
    notes = select(of, func.count()).where(is_open(), *those(of)).group_by(of)
    sued = select(suit, func.count()).where(*those(suit)).group_by(suit)
    unserved = sued.join(LawsuitPartyRow, LawsuitPartyRow.lawsuit_id == LawsuitCreditRow.lawsuit_id).where(
        LawsuitPartyRow.role == "demandado", LawsuitPartyRow.served_on.is_(None)
    )
    return notes, sued, unserved


def is_open() -> ColumnElement[bool]:
    """Whether a note's paper is still wanted: neither paid nor given back for another."""
    return and_(NoteRow.closed_on.is_(None), NoteRow.support == "papel", NoteRow.state.not_in(GONE))


def _wanted(actor: Actor, ids: Collection[str] | None) -> list[ColumnElement[bool]]:
    return [visible_credits(actor), *([] if ids is None else [CreditRow.id.in_(ids)])]


def _papers_of(actor: Actor, ids: Collection[str] | None) -> Select[Any]:
    """Credit, type and number of documents, each document once for a credit."""
    link = aliased(LinkRow)

    def those(column: Any) -> list[ColumnElement[bool]]:  # noqa: ANN401 - a column
        return [link.state == "linked", *([] if ids is None else [column.in_(ids)])]

    of_credit = select(link.entity_id.label("credit_id"), link.document_id).where(
        link.entity_kind == "credit", *those(link.entity_id)
    )
    of_suit = (
        select(LawsuitCreditRow.credit_id, link.document_id)
        .join(link, link.entity_id == LawsuitCreditRow.lawsuit_id)
        .where(link.entity_kind == "lawsuit", *those(LawsuitCreditRow.credit_id))
    )
    persons = [
        select(CreditRow.id, link.document_id)
        .join(link, link.entity_id == column)
        .where(link.entity_kind == "debtor", *those(CreditRow.id))
        for column in (CreditRow.debtor_id, CreditRow.guarantor_id)
    ]
    held = of_credit.union(of_suit, *persons).subquery()
    seen = select(CreditRow.id).where(visible_credits(actor))
    return (
        select(held.c.credit_id, DocumentRow.type, func.count())
        .join(DocumentRow, DocumentRow.id == held.c.document_id)
        .where(DocumentRow.state != "discarded", held.c.credit_id.in_(seen))
        .group_by(held.c.credit_id, DocumentRow.type)
    )
