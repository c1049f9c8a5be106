"""Dossiers too large to bind while somebody waits: bound volume by volume as a job (encargo de encuadernación)."""

from datetime import datetime
from enum import StrEnum

import msgspec

from schemas.dossier import DossierScope


class OrderState(StrEnum):
    """How an order stands (en espera, en curso, terminado, fallido)."""

    WAITING = "waiting"
    BINDING = "binding"
    DONE = "done"
    FAILED = "failed"


class OrderIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Bind the dossier that `key` names, or the pieces of the list `hearing`."""

    key: str = ""
    of: DossierScope = DossierScope.DEBTOR
    hearing: str | None = None


class BoundVolume(msgspec.Struct, frozen=True):
    """A volume that is bound: its folios, the SHA-256 and bytes of its PDF, and the folios that could not be shown."""

    number: int
    folio_first: int
    folio_last: int
    sha256: str
    bytes: int
    unreadable: tuple[int, ...] = ()


class BindingOrder(msgspec.Struct, frozen=True):
    """An order with its progress: `folios_done` of `folios`, `bound` of `volumes`; `problem` is a sentence when it failed."""

    id: str
    scope: DossierScope
    subject_id: str
    subject: str
    hearing: str | None
    state: OrderState
    folios: int
    folios_done: int
    volumes: int
    bound: tuple[BoundVolume, ...]
    asked_by: str
    asked_at: datetime
    finished_at: datetime | None
    problem: str | None
