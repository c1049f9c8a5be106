"""Clocks of matters: gathers values of any number of lawsuits in a constant number of queries and asks the pure clocks."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from schemas.access import Action, Actor
from schemas.clocks.calendar import Calendar, Closure, effective_on
from schemas.clocks.lapse import Filing, Instance, LapseClock, Notice, Pause, Proceeding, Pushes, lapse_clock
from schemas.court_files import FileOf
from schemas.registry.lapse_pauses import CAUSES
from schemas.routes import Route, regime_of
from schemas.rules import Regime, RuleTable
from schemas.stages import OVER, stage_code
from service.archive import Archive, require
from service.operations.days import today as this_day
from service.operations.registry.lawsuits import the_lawsuit
from storage.records import Session, lapse_pauses, suits
from storage.records.lapse_pauses import Proven
from storage.records.legal_rules import rule_table
from storage.records.suits import Moves, Papers, Scope, Suit

NOT_FILED = frozenset(("ASIGNADO",))
"""Stages before there is a lawsuit in court."""

ENDING = OVER | {
    "ALEGATOS_CITACION", "SENTENCIA", "APELACION", "AMPARO", "EJECUTORIA", "LIQUIDACION", "AVALUO", "REMATE",
    "CONVENIO_JUDICIAL",
}  # fmt: skip
"""Stages from which on the first instance cannot lapse: it was summoned to judgment (CCom 1076) or is over."""

APPEALED = "APELACION"
"""Where an appeal begins to run the first instance is over."""

INSTANCES = {FileOf.APPEAL.value: Instance.SECOND, FileOf.NOTEBOOK.value: Instance.INCIDENT}
EXEMPT = {
    FileOf.AMPARO.value: "es un juicio de amparo, que no caduca por el Código de Comercio",
    FileOf.ROGATORY.value: "es un exhorto: la caducidad corre en el juicio que lo libró",
}
"""What the kind of a court file makes of the count: 60 days for a toca, 30 for a notebook (CCom 1076-III, IV), none."""


class SuitClock(NamedTuple):
    """A lawsuit with its clock and what its documents show."""

    suit: Suit
    clock: LapseClock
    papers: Papers | None


class LawsuitClocks(msgspec.Struct, frozen=True):
    """The clocks of one lawsuit: `on` is the day they were asked."""

    lawsuit_id: str
    on: date
    lapse: LapseClock


def stage_of(suit: Suit) -> str:
    """The stage as a code."""
    return stage_code(suit.status)


def is_filed(suit: Suit) -> bool:
    """Whether the suit was brought to a court, as far as stage and date tell."""
    return suit.filed_on is not None or stage_of(suit) not in NOT_FILED


def calendars(session: Session) -> dict[str, Calendar]:
    """The working days of each court that has closures of its own."""
    return {
        court_id: Calendar(tuple(sorted({Closure(first, last) for first, last in spans})))
        for court_id, spans in suits.closures(session).items()
    }


def suit_clocks(
    session: Session,
    scope: Scope,
    today: date,
    rules: RuleTable,
    calendar_of: Mapping[str, Calendar] | None = None,
    *,
    known: Sequence[Suit] | None = None,
) -> list[SuitClock]:
    """Every lawsuit of the scope with its clock, in order of their numbers: seven queries whatever their number.

    `calendar_of` are the courts' calendars, `known` the lawsuits of the scope, where the caller has gathered them; of
    a day gone by each with the stage it was at then.
    """
    known = suits.suits(session, scope.actor, scope.ids) if known is None else known
    moves = suits.moves(session, scope, today, ENDING - {APPEALED})
    papers = suits.papers(session, scope, today)
    pauses = lapse_pauses.proven(session, scope)
    calendar_of = calendars(session) if calendar_of is None else calendar_of
    clerk = _Clerk(today, rules)

    def clock(suit: Suit) -> LapseClock:
        calendar, shown = calendar_of.get(suit.court_id, _COURT), papers.get(suit.id)
        known_of = _Known(moves.get(suit.id, _NOTHING), shown.order if shown else None, tuple(pauses.get(suit.id, ())))
        return clerk.clock(suit, known_of, calendar)

    return [SuitClock(one, clock(one), papers.get(one.id)) for one in known]


def lawsuit_clocks(archive: Archive, actor: Actor, key: str) -> LawsuitClocks:
    """The clocks of one lawsuit, by id or number, as of today.

    Raises:
        Forbidden: the actor may not read the registry.
        NotFound: there is no such lawsuit, or the actor may not know of it.
        Conflict: courts share the number.
    """
    require(actor, Action.READ_REGISTRY)
    today = this_day()
    with archive.database.read() as session:
        row = the_lawsuit(session, actor, key)
        found = suit_clocks(session, Scope(actor, (row.id,)), today, rule_table(session))
    archive.looks.viewed(actor, "lawsuit", row.id, part="clocks")
    return LawsuitClocks(row.id, today, found[0].clock)


_NOTHING = Moves()
_COURT = Calendar()


class _Known(NamedTuple):
    """What happened in a lawsuit: the latest acts, the newest order among its documents, the pauses proven."""

    moves: Moves
    order: date | None
    pauses: tuple[Proven, ...]


class _Clerk:
    """Asks the clock of one lawsuit after another, as of one day and under one table of rules."""

    def __init__(self, today: date, rules: RuleTable) -> None:
        self._today, self._rules = today, rules

    def clock(self, suit: Suit, known: _Known, calendar: Calendar) -> LapseClock:
        """The clock of a lawsuit."""
        return lapse_clock(self._proceeding(suit, known, calendar), self._today, self._rules)

    def _proceeding(self, suit: Suit, known: _Known, calendar: Calendar) -> Proceeding:
        moves, order = known.moves, known.order
        stage, filed = stage_of(suit), suit.filed_on
        instance = INSTANCES.get(suit.kind, Instance.FIRST)
        over = stage in ENDING and not (instance is Instance.SECOND and stage == APPEALED)
        ended = moves.ended or (self._last(moves, order, filed) if over else None)
        return Proceeding(
            id=suit.id,
            instance=instance,
            exempt=EXEMPT.get(suit.kind, ""),
            regime=Regime(suit.regime) if suit.regime else self._regime(suit),
            filed_on=None if stage in NOT_FILED else filed,
            notices=tuple(_notices(moves, order, calendar)),
            filings=self._filings(moves),
            pauses=tuple(Pause(one.first, one.last, CAUSES[one.cause]) for one in known.pauses),
            ended_on=ended,
            ended_by=f"el juicio llegó a la etapa «{stage.replace('_', ' ').lower()}»" if over else "",
            calendar=calendar,
        )

    def _regime(self, suit: Suit) -> Regime:
        """The law of a suit of which nobody recorded it."""
        return regime_of(suit.filed_on or self._today, Route(suit.route or Route.EXECUTIVE), self._rules)

    def _filings(self, moves: Moves) -> tuple[Filing, ...]:
        """The newest filing that pushes, and the doubtful ones, of which only the number matters."""
        pushed = (Filing(moves.pushed, Pushes.YES),) if moves.pushed else ()
        return pushed + (Filing(self._today, Pushes.DOUBT),) * moves.doubtful

    def _last(self, moves: Moves, order: date | None, filed: date | None) -> date:
        """The latest act known, for a suit whose stage is past the count though nobody recorded since when."""
        known = (moves.effective, moves.listed, moves.issued, moves.pushed, order, filed)
        return max((one for one in known if one is not None), default=self._today)


def _notices(moves: Moves, order: date | None, calendar: Calendar) -> Sequence[Notice]:
    """What the court did, each with the day it took effect; a document alone tells only when it was issued."""
    made = []
    if moves.effective is not None:
        made.append(Notice(moves.effective, moves.effective))
    if moves.listed is not None:
        made.append(Notice(moves.listed, effective_on(moves.listed, calendar)))
    made += [Notice(on) for on in (moves.issued, order) if on is not None]
    return made
