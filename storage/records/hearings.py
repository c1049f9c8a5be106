"""Queries on lists of pieces for hearings; seen by whoever may know of what the list is about."""

from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from schemas.access import Actor
from schemas.dossier import DossierScope
from storage.records.registry import visible_credits, visible_lawsuits, visible_persons
from storage.records.tables import CreditRow, HearingListRow, LawsuitRow, PersonRow


def get(session: Session, actor: Actor, list_id: str) -> HearingListRow | None:
    """The list of that id, if the actor may know of it."""
    return session.scalar(select(HearingListRow).where(HearingListRow.id == list_id, _visible(actor)))


def listing(
    session: Session, actor: Actor, about: tuple[str, str] | None, before: str | None, limit: int
) -> list[HearingListRow]:
    """The newest first, older than the id `before`; `about` is a scope and the id of a subject."""
    query = select(HearingListRow).where(_visible(actor))
    if about is not None:
        query = query.where(HearingListRow.scope == about[0], HearingListRow.subject_id == about[1])
    if before is not None:
        query = query.where(HearingListRow.id < before)
    return list(session.scalars(query.order_by(HearingListRow.id.desc()).limit(limit)))


def ahead(session: Session, actor: Actor, since: date) -> list[HearingListRow]:
    """The lists for hearings from a day on, the first first."""
    query = select(HearingListRow).where(HearingListRow.hearing_on >= since, _visible(actor))
    return list(session.scalars(query.order_by(HearingListRow.hearing_on, HearingListRow.id)))


def _visible(actor: Actor) -> ColumnElement[bool]:
    subjects = (
        (DossierScope.DEBTOR, select(PersonRow.id).where(visible_persons(actor))),
        (DossierScope.CREDIT, select(CreditRow.id).where(visible_credits(actor))),
        (DossierScope.LAWSUIT, select(LawsuitRow.id).where(visible_lawsuits(actor))),
    )
    return or_(
        *(and_(HearingListRow.scope == scope.value, HearingListRow.subject_id.in_(ids)) for scope, ids in subjects)
    )
