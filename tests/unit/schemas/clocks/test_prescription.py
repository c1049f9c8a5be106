from datetime import timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.clocks.prescription import (
    Acknowledgement,
    Asked,
    Band,
    Claim,
    DueKind,
    Note,
    Obligor,
    Outcome,
    Renewal,
    Standing,
    Suspension,
    band_of,
    note_clocks,
)
from tests.unit.schemas.clocks.numbers import LAW, day

MAKER, FELLOW, AVAL = Obligor("maker", "signing"), Obligor("fellow", "signing"), Obligor("aval", "aval")
WHO = (MAKER, FELLOW, AVAL)
TODAY = day("2026-11-25")


def fixed(due="2020-01-01", **more):
    return Note(id="n", due_kind=DueKind.FIXED_DAY, due_on=day(due), obligors=WHO, **more)


def other(kind, signed=None, **more):
    more = {name: day(value) if isinstance(value, str) else value for name, value in more.items()}
    return Note(id="n", due_kind=DueKind(kind), signed_on=day(signed) if signed else None, obligors=WHO, **more)


def sued(*whom, filed="2022-05-05", outcome="pending", ended=None, ordinary=False):
    return Claim(day(filed), frozenset(whom), Outcome(outcome), day(ended) if ended else None, ordinary)


def signed(*whom, on="2022-06-30", due=None):
    return Acknowledgement(day(on), frozenset(whom), day(due) if due else None)


def claims(*these):
    return {"claims": these}


def acks(*these):
    return {"acknowledgements": these}


LAPSED = sued("maker", outcome="lapsed", ended="2023-08-10")

