"""Loans, as they come in and as they are shown."""

from datetime import date, datetime

import msgspec
from msgspec import UNSET

from schemas.registry.given import Maybe, MaybeDate

CREDIT_STATUSES = (
    "vigente", "vencido", "asignado", "judicial", "demandado", "emplazado", "sentenciado", "convenio",
    "pago_anticipado", "reestructurado", "finiquitado", "incobrable", "prescrito_cambiario", "caducado", "desechado",
)  # fmt: skip
"""The states a credit is known to take (DOMAIN 2.4, 3.5); others are kept with a warning."""


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
