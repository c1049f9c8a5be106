"""Figures and names as the office writes them."""

import pytest

from schemas.rules import Rule, RuleUnit
from web.rendering import beyond, counted, folios, parted, phone, rule_value, size


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 piezas"), (1, "1 pieza"), (2, "2 piezas"), (12_300, "12,300 piezas")]
)
def test_what_is_counted_is_named_as_one_or_several(number, said):
    assert counted(number, "pieza", "piezas") == said


def test_one_folio_is_no_range():
    assert (folios(3, 3), folios(3, 1_204)) == ("folio 3", "folios 3–1,204")


@pytest.mark.parametrize(
    ("digits", "said"), [("6621234567", "662 123 4567"), ("ext. 12", "ext. 12"), ("", ""), (None, "")]
)
def test_ten_digits_are_a_telephone_of_mexico(digits, said):
    assert phone(digits) == said


@pytest.mark.parametrize(
    ("count", "said"), [(999, "999 bytes"), (1023, "1.0 kB"), (1_034_342, "1.0 MB"), (40_000, "39.1 kB")]
)
def test_a_size_never_has_four_figures_before_the_point(count, said):
    assert size(count) == said


def test_a_name_that_the_title_says_without_its_accent_is_not_said_twice():
    assert beyond("ERNESTO BOJÓRQUEZ MORENO", "Pagaré 081994 · Ernesto Bojorquez Moreno") == ""
    assert beyond("ANA SOLÍS", "Pagaré 081994 · Ernesto Bojorquez Moreno") == "ANA SOLÍS"
    assert beyond(None, "Pagaré 081994") == ""


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        ("4000000", RuleUnit.PESOS, "4,000,000"),
        ("924302.3782", RuleUnit.PESOS, "924,302.3782"),
        ("60 90 115", RuleUnit.COURT_DAYS, "60, 90 y 115"),
        ("2027-04-01", RuleUnit.DATE, "1 abr 2027"),
    ],
)
def test_the_value_of_a_legal_rule_is_written_as_people_write_it(value, unit, said):
    assert rule_value(Rule(code="x", value=value, unit=unit, name="x", source="x")) == said


def test_a_word_that_is_too_long_for_a_table_may_break_and_stays_escaped():
    assert parted("Pagaré 12 & otros") == "Pagaré 12 &amp; otros"
    assert parted("<" + "a" * 30) == "&lt;" + "a" * 23 + "<wbr>" + "a" * 7
