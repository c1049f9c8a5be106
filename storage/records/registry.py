"""Queries on debtors, credits, lawsuits, courts, lawyers and assignments."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true, tuple_, update
from sqlalchemy.orm import Session

from schemas.access import Actor
from storage.records.portions import portions
from storage.records.tables import (
    AssignmentRow,
    CourtRow,
    CreditPartyRow,
    CreditRow,
    DocumentRow,
    LawsuitCreditRow,
    LawsuitRow,
    LawyerRow,
    LinkRow,
    NoteObligorRow,
    NoteRow,
    PersonRow,
)
from storage.records.visibility import assigned_credits, lawsuits_of


def persons_by_curp(session: Session, curps: Iterable[str]) -> dict[str, PersonRow]:
    """Persons by their CURP."""
    query = select(PersonRow).where(PersonRow.curp.in_(set(curps)))
    return {row.curp: row for row in session.scalars(query) if row.curp}


def persons_without_curp(session: Session, rfcs: Iterable[str], name_keys: Iterable[str]) -> list[PersonRow]:
    """Persons without a CURP who have one of the RFCs, or no RFC and one of the names, in order of their ids, merged entries last."""
    nameless = and_(PersonRow.rfc.is_(None), PersonRow.name_key.in_(set(name_keys)))
    query = select(PersonRow).where(PersonRow.curp.is_(None), or_(PersonRow.rfc.in_(set(rfcs)), nameless))
    return list(session.scalars(query.order_by(PersonRow.merged_into_id.is_not(None), PersonRow.id)))


def persons_by_id(session: Session, ids: Iterable[str]) -> dict[str, PersonRow]:
    """Persons by id."""
    return {row.id: row for row in session.scalars(select(PersonRow).where(PersonRow.id.in_(set(ids))))}


def kept(session: Session, found: Mapping[str, PersonRow]) -> dict[str, PersonRow]:
    """The persons, each merged entry replaced by the one kept."""
    ahead = persons_by_id(session, [row.merged_into_id for row in found.values() if row.merged_into_id])
    return {key: ahead.get(row.merged_into_id or "", row) for key, row in found.items()}


def credits_by_key(session: Session, keys: Iterable[str]) -> dict[str, CreditRow]:
    """Credits by their number without separators."""
    return {
        row.number_key: row for row in session.scalars(select(CreditRow).where(CreditRow.number_key.in_(set(keys))))
    }


def credits_by_id(session: Session, ids: Iterable[str]) -> dict[str, CreditRow]:
    """Credits by id."""
    return {row.id: row for row in session.scalars(select(CreditRow).where(CreditRow.id.in_(set(ids))))}


def courts_by_id(session: Session, ids: Iterable[str]) -> dict[str, CourtRow]:
    """Courts by id."""
    return {row.id: row for row in session.scalars(select(CourtRow).where(CourtRow.id.in_(set(ids))))}


def lawyers_by_id(session: Session, ids: Iterable[str]) -> dict[str, LawyerRow]:
    """Lawyers by id."""
    return {row.id: row for row in session.scalars(select(LawyerRow).where(LawyerRow.id.in_(set(ids))))}


def courts_by_code(session: Session, codes: Iterable[str]) -> dict[str, CourtRow]:
    """Courts by code."""
    return {row.code: row for row in session.scalars(select(CourtRow).where(CourtRow.code.in_(set(codes))))}


def lawyers_by_cedula(session: Session, cedulas: Iterable[str]) -> dict[str, LawyerRow]:
    """Lawyers by professional licence."""
    return {row.cedula: row for row in session.scalars(select(LawyerRow).where(LawyerRow.cedula.in_(set(cedulas))))}


def lawsuits_numbered(session: Session, files: Iterable[tuple[int, int]]) -> list[LawsuitRow]:
    """Lawsuits of the years and numbers, in whatever court."""
    query = select(LawsuitRow).where(tuple_(LawsuitRow.year, LawsuitRow.number).in_(sorted(set(files))))
    return list(session.scalars(query))


def claims(session: Session, lawsuit_ids: Iterable[str]) -> dict[str, set[str]]:
    """Ids of the credits that each lawsuit claims."""
    query = select(LawsuitCreditRow).where(LawsuitCreditRow.lawsuit_id.in_(set(lawsuit_ids)))
    found: dict[str, set[str]] = {}
    for row in session.scalars(query):
        found.setdefault(row.lawsuit_id, set()).add(row.credit_id)
    return found


def claim_exactly(session: Session, lawsuit_id: str, credit_ids: Iterable[str]) -> None:
    """Make the lawsuit claim these credits and no others."""
    wanted = set(credit_ids)
    query = select(LawsuitCreditRow).where(LawsuitCreditRow.lawsuit_id == lawsuit_id)
    for row in session.scalars(query).all():
        if row.credit_id not in wanted:
            session.delete(row)
        wanted.discard(row.credit_id)
    session.add_all(LawsuitCreditRow(lawsuit_id=lawsuit_id, credit_id=credit_id) for credit_id in sorted(wanted))


def claim_anew(session: Session, claimed: Mapping[str, Iterable[str]]) -> None:
    """Have lawsuits that claim nothing yet claim these credits."""
    session.add_all(
        LawsuitCreditRow(lawsuit_id=lawsuit_id, credit_id=credit_id)
        for lawsuit_id, credit_ids in claimed.items()
        for credit_id in sorted(credit_ids)
    )


def assignments_of(session: Session, credit_ids: Iterable[str]) -> list[AssignmentRow]:
    """Every assignment of the credits, the oldest first."""
    query = select(AssignmentRow).where(AssignmentRow.credit_id.in_(set(credit_ids)))
    return list(session.scalars(query.order_by(AssignmentRow.assigned_on, AssignmentRow.id)))


def touch_documents(session: Session, changed: Iterable[tuple[str, str]]) -> None:
    """Let search look again at every document linked to what changed: pairs of kind (as in links) and id."""
    ids: dict[str, list[str]] = {}
    for kind, entity_id in sorted(set(changed)):
        ids.setdefault(kind, []).append(entity_id)
    for kind, wanted in ids.items():
        for some in portions(wanted):
            linked = select(LinkRow.document_id).where(
                LinkRow.state == "linked", LinkRow.entity_kind == kind, LinkRow.entity_id.in_(some)
            )
            session.execute(
                update(DocumentRow)
                .where(DocumentRow.id.in_(linked))
                .values(version=DocumentRow.version + 1)
                .execution_options(synchronize_session=False)
            )


def around(session: Session, kind: str, ids: Sequence[str]) -> set[tuple[str, str]]:
    """Everything whose documents show a change of the given: a person's credits, a court's lawsuits and the like."""
    found = {(kind, entity_id) for entity_id in ids}
    credits = set(ids) if kind == "credit" else set()
    if kind == "debtor":
        party = select(CreditPartyRow.credit_id).where(CreditPartyRow.person_id.in_(ids))
        theirs = select(CreditRow.id).where(
            CreditRow.debtor_id.in_(ids) | CreditRow.guarantor_id.in_(ids) | CreditRow.id.in_(party)
        )
        found |= {("credit", credit_id) for credit_id in session.scalars(theirs)}
    if kind in ("court", "lawyer"):
        column = LawsuitRow.court_id if kind == "court" else LawsuitRow.lawyer_id
        found |= {("lawsuit", lawsuit) for lawsuit in session.scalars(select(LawsuitRow.id).where(column.in_(ids)))}
    if credits:
        claimed = select(LawsuitCreditRow.lawsuit_id).where(LawsuitCreditRow.credit_id.in_(credits))
        found |= {("lawsuit", lawsuit_id) for lawsuit_id in session.scalars(claimed)}
        for row in session.scalars(select(CreditRow).where(CreditRow.id.in_(credits))):
            found |= {("debtor", person) for person in (row.debtor_id, row.guarantor_id) if person}
    return found


def open_assignments(session: Session, lawyer_ids: Iterable[str]) -> dict[str, int]:
    """How many credits each lawyer has now."""
    query = (
        select(AssignmentRow.lawyer_id, func.count())
        .where(AssignmentRow.lawyer_id.in_(set(lawyer_ids)), AssignmentRow.ended_on.is_(None))
        .group_by(AssignmentRow.lawyer_id)
    )
    return {lawyer_id: number for lawyer_id, number in session.execute(query)}


def lawyers_now(session: Session, credit_ids: Iterable[str]) -> dict[str, LawyerRow]:
    """The lawyer each credit is assigned to now."""
    query = (
        select(AssignmentRow.credit_id, LawyerRow)
        .join(LawyerRow, LawyerRow.id == AssignmentRow.lawyer_id)
        .where(AssignmentRow.credit_id.in_(set(credit_ids)), AssignmentRow.ended_on.is_(None))
        .order_by(AssignmentRow.assigned_on)
    )
    return {credit_id: lawyer for credit_id, lawyer in session.execute(query)}


def visible_credits(actor: Actor) -> ColumnElement[bool]:
    """Credits the actor may know of: an external lawyer's are those assigned now or claimed in a lawsuit of theirs."""
    if actor.sees_only is None:
        return true()
    sued = select(LawsuitCreditRow.credit_id).where(LawsuitCreditRow.lawsuit_id.in_(lawsuits_of(actor.sees_only)))
    return or_(CreditRow.id.in_(assigned_credits(actor.sees_only)), CreditRow.id.in_(sued))


