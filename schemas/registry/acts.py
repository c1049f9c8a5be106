"""Acts in a lawsuit, as they come in and as they are shown: filings and their stamps, resolutions, notices."""

from datetime import date, datetime

from msgspec import UNSET, UnsetType

from schemas.registry.given import Incoming, Maybe, MaybeDate, MaybeFlag, MaybeInt, Shown

PUSHES = {"si": "yes", "no": "no", "duda": "doubt"}
"""Whether a filing moves the suit (impulsa, CCom 1076), in Spanish and as it is kept."""

RESOLUTION_KINDS = ("decreto", "auto", "interlocutoria", "sentencia")
"""Kinds of resolutions (CCom 1077)."""

WAYS = ("personal", "boletin", "estrados", "edictos", "correo", "electronica")
"""How a notice is given (CCom 1068)."""


class FilingIn(Incoming, frozen=True, kw_only=True):
    """A filing with a court (promoción), found by lawsuit, day and subject. `pushes`: sí, no, duda; left out, its words propose it."""

    lawsuit: str
    filed_on: date
    subject: str
    signed_on: MaybeDate = UNSET
    filed_at: Maybe = UNSET
    folio: Maybe = UNSET
    annexes: tuple[str, ...] | UnsetType = UNSET
    pushes: Maybe = UNSET
    filed_by: Maybe = UNSET
    document_id: Maybe = UNSET


class FilingShown(Shown, frozen=True, kw_only=True):
    """A filing as shown. `key` names it for its stamp; `acknowledged`: whether that is there and was found valid."""

    key: str
    lawsuit_id: str
    lawsuit: str
    subject: str
    signed_on: date | None
    filed_on: date
    filed_at: str | None
    folio: str | None
    annexes: tuple[str, ...]
    pushes: str
    filed_by: str | None
    acknowledged: bool
    acknowledgement_valid: bool | None
    document_id: str | None
    updated_at: datetime


class AcknowledgementIn(Incoming, frozen=True, kw_only=True):
    """The court's stamp on a filing (acuse de recibo), found by the filing: `2MH 1234/2024 2024-05-06 DEMANDA` or its id."""

    filing: str
    stamped_on: MaybeDate = UNSET
    stamped_at: Maybe = UNSET
    office: Maybe = UNSET
    folio: Maybe = UNSET
    fojas: MaybeInt = UNSET
    copies: MaybeInt = UNSET
    originals: MaybeInt = UNSET
    legible: MaybeFlag = UNSET
    claimed: Maybe = UNSET
    document_id: Maybe = UNSET


class AcknowledgementShown(Shown, frozen=True, kw_only=True):
    """A stamp as shown. `valid` is null until a person validates it."""

    filing_id: str
    filing: str
    stamped_on: date
    stamped_at: str | None
    office: str | None
    folio: str | None
    fojas: int | None
    copies: int | None
    originals: int | None
    legible: bool
    claimed: str | None
    valid: bool | None
    validated_by: str | None
    validated_on: date | None
    document_id: str | None
    updated_at: datetime


class ResolutionIn(Incoming, frozen=True, kw_only=True):
    """A resolution (decreto, auto, interlocutoria, sentencia), found by lawsuit, kind and day.

    `hearing_on` and `hearing_at` (`HH:MM`) say when the hearing (audiencia) is that it sets.
    """

    lawsuit: str
    kind: str
    issued_on: date
    listed_on: MaybeDate = UNSET
    effective_on: MaybeDate = UNSET
    orders: tuple[str, ...] | UnsetType = UNSET
    deadline_on: MaybeDate = UNSET
    hearing_on: MaybeDate = UNSET
    hearing_at: Maybe = UNSET
    responsible: Maybe = UNSET
    document_id: Maybe = UNSET


class ResolutionShown(Shown, frozen=True, kw_only=True):
    """A resolution as shown."""

    lawsuit_id: str
    lawsuit: str
    kind: str
    issued_on: date
    listed_on: date | None
    effective_on: date | None
    orders: tuple[str, ...]
    deadline_on: date | None
    hearing_on: date | None
    hearing_at: str | None
    responsible: str | None
    document_id: str | None
    updated_at: datetime


class NotificationIn(Incoming, frozen=True, kw_only=True):
    """A notice given (notificación, CCom 1068), found by lawsuit, way, day and addressee."""

    lawsuit: str
    way: str
    practised_on: date
    addressee: str
    resolution_id: Maybe = UNSET
    effective_on: MaybeDate = UNSET
    document_id: Maybe = UNSET


class NotificationShown(Shown, frozen=True, kw_only=True):
    """A notice as shown; it takes effect the working day after, where nobody said otherwise (CCom 1075)."""

    lawsuit_id: str
    lawsuit: str
    resolution_id: str | None
    way: str
    practised_on: date
    addressee: str
    effective_on: date | None
    document_id: str | None
    updated_at: datetime
