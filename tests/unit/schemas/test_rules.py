from datetime import date
from decimal import Decimal

import pytest

from schemas.errors import InvalidInput
from schemas.rules import Regime, Rule, RuleMissing, RuleTable, RuleUnit, checked, first_rules


def rule(value="120", *, unit=RuleUnit.COURT_DAYS, **given):
    return Rule(code="lapse.instance", value=value, unit=unit, name="Caducidad", source="CCom 1076", **given)


def test_the_rule_of_a_day_is_the_one_in_force_then():
    table = RuleTable((rule("120"), rule("90", valid_from=date(2027, 1, 1), valid_to=date(2027, 12, 31))))
    days = [table.value("lapse.instance", on).days for on in (date(2026, 12, 31), date(2027, 1, 1), date(2027, 12, 31))]
    assert days == [120, 90, 90]
    assert table.value("lapse.instance", date(2028, 1, 1)).days == 120


def test_a_rule_of_the_regime_wins_over_the_general_one():
    table = RuleTable((rule("120"), rule("40", regime=Regime.CNPCYF)))
    on = date(2027, 5, 1)
    assert table.value("lapse.instance", on, Regime.CNPCYF).days == 40
    assert table.value("lapse.instance", on, Regime.CCOM_CNPCYF).days == 120


def test_a_rule_of_another_regime_does_not_hold():
    assert RuleTable((rule("40", regime=Regime.CNPCYF),)).find("lapse.instance", date(2027, 5, 1)) is None


def test_an_amount_of_a_year_nobody_entered_is_said_to_be_missing():
    table = RuleTable(first_rules())
    assert table.value("route.appeal_floor", date(2026, 5, 1)).amount == Decimal("924302.3782")
    with pytest.raises(RuleMissing, match="vigente al 2022-05-01"):
        table.value("route.appeal_floor", date(2022, 5, 1))


def test_what_the_domain_lists_is_there_from_the_start():
    table, on = RuleTable(first_rules()), date(2026, 11, 25)
    assert [table.value(f"lapse.{name}", on).days for name in ("instance", "appeal", "incident")] == [120, 60, 30]
    assert table.value("lapse.alerts", on).steps == (60, 90, 105, 115)
    assert table.value("prescription.note", on).days == 3
    assert table.value("regime.cnpcyf_start", on).day == date(2027, 4, 1)
    assert all(one.source for one in first_rules())


@pytest.mark.parametrize(
    ("value", "unit"),
    [("ciento veinte", RuleUnit.COURT_DAYS), ("", RuleUnit.DAYS), ("-3", RuleUnit.DAYS), ("NaN", RuleUnit.PESOS),
     ("2027-02-30", RuleUnit.DATE), ("1,5", RuleUnit.PERCENT)],
)  # fmt: skip
def test_a_value_that_does_not_fit_its_unit_is_refused(value, unit):
    with pytest.raises(InvalidInput, match="value"):
        checked(rule(value, unit=unit))


def test_a_rule_that_ends_before_it_begins_is_refused():
    with pytest.raises(InvalidInput, match="termina antes"):
        checked(rule(valid_from=date(2027, 1, 1), valid_to=date(2026, 1, 1)))