def visible_persons(actor: Actor) -> ColumnElement[bool]:
    """Persons the actor may know of: an external lawyer's are those with a role on visible credits, and entries merged into them."""
    if actor.sees_only is None:
        return true()
    seen = visible_credits(actor)
    borrowers = select(CreditRow.debtor_id).where(seen)
    guarantors = select(CreditRow.guarantor_id).where(seen, CreditRow.guarantor_id.is_not(None))
    notes = select(NoteRow.id).where(NoteRow.credit_id.in_(select(CreditRow.id).where(seen)))
    obligors = select(NoteObligorRow.person_id).where(NoteObligorRow.note_id.in_(notes))
    others = select(CreditPartyRow.person_id).where(CreditPartyRow.credit_id.in_(select(CreditRow.id).where(seen)))
    sources = (borrowers, guarantors, obligors, others)
    return or_(*(of.in_(theirs) for theirs in sources for of in (PersonRow.id, PersonRow.merged_into_id)))


def visible_links(actor: Actor) -> ColumnElement[bool]:
    """Links the actor may know of: an external lawyer's are those to what they may know of; courts are known to all."""
    if actor.sees_only is None:
        return true()
    theirs = (
        ("credit", select(CreditRow.id).where(visible_credits(actor))),
        ("debtor", select(PersonRow.id).where(visible_persons(actor))),
        ("lawsuit", select(LawsuitRow.id).where(visible_lawsuits(actor))),
        ("lawyer", select(LawyerRow.id).where(visible_lawyers(actor))),
    )
    # Not correlated: statements that show links read the same tables for the names.
    among = (and_(LinkRow.entity_kind == kind, LinkRow.entity_id.in_(ids.correlate(None))) for kind, ids in theirs)
    return or_(LinkRow.entity_kind == "court", *among)


