"""Breaches of personal data, as noted and as told to those concerned (LGPDPPSO 33-35)."""

from datetime import date, datetime

import msgspec

from schemas.custody import Refusal


class BreachIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A breach to note: when, what, why, what was done at once; and what the notice says.

    `nature`, `personal_data`, `recommendations`, `immediate` and `contact` are the five contents of the notice.
    """

    happened_on: date
    nature: str
    cause: str
    personal_data: str
    immediate: str
    recommendations: str
    contact: str
    persons: int = 0


class BreachClosing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a breach ended: the final correction, and the day those concerned and the authority were told."""

    final: str
    notified_on: date


class Breach(msgspec.Struct, frozen=True):
    """A breach as shown; open until it has its final correction."""

    id: str
    folio: str
    happened_on: date
    noted_at: datetime
    noted_by: str
    nature: str
    cause: str
    personal_data: str
    immediate: str
    recommendations: str
    contact: str
    persons: int
    final: str | None
    notified_on: date | None
    closed_at: datetime | None


def breach_refusal(breach: BreachIn, today: date) -> Refusal | None:
    """Why a breach cannot be noted so: every content is needed, and none lies in the future."""
    texts = (
        breach.nature,
        breach.cause,
        breach.personal_data,
        breach.immediate,
        breach.recommendations,
        breach.contact,
    )
    if not all(text.strip() for text in texts):
        return Refusal(
            "incomplete",
            "Faltan datos de la vulneración: qué, por qué, qué datos, qué se hizo, qué se recomienda, con quién.",
        )
    if breach.happened_on > today:
        return Refusal("bad_date", "happened_on: la vulneración no puede ser futura.")
    return Refusal("bad_number", "persons: el número no puede ser negativo.") if breach.persons < 0 else None