CASES = [
    # article and what it shows, note, obligor, standing, ordinary limit, pessimistic limit
    ("LGTOC 165-I: three years from maturity", fixed("2020-03-15"), "maker", "running", "2023-03-15", "2023-03-15"),
    ("LGTOC 80: no 29 February in 2023", fixed("2020-02-29"), "maker", "running", "2023-02-28", "2023-02-28"),
    ("LGTOC 81: 28 February, though 2024 has a 29th", fixed("2021-02-28"), "maker", "running", "2024-02-28", "2024-02-28"),
    ("LGTOC 81: the last day of a year", fixed("2022-12-31"), "maker", "running", "2025-12-31", "2025-12-31"),
    ("LGTOC 81: a Sunday is not put off, no act of that chapter", fixed("2020-11-15"), "maker", "running", "2023-11-15", "2023-11-15"),
    ("LGTOC 79-III: so long after its date", other("cierto_plazo_fecha", "2022-01-01", due_on="2022-07-01"), "maker", "running", "2025-07-01", "2025-07-01"),
    ("LGTOC 128, 165-II: at sight, not shown", other("vista", "2020-01-10"), "maker", "running", "2023-07-10", "2023-07-10"),
    ("LGTOC 80, 128: six months end in February", other("vista", "2020-08-31"), "maker", "running", "2024-02-28", "2024-02-28"),
    ("LGTOC 80, 128: six months end on a leap day", other("vista", "2023-08-31"), "maker", "running", "2027-02-28", "2027-02-28"),
    ("LGTOC 128: shown at sight, due that day", other("vista", "2020-01-10", presented_on="2020-04-01"), "maker", "running", "2023-04-01", "2023-04-01"),
    ("LGTOC 165-II: shown after the six months, which had begun to count", other("vista", "2020-01-10", presented_on="2021-09-01"), "maker", "running", "2023-07-10", "2023-07-10"),
    ("LGTOC 165-II: after sight, shown too late", other("cierto_plazo_vista", "2021-01-20", presented_on="2021-07-21", days_after_sight=30), "maker", "running", "2024-07-20", "2024-07-20"),
    ("LGTOC 79: instalments are at sight; the last one's day is none", other("vencimientos_sucesivos", "2019-05-15", due_on="2022-05-15"), "maker", "running", "2022-11-15", "2022-11-15"),
    ("LGTOC 79, 80: instalments from 31 October", other("vencimientos_sucesivos", "2020-10-31"), "maker", "running", "2024-04-30", "2024-04-30"),
    ("LGTOC 93, 172: after sight, never shown", other("cierto_plazo_vista", "2021-01-20"), "maker", "running", "2024-07-20", "2024-07-20"),
    ("LGTOC 79-II: thirty days after it was shown", other("cierto_plazo_vista", "2021-01-20", presented_on="2021-03-01", days_after_sight=30), "maker", "running", "2024-03-31", "2024-03-31"),
    ("LGTOC 79 last, 171: no due day means at sight", other("dia_fijo", "2018-06-05"), "maker", "running", "2021-12-05", "2021-12-05"),
    ("LGTOC 165: no date at all", other("dia_fijo"), "maker", "unknown", None, None),
    ("LGTOC 166: a claim stops it; cautious, it may lapse", fixed(**claims(sued("maker"))), "maker", "sued", None, "2023-01-01"),
    ("1a./J. 9/2018: the same claim does nothing to the aval", fixed(**claims(sued("maker"))), "aval", "running", "2023-01-01", "2023-01-01"),
    ("LGTOC 166: a signer of the same act; cautious, own acts alone", fixed(**claims(sued("maker"))), "fellow", "sued", None, "2023-01-01"),
    ("1a./J. 9/2018: a claim against the aval alone", fixed(**claims(sued("aval"))), "maker", "running", "2023-01-01", "2023-01-01"),
    ("LGTOC 166: all sued, the aval too", fixed(**claims(sued("maker", "aval"))), "aval", "sued", None, "2023-01-01"),
    ("LGTOC 81: filed on the last day", fixed(**claims(sued("maker", filed="2023-01-01"))), "maker", "sued", None, "2023-01-01"),
    ("LGTOC 165: filed a day late", fixed(**claims(sued("maker", filed="2023-01-02"))), "maker", "running", "2023-01-01", "2023-01-01"),
    ("CCom 1041: withdrawn, never interrupted", fixed(**claims(sued("maker", outcome="withdrawn", ended="2022-09-01"))), "maker", "running", "2023-01-01", "2023-01-01"),
    ("CCom 1041: dismissed, never interrupted", fixed(**claims(sued("maker", outcome="dismissed", ended="2022-09-01"))), "maker", "running", "2023-01-01", "2023-01-01"),
    ("1a. XI/2017 against the criterion of 2001: lapsed", fixed(**claims(LAPSED)), "maker", "running", "2026-08-10", "2023-01-01"),
    ("CCom 1076-I: lapsed and sued again in time", fixed(**claims(LAPSED, sued("maker", filed="2024-01-15"))), "maker", "sued", None, "2023-01-01"),
    ("1a. XI/2017: lapsed, for a signer of the same act", fixed(**claims(LAPSED)), "fellow", "running", "2026-08-10", "2023-01-01"),
    ("1a./J. 9/2018: lapsed, for the aval", fixed(**claims(LAPSED)), "aval", "running", "2023-01-01", "2023-01-01"),
    ("CCom 1041, 1042: acknowledged", fixed(**acks(signed("maker"))), "maker", "running", "2025-06-30", "2025-06-30"),
    ("LGTOC 166: the maker's word does not bind the aval", fixed(**acks(signed("maker"))), "aval", "running", "2023-01-01", "2023-01-01"),
    ("LGTOC 166: a signer of the same act acknowledged", fixed(**acks(signed("maker"))), "fellow", "running", "2025-06-30", "2023-01-01"),
    ("LGTOC 166: the aval's word does not bind the maker", fixed(**acks(signed("aval"))), "maker", "running", "2023-01-01", "2023-01-01"),
    ("CCom 1041: both signed", fixed(**acks(signed("maker", "aval"))), "aval", "running", "2025-06-30", "2025-06-30"),
    ("CCom 1041: acknowledged after the limit", fixed(**acks(signed("maker", on="2023-02-01"))), "maker", "running", "2023-01-01", "2023-01-01"),
    ("CCom 1042: with a new due day", fixed(**acks(signed("maker", due="2023-06-30"))), "maker", "running", "2026-06-30", "2025-06-30"),
    ("CCom 1042: twice, the second on the last day", fixed(**acks(signed("maker"), signed("maker", on="2025-06-30"))), "maker", "running", "2028-06-30", "2028-06-30"),
    ("CCom 1042: twice, the second a day late", fixed(**acks(signed("maker"), signed("maker", on="2025-07-01"))), "maker", "running", "2025-06-30", "2025-06-30"),
    ("LGTOC 80, CCom 1042: acknowledged on a leap day", fixed("2022-03-01", **acks(signed("maker", on="2024-02-29"))), "maker", "running", "2027-02-28", "2027-02-28"),
    ("CCom 1042: acknowledged, then sued", fixed(**acks(signed("maker")), **claims(sued("maker", filed="2024-03-01"))), "maker", "sued", None, "2025-06-30"),
    ("CCom 1042: a new note signed by the maker", fixed(renewals=(Renewal(day("2021-05-05"), frozenset({"maker"})),)), "maker", "renewed", None, None),
    ("CCom 1042, LGTOC 166: the aval did not sign the new note", fixed(renewals=(Renewal(day("2021-05-05"), frozenset({"maker"})),)), "aval", "running", "2023-01-01", "2023-01-01"),
    ("LGTOC 129: paid and handed back", fixed(closed_on=day("2021-01-01")), "maker", "closed", None, None),
    ("CCom 1079-IV: executive judgment on a leap day", fixed(**claims(sued("maker", outcome="decided", ended="2024-02-29"))), "maker", "execution", "2027-02-28", "2027-02-28"),
    ("CCom 1079-V: judgment of an ordinary trial", fixed(**claims(sued("maker", outcome="decided", ended="2024-02-29", ordinary=True))), "maker", "execution", "2029-02-28", "2029-02-28"),
    ("CCom 1079-IV: judicial agreement", fixed(**claims(sued("maker", outcome="agreed", ended="2023-05-10"))), "maker", "execution", "2026-05-10", "2026-05-10"),
    ("LGTOC 67: 90 days while a lost note is cancelled", fixed(suspensions=(Suspension(day("2021-01-01"), day("2021-03-31")),)), "maker", "running", "2023-04-01", "2023-01-01"),
]  # fmt: skip


