"""Requests of people about their personal data, as they come in and as they are shown (derechos ARCO, LGPDPPSO 43-49)."""

from datetime import date, datetime

from msgspec import UNSET

from schemas.registry.given import Incoming, Maybe, MaybeDate, MaybeFlag, Shown

RIGHTS = ("acceso", "rectificacion", "cancelacion", "oposicion", "informacion")
"""What is asked for: one of the four rights over one's data, or public information."""
OUTCOMES = ("procedente", "parcial", "improcedente")
"""How it was answered; what was granted, wholly or in part, is then carried out."""
GRANTED = frozenset(("procedente", "parcial"))
OF_ANYBODY = frozenset(("informacion",))
"""Asked by whoever wants to know, of whom no identity is to be proven."""


class DataRequestIn(Incoming, frozen=True, kw_only=True):
    """A request about personal data (solicitud ARCO), found by folio. `person_curp` is whose data they are."""

    folio: str
    kind: Maybe = UNSET
    received_on: MaybeDate = UNSET
    person_curp: Maybe = UNSET
    requester: Maybe = UNSET
    subject: Maybe = UNSET
    identity_proven: MaybeFlag = UNSET
    extended_on: MaybeDate = UNSET
    extension_reason: Maybe = UNSET
    answered_on: MaybeDate = UNSET
    outcome: Maybe = UNSET
    grounds: Maybe = UNSET
    carried_out_on: MaybeDate = UNSET
    document_id: Maybe = UNSET


class DataRequestShown(Shown, frozen=True, kw_only=True):
    """A request as shown. `answer_by` and `carry_out_by` are the last days, in working days of the office; the latter once granted."""

    folio: str
    kind: str
    received_on: date
    person_id: str | None
    person: str | None
    requester: str | None
    subject: str | None
    identity_proven: bool
    extended_on: date | None
    extension_reason: str | None
    answered_on: date | None
    outcome: str | None
    grounds: str | None
    carried_out_on: date | None
    document_id: str | None
    answer_by: date
    carry_out_by: date | None
    updated_at: datetime
