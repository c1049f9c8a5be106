"""Loans, as they come in and as they are shown."""

from datetime import date, datetime

import msgspec
from msgspec import UNSET

from schemas.registry.given import Incoming, Maybe, MaybeDate, Shown

STATUS_NAMES = {
    "vigente": "Vigente",
    "vencido": "Vencido",
    "incobrable": "Incobrable",
    "prescrito_cambiario": "Prescrita la acción cambiaria",
    "asignado": "Asignado a abogado",
    "judicial": "En juicio",
    "demandado": "Demandado",
    "emplazado": "Emplazado",
    "sentenciado": "Sentenciado",
    "convenio": "En convenio",
    "pago_anticipado": "Pago anticipado",
    "reestructurado": "Reestructurado",
    "finiquitado": "Finiquitado",
    "caducado": "Caducado",
    "desechado": "Desechado",
}
CREDIT_STATUSES = tuple(STATUS_NAMES)
"""The states a credit is known to take (DOMAIN 2.4, 3.5); others are kept with a warning."""


def status_name(code: str) -> str:
    """The state of a credit in Spanish; one we have no name for as it was written."""
    return STATUS_NAMES.get(code, code.replace("_", " ").capitalize())


class CreditIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A loan (crédito), found by `number` with or without separators. Persons by CURP or, in `*_id`, by id."""

    number: str
    debtor_curp: Maybe = UNSET
    debtor_id: Maybe = UNSET
    guarantor_curp: Maybe = UNSET
    guarantor_id: Maybe = UNSET
    status: Maybe = UNSET
    program: Maybe = UNSET
    school: Maybe = UNSET
    level: Maybe = UNSET
    plan: Maybe = UNSET
    studies_end_on: MaybeDate = UNSET
    signed_on: MaybeDate = UNSET
    principal: Maybe = UNSET


class Party(msgspec.Struct, frozen=True):
    """Somebody with a role on a loan: as what, and who."""

    role: str
    person_id: str
    person: str


class Credit(msgspec.Struct, frozen=True):
    """A loan as shown, with the names of its persons and the lawyer it is assigned to now. `parties`: everybody with a role on it."""

    id: str
    number: str
    status: str
    program: str | None
    school: str | None
    level: str | None
    plan: str | None
    studies_end_on: date | None
    signed_on: date | None
    principal: str | None
    debtor_id: str
    debtor: str
    guarantor_id: str | None
    guarantor: str | None
    lawyer_id: str | None
    lawyer: str | None
    parties: tuple[Party, ...]
    version: int
    updated_at: datetime


class PeriodContractIn(Incoming, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The contract of a school period (contrato del periodo), found by credit and contract number."""

    credit_number: str
    number: str
    period: Maybe = UNSET
    school: Maybe = UNSET
    level: Maybe = UNSET
    plan: Maybe = UNSET
    amount: Maybe = UNSET
    signed_on: MaybeDate = UNSET
    note: Maybe = UNSET
    document_id: Maybe = UNSET


class BalanceIn(Incoming, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What was owed on a day (saldo), found by credit and day, as the credit system told it."""

    credit_number: str
    on: date
    capital: Maybe = UNSET
    interest: Maybe = UNSET
    default_interest: Maybe = UNSET
    source: Maybe = UNSET


class RecoveryIn(Incoming, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A payment got (recuperación), found by credit and receipt; `act` says what brought it about (convenio, remate, …)."""

    credit_number: str
    receipt: str
    on: MaybeDate = UNSET
    capital: Maybe = UNSET
    interest: Maybe = UNSET
    default_interest: Maybe = UNSET
    other: Maybe = UNSET
    channel: Maybe = UNSET
    act: Maybe = UNSET


class PeriodContract(Shown, frozen=True, kw_only=True):
    """The contract of a school period, as shown."""

    credit_id: str
    credit: str
    number: str
    period: str | None
    school: str | None
    level: str | None
    plan: str | None
    amount: str | None
    signed_on: date | None
    note_id: str | None
    note: str | None
    document_id: str | None
    updated_at: datetime


class Balance(Shown, frozen=True, kw_only=True):
    """What was owed on a day, as shown."""

    credit_id: str
    credit: str
    on: date
    capital: str
    interest: str
    default_interest: str
    total: str
    source: str | None
    updated_at: datetime


class Recovery(Shown, frozen=True, kw_only=True):
    """A payment got, as shown."""

    credit_id: str
    credit: str
    receipt: str
    on: date
    capital: str
    interest: str
    default_interest: str
    other: str
    total: str
    channel: str | None
    act: str | None
    updated_at: datetime
