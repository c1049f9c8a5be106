"""Contracts, amendments and powers of attorney of external lawyers, as they come in and as they are shown."""

from datetime import date, datetime

from msgspec import UNSET, UnsetType

from schemas.registry.given import Incoming, Maybe, MaybeDate, MaybeInt, Shown


class ServiceContractIn(Incoming, frozen=True, kw_only=True):
    """A service contract (contrato de prestación de servicios), found by number.

    `commission` is a percentage; `commission_stages` holds tiers as `SENTENCIA=12.5`. The three `…_days` are working
    days of the office within which a stamp, a report, an original is due. `clauses` are codes of LGPDPPSO 53.
    """

    number: str
    lawyer_cedula: Maybe = UNSET
    represented_by: Maybe = UNSET
    represented_as: Maybe = UNSET
    starts_on: MaybeDate = UNSET
    ends_on: MaybeDate = UNSET
    ended_on: MaybeDate = UNSET
    end_reason: Maybe = UNSET
    signed_on: MaybeDate = UNSET
    territory: tuple[str, ...] | UnsetType = UNSET
    scope: Maybe = UNSET
    commission: Maybe = UNSET
    commission_stages: tuple[str, ...] | UnsetType = UNSET
    acknowledgement_days: MaybeInt = UNSET
    report_days: MaybeInt = UNSET
    return_days: MaybeInt = UNSET
    penalties: Maybe = UNSET
    clauses: tuple[str, ...] | UnsetType = UNSET
    document_id: Maybe = UNSET


class ServiceContract(Shown, frozen=True, kw_only=True):
    """A service contract as shown. `last_on` is its last day, amendments and an early end counted; `missing_clauses` in Spanish."""

    number: str
    lawyer_id: str
    lawyer: str
    represented_by: str | None
    represented_as: str | None
    starts_on: date
    ends_on: date
    ended_on: date | None
    end_reason: str | None
    last_on: date
    signed_on: date | None
    territory: tuple[str, ...]
    scope: str | None
    commission: str | None
    commission_stages: dict[str, str]
    acknowledgement_days: int | None
    report_days: int | None
    return_days: int | None
    penalties: str | None
    clauses: tuple[str, ...]
    missing_clauses: tuple[str, ...]
    document_id: str | None
    updated_at: datetime


class AmendmentIn(Incoming, frozen=True, kw_only=True):
    """An amendment of a service contract (convenio modificatorio), found by contract and number. `ends_on` prolongs it."""

    contract: str
    number: str
    signed_on: MaybeDate = UNSET
    ends_on: MaybeDate = UNSET
    subject: Maybe = UNSET
    document_id: Maybe = UNSET


class Amendment(Shown, frozen=True, kw_only=True):
    """An amendment as shown."""

    contract_id: str
    contract: str
    number: str
    signed_on: date
    ends_on: date | None
    subject: str | None
    document_id: str | None
    updated_at: datetime


class PowerIn(Incoming, frozen=True, kw_only=True):
    """A power of attorney (poder notarial), found by deed, notary and city. `faculties` are codes of `FACULTIES`."""

    deed: str
    notary: str
    city: str
    volume: Maybe = UNSET
    signed_on: MaybeDate = UNSET
    grantor: Maybe = UNSET
    grantor_office: Maybe = UNSET
    lawyer_cedula: Maybe = UNSET
    faculties: tuple[str, ...] | UnsetType = UNSET
    limits: Maybe = UNSET
    registry_entry: Maybe = UNSET
    revoked_on: MaybeDate = UNSET
    document_id: Maybe = UNSET


class Power(Shown, frozen=True, kw_only=True):
    """A power of attorney as shown."""

    deed: str
    volume: str | None
    notary: str
    city: str
    signed_on: date | None
    grantor: str | None
    grantor_office: str | None
    lawyer_id: str
    lawyer: str
    faculties: tuple[str, ...]
    limits: str | None
    registry_entry: str | None
    revoked_on: date | None
    document_id: str | None
    updated_at: datetime


FACULTIES = {
    "pleitos_y_cobranzas": "Pleitos y cobranzas",
    "endosar": "Endosar y suscribir títulos de crédito",
    "convenir": "Celebrar convenios y transigir",
    "desistir": "Desistirse",
    "articular": "Articular y absolver posiciones",
    "recibir_pagos": "Recibir pagos",
    "sustituir": "Sustituir el poder",
}
"""What a power of attorney may allow (facultades, DOMAIN 2.8)."""
