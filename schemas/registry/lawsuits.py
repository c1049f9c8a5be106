"""Lawsuits, as they come in and as they are shown."""

from datetime import date, datetime

import msgspec
from msgspec import UNSET, UnsetType

from schemas.registry.given import Maybe, MaybeDate


class LawsuitIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A lawsuit (juicio), found by court, kind, number, year and suffix. `credit_numbers` replaces what it claims.

    `route` is a `Route`, `regime` a `Regime`; left out, the regime follows from the day of filing and the route.
    """

    court_code: str
    number: int
    year: int
    kind: str = "EXP"
    suffix: str = ""
    credit_numbers: tuple[str, ...] | UnsetType = UNSET
    lawyer_cedula: Maybe = UNSET
    status: Maybe = UNSET
    filed_on: MaybeDate = UNSET
    route: Maybe = UNSET
    regime: Maybe = UNSET


class Lawsuit(msgspec.Struct, frozen=True):
    """A lawsuit as shown. `file` is the court file number as printed, `1234/2024`; `credits` are numbers; `route` and `regime` as they came in."""

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
    route: str | None = None
    regime: str | None = None
