"""The rows of a dossier: a constant number of queries whatever its size, never through the search index."""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, and_, case, func, or_, select, union
from sqlalchemy.orm import Session, aliased

from schemas.access import Actor
from schemas.versions import Legibility
from storage.records.portions import portions
from storage.records.queued_papers import is_open
from storage.records.registry import visible_credits, visible_lawsuits
from storage.records.tables import (
    BalanceRow,
    CreditPartyRow,
    CreditRow,
    DocumentRow,
    LawsuitCreditRow,
    LawsuitPartyRow,
    LawsuitRow,
    LinkRow,
    NoteRow,
    PageRow,
    PersonRow,
)
from storage.records.visibility import visible_to


class Matter(msgspec.Struct, frozen=True):
    """Ids of what a dossier is about: the people who owe or answer for the credits, the credits, the lawsuits."""

    people: frozenset[str]
    credits: frozenset[str]
    lawsuits: frozenset[str]


class Linked(msgspec.Struct, frozen=True):
    """A document with its links to the matter, ids by kind, and whether the actor may see it."""

    document: Any
    links: dict[str, set[str]]
    visible: bool


class OpenNote(msgspec.Struct, frozen=True):
    """A promissory note whose paper is wanted, and the document that somebody said shows it."""

    number: str
    document_id: str | None


_Link = aliased(LinkRow)
"""The link that brings a document here, told apart from those on which it hangs who may see it."""

_SHOWN = (
    DocumentRow.id, DocumentRow.type, DocumentRow.title, DocumentRow.date, DocumentRow.page_count, DocumentRow.sha256,
    DocumentRow.bytes, DocumentRow.media_type, DocumentRow.whole_file, DocumentRow.state, DocumentRow.paper_location,
    DocumentRow.rescan_settled_by,
)  # fmt: skip
_KIN = (DocumentRow.rescan_of, DocumentRow.version_of)


def credits_of(session: Session, actor: Actor, person_id: str) -> list[CreditRow]:
    """Credits on which the person has a role, of those the actor may know of, in order of their numbers."""
    party = select(CreditPartyRow.credit_id).where(CreditPartyRow.person_id == person_id)
    theirs = or_(CreditRow.debtor_id == person_id, CreditRow.guarantor_id == person_id, CreditRow.id.in_(party))
    query = select(CreditRow).where(theirs, visible_credits(actor))
    return list(session.scalars(query.order_by(CreditRow.number_key)))


def credits_of_many(session: Session, actor: Actor, person_ids: Collection[str]) -> list[Any]:
    """Person, id, number and state of each credit that the actor may know of, and the role: borrowers first."""
    borrowed = select(CreditRow.debtor_id, CreditRow.id).where(CreditRow.debtor_id.in_(person_ids))
    answered = select(CreditRow.guarantor_id, CreditRow.id).where(CreditRow.guarantor_id.in_(person_ids))
    party = select(CreditPartyRow.person_id, CreditPartyRow.credit_id).where(CreditPartyRow.person_id.in_(person_ids))
    role = union(borrowed, answered, party).subquery()
    person, credit = role.c
    as_what = case(
        (CreditRow.debtor_id == person, "borrower"), (CreditRow.guarantor_id == person, "guarantor"), else_="other"
    )
    query = select(person, CreditRow.id, CreditRow.number, CreditRow.status, as_what)
    query = query.join(CreditRow, CreditRow.id == credit).where(visible_credits(actor))
    return list(session.execute(query.order_by(as_what, CreditRow.number_key)))


def newest_balances(session: Session, credit_ids: Collection[str]) -> list[BalanceRow]:
    """The last balance told of each credit."""
    last = (
        select(BalanceRow.credit_id, func.max(BalanceRow.on).label("on"))
        .where(BalanceRow.credit_id.in_(credit_ids))
        .group_by(BalanceRow.credit_id)
        .subquery()
    )
    same = and_(BalanceRow.credit_id == last.c.credit_id, BalanceRow.on == last.c.on)
    return list(session.scalars(select(BalanceRow).join(last, same)))


def credits_claimed(session: Session, actor: Actor, lawsuit_id: str) -> list[CreditRow]:
    """Credits the lawsuit claims, of those the actor may know of, in order of their numbers."""
    claimed = select(LawsuitCreditRow.credit_id).where(LawsuitCreditRow.lawsuit_id == lawsuit_id)
    query = select(CreditRow).where(CreditRow.id.in_(claimed), visible_credits(actor))
    return list(session.scalars(query.order_by(CreditRow.number_key)))


def lawsuits_over(session: Session, actor: Actor, credit_ids: Collection[str]) -> list[LawsuitRow]:
    """Lawsuits that claim any of the credits, of those the actor may know of, the oldest first."""
    claimed = select(LawsuitCreditRow.lawsuit_id).where(LawsuitCreditRow.credit_id.in_(credit_ids))
    query = select(LawsuitRow).where(LawsuitRow.id.in_(claimed), visible_lawsuits(actor))
    return list(session.scalars(query.order_by(LawsuitRow.year, LawsuitRow.number, LawsuitRow.id)))


def borrowers_of(session: Session, lawsuit_ids: Collection[str]) -> list[str]:
    """Ids of the borrowers whose credits the lawsuits claim."""
    query = (
        select(CreditRow.debtor_id)
        .join(LawsuitCreditRow, LawsuitCreditRow.credit_id == CreditRow.id)
        .where(LawsuitCreditRow.lawsuit_id.in_(lawsuit_ids))
        .distinct()
    )
    return list(session.scalars(query.order_by(CreditRow.debtor_id)))


