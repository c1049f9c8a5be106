"""Days as the office counts them."""

from datetime import date

from schemas.clocks.calendar import OFFICE, local_day
from storage.records import now


def today() -> date:
    """This day in Sonora."""
    return local_day(now())


def due_after(start: date, days: int) -> date:
    """The day a loan of so many working days of the office falls due."""
    return OFFICE.add(start, days)
