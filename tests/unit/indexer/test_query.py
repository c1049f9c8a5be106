"""How what people type is understood."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.search.query import MOST_SLOTS, SlotKind, no_day_between, parse_query, read_period
from indexer.search.words import sound, stem
from schemas.search import Filters


def words(text: str) -> list[tuple[str, ...]]:
    return [slot.words for slot in parse_query(text).wanted]


def test_small_words_go_unless_nothing_else_is_left():
    assert words("de la Cruz") == [("cruz",)]
    assert words("de la") == [("de",), ("la",)]
    assert words('"de la Cruz"') == [("de", "la", "cruz")]


@pytest.mark.parametrize("typed", ["pagaré AND convenio NOT novación", "pagaré convenio AND NOT novación"])
def test_and_and_not_in_capitals_are_taken_as_other_systems_do(typed):
    read = parse_query(typed)
    assert words(typed) == [("pagare",), ("convenio",)]
    assert [slot.words for slot in read.unwanted] == [("novacion",)]
    assert not read.note


@pytest.mark.parametrize("word", ["OR", "O"])
def test_whoever_types_or_is_told_that_all_words_are_wanted(word):
    read = parse_query(f"pagaré {word} convenio")
    assert words(f"pagaré {word} convenio") == [("pagare",), ("convenio",)]
    assert f"«{word}» no une alternativas" in read.note


@pytest.mark.parametrize("typed", ["juan o pedro", "JUAN PÉREZ O PEDRO RUIZ", "NOT", "AND OR"])
def test_a_small_o_a_query_all_in_capitals_and_lone_operators_are_words(typed):
    assert parse_query(typed).wanted
    assert not parse_query(typed).note and not parse_query(typed).unwanted


def test_only_the_last_word_goes_on():
    assert [slot.prefix for slot in parse_query("martha lop").wanted] == [False, True]
    assert [slot.prefix for slot in parse_query('martha "lop"').wanted] == [False, False]
    assert [slot.prefix for slot in parse_query("emb* pago").wanted] == [True, True]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("1-23456-15", "12345615"),
        ("exp 1234/24 nogales", "EXP:2024:1234"),
        ("toca 45/2024", "TOCA:2024:45"),
        ("25,000.00", "amt:2500000"),
        ("veinticinco mil", "amt:2500000"),
        ("LOBM900314", "LOBM900314"),
        ("EC/2019/00321", "EC201900321"),
        ("12342024", "EXP:2024:1234"),
        ("12342024", "12342024"),
        ("LOGR 900314 HSR PRB 04", "LOGR900314HSRPRB04"),
        ("logr 900314 ab9 recibo", "LOGR900314AB9"),
    ],
)
def test_numbers_are_asked_for_in_their_normal_form(text, form):
    numbers = [slot for slot in parse_query(text).wanted if slot.kind is SlotKind.NUMBER]
    assert len(numbers) == 1
    assert form in numbers[0].forms


def test_words_that_only_begin_like_a_key_stay_words():
    assert words("pago 900314 casa") == [("pago",), ("900314",), ("casa",)]


def test_the_word_that_announces_a_number_need_not_stand_there():
    assert [slot.kind for slot in parse_query("núm. 000123").wanted] == [SlotKind.NUMBER]


def test_filters_are_read_with_and_without_accents():
    parsed = parse_query('tipo:acuse JUZGADO:"segundo mercantil" crédito:1-23456-15 credito:2 desde:2026-10')
    assert [filters.type for filters in parsed.filters if filters.type] == ["acuse"]
    assert [filters.court for filters in parsed.filters if filters.court] == ["segundo mercantil"]
    assert [filters.credit for filters in parsed.filters if filters.credit] == ["1-23456-15", "2"]
    assert parsed.slots == ()


def test_unwanted_words_and_phrases():
    assert [slot.words for slot in parse_query('pago -finiquito -"carta de no adeudo"').unwanted] == [
        ("finiquito",),
        ("carta", "de", "no", "adeudo"),
    ]
    assert parse_query("semi-nuevo").unwanted == ()


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("2026", (date(2026, 1, 1), date(2026, 12, 31))),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
        ("12/2025", (date(2025, 12, 1), date(2025, 12, 31))),
        ("2026-10-31", (date(2026, 10, 31), date(2026, 10, 31))),
        ("31/10/2026", (date(2026, 10, 31), date(2026, 10, 31))),
        ("agosto de 2021", (date(2021, 8, 1), date(2021, 8, 31))),
        ("Ago-2021", (date(2021, 8, 1), date(2021, 8, 31))),
        ("diciembre del 2024", (date(2024, 12, 1), date(2024, 12, 31))),
        ("22 de agosto de 2021", (date(2021, 8, 22), date(2021, 8, 22))),
        ("gasto de 2021", None),
        ("2026-13", None),
        ("ayer", None),
    ],
)
def test_periods(text, limits):
    assert read_period(text) == limits


@pytest.mark.parametrize(
    ("text", "beside", "apart"),
    [
        ("desde:2026-05 hasta:2026-01 pago", Filters(), "Desde el 01/05/2026 hasta el 31/01/2026"),
        ("hasta:2026-01", Filters(date_from=date(2026, 2, 1)), "Desde el 01/02/2026 hasta el 31/01/2026"),
        ("desde:2026", Filters(year=2025), "Desde el 01/01/2026 hasta el 31/12/2025"),
        ("desde:2026-01 hasta:2026-01", Filters(year=2026), ""),
        ("desde:2026-05", Filters(), ""),
    ],
)
def test_limits_between_which_there_is_no_day_are_said(text, beside, apart):
    said = no_day_between((beside, *parse_query(text).filters))
    assert said.startswith(apart) and bool(said) == bool(apart)


def test_what_is_not_understood_is_said_in_spanish():
    assert "ayer" in parse_query("desde:ayer pago").note
    assert "≠" in parse_query("aval ≠ acreditado").note
    assert parse_query("pago").note == ""


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300) | st.text(alphabet='ab1 "-*:/,.ñ', max_size=120))
def test_anything_typed_is_read_within_bounds(text):
    assert len(parse_query(text).slots) <= MOST_SLOTS


def test_inflections_share_a_stem_and_spellings_a_sound():
    assert len({stem(word) for word in ("embargo", "embargos", "embargado", "embargada", "embargar")}) == 1
    assert stem("2016") == "2016"
    assert sound("lopes") == sound("lopez")
    assert sound("marta") == sound("martha")
    assert sound("moreno") != sound("romero")


def test_the_words_typed_beside_filters_are_told():
    assert parse_query("sin acuse abogado:rentería").plain == ("sin", "acuse")
    assert parse_query('sin acuse "de recibo"').plain == parse_query("sin acuse -folio").plain == ()