def open_notes(session: Session, credit_ids: Collection[str]) -> dict[str, tuple[OpenNote, ...]]:
    """The open notes of each credit, in order of their numbers."""
    found: dict[str, tuple[OpenNote, ...]] = {}
    query = select(NoteRow.credit_id, NoteRow.number, NoteRow.document_id).where(
        is_open(), NoteRow.credit_id.in_(credit_ids)
    )
    for credit, number, document in session.execute(query.order_by(NoteRow.number)):
        found[credit] = (*found.get(credit, ()), OpenNote(number, document))
    return found


def unserved(session: Session, lawsuit_ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    """By lawsuit the names of the defendants of whom nobody recorded the day they were served."""
    found: dict[str, tuple[str, ...]] = {}
    query = (
        select(LawsuitPartyRow.lawsuit_id, PersonRow.full_name)
        .join(PersonRow, PersonRow.id == LawsuitPartyRow.person_id)
        .where(
            LawsuitPartyRow.lawsuit_id.in_(lawsuit_ids),
            LawsuitPartyRow.role == "demandado",
            LawsuitPartyRow.served_on.is_(None),
        )
    )
    for lawsuit, name in session.execute(query.order_by(PersonRow.full_name)):
        found[lawsuit] = (*found.get(lawsuit, ()), name)
    return found


def linked(session: Session, actor: Actor, matter: Matter) -> list[Linked]:
    """Every document linked to the matter."""
    here = and_(_about(matter), _Link.state == "linked")
    links: dict[str, dict[str, set[str]]] = {}
    for document_id, kind, entity_id in session.execute(
        select(_Link.document_id, _Link.entity_kind, _Link.entity_id).where(here)
    ):
        links.setdefault(document_id, {}).setdefault(kind, set()).add(entity_id)
    query = (
        select(*_SHOWN, *_kin(actor), visible_to(actor).label("visible"))
        .where(DocumentRow.id.in_(select(_Link.document_id).where(here)), DocumentRow.state != "discarded")
        .order_by(DocumentRow.id)
    )
    return [Linked(row, links[row.id], bool(row.visible)) for row in session.execute(query)]


def _kin(actor: Actor) -> Sequence[Any]:
    """Of which papers these seem to be scans or versions, where the actor may see those."""
    if actor.sees_only is None:
        return _KIN
    seen = select(DocumentRow.id).where(visible_to(actor)).correlate(None)
    return [case((column.in_(seen), column)).label(column.key) for column in _KIN]


def proposed(session: Session, actor: Actor, matter: Matter) -> int:
    """How many documents seem to belong to the matter and wait for a person's word."""
    query = (
        select(func.count(func.distinct(DocumentRow.id)))
        .join(_Link, _Link.document_id == DocumentRow.id)
        .where(_about(matter), _Link.state == "proposed", DocumentRow.state == "needs_review", visible_to(actor))
    )
    return session.scalar(query) or 0


def legibility(session: Session, document_ids: Collection[str]) -> dict[str, Legibility]:
    """How well each document was read; the caller asks for those held more than once."""
    query = (
        select(PageRow.document_id, func.avg(PageRow.confidence), func.min(PageRow.dpi))
        .where(PageRow.document_id.in_(document_ids), PageRow.state == "read")
        .group_by(PageRow.document_id)
    )
    return {
        document_id: Legibility(1.0 if confidence is None else float(confidence), dpi or 0)
        for document_id, confidence, dpi in session.execute(query)
    }


def pages_to_bind(session: Session, document_ids: Sequence[str]) -> dict[str, list[tuple[int, int]]]:
    """For each document its pages in order: place in the file (from 0) and degrees to turn."""
    found: dict[str, list[tuple[int, int]]] = {}
    for some in portions(document_ids):
        query = select(PageRow.document_id, PageRow.source_page, PageRow.rotation).where(PageRow.document_id.in_(some))
        for document_id, page, rotation in session.execute(query.order_by(PageRow.document_id, PageRow.number)):
            found.setdefault(document_id, []).append((page, rotation))
    return found


def texts_of(session: Session, document_ids: Sequence[str]) -> dict[str, list[str]]:
    """For each document the text of its pages in order; the caller asks for few at a time."""
    found: dict[str, list[str]] = {}
    query = select(PageRow.document_id, PageRow.text).where(PageRow.document_id.in_(document_ids))
    for document_id, words in session.execute(query.order_by(PageRow.document_id, PageRow.number)):
        found.setdefault(document_id, []).append(words)
    return found


def files_to_bind(session: Session, document_ids: Sequence[str]) -> dict[str, Any]:
    """For each document its kind, password and the key of its searchable PDF, under those names."""
    found = {}
    for some in portions(document_ids):
        query = select(
            DocumentRow.id, DocumentRow.kind, DocumentRow.secret, DocumentRow.searchable_key, DocumentRow.sha256
        ).where(DocumentRow.id.in_(some))
        found.update({row.id: row for row in session.execute(query)})
    return found


def _about(matter: Matter) -> ColumnElement[bool]:
    return or_(
        and_(_Link.entity_kind == "debtor", _Link.entity_id.in_(matter.people)),
        and_(_Link.entity_kind == "credit", _Link.entity_id.in_(matter.credits)),
        and_(_Link.entity_kind == "lawsuit", _Link.entity_id.in_(matter.lawsuits)),
    )
