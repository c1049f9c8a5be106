"""Persons, as they come in and as they are shown."""

from datetime import date, datetime

import msgspec
from msgspec import UNSET

from schemas.registry.given import Incoming, Maybe, MaybeDate, Shown

PARTY_ROLES = (
    "estudiante", "acreditado", "avalista", "deudor_solidario", "representante_menor", "depositario", "testigo",
)  # fmt: skip
ADDRESS_TYPES = ("contractual", "emplazamiento", "actual", "trabajo", "identificacion", "otro")
SEXES = ("h", "m", "x")


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
    email: Maybe = UNSET
    employer: Maybe = UNSET
    birth_date: MaybeDate = UNSET
    sex: Maybe = UNSET
    deceased_on: MaybeDate = UNSET
    deceased_document_id: Maybe = UNSET


class MergedEntry(msgspec.Struct, frozen=True):
    """Another entry of a person, merged into theirs (registro fusionado): its name and keys lead to the person."""

    id: str
    full_name: str
    curp: str | None
    rfc: str | None


class MergeIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which entry (`merged`: id, CURP or RFC) is the same person, and why that is known. `force` in spite of what speaks against it."""

    merged: str
    reason: str
    force: bool = False


class MovedReferences(msgspec.Struct, frozen=True):
    """Rows of a table that refer to a person in a column."""

    table: str
    column: str
    ids: tuple[str, ...]


class PersonMerge(msgspec.Struct, frozen=True, kw_only=True):
    """Two entries of one person made one (fusión de personas), as shown.

    `moved` now refers to the kept entry; `stayed` still refers to the merged one, because the kept had the same already.
    `note`: what an undoing brought back, what it did not, and why.
    """

    id: str
    kept_id: str
    kept: str
    merged_id: str
    merged: str
    reason: str
    forced: bool
    moved: tuple[MovedReferences, ...]
    stayed: tuple[MovedReferences, ...]
    merged_at: datetime
    merged_by: str
    undone_at: datetime | None
    undone_by: str | None
    note: str


class Debtor(msgspec.Struct, frozen=True):
    """A person as shown. `merged_into_id`: another entry stands for this one; `merged_entries`: those for which this one stands."""

    id: str
    curp: str | None
    rfc: str | None
    full_name: str
    given_names: str | None
    first_surname: str | None
    second_surname: str | None
    phone: str | None
    email: str | None
    employer: str | None
    birth_date: date | None
    sex: str | None
    deceased_on: date | None
    deceased_document_id: str | None
    version: int
    updated_at: datetime
    merged_into_id: str | None = None
    merged_entries: tuple[MergedEntry, ...] = ()


class CreditPartyIn(Incoming, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Somebody with a role on a loan (interviniente), found by credit, person and role. A minor's representative says for whom."""

    credit_number: str
    person_curp: str
    role: str
    for_person_curp: Maybe = UNSET
    since: MaybeDate = UNSET
    until: MaybeDate = UNSET
    document_id: Maybe = UNSET


class AddressIn(Incoming, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An address (domicilio) as printed, found by person, type and line. `not_theirs_on`: when it proved not to be theirs (CCom 1070)."""

    person_curp: str
    type: str
    line: str
    city: Maybe = UNSET
    state: Maybe = UNSET
    postal_code: Maybe = UNSET
    valid_from: MaybeDate = UNSET
    valid_to: MaybeDate = UNSET
    not_theirs_on: MaybeDate = UNSET
    document_id: Maybe = UNSET


class CreditParty(Shown, frozen=True, kw_only=True):
    """Somebody with a role on a loan, as shown."""

    credit_id: str
    credit: str
    person_id: str
    person: str
    role: str
    for_person_id: str | None
    for_person: str | None
    since: date | None
    until: date | None
    document_id: str | None
    updated_at: datetime


class Address(Shown, frozen=True, kw_only=True):
    """An address as shown."""

    person_id: str
    person: str
    type: str
    line: str
    city: str | None
    state: str | None
    postal_code: str | None
    valid_from: date | None
    valid_to: date | None
    not_theirs_on: date | None
    document_id: str | None
    updated_at: datetime
