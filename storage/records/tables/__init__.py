"""Every table, so that importing this package knows them all."""

from storage.records.tables.access import EventRow, IdempotencyRow, SessionRow, TokenRow, UserRow
from storage.records.tables.documents import DocumentRow, FieldRow, LinkRow, PageRow, ReadingRow
from storage.records.tables.intake import (
    BatchRow,
    FactRow,
    JobRow,
    ReceiptRow,
    StoredObjectRow,
    WorkerRow,
)
from storage.records.tables.registry import (
    AssignmentRow,
    CourtRow,
    CreditRow,
    LawsuitCreditRow,
    LawsuitRow,
    LawyerRow,
    PersonRow,
)

__all__ = [
    "AssignmentRow",
    "BatchRow",
    "CourtRow",
    "CreditRow",
    "DocumentRow",
    "EventRow",
    "FactRow",
    "FieldRow",
    "IdempotencyRow",
    "JobRow",
    "LawsuitCreditRow",
    "LawsuitRow",
    "LawyerRow",
    "LinkRow",
    "PageRow",
    "PersonRow",
    "ReadingRow",
    "ReceiptRow",
    "SessionRow",
    "StoredObjectRow",
    "TokenRow",
    "UserRow",
    "WorkerRow",
]
