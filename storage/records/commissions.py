"""Queries on packets of evidence of commissions; nobody but the office's own people asks them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from storage.records.tables import (
    AssignmentRow,
    CommissionPacketItemRow,
    CommissionPacketRow,
    ContractAmendmentRow,
    CreditRow,
    DocumentRow,
    LawsuitCreditRow,
    LawyerRow,
    LinkRow,
    RecoveryRow,
    ServiceContractRow,
)


def get(session: Session, packet_id: str, *, lock: bool = False) -> CommissionPacketRow | None:
    """The packet of that id; `lock` makes others who would change it wait."""
    return session.get(CommissionPacketRow, packet_id, with_for_update=lock or None)


def locked_recovery(session: Session, recovery_id: str) -> RecoveryRow | None:
    """The payment of that id; whoever else would open its packet waits."""
    return session.get(RecoveryRow, recovery_id, with_for_update=True)


def recovery(session: Session, recovery_id: str) -> RecoveryRow:
    """The payment a packet is about."""
    return session.get_one(RecoveryRow, recovery_id)


def of_recovery(session: Session, recovery_id: str) -> CommissionPacketRow | None:
    """The packet of a payment."""
    return session.scalar(select(CommissionPacketRow).where(CommissionPacketRow.recovery_id == recovery_id))


def listing(session: Session, state: str | None, before: str | None, limit: int) -> list[CommissionPacketRow]:
    """The newest first, of one state or of all, older than the id `before`."""
    query = select(CommissionPacketRow)
    if state is not None:
        query = query.where(CommissionPacketRow.state == state)
    if before is not None:
        query = query.where(CommissionPacketRow.id < before)
    return list(session.scalars(query.order_by(CommissionPacketRow.id.desc()).limit(limit)))


def pieces(session: Session, packet_ids: Sequence[str]) -> dict[str, list[tuple[CommissionPacketItemRow, DocumentRow]]]:
    """The pieces of each packet with their documents, in the order in which they were added."""
    row = CommissionPacketItemRow
    found: dict[str, list[tuple[CommissionPacketItemRow, DocumentRow]]] = {one: [] for one in packet_ids}
    query = select(row, DocumentRow).join(DocumentRow, DocumentRow.id == row.document_id)
    for item, document in session.execute(query.where(row.packet_id.in_(packet_ids)).order_by(row.id)):
        found[item.packet_id].append((item, document))
    return found


def credit(session: Session, credit_id: str) -> CreditRow:
    """The credit of that id, which a payment names."""
    return session.get_one(CreditRow, credit_id)


def document(session: Session, document_id: str) -> DocumentRow | None:
    """The document of that id."""
    return session.get(DocumentRow, document_id)


def contract(session: Session, contract_id: str) -> tuple[ServiceContractRow, LawyerRow]:
    """The contract of that id, and whose it is."""
    row = session.get_one(ServiceContractRow, contract_id)
    return row, session.get_one(LawyerRow, row.lawyer_id)


def contracts_for(session: Session, credit_id: str, day: date) -> list[ServiceContractRow]:
    """Contracts of the lawyers to whom the credit was assigned on that day, in order of their first days."""
    row = AssignmentRow
    had = select(row.lawyer_id).where(
        row.credit_id == credit_id, row.assigned_on <= day, or_(row.ended_on.is_(None), row.ended_on >= day)
    )
    query = select(ServiceContractRow).where(ServiceContractRow.lawyer_id.in_(had))
    return list(session.scalars(query.order_by(ServiceContractRow.starts_on, ServiceContractRow.id)))


def contract_papers(session: Session, contract_id: str) -> list[str]:
    """Ids of the documents that are the contract and its amendments, the contract first."""
    own = select(ServiceContractRow.document_id).where(ServiceContractRow.id == contract_id)
    amended = select(ContractAmendmentRow.document_id).where(ContractAmendmentRow.contract_id == contract_id)
    amended = amended.order_by(ContractAmendmentRow.signed_on)
    return [one for query in (own, amended) for one in session.scalars(query) if one]


def belongs(session: Session, document_id: str, credit_id: str, lawyer_id: str | None = None) -> bool:
    """Whether the document is linked to the credit, a lawsuit over it, or the lawyer."""
    claimed = select(LawsuitCreditRow.lawsuit_id).where(LawsuitCreditRow.credit_id == credit_id)
    about = [
        (LinkRow.entity_kind == "credit") & (LinkRow.entity_id == credit_id),
        (LinkRow.entity_kind == "lawsuit") & LinkRow.entity_id.in_(claimed),
    ]
    if lawyer_id is not None:
        about.append((LinkRow.entity_kind == "lawyer") & (LinkRow.entity_id == lawyer_id))
    query = select(LinkRow.id).where(LinkRow.document_id == document_id, LinkRow.state == "linked", or_(*about))
    return session.scalar(query.limit(1)) is not None
