"""Months as they are written, and the stage a suit was at on a day gone by."""

from datetime import UTC, date, datetime

import pytest

from schemas.monthly_board import month_before, month_of, stage_at

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("text", "first", "cut"),
    [
        ("", date(2026, 11, 1), TODAY),
        ("2026-11", date(2026, 11, 1), TODAY),
        (" 2026-2 ", date(2026, 2, 1), date(2026, 2, 28)),
        ("12/2025", date(2025, 12, 1), date(2025, 12, 31)),
    ],
)
def test_a_month_ends_with_its_last_day_or_today(text, first, cut):
    found = month_of(text, TODAY)
    assert found is not None and (found.first, found.cut) == (first, cut)


@pytest.mark.parametrize(
    "text", ["2026-12", "2026-13", "2026-00", "0000-01", "9999-12", "noviembre", "2026", "²026-11", "1/26"]
)
def test_what_is_no_month_or_is_to_come_is_none(text):
    assert month_of(text, TODAY) is None


def test_a_month_is_over_at_midnight_in_sonora():
    found = month_of("2026-10", TODAY)
    assert found is not None and found.until.astimezone(UTC) == datetime(2026, 11, 1, 7, tzinfo=UTC)


def test_before_the_first_month_there_is_none():
    assert month_before(date(2026, 1, 1)) == date(2025, 12, 1)
    assert month_before(date(1, 1, 1)) == date(1, 1, 1)


SEEN = [(date(2026, 3, 5), "demanda presentada"), (date(2026, 6, 1), "SENTENCIA")]


@pytest.mark.parametrize(
    ("cut", "seen", "filed", "stage"),
    [
        (date(2026, 5, 31), SEEN, None, "DEMANDA_PRESENTADA"),
        (date(2026, 6, 1), SEEN, None, "SENTENCIA"),
        (date(2026, 2, 28), SEEN, date(2026, 2, 20), "DEMANDA_PRESENTADA"),
        (date(2026, 2, 28), SEEN, date(2026, 3, 1), "ASIGNADO"),
        (date(2026, 2, 28), [], None, "REMATE"),
    ],
)
def test_a_suit_was_at_the_last_stage_recorded_until_then(cut, seen, filed, stage):
    assert stage_at(cut, "remate", seen, filed) == stage
