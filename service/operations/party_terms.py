"""What the parties of a lawsuit must do by when at the stage it is at, counted from the notices recorded (plazos, DOMAIN 2.12)."""

from collections.abc import Mapping

import msgspec

from schemas.clocks.calendar import AMPARO, Calendar, effective_on
from schemas.clocks.terms import CHALLENGES, TERM_STAGES, Due, Opened, ProceduralTerm, Whose, due, terms_of
from schemas.routes import Route
from schemas.rules import RuleTable
from schemas.stages import stage_code
from storage.records import Session, stage_notices
from storage.records.suits import Scope, Suit

_AMPARO = "term.amparo"


class PartyTerm(msgspec.Struct, frozen=True):
    """A term of a party with its last day; `noticed` tells whether the notice it counts from is recorded."""

    term: ProceduralTerm
    due: Due
    noticed: bool

    @property
    def ours(self) -> bool:
        """Whether it is the office that must act."""
        return self.term.whose is Whose.PLAINTIFF

    @property
    def may_pass(self) -> bool:
        """Whether nobody need act: a judgment that favours the office is neither appealed nor challenged."""
        return not self.ours or self.term.code in CHALLENGES


class Terms:
    """The terms of many lawsuits, gathered in a constant number of queries."""

    def __init__(self, session: Session, scope: Scope, rules: RuleTable, calendars: Mapping[str, Calendar]) -> None:
        self._notices = stage_notices.stage_notices(session, scope, TERM_STAGES)
        self._rules, self._calendars = rules, calendars

    def of(self, suit: Suit) -> tuple[PartyTerm, ...]:
        """The terms that run at the stage the suit is at; none of ours that a filing may have met.

        Without a recorded notice they count as if the stage had been told on its own day: too early rather than too late.
        """
        notice = self._notices.get(suit.id)
        if notice is None:
            return ()
        calendar = self._calendars.get(suit.court_id, Calendar())
        since = min([*notice.effective, *(effective_on(one, calendar) for one in notice.awaited)], default=None)
        opened = Opened(since or effective_on(notice.on, calendar))
        made = (
            PartyTerm(term, due(term.code, opened, _calendar(term, calendar), self._rules), since is not None)
            for term in terms_of(stage_code(suit.status), suit.route or Route.EXECUTIVE)
        )
        return tuple(one for one in made if not (one.ours and notice.filed is not None))


def _calendar(term: ProceduralTerm, calendar: Calendar) -> Calendar:
    """Amparo has working days of its own (LAmp 19), on which the court must be open too."""
    return AMPARO.with_closures(calendar.closures) if term.code == _AMPARO else calendar
