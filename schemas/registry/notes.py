"""Promissory notes and what is written on them, as they come in and as they are shown.

A note is named by the number of its credit and its own, with a colon between: `1-23456-15:000123`.
"""

from datetime import date, datetime

import msgspec
from msgspec import UNSET, UnsetType

from schemas.note_elements import Checked
from schemas.registry.given import Incoming, Maybe, MaybeDate, MaybeFlag, MaybeInt, Shown

NOTE_STATES = (
    "en_boveda", "con_abogado", "en_juzgado", "devuelto_cancelado", "sustituido", "extraviado", "danado", "electronico",
)  # fmt: skip
GONE = frozenset(("sustituido", "devuelto_cancelado"))
"""States of a note whose original is wanted no more."""
DUE_KINDS = ("dia_fijo", "cierto_plazo_fecha", "vista", "cierto_plazo_vista", "vencimientos_sucesivos")
PERIODS = ("anual", "mensual")
SUPPORTS = ("papel", "electronico")
OBLIGOR_ROLES = ("suscriptor", "avalista", "deudor_solidario", "representante_menor")
ENDORSEMENT_KINDS = ("procuracion", "propiedad", "garantia")
ELEMENTS = ("I", "II", "III", "IV", "V", "VI")


class NoteIn(Incoming, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A promissory note (pagaré), found by credit and number. Rates are per cent; periods `anual` or `mensual`.

    `maker_curps` and `guarantor_curps` add obligors by CURP or id; they take none away.
    """

    credit_number: str
    number: str
    amount: Maybe = UNSET
    amount_words: Maybe = UNSET
    currency: Maybe = UNSET
    payee: Maybe = UNSET
    signed_on: MaybeDate = UNSET
    signed_at: Maybe = UNSET
    due_kind: Maybe = UNSET
    due_on: MaybeDate = UNSET
    days_after_sight: MaybeInt = UNSET
    presented_on: MaybeDate = UNSET
    pay_place: Maybe = UNSET
    ordinary_rate: Maybe = UNSET
    ordinary_period: Maybe = UNSET
    default_rate: Maybe = UNSET
    default_period: Maybe = UNSET
    state: Maybe = UNSET
    series_number: MaybeInt = UNSET
    series_total: MaybeInt = UNSET
    support: Maybe = UNSET
    system_uri: Maybe = UNSET
    replaced_by: Maybe = UNSET
    closed_on: MaybeDate = UNSET
    document_id: Maybe = UNSET
    maker_curps: tuple[str, ...] | UnsetType = UNSET
    guarantor_curps: tuple[str, ...] | UnsetType = UNSET


class ObligorIn(Incoming, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who answers for a note (obligado), found by note, person and role. Who signed one act together shares its `act`."""

    note: str
    person_curp: str
    role: str
    act: Maybe = UNSET
    for_person_curp: Maybe = UNSET
    limit: Maybe = UNSET
    signed: MaybeFlag = UNSET


class EndorsementIn(Incoming, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An endorsement (endoso), found by note, day and endorsee; `procuracion`, `propiedad` or `garantia`."""

    note: str
    endorsed_on: date
    endorsee: str
    kind: Maybe = UNSET
    lawyer_cedula: Maybe = UNSET
    place: Maybe = UNSET
    signed_by: Maybe = UNSET
    cancelled_on: MaybeDate = UNSET
    document_id: Maybe = UNSET


class NotePaymentIn(Incoming, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A partial payment of a note (pago parcial), found by note, day and receipt; `on_note` when it is written on the paper."""

    note: str
    paid_on: date
    receipt: str
    amount: Maybe = UNSET
    on_note: MaybeFlag = UNSET
    document_id: Maybe = UNSET


class NoteElementIn(Incoming, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A tick of a note's checklist (requisito, LGTOC 170 I–VI), found by note and element; `region` is where on the page it is seen."""

    note: str
    element: str
    present: MaybeFlag = UNSET
    document_id: Maybe = UNSET
    page: MaybeInt = UNSET
    region: Maybe = UNSET
    comment: Maybe = UNSET


class Answering(msgspec.Struct, frozen=True):
    """Somebody who answers for a note: as what, and who."""

    role: str
    person_id: str
    person: str


class Note(Shown, frozen=True, kw_only=True):
    """A promissory note as shown. `amount_effective` counts in law: the words, where known (LGTOC 16); `amount_conflict`: the figures differ.

    `paid` sums the partial payments, `obligors` tells role and name, `elements` the checklist, `enforceable` what it comes to.
    """

    key: str
    credit_id: str
    credit: str
    number: str
    amount: str | None
    amount_words: str | None
    amount_effective: str | None
    amount_conflict: bool
    currency: str
    payee: str | None
    signed_on: date | None
    signed_at: str | None
    due_kind: str
    due_on: date | None
    days_after_sight: int | None
    presented_on: date | None
    pay_place: str | None
    ordinary_rate: str | None
    ordinary_period: str | None
    default_rate: str | None
    default_period: str | None
    state: str
    series_number: int | None
    series_total: int | None
    support: str
    system_uri: str | None
    replaced_by_id: str | None
    closed_on: date | None
    document_id: str | None
    obligors: tuple[Answering, ...]
    paid: str
    elements: tuple[Checked, ...]
    enforceable: bool | None
    updated_at: datetime


class Obligor(Shown, frozen=True, kw_only=True):
    """Who answers for a note, as shown."""

    note_id: str
    note: str
    person_id: str
    person: str
    role: str
    act: str | None
    for_person_id: str | None
    for_person: str | None
    limit: str | None
    signed: bool
    updated_at: datetime


class Endorsement(Shown, frozen=True, kw_only=True):
    """An endorsement as shown; it holds until it is cancelled."""

    note_id: str
    note: str
    endorsed_on: date
    endorsee: str
    kind: str
    lawyer_id: str | None
    lawyer: str | None
    place: str | None
    signed_by: str | None
    cancelled_on: date | None
    document_id: str | None
    updated_at: datetime


class NotePayment(Shown, frozen=True, kw_only=True):
    """A partial payment as shown."""

    note_id: str
    note: str
    paid_on: date
    receipt: str
    amount: str
    on_note: bool | None
    document_id: str | None
    updated_at: datetime


class NoteElement(Shown, frozen=True, kw_only=True):
    """A tick of the checklist as shown."""

    note_id: str
    note: str
    element: str
    present: bool
    document_id: str | None
    page: int | None
    region: str | None
    comment: str | None
    updated_at: datetime
