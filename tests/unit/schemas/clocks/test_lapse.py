from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.clocks.calendar import SUNDAY, Calendar, Closure
from schemas.clocks.lapse import Filing, Instance, Notice, Pause, Proceeding, Pushes, lapse_clock
from schemas.rules import Regime
from tests.unit.schemas.clocks.numbers import LAW, day


def suit(*effective, **more):
    notices = tuple(Notice(day(one), day(one)) for one in effective)
    return Proceeding(id="s", **{"notices": notices, **more})


def filed(on, pushes="yes"):
    return Filing(day(on), Pushes(pushes))


def closed(*pairs, weekly=(5, 6)):
    return {"calendar": Calendar(tuple(Closure(day(first), day(last)) for first, last in pairs), weekly)}


JULY, WINTER = ("2026-07-16", "2026-07-31"), ("2025-12-16", "2026-01-02")
JAN = "2026-01-05"

CASES = [
    # article and what it shows, suit, today, state, limit, idle days, level
    ("CCom 1076-a: 120 days from the day after it took effect", suit(JAN), "2026-01-05", "running", "2026-06-25", 0, 0),
    ("CCom 1076-a: Monday's effect, Tuesday is the first day", suit(JAN), "2026-01-06", "running", "2026-06-25", 1, 0),
    ("CCom 1064: a Friday's effect, the weekend does not count", suit("2026-01-09"), "2026-01-12", "running", "2026-07-01", 1, 0),
    ("LFT 74-II: the first Monday of February does not count", suit("2026-01-30"), "2026-02-03", "running", "2026-07-22", 1, 0),
    ("CCom 1064: a court that opens on Saturdays", suit(JAN, **closed(weekly=(SUNDAY,))), "2026-01-10", "running", "2026-05-28", 5, 0),
    ("CCom 1076: the July recess of the court", suit("2026-03-02", **closed(JULY)), "2026-08-03", "running", "2026-09-04", 96, 2),
    ("CCom 1076: the winter recess of the court", suit("2025-11-03", **closed(WINTER)), "2026-01-05", "running", "2026-05-14", 30, 0),
    ("CCom 1064: the same without a recess", suit("2025-11-03"), "2026-01-05", "running", "2026-04-27", 42, 0),
    ("CCom 1064: two closures that overlap count once", suit("2026-03-02", **closed(JULY, ("2026-07-20", "2026-08-04"))), "2026-08-05", "running", "2026-09-08", 96, 2),
    ("CCom 1064: a closure on a Sunday changes nothing", suit(JAN, **closed(("2026-03-01", "2026-03-01"))), "2026-01-06", "running", "2026-06-25", 1, 0),
    ("CCom 1064: two days of Holy Week", suit(JAN, **closed(("2026-04-02", "2026-04-03"))), "2026-01-06", "running", "2026-06-29", 1, 0),
    ("a leap year: Thursday 29 February is worked", suit("2024-01-02"), "2024-02-29", "running", "2024-06-21", 41, 0),
    ("a leap year, over New Year's Day", suit("2023-12-29"), "2024-01-02", "running", "2024-06-20", 1, 0),
    ("LFT 74-VII: 1 October 2024", suit("2024-06-03"), "2024-10-02", "running", "2024-11-21", 85, 1),
    ("CCom 1064: election day, a Sunday", suit("2024-01-02", **closed(("2024-06-02", "2024-06-02"))), "2024-06-03", "running", "2024-06-21", 106, 3),
    ("the winter recess at the end of the term", suit("2026-07-01", **closed(("2026-12-16", "2027-01-04"))), "2026-12-15", "running", "2027-01-07", 117, 4),
    ("CCom 1076-a: an order whose notice is unknown counts from its date", suit(notices=(Notice(day("2026-02-10")),)), "2026-06-30", "running", "2026-07-30", 98, 2),
    ("CCom 1076: no first order known, from the filing", suit(filed_on=day("2026-03-04")), "2026-03-04", "running", "2026-08-21", 0, 0),
    ("CCom 1076: the first order, not the filing", suit(JAN, filed_on=day("2025-12-01")), "2026-01-06", "running", "2026-06-25", 1, 0),
    ("1a. served or not: nothing but the first order", suit(JAN), "2026-06-25", "running", "2026-06-25", 120, 4),
    ("CCom 1076-b: a filing that asks for judgment", suit(JAN, filings=(filed("2026-04-15"),)), "2026-06-30", "running", "2026-10-02", 53, 0),
    ("I.10o.C.41 C: a change of address does not move it", suit(JAN, filings=(filed("2026-04-15", "no"),)), "2026-04-16", "running", "2026-06-25", 71, 1),
    ("CCom 1076-b: a doubtful filing is not trusted", suit(JAN, filings=(filed("2026-04-15", "doubt"),)), "2026-04-16", "running", "2026-06-25", 71, 1),
    ("CCom 1076-a: a later resolution after the filing", suit(JAN, "2026-05-20", filings=(filed("2026-04-15"),)), "2026-05-21", "running", "2026-11-05", 1, 0),
    ("CCom 1076-a: the last of two resolutions", suit("2026-05-20", JAN), "2026-05-20", "running", "2026-11-05", 0, 0),
    ("CCom 1075: a notice that has not taken effect yet", suit(JAN, "2026-05-20"), "2026-05-19", "running", "2026-06-25", 93, 2),
    ("CCom 1076-VI: two weeks of force majeure", suit(JAN, pauses=(Pause(day("2026-03-02"), day("2026-03-13")),)), "2026-03-31", "running", "2026-07-09", 49, 0),
    ("CCom 1076-VI: waiting for a connected ruling", suit(JAN, pauses=(Pause(day("2026-03-02")),)), "2026-05-29", "paused", None, 38, 0),
    ("CCom 1076-VI: a pause that was over before", suit(JAN, pauses=(Pause(day("2025-03-02"), day("2025-03-13")),)), "2026-01-06", "running", "2026-06-25", 1, 0),
    ("CCom 1076: summoned to judgment", suit(JAN, ended_on=day("2026-03-02")), "2026-12-01", "ended", None, None, 0),
    ("CCom 1076: not yet summoned", suit(JAN, ended_on=day("2026-03-02")), "2026-01-06", "running", "2026-06-25", 1, 0),
    ("CCom 1076-IV: an incident, 30 days", suit(JAN, instance=Instance.INCIDENT), "2026-01-06", "running", "2026-02-17", 1, 2),
    ("CCom 1076-III: second instance, 60 days", suit(JAN, instance=Instance.SECOND), "2026-01-06", "running", "2026-04-01", 1, 1),
    ("CNPCyF 234: a civil route, 40 days", suit(JAN, regime=Regime.CNPCYF), "2026-01-06", "running", "2026-03-03", 1, 1),
    ("59 idle days", suit(JAN), "2026-03-31", "running", "2026-06-25", 59, 0),
    ("60 idle days", suit(JAN), "2026-04-01", "running", "2026-06-25", 60, 1),
    ("90 idle days", suit(JAN), "2026-05-14", "running", "2026-06-25", 90, 2),
    ("105 idle days", suit(JAN), "2026-06-04", "running", "2026-06-25", 105, 3),
    ("115 idle days", suit(JAN), "2026-06-18", "running", "2026-06-25", 115, 4),
    ("CCom 1076: after 120 days it works by itself", suit(JAN), "2026-06-26", "lapsable", "2026-06-25", 121, 5),
    ("CCom 1076: a weekend later still the 120th day", suit("2026-01-09"), "2026-07-01", "running", "2026-07-01", 120, 4),
    ("nothing known", suit(), "2026-01-06", "unknown", None, None, 0),
]  # fmt: skip


