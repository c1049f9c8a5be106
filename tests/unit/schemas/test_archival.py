"""Rules of records management that values alone decide."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.archival import (
    Disposition,
    Ending,
    LotKind,
    RuleIn,
    Stage,
    Value,
    ending_refusal,
    proposed,
    rule_refusal,
    sheets_refusal,
)

TODAY = date(2026, 11, 25)
READY = {"stage": Stage.SEMI_ACTIVE, "closed_on": date(2010, 1, 1), "term_over": True, "approved": True,
         "disposition": Disposition.DESTROY, "held": False}  # fmt: skip


def rule(**more: object) -> RuleIn:
    given = {"series": "4S.1", "values": (Value.LEGAL,), "active_years": 2, "semi_active_years": 10,
             "disposition": Disposition.DESTROY, "legal_basis": "CCom 38", "valid_from": TODAY, **more}  # fmt: skip
    return RuleIn(**given)  # type: ignore[arg-type]  # as given


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, None),
        ({"semi_active_years": 23}, None),
        ({"semi_active_years": 23, "precaution_years": 1}, "too_long"),
        ({"active_years": -1}, "bad_years"),
        ({"values": ()}, "no_basis"),
        ({"legal_basis": " "}, "no_basis"),
    ],
)
def test_no_retention_passes_what_the_law_allows(more, code):
    refused = rule_refusal(rule(**more))
    assert (refused and refused.code) == code


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, None),
        ({"held": True}, "on_hold"),
        ({"held": True, "live_lawsuits": 1}, "on_hold"),
        ({"closed_on": None}, "not_closed"),
        ({"stage": Stage.ACTIVE}, "wrong_stage"),
        ({"term_over": False}, "term_running"),
        ({"approved": False}, "rule_not_approved"),
        ({"disposition": Disposition.HISTORICAL}, "not_for_destruction"),
        ({"disposition": None}, "not_for_destruction"),
        ({"live_lawsuits": 1}, "live_lawsuit"),
        ({"live_titles": 1}, "title_alive"),
        ({"out": 1}, "originals_out"),
    ],
)
def test_what_bars_destruction(more, code):
    refused = ending_refusal(LotKind.DESTRUCTION, Ending(**{**READY, **more}))
    assert (refused and refused.code) == code


@given(
    st.builds(
        Ending,
        stage=st.sampled_from(Stage),
        closed_on=st.sampled_from([None, date(2010, 1, 1)]),
        term_over=st.booleans(),
        approved=st.booleans(),
        disposition=st.sampled_from([None, *Disposition]),
        held=st.just(True),
        live_lawsuits=st.integers(0, 1),
        live_titles=st.integers(0, 1),
        out=st.integers(0, 1),
    )
)
@settings(max_examples=60, deadline=None)
def test_a_hold_wins_over_every_rule(file):
    assert ending_refusal(LotKind.DESTRUCTION, file) is not None
    assert ending_refusal(LotKind.SECONDARY, file) is not None


@pytest.mark.parametrize(
    ("stage", "active", "kept", "end", "kind"),
    [
        (Stage.ACTIVE, date(2026, 11, 25), date(2036, 11, 25), Disposition.DESTROY, LotKind.PRIMARY),
        (Stage.ACTIVE, date(2026, 11, 26), date(2036, 11, 26), Disposition.DESTROY, None),
        (Stage.SEMI_ACTIVE, date(2014, 1, 1), date(2024, 1, 1), Disposition.DESTROY, LotKind.DESTRUCTION),
        (Stage.SEMI_ACTIVE, date(2014, 1, 1), date(2024, 1, 1), Disposition.SAMPLE, LotKind.SECONDARY),
        (Stage.SEMI_ACTIVE, None, None, None, None),
        (Stage.DESTROYED, date(2014, 1, 1), date(2024, 1, 1), Disposition.DESTROY, None),
    ],
)
def test_what_a_rule_proposes(stage, active, kept, end, kind):
    assert proposed(stage, active, kept, end, TODAY) == kind


@pytest.mark.parametrize(
    ("fojas", "documents", "fits"),
    [
        (3, (("a", 2, None), ("b", 4, None)), True),
        (6, (("a", 2, None), ("b", 4, None)), True),
        (2, (("a", 2, None), ("b", 4, None)), False),
        (7, (("a", 2, None), ("b", 4, None)), False),
        (3, (("a", 2, 1), ("b", 4, 2)), True),
        (4, (("a", 2, 1), ("b", 4, 2)), False),
        (9, (("a", 2, 1), ("b", 4, 8)), False),
        (5, (("a", 2, 1), ("b", 4, None)), True),
        (1, (), False),
    ],
)
def test_sheets_counted_must_be_those_scanned(fojas, documents, fits):
    assert (sheets_refusal(fojas, documents) is None) == fits
