"""When a lawsuit lapses for want of an act that moves it (caducidad de la instancia), in the court's working days.

A lapse extinguishes the instance, lifts the seizures and leaves the debt as if nobody had sued
(CCom 1076-I). It works by itself, from the first order and until the parties are summoned to judgment. What restarts
the count: a court resolution, when its notice takes effect, and a filing that truly moves the case. A doubtful
filing restarts nothing here: the office must not trust it.

What must hold: the limit is the last day on which a moving act still counts; a day more closed
never brings it nearer; a moving act never brings it nearer; with no new act, idle days never fall as days go by.
"""

from datetime import date
from enum import IntEnum, StrEnum
from functools import lru_cache

import msgspec

from schemas.clocks.calendar import Calendar, Closure, in_figures
from schemas.rules import Regime, RuleTable


class Instance(StrEnum):
    """What may lapse: the suit in first instance, an appeal (toca), an incident (incidente)."""

    FIRST = "first"
    SECOND = "second"
    INCIDENT = "incident"


class Pushes(StrEnum):
    """Whether a filing moves the case (impulsa): sí, no, duda. A person says so; no word of it is proof."""

    YES = "yes"
    NO = "no"
    DOUBT = "doubt"


class Filing(msgspec.Struct, frozen=True):
    """A filing (promoción) and whether it moves the case."""

    on: date
    pushes: Pushes
    id: str = ""


class Notice(msgspec.Struct, frozen=True):
    """A court resolution: when it was issued and when its notice took effect, if that is known."""

    issued_on: date
    effective_on: date | None = None
    id: str = ""


class Pause(msgspec.Struct, frozen=True):
    """Days that do not count: force majeure, or waiting for a connected ruling (CCom 1076-VI); `last` None while it goes on.

    `why` says in Spanish what for; the reason of the clock repeats it.
    """

    first: date
    last: date | None = None
    why: str = ""


