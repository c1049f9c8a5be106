"""Cancellations of lost notes as the clocks take them: rows made into values of the pure rules."""

from datetime import date

from schemas.clocks.calendar import Calendar, Closure
from schemas.clocks.lost_notes import LostNote, LostOutcome, NextStep, next_step
from schemas.rules import RuleTable
from storage.records import Session, suits
from storage.records.tables import NoteCancellationRow


def as_lost(row: NoteCancellationRow, due_on: date | None) -> LostNote:
    """The procedure of a note that is due on that day."""
    return LostNote(
        due_on=due_on,
        filed_on=row.filed_on,
        decreed_on=row.decreed_on,
        published_on=row.published_on,
        opposed_on=row.opposed_on,
        ended_on=row.ended_on,
        outcome=LostOutcome(row.outcome) if row.outcome else None,
        claimed_on=row.claimed_on,
        reissued_on=row.reissued_on,
    )


class Steps:
    """What comes next in cancellations, as of one day and under one table of rules; the courts' days are read once."""

    def __init__(self, session: Session, today: date, rules: RuleTable) -> None:
        self._today, self._rules = today, rules
        self._closed = suits.closures(session)

    def of(self, row: NoteCancellationRow, due_on: date | None) -> NextStep | None:
        """See `next_step`."""
        closed = self._closed.get(row.court_id or "", [])
        calendar = Calendar(tuple(sorted({Closure(first, last) for first, last in closed})))
        return next_step(as_lost(row, due_on), self._today, calendar, self._rules)
