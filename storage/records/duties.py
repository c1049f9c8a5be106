"""What is known of how a lawyer kept to the contract: terms, filings and their acknowledgements, slips, reports."""

from datetime import date, datetime

import msgspec
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from schemas.contracts import Term
from schemas.custody import HolderKind
from schemas.duties import DutyTerms
from storage.records.suits import RECEIPT
from storage.records.tables import (
    ContractAmendmentRow,
    DocumentRow,
    LawsuitRow,
    LinkRow,
    LoanRow,
    ReceiptRow,
    ServiceContractRow,
    UserRow,
)

REPORT = "monthly_report"


class Report(msgspec.Struct, frozen=True):
    """A monthly report: its document, the day it bears if any, when it was received."""

    id: str
    dated: date | None
    at: datetime


def contracts(session: Session, lawyer_id: str) -> list[DutyTerms]:
    """The lawyer's contracts with the terms they set, amendments counted."""
    row = ServiceContractRow
    prolonged = (
        select(ContractAmendmentRow.contract_id, func.max(ContractAmendmentRow.ends_on).label("ends_on"))
        .group_by(ContractAmendmentRow.contract_id)
        .subquery()
    )
    query = (
        select(row, prolonged.c.ends_on)
        .outerjoin(prolonged, prolonged.c.contract_id == row.id)
        .where(row.lawyer_id == lawyer_id)
        .order_by(row.starts_on, row.id)
    )
    return [
        DutyTerms(
            one.number, Term(one.starts_on, max(one.ends_on, until or one.ends_on), one.ended_on),
            one.acknowledgement_days, one.report_days, one.return_days,
        )
        for one, until in session.execute(query)
    ]  # fmt: skip


def lawsuits(session: Session, lawyer_id: str) -> list[str]:
    """Ids of the lawsuits the lawyer is in charge of."""
    return list(session.scalars(select(LawsuitRow.id).where(LawsuitRow.lawyer_id == lawyer_id)))


def receipts(session: Session, lawyer_id: str) -> dict[str, datetime]:
    """When the first acknowledgement of each of the lawyer's lawsuits was received."""
    query = (
        select(LinkRow.entity_id, func.min(DocumentRow.created_at))
        .join(DocumentRow, DocumentRow.id == LinkRow.document_id)
        .join(LawsuitRow, LawsuitRow.id == LinkRow.entity_id)
        .where(
            LinkRow.entity_kind == "lawsuit",
            LinkRow.state == "linked",
            LawsuitRow.lawyer_id == lawyer_id,
            DocumentRow.type == RECEIPT,
            DocumentRow.state != "discarded",
        )
        .group_by(LinkRow.entity_id)
    )
    return {lawsuit_id: at for lawsuit_id, at in session.execute(query)}


def slips(session: Session, lawyer_id: str) -> list[LoanRow]:
    """Every slip of the lawyer, the first first."""
    row = LoanRow
    query = select(row).where(row.borrower_kind == HolderKind.LAWYER.value, row.borrower_id == lawyer_id)
    return list(session.scalars(query.order_by(row.issued_at, row.id)))


def reports(session: Session, lawyer_id: str) -> list[Report]:
    """Monthly reports linked to the lawyer or handed in by the lawyer's user, the first received first."""
    linked = select(LinkRow.document_id).where(
        LinkRow.entity_kind == "lawyer", LinkRow.state == "linked", LinkRow.entity_id == lawyer_id
    )
    own = select(UserRow.name).where(UserRow.lawyer_id == lawyer_id)
    query = (
        select(DocumentRow.id, DocumentRow.date, DocumentRow.created_at)
        .join(ReceiptRow, ReceiptRow.id == DocumentRow.receipt_id)
        .where(
            DocumentRow.type == REPORT,
            DocumentRow.state != "discarded",
            or_(DocumentRow.id.in_(linked), ReceiptRow.received_by.in_(own)),
        )
        .order_by(DocumentRow.created_at, DocumentRow.id)
    )
    return [Report(*row) for row in session.execute(query)]
