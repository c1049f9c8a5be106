"""Persons, as they come in and as they are shown."""

from datetime import datetime

import msgspec
from msgspec import UNSET

from schemas.registry.given import Maybe


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
