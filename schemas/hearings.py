"""A list of pieces for a hearing (lista de piezas para audiencia): which documents of a dossier, in which order, kept for next time."""

from datetime import date, datetime

import msgspec
from msgspec import UNSET, UnsetType

from schemas.dossier import DossierScope

USUAL_PIECES = frozenset(
    (
        "promissory_note", "credit_contract_note", "endorsement_sheet", "filing_receipt", "admission_order", "seizure_record",
        "summons", "answer", "account_statement", "settlement_ajc", "judicial_agreement", "judgment",
    )
)  # fmt: skip
"""Types of documents that are proposed to be taken to a hearing (DOMAIN 6.2)."""


class HearingIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A new list over the dossier that `key` names; without `pieces` all of its documents in the order of the dossier.

    `pieces` are ids of documents in the order wanted.
    """

    name: str
    key: str
    of: DossierScope = DossierScope.DEBTOR
    hearing_on: date | None = None
    note: str = ""
    pieces: tuple[str, ...] | None = None


class HearingChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What changes; what is not named stays. `pieces` is the whole new order."""

    name: str | UnsetType = UNSET
    hearing_on: date | None | UnsetType = UNSET
    note: str | UnsetType = UNSET
    pieces: tuple[str, ...] | UnsetType = UNSET


class HearingList(msgspec.Struct, frozen=True):
    """A list as kept; `subject` is how what it is about was called when it was made."""

    id: str
    name: str
    scope: DossierScope
    subject_id: str
    subject: str
    hearing_on: date | None
    note: str
    pieces: tuple[str, ...]
    created_by: str
    created_at: datetime
    updated_at: datetime
    version: int