def clock_of(note, who, today=TODAY):
    return next(one for one in note_clocks(note, Asked(today, LAW)) if one.obligor_id == who)


@pytest.mark.parametrize(
    ("note", "who", "standing", "ordinary", "pessimistic"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_worked_cases_of_the_articles(note, who, standing, ordinary, pessimistic):
    clock = clock_of(note, who)
    found = tuple(limit.on and limit.on.isoformat() for limit in (clock.ordinary, clock.pessimistic))
    assert (clock.standing, *found) == (Standing(standing), ordinary, pessimistic)
    assert clock.ordinary.reason and clock.pessimistic.reason and clock.ordinary.source


def test_the_day_to_file_by_leaves_fifteen_working_days():
    """2026-11-25 is the limit; Monday the 16th is a statutory day (LFT 74-VI)."""
    assert clock_of(fixed("2023-11-25"), "maker").file_by.on == day("2026-11-03")


@pytest.mark.parametrize(
    ("note", "limit"),
    [
        (fixed("2020-02-29"), "2030-02-28"),
        (fixed(**acks(signed("maker", on="2025-01-10"))), "2035-01-10"),
        (fixed(**acks(signed("aval", on="2025-01-10"))), "2030-01-01"),
        (fixed(**acks(signed("maker", on="2030-01-02"))), "2030-01-01"),
    ],
)
def test_the_contract_can_be_sued_on_for_ten_years(note, limit):
    """CCom 1040, 1041, 1047."""
    assert clock_of(note, "maker").contract.on == day(limit)


@pytest.mark.parametrize(
    ("limit", "band"),
    [
        ("2027-11-26", Band.GREY),
        ("2027-11-25", Band.BLUE),
        ("2027-05-26", Band.BLUE),
        ("2027-05-25", Band.AMBER),
        ("2027-02-26", Band.AMBER),
        ("2027-02-25", Band.RED),
        ("2026-11-25", Band.RED),
        ("2026-11-24", Band.PAST),
    ],
)
def test_colours(limit, band):
    assert band_of(day(limit), TODAY) is band


def test_a_limit_past_only_in_the_cautious_reading_is_red_not_prescribed():
    note = fixed(**claims(sued("maker", outcome="lapsed", ended="2024-08-10")))
    assert clock_of(note, "maker").band is Band.RED


DAYS = st.dates(day("2016-01-01"), day("2026-12-31"))
SIGNERS = st.frozensets(st.sampled_from(["maker", "fellow", "aval"]), min_size=1)
CLAIMS = st.builds(
    lambda filed, whom, outcome, length: Claim(filed, whom, outcome, filed + timedelta(length)),
    DAYS, SIGNERS, st.sampled_from(Outcome), st.integers(0, 2000),
)  # fmt: skip
ACKNOWLEDGED = st.builds(Acknowledgement, DAYS, SIGNERS, st.none() | DAYS)
SUSPENDED = st.builds(lambda first, length: Suspension(first, first + timedelta(length)), DAYS, st.integers(0, 400))
NOTES = st.builds(
    Note,
    id=st.just("n"),
    due_kind=st.sampled_from(DueKind),
    signed_on=DAYS,
    due_on=st.none() | DAYS,
    presented_on=st.none() | DAYS,
    obligors=st.just(WHO),
    claims=st.lists(CLAIMS, max_size=3).map(tuple),
    acknowledgements=st.lists(ACKNOWLEDGED, max_size=3).map(tuple),
    suspensions=st.lists(SUSPENDED, max_size=2).map(tuple),
)
SOME = settings(max_examples=120, deadline=None)


@SOME
@given(NOTES)
def test_the_pessimistic_limit_is_never_later_and_file_by_never_after_it(note):
    for clock in note_clocks(note, Asked(TODAY, LAW)):
        assert clock.pessimistic.on is not None
        assert clock.ordinary.on is None or clock.pessimistic.on <= clock.ordinary.on
        assert clock.file_by.on is None or clock.file_by.on <= clock.pessimistic.on


def limits(note, who):
    clock = clock_of(note, who)
    return clock.standing, clock.ordinary.on, clock.pessimistic.on


@SOME
@given(NOTES, CLAIMS | ACKNOWLEDGED)
def test_an_act_of_the_makers_moves_nothing_for_the_aval(note, act):
    if isinstance(act, Claim):
        act = msgspec.structs.replace(act, against=frozenset({"maker", "fellow"}))
        more = msgspec.structs.replace(note, claims=(*note.claims, act))
    else:
        act = msgspec.structs.replace(act, signers=frozenset({"maker", "fellow"}))
        more = msgspec.structs.replace(note, acknowledgements=(*note.acknowledgements, act))
    assert limits(more, "aval") == limits(note, "aval")


@SOME
@given(NOTES, DAYS, st.integers(0, 800))
def test_days_go_by_and_a_clock_never_grows_paler(note, today, later):
    order = list(Band)
    before = clock_of(note, "maker", today).band
    after = clock_of(note, "maker", today + timedelta(later)).band
    assert order.index(after) >= order.index(before)


@SOME
@given(NOTES, st.randoms(use_true_random=False))
def test_the_order_in_which_acts_are_told_changes_no_limit(note, random):
    told = msgspec.structs.replace(
        note,
        claims=tuple(random.sample(note.claims, len(note.claims))),
        acknowledgements=tuple(random.sample(note.acknowledgements, len(note.acknowledgements))),
    )
    assert limits(told, "maker") == limits(note, "maker")
