"""Dates: drawing court working days, and printing dates the ways offices and courts do."""

import random
from datetime import date, timedelta

from benchmarks.office.money import number_words
from schemas.legal_dates import MONTHS


def is_working(day: date) -> bool:
    """Whether courts are open: no weekend, no summer (16-31 July) or winter (16 December - 6 January) recess."""
    if day.weekday() >= 5:
        return False
    if day.month == 7 and day.day >= 16:
        return False
    return not ((day.month == 12 and day.day >= 16) or (day.month == 1 and day.day <= 6))


def working_day(day: date) -> date:
    """`day`, or the next day on which courts are open."""
    while not is_working(day):
        day += timedelta(days=1)
    return day


def later(rng: random.Random, day: date, low: int, high: int) -> date:
    """A working day between `low` and `high` natural days after `day` (or the first one after that)."""
    return working_day(day + timedelta(days=rng.randint(low, high)))


def add_months(day: date, months: int) -> date:
    """`day` so many months on, kept to the 28th where the month is shorter."""
    year, month = divmod(day.month - 1 + months, 12)
    return date(day.year + year, month + 1, min(day.day, 28))


def plain(day: date) -> str:
    """`5 de marzo de 2019`."""
    return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"


def solemn(day: date) -> str:
    """`5 días del mes de marzo de 2019`, as it stands after `a los`."""
    return f"{day.day} días del mes de {MONTHS[day.month - 1]} de {day.year}"


def in_words(day: date) -> str:
    """`CINCO DE MARZO DE DOS MIL DIECINUEVE` (CCom 1055-III asks for words in court acts)."""
    first = "PRIMERO" if day.day == 1 else number_words(day.day)
    return f"{first} DE {MONTHS[day.month - 1].upper()} DE {number_words(day.year)}"


def stamp(day: date) -> str:
    """`05 MAR 2019`, as a dater stamp shows it."""
    return f"{day.day:02d} {MONTHS[day.month - 1][:3].upper()} {day.year}"


def slashed(day: date) -> str:
    """`05/03/2019`, as tables and slips show it."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"
