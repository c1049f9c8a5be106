"""Courts, as they come in and as they are shown."""

from datetime import datetime

import msgspec
from msgspec import UNSET, UnsetType

from schemas.registry.given import Maybe


class CourtIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A court (juzgado), found by `code`."""

    code: str
    name: Maybe = UNSET
    district: Maybe = UNSET
    city: Maybe = UNSET
    aliases: tuple[str, ...] | UnsetType = UNSET


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