def links_of(session: Session, actor: Actor, document_id: str) -> list[LinkRow]:
    """The links of a document that the actor may know of."""
    query = select(LinkRow).where(LinkRow.document_id == document_id, visible_links(actor))
    return list(session.scalars(query.order_by(LinkRow.id)))


def knows(session: Session, actor: Actor, kind: str, entity_id: str) -> bool:
    """Whether the actor may know of that debtor, credit or lawsuit."""
    known = {
        "credit": select(CreditRow.id).where(CreditRow.id == entity_id, visible_credits(actor)),
        "debtor": select(PersonRow.id).where(PersonRow.id == entity_id, visible_persons(actor)),
        "lawsuit": select(LawsuitRow.id).where(LawsuitRow.id == entity_id, visible_lawsuits(actor)),
    }
    return session.scalar(known[kind]) is not None


def known_names(session: Session, actor: Actor, names: Iterable[str]) -> set[str]:
    """Those of the names that are of persons the actor may know of."""
    query = select(PersonRow.full_name).where(PersonRow.full_name.in_(set(names)), visible_persons(actor))
    return set(session.scalars(query))


def names_of_persons(session: Session, actor: Actor) -> Sequence[Any]:
    """Id and comparable name of every person the actor may know of, in Spanish order; names of merged entries have the kept one's id."""
    meant = func.coalesce(PersonRow.merged_into_id, PersonRow.id).label("id")
    query = select(meant, PersonRow.name_key).where(visible_persons(actor))
    return session.execute(query.order_by(PersonRow.sort_key, PersonRow.id)).all()


def persons_with_phone(session: Session, actor: Actor, digits: str, limit: int) -> list[PersonRow]:
    """Persons in whose telephone the digits stand together, however it is parted."""
    bare: ColumnElement[Any] = PersonRow.phone.expression
    for mark in " -().+/":
        bare = func.replace(bare, mark, "")
    query = select(PersonRow).where(bare.contains(digits), PersonRow.merged_into_id.is_(None), visible_persons(actor))
    return list(session.scalars(query.order_by(PersonRow.sort_key, PersonRow.id).limit(limit)))


def visible_lawsuits(actor: Actor) -> ColumnElement[bool]:
    """Lawsuits the actor may know of."""
    if actor.sees_only is None:
        return true()
    claimed = select(LawsuitCreditRow.lawsuit_id).where(
        LawsuitCreditRow.credit_id.in_(assigned_credits(actor.sees_only))
    )
    return or_(LawsuitRow.lawyer_id == actor.sees_only, LawsuitRow.id.in_(claimed))


def visible_lawyers(actor: Actor) -> ColumnElement[bool]:
    """Lawyers the actor may know of: an external lawyer only of themselves."""
    return true() if actor.sees_only is None else LawyerRow.id == actor.sees_only


def visible_assignments(actor: Actor) -> ColumnElement[bool]:
    """Assignments the actor may know of: an external lawyer only of their own."""
    return true() if actor.sees_only is None else AssignmentRow.lawyer_id == actor.sees_only


def persons_counted(session: Session) -> int:
    """How many persons are registered, those merged into others left out."""
    return session.scalar(select(func.count()).select_from(PersonRow).where(PersonRow.merged_into_id.is_(None))) or 0
