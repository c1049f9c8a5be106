"""What a lawyer owes under a service contract (obligaciones del prestador): each with the day it is due and the day it was done."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from schemas.clocks.calendar import OFFICE
from schemas.contracts import Term


class DutyKind(StrEnum):
    """Entregar el acuse, devolver originales, rendir el informe mensual."""

    ACKNOWLEDGEMENT = "acknowledgement"
    RETURN = "return"
    REPORT = "report"


class DutyState(StrEnum):
    """Pendiente, cumplida en plazo, cumplida fuera de plazo, incumplida."""

    PENDING = "pending"
    MET = "met"
    LATE = "late"
    BREACHED = "breached"


class DutyTerms(msgspec.Struct, frozen=True):
    """A contract as far as it sets terms, in working days of the office; a term it does not set is no duty."""

    number: str
    term: Term
    acknowledgement: int | None
    report: int | None
    giving_back: int | None


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """One duty. `about` says of what (a lawsuit, a slip, a month), `about_kind` and `about_id` open it; `late` in working days."""

    kind: DutyKind
    contract: str
    about: str
    about_kind: str
    about_id: str
    since: date
    due: date
    done: date | None
    state: DutyState
    late: int


class Duties(msgspec.Struct, frozen=True, kw_only=True):
    """The duties of a lawyer on a day, the longest due first. `counts` are of all of them, `items` those asked for.

    `met_percent`: met in time, of those met or past their day; None while there is none.
    """

    lawyer_id: str
    lawyer: str
    cedula: str
    on: date
    counts: dict[DutyState, int]
    met_percent: float | None
    items: tuple[Duty, ...]


def in_force(contracts: Sequence[DutyTerms], day: date) -> DutyTerms | None:
    """The contract that holds on the day, the one begun last of several."""
    return max((one for one in contracts if one.term.holds_on(day)), key=lambda one: one.term.starts_on, default=None)


def state_of(due: date, done: date | None, today: date) -> DutyState:
    """How a duty stands; on its last day it is still in time."""
    if done is not None:
        return DutyState.MET if done <= due else DutyState.LATE
    return DutyState.PENDING if today <= due else DutyState.BREACHED


def days_late(due: date, done: date | None, today: date) -> int:
    """Working days of the office past the last day, 0 in time."""
    until = done or today
    return OFFICE.count(due, until) if until > due else 0


def report_window(month: date) -> tuple[date, date]:
    """From which day on, and before which, a report is dated that accounts for the month.

    A month can be accounted for on its last working day, the next month on its own.
    """
    return _last_working(month), _last_working(next_month(month))


def next_month(day: date) -> date:
    """The first day of the month after."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _last_working(month: date) -> date:
    return OFFICE.back(next_month(month) - timedelta(days=1), 0)
