"""A mark of the state of the archive: the same as long as no document, matter, slip or original changed."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.records.tables import (
    AcknowledgementRow,
    ChangeRow,
    CustodyEventRow,
    DocumentRow,
    FilingRow,
    HearingListRow,
    LawsuitRow,
    LegalRuleRow,
    LoanExtensionRow,
    LoanRow,
    NotificationRow,
    ReceiptRow,
    ResolutionRow,
    RogatoryRow,
    StageEventRow,
    SuitAlertRow,
    SupervisionNoteRow,
)

_VERSIONED: tuple[Any, ...] = (
    DocumentRow, LawsuitRow, StageEventRow, FilingRow, AcknowledgementRow, ResolutionRow, NotificationRow, RogatoryRow,
    HearingListRow, LegalRuleRow, SuitAlertRow,
)  # fmt: skip
_APPENDED: tuple[Any, ...] = (CustodyEventRow, LoanRow, LoanExtensionRow, ReceiptRow, SupervisionNoteRow)


def office_mark(session: Session) -> tuple[int, ...]:
    """Numbers and versions of what queues and digests rest on, in one query."""
    asked = [select(func.coalesce(func.max(ChangeRow.sequence), 0)).scalar_subquery()]
    for table in _VERSIONED:
        asked.append(select(func.count()).select_from(table).scalar_subquery())
        asked.append(select(func.coalesce(func.sum(table.version), 0)).scalar_subquery())
    asked += [select(func.count()).select_from(table).scalar_subquery() for table in _APPENDED]
    return tuple(int(number) for number in session.execute(select(*asked)).one())
