"""Lawyers and what is assigned to them, as they come in and as they are shown."""

from datetime import date, datetime

import msgspec
from msgspec import UNSET

from schemas.registry.given import Maybe, MaybeDate


class LawyerIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An external lawyer (abogado externo), found by the professional licence."""

    cedula: str
    name: Maybe = UNSET
    rfc: Maybe = UNSET
    firm: Maybe = UNSET


class AssignmentIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A credit given to a lawyer (asignación), found by all three. A later one of the same credit ends it."""

    credit_number: str
    lawyer_cedula: str
    assigned_on: date
    ended_on: MaybeDate = UNSET


class Lawyer(msgspec.Struct, frozen=True):
    """An external lawyer as shown; `open_assignments` counts the credits they have now."""

    id: str
    cedula: str
    name: str
    rfc: str | None
    firm: str | None
    open_assignments: int
    version: int
    updated_at: datetime


class Assignment(msgspec.Struct, frozen=True):
    """A credit in a lawyer's hands, or once in them; `version` grows when it ends."""

    id: str
    credit_id: str
    credit: str
    lawyer_id: str
    lawyer: str
    lawyer_cedula: str
    assigned_on: date
    ended_on: date | None
    version: int
