from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.clocks.calendar import (
    AMPARO,
    SUNDAY,
    Calendar,
    Closure,
    add_months,
    add_years,
    days_for_distance,
    effective_on,
)
from schemas.errors import InvalidInput
from tests.unit.schemas.clocks.numbers import day

DAYS = st.dates(date(2015, 1, 1), date(2032, 12, 31))
CLOSURES = st.builds(lambda first, length: Closure(first, first + timedelta(length)), DAYS, st.integers(0, 30))
WEEKS = st.sampled_from([(5, 6), (SUNDAY,), (0, 6)])
CALENDARS = st.builds(lambda closures, weekly: Calendar(tuple(closures), weekly), st.lists(CLOSURES, max_size=4), WEEKS)
FEW = settings(max_examples=60, deadline=None)


@pytest.mark.parametrize(
    ("text", "works", "why"),
    [
        ("2026-02-02", False, "LFT 74-II: first Monday of February"),
        ("2026-02-05", True, "the fifth itself is worked"),
        ("2026-03-16", False, "LFT 74-III: third Monday of March"),
        ("2026-05-01", False, "LFT 74-IV"),
        ("2026-09-16", False, "LFT 74-V"),
        ("2026-11-16", False, "LFT 74-VI: third Monday of November"),
        ("2024-10-01", False, "LFT 74-VII: the executive power is handed over"),
        ("2026-10-01", True, "only every six years"),
        ("2026-12-25", False, "LFT 74-VIII"),
        ("2026-11-21", False, "a Saturday, on which the courts of Sonora do not open"),
        ("2026-11-22", False, "CCom 1064: Sunday"),
        ("2026-11-25", True, "a Wednesday"),
    ],
)
def test_statutory_days_and_days_of_the_week(text, works, why):
    assert Calendar().is_working(day(text)) is works, why


def test_a_court_that_opens_on_saturdays_counts_them():
    """CCom 1064 excepts Sundays alone; the rest is data of the court."""
    assert Calendar(weekly=(SUNDAY,)).add(day("2026-11-20"), 1) == day("2026-11-21")


def test_amparo_has_days_of_its_own():
    """Ley de Amparo 19: 5 May and 14 September, not the movable Mondays; 15 days from 2026-01-29."""
    assert not AMPARO.is_working(day("2026-05-05")) and AMPARO.is_working(day("2026-02-02"))
    assert AMPARO.add(day("2026-01-29"), 15) == day("2026-02-20")


@pytest.mark.parametrize(
    ("practised", "effective"),
    [("2026-11-24", "2026-11-25"), ("2026-11-27", "2026-11-30"), ("2026-11-13", "2026-11-17")],
)
def test_a_notice_takes_effect_on_the_next_working_day(practised, effective):
    """CCom 1075; a Friday's on Monday, and before the Monday of November on Tuesday."""
    assert effective_on(day(practised), Calendar()) == day(effective)


@pytest.mark.parametrize(("kilometres", "days"), [(0, 0), (100, 0), (101, 1), (200, 1), (300, 1), (301, 2), (560, 3)])
def test_distance_adds_days(kilometres, days):
    """CCom 1075: one for each 200 km or for a fraction over 100."""
    assert days_for_distance(kilometres) == days


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [("2023-08-31", 6, "2024-02-29"), ("2022-08-31", 6, "2023-02-28"), ("2026-01-31", 1, "2026-02-28")],
)
def test_a_month_without_the_day_ends_on_its_last(start, months, end):
    """LGTOC 80."""
    assert add_months(day(start), months) == day(end)


def test_a_leap_day_has_its_anniversary_on_the_28th():
    assert add_years(day("2024-02-29"), 3) == day("2027-02-28")
    assert add_years(day("2024-02-29"), 4) == day("2028-02-29")


def test_a_closure_that_ends_before_it_starts_is_refused():
    with pytest.raises(InvalidInput):
        Closure(day("2026-02-02"), day("2026-02-01"))


def test_a_court_that_never_opens_is_refused():
    with pytest.raises(InvalidInput):
        Calendar(weekly=(0, 1, 2, 3, 4, 5, 6))


@FEW
@given(CALENDARS, DAYS, st.integers(0, 400))
def test_counting_undoes_adding(calendar, start, days):
    end = calendar.add(start, days)
    assert calendar.count(start, end) == days
    assert days == 0 or (calendar.is_working(end) and calendar.count(start, end - timedelta(1)) == days - 1)


@FEW
@given(CALENDARS, DAYS, st.integers(0, 90))
def test_a_count_is_the_number_of_working_days(calendar, start, length):
    days = [start + timedelta(step) for step in range(1, length + 1)]
    assert calendar.count(start, start + timedelta(length)) == sum(map(calendar.is_working, days))


@FEW
@given(CALENDARS, DAYS, DAYS, DAYS)
def test_counts_add_up(calendar, one, two, three):
    first, middle, last = sorted((one, two, three))
    assert calendar.count(first, last) == calendar.count(first, middle) + calendar.count(middle, last)


@FEW
@given(CALENDARS, CLOSURES, DAYS, st.integers(0, 200))
def test_a_day_more_closed_never_brings_a_day_nearer(calendar, closure, start, days):
    more = calendar.with_closures([closure])
    assert more.add(start, days) >= calendar.add(start, days)
    assert more.back(start, days) <= calendar.back(start, days)


@FEW
@given(CALENDARS, DAYS, st.integers(1, 60))
def test_back_leaves_the_days_asked_for_and_no_working_day_later_does(calendar, end, days):
    start = calendar.back(end, days)
    assert calendar.is_working(start) and calendar.count(start, end) >= days
    assert calendar.count(calendar.next_working(start), end) < days
