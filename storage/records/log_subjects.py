"""What the things that the log names by their ids are called: folio, number, title or name."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from storage.records.registry_names import names_of
from storage.records.tables import (
    AssignmentBatchRow,
    BatchRow,
    BindingOrderRow,
    BreachRow,
    CallMessageRow,
    CaseFileRow,
    CommissionPacketRow,
    CountRow,
    DataRequestRow,
    DocumentRow,
    HearingListRow,
    HoldRow,
    IncidentRow,
    LoanRow,
    LotRow,
    OriginalRow,
    PlaceRow,
    PublicVersionRow,
    ReceiptRow,
    RecoveryRow,
    ReservationRow,
    SavedSearchRow,
    ScanInspectionRow,
    TokenRow,
    UserRow,
)

_NAMES: Mapping[str, tuple[InstrumentedAttribute[str], ColumnElement[Any] | InstrumentedAttribute[Any]]] = {
    "assignment_batch": (AssignmentBatchRow.id, AssignmentBatchRow.number),
    "batch": (BatchRow.id, BatchRow.name),
    "binding": (BindingOrderRow.id, BindingOrderRow.subject),
    "breach": (BreachRow.id, BreachRow.folio),
    "call_message": (CallMessageRow.id, CallMessageRow.caller),
    "case_file": (CaseFileRow.id, CaseFileRow.code),
    "count": (CountRow.id, CountRow.folio),
    "data_request": (DataRequestRow.id, DataRequestRow.folio),
    "document": (DocumentRow.id, DocumentRow.title),
    "hearing_list": (HearingListRow.id, HearingListRow.name),
    "hold": (HoldRow.id, HoldRow.subject),
    "loan": (LoanRow.id, LoanRow.folio),
    "lot": (LotRow.id, LotRow.folio),
    "original": (OriginalRow.id, OriginalRow.barcode),
    "place": (PlaceRow.id, PlaceRow.barcode),
    "public_version": (PublicVersionRow.id, PublicVersionRow.folio),
    "receipt": (ReceiptRow.id, ReceiptRow.filename),
    "reservation": (ReservationRow.id, ReservationRow.folio),
    "saved_search": (SavedSearchRow.id, SavedSearchRow.name),
    "scan_inspection": (ScanInspectionRow.id, ScanInspectionRow.folio),
    "token": (TokenRow.id, TokenRow.name),
    "user": (UserRow.id, UserRow.name),
}
_THROUGH = {
    "incident": (IncidentRow.id, OriginalRow.barcode, IncidentRow.item_id == OriginalRow.id),
    "commission_packet": (CommissionPacketRow.id, RecoveryRow.receipt, CommissionPacketRow.recovery_id == RecoveryRow.id),
}  # fmt: skip
"""Of these the name is that of what they are about."""


def subjects_of(session: Session, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What each `(kind, id)` of the log is called; what is not there, or has no name here, is left out. One query a kind."""
    ids: dict[str, set[str]] = {}
    for kind, object_id in wanted:
        ids.setdefault("debtor" if kind == "person" else kind, set()).add(object_id)
    found = names_of(session, ((kind, one) for kind, several in ids.items() for one in several))
    found |= {("person", one): name for (kind, one), name in found.items() if kind == "debtor"}
    for kind, several in ids.items():
        if kind in _NAMES:
            key, name = _NAMES[kind]
            query = select(key, name).where(key.in_(several))
        elif kind in _THROUGH:
            key, name, joined = _THROUGH[kind]
            query = select(key, name).where(key.in_(several), joined)
        else:
            continue
        found |= {(kind, one): said for one, said in session.execute(query) if said}
    return found
