import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import InvalidInput
from schemas.field_writing import DAYS, FILES, RATES, SUMS, meant, written

NORMAL = st.one_of(
    st.tuples(st.sampled_from(SUMS), st.integers(0, 99_999_999_999).map(lambda cents: f"{cents // 100}.{cents % 100:02d}")),
    st.tuples(st.sampled_from(DAYS), st.dates().map(str)),
    st.tuples(st.sampled_from(RATES), st.decimals(0, 100, places=2).map(lambda rate: f"{rate:.2f}")),
    st.sampled_from(list(FILES)).flatmap(
        lambda name: st.tuples(
            st.just(name),
            st.builds(lambda year, number: f"{FILES[name]}:{year}:{number}", st.integers(1950, 2090), st.integers(1, 99_999)),
        )
    ),
    st.tuples(st.just("credit"), st.text("0123456789ABC", min_size=1, max_size=12)),
    st.tuples(st.sampled_from(("borrower", "stamp_folio", "another")), st.text("ABCÑ 0123", max_size=20).map(lambda said: " ".join(said.split()))),
)  # fmt: skip


@given(NORMAL)
def test_what_is_written_is_read_back_as_the_same_value(one):
    name, value = one
    assert meant(name, written(name, value)) == value


@pytest.mark.parametrize(
    ("name", "value", "raw", "seen"),
    [
        ("amount", "7710.00", "", "$7,710.00"),
        ("instalment", "1250000.50", "", "$1,250,000.50"),
        ("signed_on", "2018-07-12", "12 días del mes de julio de 2018", "12/07/2018"),
        ("default_rate", "1.50", "1.5", "1.50 %"),
        ("court_file", "EXP:2013:1433", "1433/2013", "1433/2013"),
        ("appeal", "TOCA:2024:45", "TOCA 45/2024", "45/2024"),
        ("credit", "46608318", "4-66083-18.", "4-66083-18"),
        ("credit", "46608318", "4-66O83-18", "46608318"),
        ("amount", "not read", "", "not read"),
        ("due_on", "", "", ""),
    ],
)
def test_values_are_written_as_the_office_writes_them(name, value, raw, seen):
    assert written(name, value, raw) == seen


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("amount", "7,710", "7710.00"),
        ("amount", "$ 7710.5", None),
        ("signed_on", "12 de julio de 2018", "2018-07-12"),
        ("signed_on", "2018-07-12", "2018-07-12"),
        ("signed_on", "3/2/2020", "2020-02-03"),
        ("signed_on", "31/02/2020", None),
        ("ordinary_rate", "12%", "12.00"),
        ("ordinary_rate", "doce", None),
        ("court_file", "expediente 1433/13", "EXP:2013:1433"),
        ("appeal", "45/2024", "TOCA:2024:45"),
        ("amount", "ilegible", None),
        ("credit", " 4-66083-18 ", "46608318"),
        ("borrower", "  Ana   Ley ", "Ana Ley"),
    ],
)
def test_what_a_clerk_types_becomes_the_normal_form_or_is_refused(name, typed, value):
    if value is None:
        with pytest.raises(InvalidInput, match="escriba, por ejemplo"):
            meant(name, typed)
    else:
        assert meant(name, typed) == value
