"""Days as the office counts them."""

from datetime import date
from zoneinfo import ZoneInfo

from schemas.custody import working_day_after
from storage.records import now

HERE = ZoneInfo("America/Hermosillo")
"""Where the office is: UTC-7 all year."""

_SATURDAY = 5


def today() -> date:
    """This day in Sonora."""
    return now().astimezone(HERE).date()


def due_after(start: date, days: int) -> date:
    """The day a loan of so many working days falls due."""
    return working_day_after(start, days, lambda day: day.weekday() >= _SATURDAY)
