"""What every kind shares: members that may be left out or cleared, and the outcome of writing and importing.

What comes in names others by their natural keys (CURP, credit number, court
code, cédula); a member left out stays as it is, null clears it. What is shown
carries ids besides. Sums are texts of pesos with two decimals (`25000.00`).
"""

from datetime import date
from typing import Any

import msgspec
from msgspec import UnsetType

Maybe = str | None | UnsetType
MaybeDate = date | None | UnsetType
MaybeInt = int | None | UnsetType
MaybeFlag = bool | None | UnsetType

Entity = Any
"""What is shown of one of any kind: a struct with an `id` and a `version`."""

EntityIn = Any
"""What comes in about one of any kind: a struct whose members may be `UNSET`."""


class Incoming(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Mother of what comes in: a member nobody knows is refused."""


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """Mother of what is shown: the id, and the version that the ETag names."""

    id: str
    version: int


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


class Change(msgspec.Struct, frozen=True):
    """A line of the change feed (bitácora de cambios): which record changed, how (`create`, `update`, `remove`), and its version then."""

    sequence: int
    kind: str
    id: str
    version: int
    action: str


class Changes(msgspec.Struct, frozen=True):
    """Changes in their order; ask for those after `next` the next time. `more`: there are some already."""

    items: tuple[Change, ...]
    next: int
    more: bool
