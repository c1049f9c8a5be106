"""Cancellations of lost notes as the clocks take them: rows made into values of the pure rules."""

from collections.abc import Collection
from datetime import date

from schemas.clocks.calendar import Calendar, Closure, local_day
from schemas.clocks.lost_notes import LostNote, LostOutcome, NextStep, next_step
from schemas.rules import RuleTable
from storage.records import Session, lost_notes, suits
from storage.records.tables import NoteCancellationRow


def as_lost(row: NoteCancellationRow, due_on: date | None, found_on: date | None = None) -> LostNote:
    """The procedure of a note that is due on that day, and whose original is back since the other."""
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
        found_on=found_on,
    )


class Steps:
    """What comes next in cancellations of those notes, as of one day and under one table of rules.

    The courts' days, and which originals are back, are read once.
    """

    def __init__(self, session: Session, today: date, rules: RuleTable, note_ids: Collection[str]) -> None:
        self._today, self._rules = today, rules
        self._handed = lost_notes.last_handed(session, note_ids)
        self._closed = suits.closures(session)

    def of(self, row: NoteCancellationRow, due_on: date | None) -> NextStep | None:
        """See `next_step`."""
        closed = self._closed.get(row.court_id or "", [])
        calendar = Calendar(tuple(sorted({Closure(first, last) for first, last in closed})))
        return next_step(as_lost(row, due_on, self.found_on(row)), self._today, calendar, self._rules)

    def in_custody(self, note_id: str) -> bool:
        """Whether custody says that somebody holds the original of the note."""
        return note_id in self._handed

    def found_on(self, row: NoteCancellationRow) -> date | None:
        """The day on which the original was last handed over, if nobody noticed its loss later: then it is back."""
        at = self._handed.get(row.note_id)
        day = local_day(at) if at is not None else None
        return day if day is not None and day >= row.noticed_on else None
