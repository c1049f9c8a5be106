"""Days as the office counts them."""

from datetime import date
from zoneinfo import ZoneInfo

from schemas.clocks.calendar import OFFICE
from storage.records import now

HERE = ZoneInfo("America/Hermosillo")
"""Where the office is: UTC-7 all year."""


def today() -> date:
    """This day in Sonora."""
    return now().astimezone(HERE).date()


def due_after(start: date, days: int) -> date:
    """The day a loan of so many working days of the office falls due."""
    return OFFICE.add(start, days)
