"""What search wants to know of documents beside their text: names, numbers, who may see them."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from schemas.access import Actor
from storage.records.person_merges import merged_into
from storage.records.registry import visible_links
from storage.records.tables import (
    AssignmentRow,
    BatchRow,
    CourtRow,
    CreditRow,
    DocumentRow,
    LawsuitCreditRow,
    LawsuitRow,
    LawyerRow,
    LinkRow,
    PersonRow,
    ReceiptRow,
    UserRow,
)


class Surroundings(msgspec.Struct):
    """What a document is linked to, as search needs it. `access` are ids of the lawyers who may see it now."""

    debtor: str = ""
    debtor_ids: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    lawsuits: tuple[str, ...] = ()
    court: str = ""
    lawyer: str = ""
    batch: str = ""
    identifiers: tuple[str, ...] = ()
    access: tuple[str, ...] = ()


class _Known(msgspec.Struct):
    """Everything the links of a batch point at, read once."""

    persons: dict[str, PersonRow]
    merged: dict[str, list[PersonRow]]
    credits: dict[str, CreditRow]
    lawsuits: dict[str, LawsuitRow]
    courts: dict[str, CourtRow]
    lawyers: dict[str, LawyerRow]
    assigned: dict[str, set[str]]
    claimed: dict[str, set[str]]


def surroundings(session: Session, document_ids: Sequence[str], actor: Actor) -> dict[str, Surroundings]:
    """What each of the documents is linked to that the actor may know of; a constant number of queries whatever their number."""
    links = session.execute(
        select(LinkRow.document_id, LinkRow.entity_kind, LinkRow.entity_id).where(
            LinkRow.document_id.in_(document_ids), LinkRow.state == "linked", visible_links(actor)
        )
    ).all()
    of: dict[str, dict[str, set[str]]] = {document_id: {} for document_id in document_ids}
    for document_id, kind, entity_id in links:
        of[document_id].setdefault(kind, set()).add(entity_id)
    known = _read_known(session, of)
    batches = _batches(session, document_ids)
    senders = _senders(session, document_ids)
    described = {
        document_id: _describe(linked, known, batches.get(document_id, "")) for document_id, linked in of.items()
    }
    for document_id, lawyer_id in senders.items():
        mine = described[document_id]
        access = tuple(sorted({*mine.access, lawyer_id}))
        described[document_id] = msgspec.structs.replace(mine, access=access)
    return described


def _read_known(session: Session, of: dict[str, dict[str, set[str]]]) -> _Known:
    def wanted(kind: str) -> set[str]:
        return set().union(*(linked.get(kind, set()) for linked in of.values()))

    lawsuits = {r.id: r for r in session.scalars(select(LawsuitRow).where(LawsuitRow.id.in_(wanted("lawsuit"))))}
    claimed: dict[str, set[str]] = {}
    for lawsuit_id, credit_id in session.execute(
        select(LawsuitCreditRow.lawsuit_id, LawsuitCreditRow.credit_id).where(LawsuitCreditRow.lawsuit_id.in_(lawsuits))
    ):
        claimed.setdefault(lawsuit_id, set()).add(credit_id)
    persons_linked = wanted("debtor")
    credit_ids = wanted("credit").union(*claimed.values())
    credits = {
        row.id: row
        for row in session.scalars(
            select(CreditRow).where(
                CreditRow.id.in_(credit_ids)
                | CreditRow.debtor_id.in_(persons_linked)
                | CreditRow.guarantor_id.in_(persons_linked)
            )
        )
    }
    person_ids = persons_linked | {row.debtor_id for row in credits.values()}
    lawyer_ids = wanted("lawyer") | {row.lawyer_id for row in lawsuits.values() if row.lawyer_id}
    court_ids = wanted("court") | {row.court_id for row in lawsuits.values()}
    return _Known(
        persons={r.id: r for r in session.scalars(select(PersonRow).where(PersonRow.id.in_(person_ids)))},
        merged=merged_into(session, person_ids),
        credits=credits,
        lawsuits=lawsuits,
        courts={r.id: r for r in session.scalars(select(CourtRow).where(CourtRow.id.in_(court_ids)))},
        lawyers={r.id: r for r in session.scalars(select(LawyerRow).where(LawyerRow.id.in_(lawyer_ids)))},
        assigned=_assigned(session, credits),
        claimed=claimed,
    )


def _assigned(session: Session, credits: dict[str, CreditRow]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    query = select(AssignmentRow.credit_id, AssignmentRow.lawyer_id).where(
        AssignmentRow.credit_id.in_(credits), AssignmentRow.ended_on.is_(None)
    )
    for credit_id, lawyer_id in session.execute(query):
        found.setdefault(credit_id, set()).add(lawyer_id)
    return found


def _batches(session: Session, document_ids: Sequence[str]) -> dict[str, str]:
    query = (
        select(DocumentRow.id, BatchRow.name)
        .join(BatchRow, BatchRow.id == DocumentRow.batch_id)
        .where(DocumentRow.id.in_(document_ids))
    )
    return {document_id: name for document_id, name in session.execute(query)}


def _senders(session: Session, document_ids: Sequence[str]) -> dict[str, str]:
    """The external lawyer whose own user handed a document in; they see it whatever it is linked to."""
    query = (
        select(DocumentRow.id, UserRow.lawyer_id)
        .join(ReceiptRow, ReceiptRow.id == DocumentRow.receipt_id)
        .join(UserRow, UserRow.name == ReceiptRow.received_by)
        .where(DocumentRow.id.in_(document_ids), UserRow.lawyer_id.is_not(None))
    )
    return {document_id: lawyer_id for document_id, lawyer_id in session.execute(query) if lawyer_id}


def _describe(linked: dict[str, set[str]], known: _Known, batch: str) -> Surroundings:
    lawsuits = [known.lawsuits[i] for i in sorted(linked.get("lawsuit", ())) if i in known.lawsuits]
    credits = [known.credits[i] for i in sorted(linked.get("credit", ())) if i in known.credits]
    people = sorted(linked.get("debtor", set()) | {row.debtor_id for row in credits})
    persons = [known.persons[i] for i in people if i in known.persons]
    courts = sorted(linked.get("court", set()) | {row.court_id for row in lawsuits})
    lawyers = sorted(linked.get("lawyer", set()) | {row.lawyer_id for row in lawsuits if row.lawyer_id})
    return Surroundings(
        debtor=" · ".join(row.full_name for row in persons),
        debtor_ids=tuple(row.id for row in persons),
        credits=tuple(row.number_key for row in credits),
        lawsuits=tuple(f"{row.kind}:{row.year}:{row.number}" for row in lawsuits),
        court=" · ".join(known.courts[i].name for i in courts if i in known.courts),
        lawyer=" · ".join(known.lawyers[i].name for i in lawyers if i in known.lawyers),
        batch=batch,
        identifiers=_identifiers(
            [*persons, *(row for i in people for row in known.merged.get(i, ()))], credits, lawsuits
        ),
        access=_access(linked, lawsuits, known),
    )


def _identifiers(persons: list[PersonRow], credits: list[CreditRow], lawsuits: list[LawsuitRow]) -> tuple[str, ...]:
    numbers = [row.number_key for row in credits]
    numbers += [text for row in persons for text in (row.curp, row.rfc) if text]
    numbers += [f"{row.kind}:{row.year}:{row.number}" for row in lawsuits]
    return tuple(numbers)


def _access(linked: dict[str, set[str]], lawsuits: list[LawsuitRow], known: _Known) -> tuple[str, ...]:
    """The lawyers of the lawsuits and those to whom the credits are assigned now.

    Papers of the person alone (an identification) are seen by those who have a credit of that person.
    """
    credits = set(linked.get("credit", set())).union(*(known.claimed.get(row.id, set()) for row in lawsuits))
    lawyers = {row.lawyer_id for row in lawsuits if row.lawyer_id}
    if not credits and not lawsuits:
        people = linked.get("debtor", set())
        credits = {row.id for row in known.credits.values() if row.debtor_id in people or row.guarantor_id in people}
    for credit_id in credits:
        lawyers |= known.assigned.get(credit_id, set())
    return tuple(sorted(lawyers))
