"""The monthly board per lawyer (tablero mensual por abogado, DOMAIN 1.1, R1): its figures, and what stands behind each."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

import msgspec

from schemas.clocks.calendar import HERE
from schemas.court_files import FileOf
from schemas.duties import next_month
from schemas.queues import Ref
from schemas.stages import MAIN, STAGE_NAMES, stage_code

IDLE_DAYS = 90
"""From so many working days of the court without an act that moves the suit a suit is counted as idle."""
NOT_FILED, FILED = "ASIGNADO", MAIN[0]
NOBODY = "none"
"""Stands for no lawyer where a line is asked for: what nobody was in charge of."""

_WRITTEN = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})|(?P<month_first>\d{1,2})/(?P<year_last>\d{4})", re.ASCII)


class BoardFigure(StrEnum):
    """The figures of a line.

    Créditos asignados, recibidos en el mes, originales en su poder, demandas presentadas, acuses recibidos, juicios a
    su cargo, juicios en los que corre la caducidad, pesos recuperados.
    """

    ASSIGNED = "assigned"
    RECEIVED = "received"
    ORIGINALS = "originals"
    FILED = "filed"
    ACKNOWLEDGED = "acknowledged"
    LAWSUITS = "lawsuits"
    IDLE = "idle"
    RECOVERED = "recovered"


class Month(msgspec.Struct, frozen=True):
    """A month up to its cut (corte): its first day, and its last or, while it runs, today."""

    first: date
    cut: date

    @property
    def code(self) -> str:
        """`2026-11`."""
        return f"{self.first:%Y-%m}"

    @property
    def until(self) -> datetime:
        """The moment the cut's day ends at the office."""
        return datetime.combine(self.cut + timedelta(days=1), datetime.min.time(), HERE)

    def has(self, day: date | None) -> bool:
        """Whether the day is one of the month's up to the cut."""
        return day is not None and self.first <= day <= self.cut


class StageCount(msgspec.Struct, frozen=True):
    """How many lawsuits are at a stage: its code, its name, the number."""

    stage: str
    name: str
    lawsuits: int


class MonthLine(msgspec.Struct, frozen=True, kw_only=True):
    """A lawyer's month; without `lawyer_id` what nobody was in charge of, or the whole.

    Counts of `assigned`, `originals`, `lawsuits`, `stages` and `idle` are as of the cut; the others of the month. Idle
    days are working days of the court since the last act that moves the suit, over suits that can lapse; null where
    there are none. `recovered` are pesos.
    """

    lawyer_id: str | None
    lawyer: str
    assigned: int
    received: int
    originals: int
    filed: int
    acknowledged: int
    lawsuits: int
    stages: tuple[StageCount, ...]
    idle: int
    idle_median: float | None
    idle_most: int | None
    recovered: str


class MonthlyBoard(msgspec.Struct, frozen=True):
    """The lines of a month (`2026-11`) by the lawyers' names, what had no lawyer last, and the total."""

    month: str
    cut: date
    items: tuple[MonthLine, ...]
    total: MonthLine


class Behind(msgspec.Struct, frozen=True, kw_only=True):
    """One thing counted: the credit, lawsuit, original or payment's credit, who owes, the day it counts by, documents in `refs`.

    `what` is the stage, title or receipt; `idle` working days of a suit; `amount` pesos.
    """

    about: Ref
    lawyer: str = ""
    what: str = ""
    on: date | None = None
    idle: int | None = None
    amount: str | None = None
    refs: tuple[Ref, ...] = ()


class BehindPage(msgspec.Struct, frozen=True):
    """A page of what stands behind a figure. `next` is the offset of the next page and null on the last."""

    month: str
    cut: date
    figure: BoardFigure
    total: int
    items: tuple[Behind, ...]
    next: int | None


def month_of(text: str, today: date) -> Month | None:
    """The month written `2026-11` or `11/2026`, up to its cut; that of today for an empty text, None for what is none or to come."""
    found = _WRITTEN.fullmatch(text.strip())
    if text.strip() and found is None:
        return None
    year, month = (found["year"] or found["year_last"], found["month"] or found["month_first"]) if found else (today.year, today.month)  # fmt: skip
    try:
        first = date(int(year), int(month), 1)
        after = next_month(first)
    except ValueError:
        return None
    return None if first > today else Month(first, min(today, after - timedelta(days=1)))


def month_before(first: date) -> date:
    """The first day of the month before; of the first month there is, the day itself."""
    return first if first == date.min else (first - timedelta(days=1)).replace(day=1)


def stage_at(cut: date, status: str, seen: Sequence[tuple[date, str]], filed: date | None) -> str:
    """The stage a suit was at on a day gone by, as a code: the last one recorded until then.

    Where all that was recorded came after, the suit was filed or not; where nothing was recorded at all, the stage it
    is at now (`status`) is all that is known.

    Args:
        cut: the day asked about.
        status: the stage it is at now.
        seen: the stages recorded with their days, the oldest first.
        filed: the day the claim was filed.
    """
    until = [stage for on, stage in seen if on <= cut]
    if until:
        return stage_code(until[-1])
    if not seen:
        return stage_code(status)
    return FILED if filed is not None and filed <= cut else NOT_FILED


def in_stage_order(stages: Sequence[str]) -> list[str]:
    """Codes of stages in the order of a suit; those we do not know last, by name."""
    known = list(STAGE_NAMES)
    return sorted(stages, key=lambda one: (known.index(one) if one in known else len(known), one))


def is_main(kind: str) -> bool:
    """Whether a court file is that of a suit: appeals, notebooks and rogatories are of a suit that is counted already."""
    return kind == FileOf.MAIN.value
