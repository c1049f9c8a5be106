"""Rows that contradict one another, or the log: what is left where somebody changed the database by hand.

What is written in one transaction agrees at every moment, so each of these queries finds nothing in an archive that
only its own program wrote.
"""

from collections.abc import Iterator

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from schemas.outcomes import Outcome
from storage.records.tables import DocumentRow, EventRow, PageRow, ReceiptRow, StoredObjectRow

_WITH_DOCUMENT = (Outcome.FILED.value, Outcome.NEEDS_REVIEW.value)


def contradictions(session: Session, most: int) -> Iterator[tuple[str, str]]:
    """What is wrong, by a stable word, and of which row: at most so many of each kind. Look as of one moment."""
    for what, query in _queries().items():
        for found in session.scalars(query.limit(most)):
            yield what, found


def _queries() -> dict[str, Select[str]]:
    received = select(EventRow.object_id).where(EventRow.action == "receive", EventRow.object_kind == "receipt")
    of_documents = select(EventRow.object_id).where(EventRow.object_kind == "document").distinct()
    receipt_of_event = select(ReceiptRow.id).where(ReceiptRow.id == EventRow.object_id)
    document_of_event = select(DocumentRow.id).where(DocumentRow.id == EventRow.object_id)
    original = select(StoredObjectRow.key).where(
        StoredObjectRow.sha256 == ReceiptRow.sha256, StoredObjectRow.role == "original"
    )
    receipt_of_original = select(ReceiptRow.id).where(ReceiptRow.sha256 == StoredObjectRow.sha256)
    document_of_receipt = select(DocumentRow.id).where(DocumentRow.receipt_id == ReceiptRow.id)
    pages = select(func.count()).where(PageRow.document_id == DocumentRow.id).correlate(DocumentRow)
    return {
        "receipt_gone": received.where(~receipt_of_event.exists()),
        "receipt_changed": received.join(ReceiptRow, ReceiptRow.id == EventRow.object_id).where(
            EventRow.detail["sha256"].as_string() != ReceiptRow.sha256
        ),
        "receipt_without_original": select(ReceiptRow.id).where(
            ReceiptRow.discarded_at.is_(None), ReceiptRow.duplicate_of.is_(None), ~original.exists()
        ),
        "original_without_receipt": select(StoredObjectRow.key).where(
            StoredObjectRow.role == "original", ~receipt_of_original.exists()
        ),
        "receipt_without_document": select(ReceiptRow.id).where(
            ReceiptRow.outcome.in_(_WITH_DOCUMENT), ~document_of_receipt.exists()
        ),
        "document_gone": of_documents.where(~document_of_event.exists()),
        "document_changed": select(DocumentRow.id)
        .join(ReceiptRow, ReceiptRow.id == DocumentRow.receipt_id)
        .where(DocumentRow.sha256 != ReceiptRow.sha256),
        "pages_gone": select(DocumentRow.id).where(
            DocumentRow.state.in_(_WITH_DOCUMENT), DocumentRow.page_count != pages.scalar_subquery()
        ),
        "searchable_gone": select(DocumentRow.id).where(
            DocumentRow.searchable_key.is_not(None),
            ~select(StoredObjectRow.key).where(StoredObjectRow.key == DocumentRow.searchable_key).exists(),
        ),
    }
