from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.legal_dates import MONTHS, find_dates, parse_date
from schemas.number_words import spell


@pytest.mark.parametrize("text", ["a dos de mayo de dos mil veimticuatre", "a dos de mayo de dos mil ve1nticuatno"])
def test_a_year_whose_end_was_not_read_is_not_the_year_2000(text):
    found = parse_date(text)
    assert found is None or found == date(2024, 5, 2)
    assert parse_date("a dos de mayo de dos mil. Conste") == date(2000, 5, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 de febrero de 1998", date(1998, 2, 3)),
        ("a los 12 días del mes de marzo de 2004", date(2004, 3, 12)),
        ("A VEINTITRÉS DE MAYO DE DOS MIL DIEZ", date(2010, 5, 23)),
        ("a los doce días del mes de marzo del año dos mil cuatro", date(2004, 3, 12)),
        ("05/06/2021", date(2021, 6, 5)),
        ("12.03.2024", date(2024, 3, 12)),
        ("RECIBIDO 12 MAR 2024 10:35", date(2024, 3, 12)),
        ("RECIBIDO 03-ENE-23 9:05", date(2023, 1, 3)),
        ("2024-03-12", date(2024, 3, 12)),
        ("1o. de septiembre de 2020", date(2020, 9, 1)),
        ("l2 de rnarzo de 2OO4", date(2004, 3, 12)),
        ("VEINT1DOS DE 0CTUBRE DE D0S MIL VE1NTE", date(2020, 10, 22)),
        ("30 de junio de 98 y 12/08/98", date(1998, 8, 12)),
        ("Cananea, Sonora, febrero 9 de 2019.", date(2019, 2, 9)),
        ("ENERO VEINTE DE 2022", date(2022, 1, 20)),
        ("a (15) quince de agosto de (2024) dos mil veinticuatro", date(2024, 8, 15)),
        ("uno de julio del dos mil: veinticinco", date(2025, 7, 1)),
    ],
)
def test_dates_are_read_however_written(text, expected):
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    "text", ["31 de junio de 2020", "expediente 1234/2024", "a partir de marzo de 2024", "32/01/2020", "12/13/2020", ""]
)
def test_what_is_no_day_is_no_date(text):
    assert parse_date(text) is None


@given(st.dates(date(1950, 1, 1), date(2060, 1, 1)))
def test_every_date_in_words_is_read_back(day):
    text = (
        f"HERMOSILLO, SONORA, A {spell(day.day)} DE {MONTHS[day.month - 1].upper()} DE {spell(day.year)}. POR RECIBIDO"
    )
    assert parse_date(text) == day


@given(st.dates(date(1950, 1, 1), date(2060, 1, 1)))
def test_every_date_in_figures_is_found_at_its_place(day):
    text = f"vence el día {day.day} de {MONTHS[day.month - 1]} de {day.year}, y sigue"
    (found,) = find_dates(text)
    assert found.value == day
    assert text[found.start : found.end] == found.raw == f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"


def test_several_dates_come_in_order():
    first = date(2024, 1, 5)
    text = f"{first:%d/%m/%Y} y {first + timedelta(days=40):%d/%m/%Y} y TRES DE MAYO DE DOS MIL DIEZ"
    assert [found.value for found in find_dates(text)] == [date(2024, 1, 5), date(2024, 2, 14), date(2010, 5, 3)]
