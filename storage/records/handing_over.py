"""The whole archive, file by file and document by document, for whoever takes it elsewhere."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.records.tables import (
    BatchRow,
    CourtRow,
    CreditRow,
    DocumentRow,
    LawsuitRow,
    LinkRow,
    PersonRow,
    ReceiptRow,
)


def file_count(session: Session) -> int:
    """How many receipts `files` gives."""
    return session.scalar(select(func.count()).select_from(ReceiptRow).where(ReceiptRow.discarded_at.is_(None))) or 0


def files(session: Session, after: str, limit: int) -> list[tuple[ReceiptRow, str | None]]:
    """Receipts whose bytes are kept, with the name of their batch, in order of their ids after the given one."""
    query = (
        select(ReceiptRow, BatchRow.name)
        .outerjoin(BatchRow, BatchRow.id == ReceiptRow.batch_id)
        .where(ReceiptRow.id > after, ReceiptRow.discarded_at.is_(None))
        .order_by(ReceiptRow.id)
        .limit(limit)
    )
    return [(row, name) for row, name in session.execute(query)]


def documents_of(session: Session, receipt_ids: Sequence[str]) -> dict[str, list[DocumentRow]]:
    """The documents that came of each receipt and stand, in their order in the file."""
    found: dict[str, list[DocumentRow]] = {receipt_id: [] for receipt_id in receipt_ids}
    query = select(DocumentRow).where(DocumentRow.receipt_id.in_(receipt_ids), DocumentRow.state != "discarded")
    for row in session.scalars(query.order_by(DocumentRow.receipt_id, DocumentRow.position)):
        found[row.receipt_id].append(row)
    return found


def keys_of(session: Session, document_ids: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    """What each document belongs to: by `credit`, `lawsuit`, `debtor` and `court`, each by the key it has among people.

    A debtor without a CURP is named.
    """
    found: dict[str, dict[str, list[str]]] = {document_id: {} for document_id in document_ids}
    linked = (LinkRow.document_id.in_(document_ids), LinkRow.state == "linked")
    for kind, table, told in (
        ("credit", CreditRow, (CreditRow.number,)),
        ("lawsuit", LawsuitRow, (LawsuitRow.number, LawsuitRow.year, LawsuitRow.suffix)),
        ("debtor", PersonRow, (PersonRow.curp, PersonRow.full_name)),
        ("court", CourtRow, (CourtRow.code,)),
    ):
        query = select(LinkRow.document_id, *told).join(table, table.id == LinkRow.entity_id)
        for document_id, *parts in session.execute(query.where(LinkRow.entity_kind == kind, *linked).distinct()):
            found[document_id].setdefault(kind, []).append(_key(kind, parts))
    return {one: {kind: sorted(keys) for kind, keys in kinds.items()} for one, kinds in found.items()}


def _key(kind: str, parts: Sequence[object]) -> str:
    if kind == "lawsuit":
        number, year, suffix = parts
        return f"{number}/{year}-{suffix}" if suffix else f"{number}/{year}"
    return str(next(part for part in parts if part))
