"""Who may see which document, as one SQL condition, put into every query before anything is counted."""

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, true

from schemas.access import Actor
from storage.records.tables import (
    AssignmentRow,
    CreditPartyRow,
    CreditRow,
    DocumentRow,
    LawsuitCreditRow,
    LawsuitRow,
    LinkRow,
    ReceiptRow,
)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition on `DocumentRow` under which the actor may see a document.

    Everybody but an external lawyer sees all. An external lawyer sees what is
    linked (a proposal does not count) to a credit assigned to them now, to a lawsuit
    that is theirs or claims such a credit, and what they handed in themselves.
    Papers of the person alone (an identification) are seen by those who have a
    credit of that person, unless the paper also belongs to a matter.
    """
    lawyer_id = actor.sees_only
    if lawyer_id is None:
        return true()
    credits = assigned_credits(lawyer_id)
    persons = select(CreditRow.debtor_id).where(CreditRow.id.in_(credits))
    guarantors = select(CreditRow.guarantor_id).where(CreditRow.id.in_(credits), CreditRow.guarantor_id.is_not(None))
    parties = select(CreditPartyRow.person_id).where(CreditPartyRow.credit_id.in_(credits))
    of_person = and_(
        _linked("debtor", LinkRow.entity_id.in_(persons.union(guarantors, parties))),
        ~exists().where(
            LinkRow.document_id == DocumentRow.id,
            LinkRow.state == "linked",
            LinkRow.entity_kind.in_(("credit", "lawsuit")),
        ),
    )
    received = select(ReceiptRow.id).where(ReceiptRow.received_by == actor.name)
    return or_(
        _linked("credit", LinkRow.entity_id.in_(credits)),
        _linked("lawsuit", LinkRow.entity_id.in_(lawsuits_of(lawyer_id))),
        of_person,
        DocumentRow.receipt_id.in_(received),
    )


def assigned_credits(lawyer_id: str) -> Select[str]:
    """Ids of the credits assigned to the lawyer now."""
    return select(AssignmentRow.credit_id).where(AssignmentRow.lawyer_id == lawyer_id, AssignmentRow.ended_on.is_(None))


def lawsuits_of(lawyer_id: str) -> Select[str]:
    """Ids of the lawsuits that are the lawyer's or claim a credit assigned to them now."""
    claimed = select(LawsuitCreditRow.lawsuit_id).where(LawsuitCreditRow.credit_id.in_(assigned_credits(lawyer_id)))
    return select(LawsuitRow.id).where(or_(LawsuitRow.lawyer_id == lawyer_id, LawsuitRow.id.in_(claimed)))


def receipt_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition on `ReceiptRow`: an external lawyer sees the receipts of what they handed in."""
    return true() if actor.sees_only is None else ReceiptRow.received_by == actor.name


def _linked(kind: str, which: ColumnElement[bool]) -> ColumnElement[bool]:
    return DocumentRow.id.in_(
        select(LinkRow.document_id).where(LinkRow.entity_kind == kind, LinkRow.state == "linked", which)
    )
