"""What falls due in lawsuits: days a resolution sets, letters rogatory to be returned, what is to be registered; and the folios of stamps."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from schemas.access import Actor
from storage.records.registry import visible_credits
from storage.records.suits import Scope
from storage.records.tables import (
    AgreementRow,
    CreditRow,
    FieldRow,
    LawsuitRow,
    LinkRow,
    ResolutionRow,
    RogatoryRow,
    SeizureRow,
)


def deadlines(session: Session, scope: Scope, since: date) -> Sequence[Any]:
    """Days that resolutions set, from a day on, the first first: lawsuit, kind, day, what is ordered, document."""
    row = ResolutionRow
    query = (
        select(row.id, row.lawsuit_id, row.kind, row.deadline_on, row.orders, row.document_id)
        .where(row.deadline_on >= since, *scope.over(row.lawsuit_id))
        .order_by(row.deadline_on, row.id)
    )
    return session.execute(query).all()


def hearings(session: Session, scope: Scope, since: date) -> Sequence[Any]:
    """Hearings that resolutions set, from a day on, the first first: lawsuit, day, hour, what is ordered, document."""
    row = ResolutionRow
    query = (
        select(row.id, row.lawsuit_id, row.hearing_on, row.hearing_at, row.orders, row.document_id)
        .where(row.hearing_on >= since, *scope.over(row.lawsuit_id))
        .order_by(row.hearing_on, row.hearing_at, row.id)
    )
    return session.execute(query).all()


def letters_out(session: Session, scope: Scope, since: date) -> Sequence[Any]:
    """Letters rogatory that are to be returned from a day on and are not: lawsuit, number, day, document."""
    row = RogatoryRow
    query = (
        select(row.id, row.lawsuit_id, row.number, row.due_on, row.document_id)
        .where(row.due_on >= since, row.returned_on.is_(None), *scope.over(row.lawsuit_id))
        .order_by(row.due_on, row.id)
    )
    return session.execute(query).all()


def seizures_not_inscribed(session: Session, scope: Scope) -> Sequence[Any]:
    """Seizures neither inscribed nor lifted: lawsuit, its court, the day."""
    row = SeizureRow
    query = (
        select(row.lawsuit_id, LawsuitRow.court_id, row.seized_on)
        .join(LawsuitRow, LawsuitRow.id == row.lawsuit_id)
        .where(row.inscribed_on.is_(None), row.lifted_on.is_(None), *scope.over(row.lawsuit_id))
        .order_by(row.seized_on, row.id)
    )
    return session.execute(query).all()


def mediated_not_registered(session: Session, actor: Actor) -> Sequence[Any]:
    """Mediated agreements that are not in the register yet, of the credits the actor may know of."""
    row = AgreementRow
    query = (
        select(row.number, row.signed_on, row.sent_on, row.credit_id, CreditRow.number.label("credit"))
        .join(CreditRow, CreditRow.id == row.credit_id)
        .where(row.type == "mediado", row.registered_on.is_(None), row.closed_on.is_(None), visible_credits(actor))
        .order_by(row.signed_on, row.id)
    )
    return session.execute(query).all()


def confirmed_folios(session: Session, court_id: str, but: str) -> set[str]:
    """Folios of stamps of the court that people confirmed on documents other than `but`, registered or not."""
    of_court = select(LawsuitRow.id).where(LawsuitRow.court_id == court_id)
    query = (
        select(FieldRow.value)
        .join(LinkRow, LinkRow.document_id == FieldRow.document_id)
        .where(
            FieldRow.name == "stamp_folio",
            FieldRow.confirmed_by.is_not(None),
            FieldRow.document_id != but,
            LinkRow.entity_kind == "lawsuit",
            LinkRow.state == "linked",
            LinkRow.entity_id.in_(of_court),
        )
    )
    return {folio for folio in session.scalars(query) if folio}
