"""Queries on lists of pieces for hearings; seen by whoever may know of all that the list is about."""

from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session

from schemas.access import Actor
from schemas.dossier import DossierScope
from storage.records.registry import visible_credits, visible_lawsuits, visible_persons
from storage.records.tables import CreditPartyRow, CreditRow, HearingListRow, LawsuitRow, PersonRow


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
    """Lists whose subject the actor may know of; of a debtor whose other credits are not an external lawyer's only their own lists."""
    subjects = (
        (DossierScope.DEBTOR, select(PersonRow.id).where(visible_persons(actor)), _whole_debtor(actor)),
        (DossierScope.CREDIT, select(CreditRow.id).where(visible_credits(actor)), true()),
        (DossierScope.LAWSUIT, select(LawsuitRow.id).where(visible_lawsuits(actor)), true()),
    )
    return or_(
        *(
            and_(HearingListRow.scope == scope.value, HearingListRow.subject_id.in_(ids), besides)
            for scope, ids, besides in subjects
        )
    )


def _whole_debtor(actor: Actor) -> ColumnElement[bool]:
    """Whether the list is the actor's own, or they may know of every credit of its debtor."""
    if actor.sees_only is None:
        return true()
    hidden = select(CreditRow.id).where(~visible_credits(actor))
    roles = (
        select(CreditRow.debtor_id).where(CreditRow.id.in_(hidden)),
        select(CreditRow.guarantor_id).where(CreditRow.id.in_(hidden), CreditRow.guarantor_id.is_not(None)),
        select(CreditPartyRow.person_id).where(CreditPartyRow.credit_id.in_(hidden)),
    )
    own = HearingListRow.created_by == actor.name
    return or_(own, and_(*(HearingListRow.subject_id.not_in(people) for people in roles)))