class Proceeding(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a suit, appeal or incident. `ended_on`: summons to judgment, or whatever ended it, with its name.

    `exempt` says, in Spanish, why no count runs at all: the article is of commercial suits alone.
    """

    id: str
    instance: Instance = Instance.FIRST
    regime: Regime = Regime.CCOM
    filed_on: date | None = None
    notices: tuple[Notice, ...] = ()
    filings: tuple[Filing, ...] = ()
    pauses: tuple[Pause, ...] = ()
    ended_on: date | None = None
    ended_by: str = ""
    exempt: str = ""
    calendar: Calendar = Calendar()


class State(StrEnum):
    """How the count stands: corre, en pausa, ya no corre, caducable, sin datos."""

    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"
    LAPSABLE = "lapsable"
    UNKNOWN = "unknown"


class Alert(IntEnum):
    """How near the limit is (nivel de alerta): with 120 days, from 60, 90, 105 and 115 idle days; then past."""

    NONE = 0
    WATCH = 1
    WARN = 2
    URGENT = 3
    LAST = 4
    LAPSABLE = 5


class LapseClock(msgspec.Struct, frozen=True):
    """The count of one proceeding. `since` is the day that restarted it, itself not counted; days are the court's working days."""

    proceeding_id: str
    state: State
    since: date | None
    idle: int | None
    term: int | None
    limit: date | None
    left: int | None
    alert: Alert
    doubtful: int
    moved_by: str
    reason: str
    source: str


MOST_TOLD = 3
"""Pauses that the reason of a clock tells."""

TERMS = {Instance.FIRST: "lapse.instance", Instance.SECOND: "lapse.appeal", Instance.INCIDENT: "lapse.incident"}
"""Code of the rule that says after how many working days each lapses; the regime may have one of its own."""


class _Anchor(msgspec.Struct, frozen=True):
    on: date
    said: str
    by: str = ""


def lapse_clock(proceeding: Proceeding, today: date, rules: RuleTable) -> LapseClock:
    """The count of a proceeding as it stands on a day.

    Source: CCom 1064, 1075, 1076; CNPCyF 234 in a civil route under the national code.

    Raises:
        RuleMissing: the table lacks the number of days.
    """
    anchor = _anchor(proceeding, today)
    doubtful = sum(one.pushes is Pushes.DOUBT and one.on <= today for one in proceeding.filings)
    if proceeding.exempt:
        return _without(proceeding, State.ENDED, proceeding.exempt, "CCom 1076", doubtful)
    if proceeding.ended_on is not None and proceeding.ended_on <= today:
        why = f"{proceeding.ended_by or 'terminó'} el {in_figures(proceeding.ended_on)}: la caducidad ya no corre"
        return _without(proceeding, State.ENDED, why, "CCom 1076", doubtful)
    if anchor is None:
        return _without(proceeding, State.UNKNOWN, "no hay fecha de la que contar", "CCom 1076", doubtful)
    rule = rules.value(TERMS[proceeding.instance], anchor.on, proceeding.regime)
    calendar = proceeding.calendar.with_closures(_pauses(proceeding.pauses, today))
    idle = calendar.count(anchor.on, today)
    paused = any(one.last is None and one.first <= today for one in proceeding.pauses)
    left = rule.days - idle
    limit = None if paused and left >= 0 else calendar.add(anchor.on, rule.days)
    state = State.LAPSABLE if left < 0 else State.PAUSED if paused else State.RUNNING
    held = _held(proceeding.pauses, anchor.on, today)
    return LapseClock(
        proceeding_id=proceeding.id,
        state=state,
        since=anchor.on,
        idle=idle,
        term=rule.days,
        limit=limit,
        left=left,
        alert=alert_of(left, alert_steps(rules, today)),
        doubtful=doubtful,
        moved_by=anchor.by,
        reason=f"{rule.days} días hábiles desde el {in_figures(anchor.on)}: {anchor.said}{held}",
        source=f"{rule.source}; CCom 1076-VI" if held else rule.source,
    )


@lru_cache(maxsize=8)
def alert_steps(rules: RuleTable, on: date) -> tuple[int, ...]:
    """Working days left at which each level begins: 60, 30, 15, 5 for alerts at 60, 90, 105, 115 idle days of 120.

    Counted from the end, a level means the same for the shorter terms of appeals, incidents and civil suits.
    """
    term = rules.value(TERMS[Instance.FIRST], on).days
    return tuple(max(0, term - idle) for idle in rules.value("lapse.alerts", on).steps)


def alert_of(left: int, steps: tuple[int, ...]) -> Alert:
    """The level of so many working days left; the last day still is one, below it the case may be declared lapsed."""
    if left < 0:
        return Alert.LAPSABLE
    levels = (Alert.WATCH, Alert.WARN, Alert.URGENT, Alert.LAST)
    reached = [level for most, level in zip(steps, levels, strict=False) if left <= most]
    return max(reached, default=Alert.NONE)


def _anchor(proceeding: Proceeding, today: date) -> _Anchor | None:
    """The latest day up to today that restarts the count."""
    orders = [_of_notice(one) for one in proceeding.notices]
    found = [one for one in orders if one.on <= today]
    if not found and proceeding.filed_on is not None and proceeding.filed_on <= today:
        said = "no está registrado el primer auto; se cuenta desde la presentación"
        found = [_Anchor(proceeding.filed_on, said)]
    found += [
        _Anchor(one.on, "promoción que impulsa el procedimiento", one.id)
        for one in proceeding.filings
        if one.pushes is Pushes.YES and one.on <= today
    ]
    return max(found, key=lambda one: one.on, default=None)


def _of_notice(notice: Notice) -> _Anchor:
    """When a resolution restarts the count; unnotified, the day it was issued, which is the earliest it can be."""
    if notice.effective_on is None:
        return _Anchor(notice.issued_on, "resolución cuya notificación no está registrada", notice.id)
    return _Anchor(
        max(notice.effective_on, notice.issued_on), "surtió efectos la última resolución notificada", notice.id
    )


def _pauses(pauses: tuple[Pause, ...], today: date) -> list[Closure]:
    return [Closure(one.first, max(one.first, one.last or today)) for one in pauses if one.first <= today]


def _held(pauses: tuple[Pause, ...], since: date, today: date) -> str:
    """The pauses that the count met, the newest ones first: which days it left out, and why."""
    met = [one for one in pauses if one.first <= today and (one.last is None or one.last > since)]
    told = []
    for one in sorted(met, key=lambda one: one.first, reverse=True)[:MOST_TOLD]:
        span = (
            f"del {in_figures(one.first)} al {in_figures(one.last)}"
            if one.last
            else f"desde el {in_figures(one.first)}"
        )
        told.append(f"; no cuenta {span}" + (f" ({one.why})" if one.why else ""))
    return "".join(told)


def _without(proceeding: Proceeding, state: State, reason: str, source: str, doubtful: int) -> LapseClock:
    return LapseClock(
        proceeding_id=proceeding.id, state=state, since=None, idle=None, term=None, limit=None, left=None,
        alert=Alert.NONE, doubtful=doubtful, moved_by="", reason=reason, source=source,
    )  # fmt: skip
