"""Debtors, credits, lawsuits, courts, lawyers and assignments, as they come in and as they are shown.

What comes in names others by their natural keys (CURP, credit number, court
code, cédula); a member left out stays as it is, null clears it. What is shown
carries ids besides. Sums are texts of pesos with two decimals (`25000.00`).
"""

from datetime import date, datetime
from enum import StrEnum

import msgspec
from msgspec import UNSET, UnsetType

Maybe = str | None | UnsetType
MaybeDate = date | None | UnsetType


class RegistryKind(StrEnum):
    """What the registry holds, by the names used in addresses and by the import."""

    DEBTORS = "debtors"
    CREDITS = "credits"
    LAWSUITS = "lawsuits"
    COURTS = "courts"
    LAWYERS = "lawyers"
    ASSIGNMENTS = "assignments"


class DebtorIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A person (persona). Found by `id`, else CURP, else RFC, else the exact name among persons with neither."""

    id: str | None = None
    curp: Maybe = UNSET
    rfc: Maybe = UNSET
    full_name: Maybe = UNSET
    given_names: Maybe = UNSET
    first_surname: Maybe = UNSET
    second_surname: Maybe = UNSET
    phone: Maybe = UNSET


class CreditIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A loan (crédito), found by `number` with or without separators. Persons by CURP or, in `*_id`, by id."""

    number: str
    debtor_curp: Maybe = UNSET
    debtor_id: Maybe = UNSET
    guarantor_curp: Maybe = UNSET
    guarantor_id: Maybe = UNSET
    status: Maybe = UNSET
    program: Maybe = UNSET
    signed_on: MaybeDate = UNSET
    principal: Maybe = UNSET


class LawsuitIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A lawsuit (juicio), found by court, kind, number, year and suffix. `credit_numbers` replaces what it claims."""

    court_code: str
    number: int
    year: int
    kind: str = "EXP"
    suffix: str = ""
    credit_numbers: tuple[str, ...] | UnsetType = UNSET
    lawyer_cedula: Maybe = UNSET
    status: Maybe = UNSET
    filed_on: MaybeDate = UNSET


class CourtIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A court (juzgado), found by `code`."""

    code: str
    name: Maybe = UNSET
    district: Maybe = UNSET
    city: Maybe = UNSET
    aliases: tuple[str, ...] | UnsetType = UNSET


class LawyerIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An external lawyer (abogado externo), found by the professional licence."""

    cedula: str
    name: Maybe = UNSET
    rfc: Maybe = UNSET
    firm: Maybe = UNSET


class AssignmentIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A credit given to a lawyer (asignación), found by all three. A later one of the same credit ends it."""

    credit_number: str
    lawyer_cedula: str
    assigned_on: date
    ended_on: MaybeDate = UNSET


class Debtor(msgspec.Struct, frozen=True):
    """A person as shown."""

    id: str
    curp: str | None
    rfc: str | None
    full_name: str
    given_names: str | None
    first_surname: str | None
    second_surname: str | None
    phone: str | None
    version: int
    updated_at: datetime


class Credit(msgspec.Struct, frozen=True):
    """A loan as shown, with the names of its persons and the lawyer it is assigned to now."""

    id: str
    number: str
    status: str
    program: str | None
    signed_on: date | None
    principal: str | None
    debtor_id: str
    debtor: str
    guarantor_id: str | None
    guarantor: str | None
    lawyer_id: str | None
    lawyer: str | None
    version: int
    updated_at: datetime


class Lawsuit(msgspec.Struct, frozen=True):
    """A lawsuit as shown. `file` is the court file number as printed, `1234/2024`; `credits` are numbers."""

    id: str
    file: str
    kind: str
    number: int
    year: int
    suffix: str
    court_id: str
    court_code: str
    court: str
    lawyer_id: str | None
    lawyer: str | None
    status: str
    filed_on: date | None
    credits: tuple[str, ...]
    credit_ids: tuple[str, ...]
    version: int
    updated_at: datetime


class Court(msgspec.Struct, frozen=True):
    """A court as shown."""

    id: str
    code: str
    name: str
    district: str | None
    city: str | None
    aliases: tuple[str, ...]
    version: int
    updated_at: datetime


class Lawyer(msgspec.Struct, frozen=True):
    """An external lawyer as shown; `open_assignments` counts the credits they have now."""

    id: str
    cedula: str
    name: str
    rfc: str | None
    firm: str | None
    open_assignments: int
    version: int
    updated_at: datetime


class Assignment(msgspec.Struct, frozen=True):
    """A credit in a lawyer's hands, or once in them; `version` grows when it ends."""

    id: str
    credit_id: str
    credit: str
    lawyer_id: str
    lawyer: str
    lawyer_cedula: str
    assigned_on: date
    ended_on: date | None
    version: int


Entity = Debtor | Credit | Lawsuit | Court | Lawyer | Assignment
EntityIn = DebtorIn | CreditIn | LawsuitIn | CourtIn | LawyerIn | AssignmentIn

INPUTS: dict[RegistryKind, type[EntityIn]] = {
    RegistryKind.DEBTORS: DebtorIn,
    RegistryKind.CREDITS: CreditIn,
    RegistryKind.LAWSUITS: LawsuitIn,
    RegistryKind.COURTS: CourtIn,
    RegistryKind.LAWYERS: LawyerIn,
    RegistryKind.ASSIGNMENTS: AssignmentIn,
}

CREDIT_STATUSES = (
    "vigente", "vencido", "asignado", "judicial", "demandado", "emplazado", "sentenciado", "convenio",
    "pago_anticipado", "reestructurado", "finiquitado", "incobrable", "prescrito_cambiario", "caducado", "desechado",
)  # fmt: skip
"""The states a credit is known to take (DOMAIN 2.4, 3.5); others are kept with a warning."""


class Listing(msgspec.Struct, frozen=True):
    """A page of a list; `cursor` asks for the next page and is null on the last."""

    items: tuple[Entity, ...]
    cursor: str | None


class Upserted(msgspec.Struct, frozen=True):
    """What stands now, whether it is new, whether anything changed, and what is odd about it, in Spanish."""

    entity: Entity
    created: bool
    changed: bool
    warnings: tuple[str, ...]


class RowError(msgspec.Struct, frozen=True):
    """What is wrong with a row of a table: rows count as in a spreadsheet, the header being row 1."""

    row: int
    column: str
    reason: str


class ImportReport(msgspec.Struct, frozen=True):
    """What became of a table. `written` is false when nothing was saved (a trial, or a wrong row)."""

    rows: int
    created: int
    updated: int
    unchanged: int
    errors: tuple[RowError, ...] = ()
    warnings: tuple[RowError, ...] = ()
    written: bool = True
