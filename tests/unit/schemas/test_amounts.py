import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.amounts import (
    effective,
    find_figures,
    find_word_amounts,
    parse_figures,
    parse_words,
    to_words,
)
from schemas.errors import InvalidInput


@settings(max_examples=300)
@given(st.integers(0, 1_000_000_000))
def test_every_amount_survives_being_written_in_words(cents):
    assert parse_words(to_words(cents)) == cents


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (3_100_000, "TREINTA Y UN MIL PESOS 00/100 M.N."),
        (2_100_000_000, "VEINTIÚN MILLONES DE PESOS 00/100 M.N."),
        (10_100_105, "CIENTO UN MIL UN PESOS 05/100 M.N."),
        (100, "UN PESO 00/100 M.N."),
        (2_650_050, "VEINTISÉIS MIL QUINIENTOS PESOS 50/100 M.N."),
        (10_000, "CIEN PESOS 00/100 M.N."),
    ],
)
def test_amounts_are_written_as_legal_spanish(cents, words):
    assert to_words(cents) == words


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("(SON: VEINTICINCO MIL PESOS 00/100 M.N.)", 2_500_000),
        ("S0N: VEINTICINC0 MlL PESOS O0/1OO M.N.", 2_500_000),
        ("UN MIL PESOS", 100_000),
        ("TREINTAYUN MIL PESOS 50/100 M. N.", 3_100_050),
        ("cinco mil quinientas pesos con cincuenta centavos", 550_050),
        ("SIETE MIL PESOS CUARENTA CENTAVOS MONEDA NACIONAL", 700_040),
        ("doscientas mil", 20_000_000),
        ("CUARENTAY DOS MlL TRESCIENT0S PES0S 1O/100", 4_230_010),
        ("veinte y cinco mil pesos", 2_500_000),
    ],
)
def test_words_are_read_in_both_genders_and_through_ocr_noise(text, cents):
    assert parse_words(text) == cents


@pytest.mark.parametrize(
    "text", ["", "pesos", "SEEENTA MIL PESOS Y", "veinte treinta pesos", "Juan mil pesos", "mil mil"]
)
def test_what_is_no_amount_or_could_be_two_is_none(text):
    assert parse_words(text) is None


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("$25,000.00", 2_500_000),
        ("25 000.00", 2_500_000),
        ("25000", 2_500_000),
        ("$ 25, 000. 00", 2_500_000),
        ("$25,OOO.0O", 2_500_000),
        ("25.000,00", 2_500_000),
        ("$31,200.50 M.N.", 3_120_050),
        ("BUENO POR: $1,234,567.89", 123_456_789),
    ],
)
def test_figures_are_read_with_any_separators(text, cents):
    assert parse_figures(text) == cents


@pytest.mark.parametrize("text", ["", "abc", "12,34,56", "1-23456-15", "$"])
def test_other_numbers_are_no_figures(text):
    assert parse_figures(text) is None


def test_amounts_are_found_where_they_stand():
    text = "la cantidad de $25,000.00 (SON: VEINTICINCO MIL PESOS 00/100 M.N.), más $ 500.00 de gastos"
    assert [text[found.start : found.end] for found in find_figures(text)] == ["$25,000.00", "$ 500.00"]
    (words,) = find_word_amounts(text)
    assert text[words.start : words.end] == "VEINTICINCO MIL PESOS 00/100"


@pytest.mark.parametrize(
    ("text", "cents"), [("empeso mil dos", 100_200), ("(dos rnil)", 200_000), ("tres empesos;tres pesos", 300)]
)
def test_sums_go_by_the_word_for_them_where_it_stands_alone(text, cents):
    assert [found.cents for found in find_word_amounts(text)] == [cents]


@pytest.mark.parametrize("text", ["$40,970.00| ", "$40,970.001 ", "$40,970.00]"])
def test_the_frame_of_a_table_is_no_digit_of_the_sum_in_it(text):
    assert [found.cents for found in find_figures(text)] == [4_097_000]


def test_words_win_over_figures_and_the_difference_is_told():
    told = effective(2_500_000, 2_600_000)
    assert (told.cents, told.conflict) == (2_500_000, True)
    alone = effective(None, 2_600_000)
    assert (alone.cents, alone.conflict) == (2_600_000, False)


def test_amounts_beyond_words_are_refused():
    with pytest.raises(InvalidInput):
        to_words(-1)
    with pytest.raises(InvalidInput):
        to_words(10**14)
