"""Acts outside the court house, as they come in and as they are shown: diligences, seizures, letters rogatory, edicts."""

from datetime import date, datetime

from msgspec import UNSET

from schemas.registry.given import Incoming, Maybe, MaybeDate, Shown

DILIGENCE_RESULTS = ("pago", "embargo", "no_localizado", "domicilio_cerrado", "citatorio", "emplazado", "se_opuso")
"""How a diligence ended (DOMAIN 2.13)."""


class DiligenceIn(Incoming, frozen=True, kw_only=True):
    """An act at the debtor's (diligencia, CCom 1393), found by lawsuit, day and result."""

    lawsuit: str
    on: date
    result: str
    officer: Maybe = UNSET
    address: Maybe = UNSET
    goods: Maybe = UNSET
    depositary: Maybe = UNSET
    document_id: Maybe = UNSET


class DiligenceShown(Shown, frozen=True, kw_only=True):
    """A diligence as shown."""

    lawsuit_id: str
    lawsuit: str
    on: date
    result: str
    officer: str | None
    address: str | None
    goods: str | None
    depositary: str | None
    document_id: str | None
    updated_at: datetime


class SeizureIn(Incoming, frozen=True, kw_only=True):
    """A seizure (embargo, CCom 1394), found by lawsuit, day and goods."""

    lawsuit: str
    seized_on: date
    goods: str
    value: Maybe = UNSET
    registry_folio: Maybe = UNSET
    inscribed_on: MaybeDate = UNSET
    lifted_on: MaybeDate = UNSET
    document_id: Maybe = UNSET


class SeizureShown(Shown, frozen=True, kw_only=True):
    """A seizure as shown."""

    lawsuit_id: str
    lawsuit: str
    seized_on: date
    goods: str
    value: str | None
    registry_folio: str | None
    inscribed_on: date | None
    lifted_on: date | None
    document_id: str | None
    updated_at: datetime


class RogatoryIn(Incoming, frozen=True, kw_only=True):
    """A letter rogatory (exhorto, CCom 1072), found by lawsuit and number."""

    lawsuit: str
    number: str
    receiving_court: Maybe = UNSET
    purpose: Maybe = UNSET
    issued_on: MaybeDate = UNSET
    delivered_on: MaybeDate = UNSET
    due_on: MaybeDate = UNSET
    returned_on: MaybeDate = UNSET
    result: Maybe = UNSET
    document_id: Maybe = UNSET


class RogatoryShown(Shown, frozen=True, kw_only=True):
    """A letter rogatory as shown."""

    lawsuit_id: str
    lawsuit: str
    number: str
    receiving_court_id: str | None
    receiving_court: str | None
    purpose: str | None
    issued_on: date | None
    delivered_on: date | None
    due_on: date | None
    returned_on: date | None
    result: str | None
    document_id: str | None
    updated_at: datetime


class EdictIn(Incoming, frozen=True, kw_only=True):
    """A published edict (edicto, CCom 1070), found by lawsuit, newspaper and day."""

    lawsuit: str
    newspaper: str
    published_on: date
    page: Maybe = UNSET
    cost: Maybe = UNSET
    text: Maybe = UNSET
    document_id: Maybe = UNSET


class EdictShown(Shown, frozen=True, kw_only=True):
    """An edict as shown."""

    lawsuit_id: str
    lawsuit: str
    newspaper: str
    published_on: date
    page: str | None
    cost: str | None
    text: str | None
    document_id: str | None
    updated_at: datetime
