"""Restructures, agreements and settlements, as they come in and as they are shown."""

from datetime import date, datetime

from msgspec import UNSET, UnsetType

from schemas.closing import Check
from schemas.registry.given import Incoming, Maybe, MaybeDate, MaybeFlag, Shown

AGREEMENT_TYPES = ("extrajudicial", "judicial", "mediado")
RATIFICATIONS = ("notario", "mediador", "juzgado", "ninguna")
SEIZURES = ("se_conserva", "se_levanta", "no_hay")
FATES = ("cancelado", "devuelto", "conservado_sin_novacion")


class RestructureIn(Incoming, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """New terms of a loan with a new note (reestructura), found by number. `old_notes` adds notes it replaces."""

    number: str
    credit_number: Maybe = UNSET
    signed_on: MaybeDate = UNSET
    new_note: Maybe = UNSET
    old_notes: tuple[str, ...] | UnsetType = UNSET
    schedule: Maybe = UNSET
    waived: Maybe = UNSET
    authorised_by: Maybe = UNSET
    program: Maybe = UNSET
    document_id: Maybe = UNSET
    closed_on: MaybeDate = UNSET


class RestructuredNoteIn(Incoming, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An old note of a restructure and what became of its original, found by both."""

    restructure: str
    note: str
    fate: Maybe = UNSET
    fate_on: MaybeDate = UNSET
    document_id: Maybe = UNSET


class AgreementIn(Incoming, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An agreement (convenio), found by number: `extrajudicial`, `judicial` or `mediado`. `signer_curps` adds who signed."""

    number: str
    credit_number: Maybe = UNSET
    type: Maybe = UNSET
    signed_on: MaybeDate = UNSET
    signer_curps: tuple[str, ...] | UnsetType = UNSET
    recognised: Maybe = UNSET
    waiver: Maybe = UNSET
    due_on: MaybeDate = UNSET
    default_clause: MaybeFlag = UNSET
    no_novation: MaybeFlag = UNSET
    witness: Maybe = UNSET
    ratification: Maybe = UNSET
    sent_on: MaybeDate = UNSET
    registered_on: MaybeDate = UNSET
    registry_number: Maybe = UNSET
    lawsuit: Maybe = UNSET
    filed_on: MaybeDate = UNSET
    approved_on: MaybeDate = UNSET
    seizure: Maybe = UNSET
    breached_on: MaybeDate = UNSET
    fulfilled_on: MaybeDate = UNSET
    document_id: Maybe = UNSET
    closed_on: MaybeDate = UNSET


class SignerIn(Incoming, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who signed an agreement (firmante), found by agreement and person; the day when it is not the agreement's."""

    agreement: str
    person_curp: str
    signed_on: MaybeDate = UNSET
    represented_by: Maybe = UNSET


class InstalmentIn(Incoming, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A payment an agreement sets (parcialidad), found by agreement and place in the calendar."""

    agreement: str
    number: int
    due_on: MaybeDate = UNSET
    amount: Maybe = UNSET
    paid_on: MaybeDate = UNSET
    receipt: Maybe = UNSET


class SettlementIn(Incoming, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A settlement letter (finiquito, carta de no adeudo), found by number. `conclusion_id`: the order that ends the suit."""

    number: str
    credit_number: Maybe = UNSET
    issued_on: MaybeDate = UNSET
    paid: Maybe = UNSET
    waived: Maybe = UNSET
    receipt: Maybe = UNSET
    received_by: Maybe = UNSET
    identification: Maybe = UNSET
    originals_returned_on: MaybeDate = UNSET
    originals_receipt_id: Maybe = UNSET
    lawsuit: Maybe = UNSET
    conclusion_id: Maybe = UNSET
    seized: MaybeFlag = UNSET
    seizure_lifted_on: MaybeDate = UNSET
    registry_cancelled_on: MaybeDate = UNSET
    bureau_updated_on: MaybeDate = UNSET
    document_id: Maybe = UNSET
    closed_on: MaybeDate = UNSET


class Restructure(Shown, frozen=True, kw_only=True):
    """A restructure as shown, with its closing checklist."""

    number: str
    credit_id: str
    credit: str
    signed_on: date
    new_note_id: str | None
    new_note: str | None
    old_notes: tuple[str, ...]
    schedule: str | None
    waived: str | None
    authorised_by: str | None
    program: str | None
    document_id: str | None
    closed_on: date | None
    checklist: tuple[Check, ...]
    updated_at: datetime


class RestructuredNote(Shown, frozen=True, kw_only=True):
    """An old note of a restructure as shown."""

    restructure_id: str
    restructure: str
    note_id: str
    note: str
    fate: str | None
    fate_on: date | None
    document_id: str | None
    updated_at: datetime


class Agreement(Shown, frozen=True, kw_only=True):
    """An agreement as shown, with who signed and its closing checklist."""

    number: str
    credit_id: str
    credit: str
    type: str
    signed_on: date
    signers: tuple[str, ...]
    recognised: str | None
    waiver: str | None
    due_on: date | None
    default_clause: bool | None
    no_novation: bool | None
    witness: str | None
    ratification: str | None
    sent_on: date | None
    registered_on: date | None
    registry_number: str | None
    lawsuit_id: str | None
    lawsuit: str | None
    filed_on: date | None
    approved_on: date | None
    seizure: str | None
    breached_on: date | None
    fulfilled_on: date | None
    document_id: str | None
    closed_on: date | None
    checklist: tuple[Check, ...]
    updated_at: datetime


class Signer(Shown, frozen=True, kw_only=True):
    """Who signed an agreement, as shown."""

    agreement_id: str
    agreement: str
    person_id: str
    person: str
    signed_on: date | None
    represented_by: str | None
    updated_at: datetime


class Instalment(Shown, frozen=True, kw_only=True):
    """A payment an agreement sets, as shown."""

    agreement_id: str
    agreement: str
    number: int
    due_on: date
    amount: str
    paid_on: date | None
    receipt: str | None
    updated_at: datetime


class Settlement(Shown, frozen=True, kw_only=True):
    """A settlement letter as shown, with its closing checklist."""

    number: str
    credit_id: str
    credit: str
    issued_on: date
    paid: str | None
    waived: str | None
    receipt: str | None
    received_by: str | None
    identification: str | None
    originals_returned_on: date | None
    originals_receipt_id: str | None
    lawsuit_id: str | None
    lawsuit: str | None
    conclusion_id: str | None
    seized: bool | None
    seizure_lifted_on: date | None
    registry_cancelled_on: date | None
    bureau_updated_on: date | None
    document_id: str | None
    closed_on: date | None
    checklist: tuple[Check, ...]
    updated_at: datetime
