"""What decides whether credits may be given to a lawyer, read for a whole batch in a constant number of queries."""

from collections.abc import Collection

import msgspec
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from schemas.access import Actor
from schemas.custody import HolderKind
from schemas.originals import Originality
from storage.records.registry_rows import children, visible_rows
from storage.records.tables import (
    AddressRow,
    AssignmentBatchRow,
    AssignmentRow,
    CreditRow,
    DocumentRow,
    EndorsementRow,
    LawyerRow,
    LinkRow,
    LoanItemRow,
    LoanRow,
    NoteObligorRow,
    NoteRow,
    OriginalRow,
    PersonRow,
)

TITLES = ("promissory_note", "credit_contract_note")
"""Types of documents that are the title to sue on."""


class Endorsee(msgspec.Struct, frozen=True):
    """Whom a note is endorsed to, with the lawyer it is where that is known."""

    name: str
    lawyer_id: str | None


class Known(msgspec.Struct, frozen=True):
    """What is known of the credits of a batch, each by the id of the credit."""

    credits: dict[str, CreditRow]
    notes: dict[str, list[NoteRow]]
    obligors: dict[str, list[NoteObligorRow]]
    """By id of the note."""
    originals: dict[str, list[OriginalRow]]
    scans: dict[str, int]
    """Pages of the longest scan of a title."""
    endorsed: dict[str, set[Endorsee]]
    """Endorsements of the open notes that nobody crossed out."""
    endorsement_sheets: set[str]
    """Credits of which an endorsement was scanned on a sheet of its own."""
    complete: set[str]
    """Persons with CURP and address."""
    names: dict[str, str]
    assigned: dict[str, str]


def known(session: Session, credit_ids: Collection[str]) -> Known:
    """Everything of these credits."""
    ids = sorted(set(credit_ids))
    credits = {row.id: row for row in session.scalars(select(CreditRow).where(CreditRow.id.in_(ids)))}
    notes = children(session, NoteRow, "credit_id", ids)
    obligors = children(session, NoteObligorRow, "note_id", [one.id for of in notes.values() for one in of])
    people = {row.debtor_id for row in credits.values()} | {row.guarantor_id for row in credits.values()}
    people |= {one.person_id for of in obligors.values() for one in of}
    rows = list(
        session.execute(select(PersonRow.id, PersonRow.full_name, PersonRow.curp).where(PersonRow.id.in_(people)))
    )
    at_home = set(session.scalars(select(AddressRow.person_id).where(AddressRow.person_id.in_(people)).distinct()))
    return Known(
        credits=credits,
        notes=notes,
        obligors=obligors,
        originals=_originals(session, ids),
        scans=_scans(session, ids),
        endorsed=_endorsed(session, ids),
        endorsement_sheets={credit for credit, _ in _documents(session, ids, ("endorsement_sheet",))},
        complete={row_id for row_id, _, curp in rows if curp and row_id in at_home},
        names={row_id: name for row_id, name, _ in rows},
        assigned=_assigned(session, ids),
    )


def batch(session: Session, actor: Actor, key: str) -> AssignmentBatchRow | None:
    """The batch of that number or id that the actor may know of."""
    wanted = or_(AssignmentBatchRow.id == key, AssignmentBatchRow.number == key.upper())
    return session.scalar(select(AssignmentBatchRow).where(wanted, visible_rows(actor, AssignmentBatchRow)))


def batches(session: Session, actor: Actor, after: str, limit: int) -> list[AssignmentBatchRow]:
    """A page of batches, the newest first."""
    query = select(AssignmentBatchRow).where(visible_rows(actor, AssignmentBatchRow))
    if after:
        query = query.where(AssignmentBatchRow.id < after)
    return list(session.scalars(query.order_by(AssignmentBatchRow.id.desc()).limit(limit)))


def slips(session: Session, lawyer_id: str, purpose: str) -> dict[str, str]:
    """Folio of the slip on which originals of each credit went to the lawyer for that purpose."""
    query = (
        select(OriginalRow.credit_id, func.max(LoanRow.folio))
        .join(LoanItemRow, LoanItemRow.item_id == OriginalRow.id)
        .join(LoanRow, LoanRow.id == LoanItemRow.loan_id)
        .where(LoanRow.borrower_id == lawyer_id, LoanRow.purpose == purpose, OriginalRow.credit_id.is_not(None))
        .group_by(OriginalRow.credit_id)
    )
    return {credit_id: folio for credit_id, folio in session.execute(query) if credit_id}


def _originals(session: Session, ids: list[str]) -> dict[str, list[OriginalRow]]:
    """Originals of titles that are still somewhere: one given back to its debtor was paid or took another's place."""
    found: dict[str, list[OriginalRow]] = {}
    query = select(OriginalRow).where(
        OriginalRow.credit_id.in_(ids),
        OriginalRow.type.in_(TITLES),
        OriginalRow.originality == Originality.ORIGINAL.value,
        OriginalRow.holder_kind.not_in((HolderKind.DESTROYED.value, HolderKind.DEBTOR.value)),
    )
    for row in session.scalars(query.order_by(OriginalRow.barcode)):
        found.setdefault(row.credit_id or "", []).append(row)
    return found


def _scans(session: Session, ids: list[str]) -> dict[str, int]:
    return {credit: pages for credit, pages in _documents(session, ids, TITLES)}


def _documents(session: Session, ids: list[str], types: Collection[str]) -> list[tuple[str, int]]:
    query = (
        select(LinkRow.entity_id, func.max(DocumentRow.page_count))
        .join(DocumentRow, DocumentRow.id == LinkRow.document_id)
        .where(
            LinkRow.entity_kind == "credit",
            LinkRow.entity_id.in_(ids),
            LinkRow.state == "linked",
            DocumentRow.state == "filed",
            DocumentRow.type.in_(types),
        )
        .group_by(LinkRow.entity_id)
    )
    return [(credit, pages or 0) for credit, pages in session.execute(query)]


def _endorsed(session: Session, ids: list[str]) -> dict[str, set[Endorsee]]:
    query = (
        select(NoteRow.credit_id, EndorsementRow.endorsee, EndorsementRow.lawyer_id)
        .join(EndorsementRow, EndorsementRow.note_id == NoteRow.id)
        .where(NoteRow.credit_id.in_(ids), NoteRow.closed_on.is_(None), EndorsementRow.cancelled_on.is_(None))
    )
    found: dict[str, set[Endorsee]] = {}
    for credit, name, lawyer_id in session.execute(query):
        found.setdefault(credit, set()).add(Endorsee(name, lawyer_id))
    return found


def _assigned(session: Session, ids: list[str]) -> dict[str, str]:
    query = (
        select(AssignmentRow.credit_id, LawyerRow.name)
        .join(LawyerRow, LawyerRow.id == AssignmentRow.lawyer_id)
        .where(AssignmentRow.credit_id.in_(ids), AssignmentRow.ended_on.is_(None))
    )
    return {credit: name for credit, name in session.execute(query)}
