"""Days on which a court works, counted and added (días hábiles).

The law counts all days of the year as working days but Sundays and those on which
the court does not work (CCom 1064). The courts of Sonora do not open on Saturdays, so
the days of the week on which a court is closed are data of the court, as are its recesses
and single closed days; the statutory days of rest (LFT 74) are closed everywhere.
Every function counts days after a first day, which itself does not count (CCom 1075).
"""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

import holidays
import msgspec

from schemas.errors import InvalidInput

HERE = ZoneInfo("America/Hermosillo")
"""Where the office is: UTC-7 all year."""
SATURDAY, SUNDAY = 5, 6
FIRST_YEAR, LAST_YEAR = 1970, 2100
"""The years whose statutory days are known."""
_EARLIEST, _LATEST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
_WEEK = 7
_SHORTEST = 28
"""Days that every month has."""


class Closure(msgspec.Struct, frozen=True, order=True):
    """Days on which a court is closed (suspensión de labores), both ends included. Raises `InvalidInput` when reversed."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Refuse an end before its start."""
        if self.last < self.first:
            raise InvalidInput("El último día de un cierre no puede ser anterior al primero.")


class Calendar(msgspec.Struct, frozen=True):
    """When a court works. `weekly` are the days of the week it never opens, Monday being 0; `fixed` (month, day) of every year.

    Raises `InvalidInput` for a court that never opens. Closures may overlap and repeat.
    """

    closures: tuple[Closure, ...] = ()
    weekly: tuple[int, ...] = (SATURDAY, SUNDAY)
    statutory: bool = True
    fixed: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        """Refuse days that are none and a week without a day."""
        if not set(self.weekly) <= set(range(_WEEK)) or len(set(self.weekly)) == _WEEK:
            raise InvalidInput("Un juzgado abre al menos un día de la semana; los días van de 0 (lunes) a 6 (domingo).")

    def is_working(self, day: date) -> bool:
        """Whether the court works on that day."""
        return day.weekday() not in self.weekly and day.toordinal() not in _closed(self).among

    def count(self, after: date, until: date) -> int:
        """Working days after the one and up to the other, which counts; 0 when `until` is not later."""
        return _closed(self).open_between(after.toordinal(), until.toordinal())

    def add(self, after: date, days: int) -> date:
        """The working day that is so many working days after; `after` itself for 0.

        Raises:
            InvalidInput: a negative number, or a day beyond the calendar.
        """
        if days < 0:
            raise InvalidInput("No se puede sumar un número negativo de días.")
        closed, start = _closed(self), after.toordinal()
        # Never overshoots: the first step takes a week less than so many days of the week need, and after
        # it each missing day is at least a day away.
        day = start + max(0, days * _WEEK // closed.weekdays[_WEEK] - _WEEK)
        while (missing := days - closed.open_between(start, day)) > 0:
            day += missing
        return _shifted(after, day - start)

    def back(self, day: date, days: int) -> date:
        """The last working day that has at least so many working days after it, up to `day`."""
        closed, end = _closed(self), day.toordinal()
        # As in `add`: the first step never goes too far back, and each missing day is at least a day away.
        back = max(days, days * _WEEK // closed.weekdays[_WEEK] - _WEEK)
        found = _shifted(day, -back)
        while (missing := days - closed.open_between(end - back, end)) > 0 or not self.is_working(found):
            back += max(1, missing)
            found = _shifted(day, -back)
        return found

    def next_working(self, after: date) -> date:
        """The first working day after."""
        return self.add(after, 1)

    def with_closures(self, more: Iterable[Closure]) -> "Calendar":
        """The same with more days closed."""
        added = tuple(more)
        if not added:
            return self
        return msgspec.structs.replace(self, closures=tuple(sorted({*self.closures, *added})))


AMPARO = Calendar(
    statutory=False,
    fixed=((1, 1), (2, 5), (3, 21), (5, 1), (5, 5), (9, 14), (9, 16), (10, 12), (11, 20), (12, 25)),
)
"""The working days of amparo: not Saturdays, Sundays nor the days that Ley de Amparo 19 names; closures are added."""

OFFICE = Calendar()
"""The working days of the office itself: Monday to Friday but the statutory days."""


def local_day(at: datetime) -> date:
    """The day of a moment at the office: from five in the afternoon on it is not that of UTC."""
    return at.astimezone(HERE).date()


def effective_on(practised_on: date, calendar: Calendar) -> date:
    """When a notice takes effect: the working day after it was practised, listed, delivered or last published.

    Source: CCom 1075, the same for personal notices, lists, mail and edicts. A day on
    which the court does not work has no judicial act (CCom 1064, 1076), hence the next working day.
    """
    return calendar.next_working(practised_on)


def days_for_distance(kilometres: int) -> int:
    """Days added to the term of a first notice given elsewhere: one for each 200 km, and for a rest over 100 (CCom 1075)."""
    whole, rest = divmod(max(0, kilometres), 200)
    return whole + (1 if rest > 100 else 0)


def add_months(day: date, months: int) -> date:
    """The corresponding day so many months later, or the last of a month that has none (LGTOC 80)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not FIRST_YEAR - 100 <= year <= LAST_YEAR + 100:
        raise InvalidInput("La fecha queda fuera del calendario.")
    last = day.day if day.day <= _SHORTEST else min(day.day, _length(year, month + 1))
    return date(year, month + 1, last)


def add_years(day: date, years: int) -> date:
    """The anniversary; 28 February for a 29 February in a year that has none (LGTOC 80, by analogy)."""
    return add_months(day, 12 * years)


class _Closed(msgspec.Struct, frozen=True):
    """Ordinals of the days closed that are no weekly days off, in order; `weekdays[n]` open ones in n days from a Monday."""

    ordered: tuple[int, ...]
    among: frozenset[int]
    weekdays: tuple[int, ...]

    def open_between(self, after: int, until: int) -> int:
        """Working days after the one ordinal and up to the other."""
        if until <= after:
            return 0
        weeks, rest = divmod(until - after, _WEEK)
        first, ordered = after % _WEEK, self.ordered  # ordinal 1 is a Monday: `first` is the week's day after `after`
        days = weeks * self.weekdays[_WEEK] + self.weekdays[first + rest] - self.weekdays[first]
        return days - (bisect_right(ordered, until) - bisect_right(ordered, after))


@lru_cache(maxsize=512)
def _closed(calendar: Calendar) -> _Closed:
    days = set(_statutory()) if calendar.statutory else set()
    for closure in calendar.closures:
        first, last = max(closure.first, _EARLIEST), min(closure.last, _LATEST)
        days.update(range(first.toordinal(), last.toordinal() + 1))
    if calendar.fixed:
        days.update(
            date(year, month, day).toordinal()
            for year in range(FIRST_YEAR, LAST_YEAR + 1)
            for month, day in calendar.fixed
            if day <= _length(year, month)
        )
    kept = frozenset(one for one in days if (one + 6) % _WEEK not in calendar.weekly)
    open_days = [day % _WEEK not in calendar.weekly for day in range(2 * _WEEK)]
    return _Closed(tuple(sorted(kept)), kept, tuple(accumulate(open_days, initial=0)))


@cache
def _statutory() -> frozenset[int]:
    """Ordinals of the statutory days of rest (LFT 74), election days excepted: those are closures."""
    return frozenset(day.toordinal() for day in holidays.country_holidays("MX", years=range(FIRST_YEAR, LAST_YEAR + 1)))


def _length(year: int, month: int) -> int:
    after = date(year + month // 12, month % 12 + 1, 1)
    return (after - timedelta(days=1)).day


def _shifted(day: date, days: int) -> date:
    try:
        shifted = day + timedelta(days=days)
    except OverflowError as error:
        raise InvalidInput("La fecha queda fuera del calendario.") from error
    if abs(shifted.year - day.year) > LAST_YEAR - FIRST_YEAR:
        raise InvalidInput("La fecha queda fuera del calendario.")
    return shifted


def in_figures(day: date) -> str:
    """A day as Mexico writes it in figures, 03/05/2024; without `strftime`, since the boards write tens of thousands."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"
