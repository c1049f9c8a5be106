import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.coversheet import LONGEST, CoverSheet, decode_sheet, encode_sheet
from schemas.errors import InvalidInput

values = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=20)
keys = st.text(alphabet="abcdefgh", min_size=1, max_size=8)


@given(values, values, values, st.dictionaries(keys, values.filter(bool), max_size=2))
def test_a_sheet_comes_back_as_it_was_written(document_type, credit, lawsuit, extra):
    sheet = CoverSheet(document_type, credit, lawsuit, "", extra)
    try:
        text = encode_sheet(sheet)
    except InvalidInput:
        return
    assert decode_sheet(text) == sheet


def test_the_format_is_as_documented():
    assert encode_sheet(CoverSheet("PAGARE", "123;4")) == "LEGAJO1;tipo=PAGARE;credito=123%3B4"
    assert encode_sheet(CoverSheet()) == "LEGAJO1"


@pytest.mark.parametrize("text", ["", "PATCHT", "LEGAJO2;tipo=X", "legajo1", "https://example.org/LEGAJO1"])
def test_other_codes_are_no_sheets(text):
    assert decode_sheet(text) is None


def test_malformed_fields_are_left_out_and_the_rest_kept():
    assert decode_sheet("LEGAJO1;tipo;=x;K9=v;credito=77;credito=88") == CoverSheet(credit="77")


def test_too_much_text_is_refused():
    with pytest.raises(InvalidInput):
        encode_sheet(CoverSheet(lawsuit="ñ" * LONGEST))


def test_a_separator_says_nothing():
    assert decode_sheet("LEGAJO1").is_separator
    assert not decode_sheet("LEGAJO1;caja=7").is_separator
