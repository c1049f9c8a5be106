import pytest

from schemas.clocks.calendar import Calendar
from schemas.clocks.terms import (
    DataRequest,
    Nearness,
    Opened,
    data_request_terms,
    due,
    ending,
    overdue_days,
)
from schemas.errors import InvalidInput
from tests.unit.schemas.clocks.numbers import LAW, day

TODAY = day("2026-11-25")


@pytest.mark.parametrize(
    ("ends", "left", "nearness"),
    [
        ("2027-01-25", 61, Nearness.FAR),
        ("2027-01-24", 60, Nearness.IN_60),
        ("2026-12-25", 30, Nearness.IN_30),
        ("2026-12-02", 7, Nearness.IN_7),
        ("2026-11-25", 0, Nearness.IN_7),
        ("2026-11-24", -1, Nearness.PAST),
    ],
)
def test_contracts_are_announced_60_30_and_7_days_before(ends, left, nearness):
    found = ending(day(ends), TODAY)
    assert (found.left, found.nearness) == (left, nearness)


def test_a_contract_without_an_end_is_open():
    assert ending(None, TODAY).nearness is Nearness.OPEN


@pytest.mark.parametrize(
    ("until", "days"), [("2026-11-25", 0), ("2026-11-24", 1), ("2026-11-13", 7), ("2026-11-30", 0)]
)
def test_an_original_is_overdue_by_working_days(until, days):
    """The Monday of November is no working day (LFT 74-VI)."""
    assert overdue_days(day(until), TODAY) == days


@pytest.mark.parametrize(
    ("code", "effective", "kilometres", "last"),
    [
        ("term.answer_executive", "2026-11-10", 0, "2026-11-23"),  # CCom 1396: eight days
        ("term.answer_executive", "2026-11-10", 350, "2026-11-25"),  # CCom 1075: two more for 350 km
        ("term.answer_oral", "2026-11-10", 0, "2026-11-24"),  # CCom 1390 Bis 17: nine
        ("term.answer_ordinary", "2026-11-10", 0, "2026-12-02"),  # CCom 1378: fifteen
    ],
)
def test_terms_to_answer_start_the_day_after_the_notice_took_effect(code, effective, kilometres, last):
    assert due(code, Opened(day(effective), kilometres), Calendar(), LAW).on == day(last)


def test_a_request_about_personal_data_has_20_days_10_more_and_15():
    """LGPDPPSO 45: working days from 2026-11-03."""
    terms = data_request_terms(DataRequest(day("2026-11-03"), extended=True, granted_on=day("2026-12-01")), LAW)
    plain = data_request_terms(DataRequest(day("2026-11-03")), LAW)
    assert plain.answer_by.on == day("2026-12-02") and plain.carry_out_by is None
    assert terms.answer_by.on == day("2026-12-16") and terms.carry_out_by.on == day("2026-12-22")


def test_an_answer_before_the_request_is_refused():
    with pytest.raises(InvalidInput):
        data_request_terms(DataRequest(TODAY, granted_on=day("2026-11-24")), LAW)