@pytest.mark.parametrize(
    ("proceeding", "today", "state", "limit", "idle", "level"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_worked_cases_of_the_article(proceeding, today, state, limit, idle, level):
    clock = lapse_clock(proceeding, day(today), LAW)
    found = (clock.state.value, clock.limit and clock.limit.isoformat(), clock.idle, int(clock.alert))
    assert found == (state, limit, idle, level)
    assert clock.reason and clock.source


def test_doubtful_filings_are_counted_for_a_person_to_settle():
    assert lapse_clock(suit(JAN, filings=(filed("2026-04-15", "doubt"),)), day("2026-04-16"), LAW).doubtful == 1


DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))
LATER = st.dates(date(2027, 1, 1), date(2028, 6, 30))
SPANS = st.builds(lambda first, length: (first, first + timedelta(length)), DAYS, st.integers(0, 40))
SUITS = st.builds(
    lambda notices, filings, closures, pauses: Proceeding(
        id="s",
        notices=tuple(Notice(one, one) for one in notices),
        filings=tuple(filings),
        pauses=tuple(Pause(*one) for one in pauses),
        calendar=Calendar(tuple(Closure(*one) for one in closures)),
    ),
    st.lists(DAYS, min_size=1, max_size=3),
    st.lists(st.builds(Filing, DAYS, st.sampled_from(Pushes)), max_size=3),
    st.lists(SPANS, max_size=3),
    st.lists(SPANS, max_size=2),
)
SOME = settings(max_examples=60, deadline=None)


@SOME
@given(SUITS, SPANS, LATER)
def test_a_day_more_closed_or_paused_never_brings_the_limit_nearer(proceeding, span, today):
    before = lapse_clock(proceeding, today, LAW)
    more = proceeding.calendar.with_closures([Closure(*span)])
    shut = lapse_clock(msgspec.structs.replace(proceeding, calendar=more), today, LAW)
    paused = msgspec.structs.replace(proceeding, pauses=(*proceeding.pauses, Pause(*span)))
    assert shut.limit >= before.limit and lapse_clock(paused, today, LAW).limit >= before.limit


@SOME
@given(SUITS, DAYS, st.sampled_from(Pushes), LATER)
def test_a_filing_never_brings_the_limit_nearer_and_one_that_does_not_push_moves_nothing(proceeding, on, pushes, today):
    before = lapse_clock(proceeding, today, LAW)
    more = msgspec.structs.replace(proceeding, filings=(*proceeding.filings, Filing(on, pushes)))
    after = lapse_clock(more, today, LAW)
    assert after.limit >= before.limit
    assert pushes is Pushes.YES or (after.limit, after.idle) == (before.limit, before.idle)


@SOME
@given(SUITS, LATER, st.integers(0, 300))
def test_days_go_by_without_an_act_and_nothing_falls(proceeding, today, later):
    before = lapse_clock(proceeding, today, LAW)
    after = lapse_clock(proceeding, today + timedelta(later), LAW)
    assert after.idle >= before.idle and after.alert >= before.alert and after.limit == before.limit


@SOME
@given(SUITS, LATER)
def test_the_limit_is_the_last_day_that_is_not_lapsable(proceeding, today):
    limit = lapse_clock(proceeding, today, LAW).limit
    last = lapse_clock(proceeding, limit, LAW) if limit >= date(2027, 1, 1) else None
    assert last is None or (last.left == 0 and last.state.value == "running")
    past = proceeding.calendar.next_working(max(limit, today))
    assert lapse_clock(proceeding, past, LAW).state.value == "lapsable"
