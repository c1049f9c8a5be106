"""Batches of assignments (relación de asignación, DOMAIN 1.1 R2), as they come in and as they are shown."""

from datetime import date

import msgspec

from schemas.readiness import Finding

MOST_CREDITS = 200
"""Credits of one batch."""


class BatchIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Credits to be given to a lawyer together. Without a `number` the house makes one; `assigned_on` is today unless said."""

    lawyer_cedula: str
    credit_numbers: tuple[str, ...]
    number: str = ""
    assigned_on: date | None = None
    note: str = ""


class BatchLine(msgspec.Struct, frozen=True):
    """A credit of a batch: what stands against it, whether it was assigned, the slip (vale) its originals went out on.

    `amount` is the sum of its notes in pesos, None where one is unknown; `prescribes_on` the nearest pessimistic limit.
    """

    credit_id: str
    credit: str
    debtor: str
    notes: tuple[str, ...]
    amount: str | None
    prescribes_on: date | None
    originals: tuple[str, ...]
    findings: tuple[Finding, ...]
    refused: bool
    assigned: bool
    slip: str | None


class AssignmentBatch(msgspec.Struct, frozen=True):
    """A batch as shown. While it is a draft (`issued_on` null) its findings are those of today. `notices` are about the lawyer; lines by number of the credit."""

    id: str
    number: str
    lawyer_id: str
    lawyer: str
    lawyer_cedula: str
    assigned_on: date
    issued_on: date | None
    note: str | None
    notices: tuple[str, ...]
    lines: tuple[BatchLine, ...]
    version: int
