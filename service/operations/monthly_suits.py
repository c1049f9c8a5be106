"""The lawsuits of a monthly board, each as it stood at the cut of the month."""

from collections.abc import Sequence
from datetime import date

import msgspec

from schemas.clocks.lapse import LapseClock, State
from schemas.monthly_board import Month, is_main, stage_at
from schemas.stages import stage_code
from service.operations.clocks import NOT_FILED, suit_clocks
from service.operations.matters import Asked, SuitFacts, suit_parts
from storage.records import monthly
from storage.records.monthly import Having
from storage.records.suits import Scope, Suit


class SuitThen(msgspec.Struct, frozen=True):
    """A lawsuit at the cut: its stage, the days it was filed and its acknowledgement came in.

    `runs` is whether it could lapse, `idle` for how many working days of its court it had stood still then.
    """

    suit: Suit
    people: tuple[tuple[str, str], ...]
    stage: str
    filed: date | None
    acknowledged: date | None
    runs: bool
    idle: int | None


def suits_then(asked: Asked, month: Month, lawyer: str | None = None) -> list[SuitThen]:
    """The main files of all lawyers the actor may know of, or of one (empty: of none).

    A suit filed after the cut was none then; one without that day is of its year. It counts for whom its credits were
    assigned to at the cut (`lawyer_at`); of what is no longer theirs an external lawyer is told nothing.
    """
    whose = lawyer if asked.actor.sees_only is None else asked.actor.sees_only
    there = [part.facts for part in suit_parts(asked).parts.values() if _was(part.facts, month)]
    if month.cut < asked.today:
        had = monthly.having(asked.session)
        there = [_at(one, had.get(one.known.suit.id, ()), month) for one in there]
    facts = [one for one in there if whose is None or (one.known.suit.lawyer_id or "") == whose]
    if month.cut >= asked.today:
        return [_then(one, stage_code(one.known.suit.status), one.known.clock) for one in facts]
    return _gone_by(asked, month, facts, everybody=whose is None)


def _gone_by(asked: Asked, month: Month, facts: Sequence[SuitFacts], *, everybody: bool) -> list[SuitThen]:
    """Each at the stage and under the clock of the cut."""
    known = [msgspec.structs.replace(one.known.suit, status=_stage(one, month)) for one in facts]
    scope = Scope(asked.actor, None if everybody else tuple(one.id for one in known))
    clocks = suit_clocks(asked.session, scope, month.cut, asked.rules, known=known)
    return [_then(one, clock.suit.status, clock.clock) for one, clock in zip(facts, clocks, strict=True)]


def _was(facts: SuitFacts, month: Month) -> bool:
    """Whether it is a main file that was there at the cut."""
    suit, filed = facts.known.suit, _filed(facts)
    return is_main(suit.kind) and (suit.year <= month.cut.year if filed is None else filed <= month.cut)


def _at(facts: SuitFacts, had: Sequence[Having], month: Month) -> SuitFacts:
    """The same under the lawyer of the cut."""
    suit = facts.known.suit
    lawyer_id, lawyer = lawyer_at(month.cut, (suit.lawyer_id, suit.lawyer), had)
    if lawyer_id == suit.lawyer_id:
        return facts
    then = msgspec.structs.replace(suit, lawyer_id=lawyer_id, lawyer=lawyer)
    return msgspec.structs.replace(facts, known=facts.known._replace(suit=then))


def lawyer_at(cut: date, now: tuple[str | None, str], had: Sequence[Having]) -> tuple[str | None, str]:
    """Id and name of who had a lawsuit on a day: of those who then had a credit of it the last who was given one.

    Where nobody had, it is who has it now, unless they were first given it later: then it was nobody's.

    Args:
        cut: the day.
        now: who has the lawsuit now.
        had: who was given its credits, in order.
    """
    then = [one for one in had if one.first <= cut and (one.ended is None or one.ended > cut)]
    if then:
        return then[-1].lawyer_id, then[-1].lawyer
    own = [one.first for one in had if one.lawyer_id == now[0]]
    return (None, "") if own and min(own) > cut else now


def _stage(facts: SuitFacts, month: Month) -> str:
    seen = [(one.on, one.stage) for one in facts.stages]
    return stage_at(month.cut, facts.known.suit.status, seen, _filed(facts))


def _filed(facts: SuitFacts) -> date | None:
    return facts.known.suit.filed_on or facts.first_filed


def _then(facts: SuitFacts, stage: str, clock: LapseClock) -> SuitThen:
    suit, papers = facts.known.suit, facts.known.papers
    came = papers.receipt_captured if papers is not None else None
    if came is None and facts.stamped is not None:
        came = facts.stamped.stamped_on
    runs = stage not in NOT_FILED and clock.state is not State.ENDED
    return SuitThen(suit, facts.people, stage, _filed(facts), came, runs, clock.idle if runs else None)
