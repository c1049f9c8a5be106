"""Cancellations of lost notes, as they come in and as they are shown."""

from datetime import date, datetime

from msgspec import UNSET

from schemas.clocks.lost_notes import LostOutcome
from schemas.registry.given import Incoming, Maybe, MaybeDate, Shown

LOSSES = {
    "extravio": "extravío",
    "robo": "robo",
    "destruccion": "destrucción total",
    "mutilacion": "mutilación o deterioro grave",
}
"""How a note was lost (LGTOC 42, 65), and how a sentence says it."""

OUTCOMES = {
    LostOutcome.FINAL.value: "cancelación firme",
    LostOutcome.OPPOSED.value: "se admitió una oposición",
    LostOutcome.WITHDRAWN.value: "se desistió",
    LostOutcome.FOUND.value: "apareció el título",
}


class NoteCancellationIn(Incoming, frozen=True, kw_only=True):
    """The cancellation of a lost note (cancelación del título), found by note and the day its loss was noticed."""

    note: str
    noticed_on: date
    loss: Maybe = UNSET
    court_code: Maybe = UNSET
    court_file: Maybe = UNSET
    filed_on: MaybeDate = UNSET
    decreed_on: MaybeDate = UNSET
    published_on: MaybeDate = UNSET
    opposed_on: MaybeDate = UNSET
    ended_on: MaybeDate = UNSET
    outcome: Maybe = UNSET
    claimed_on: MaybeDate = UNSET
    reissued_on: MaybeDate = UNSET
    comment: Maybe = UNSET
    document_id: Maybe = UNSET


class NoteCancellation(Shown, frozen=True, kw_only=True):
    """A cancellation as shown. `next_step` is what is to be done or waited for, `next_by` until when; null once nothing is.

    `found_on` is the day on or after `noticed_on` since which custody has the original again; null while it has not.
    """

    note_id: str
    note: str
    noticed_on: date
    loss: str
    court_id: str | None
    court: str | None
    court_file: str | None
    filed_on: date | None
    decreed_on: date | None
    published_on: date | None
    opposed_on: date | None
    ended_on: date | None
    outcome: str | None
    claimed_on: date | None
    reissued_on: date | None
    comment: str | None
    document_id: str | None
    found_on: date | None
    next_step: str | None
    next_by: date | None
    next_is_ours: bool
    next_source: str | None
    updated_at: datetime
