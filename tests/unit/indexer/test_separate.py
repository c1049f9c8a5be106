import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.stages.separate import SplitRules, serial_of, split
from schemas.coversheet import CoverSheet, encode_sheet
from schemas.pages import Barcode


def code(text):
    return (Barcode("QRCode", text, (0, 0, 0.1, 0.1)),)


PATCH = code("PATCHT")


def pages_of(documents):
    return [document.pages for document in documents]


def test_a_stack_without_codes_is_one_document():
    assert pages_of(split(3, {})) == [(0, 1, 2)]


def test_patch_sheets_part_documents_and_belong_to_none():
    documents = split(7, {2: PATCH, 5: PATCH})
    assert pages_of(documents) == [(0, 1), (3, 4), (6,)]
    assert [document.separators for document in documents] == [(), (2,), (5,)]


def test_a_blank_back_goes_with_its_separator_and_other_blanks_stay():
    documents = split(6, {1: PATCH}, blank={2, 4})
    assert pages_of(documents) == [(0,), (3, 4, 5)]
    assert documents[1].separators == (1, 2)


def test_serial_numbers_begin_documents_and_stay_in_them():
    numbers = {0: code("ASN00123"), 2: code("ASN 124"), 3: code("asn-125")}
    documents = split(5, numbers)
    assert pages_of(documents) == [(0, 1), (2,), (3, 4)]
    assert [document.serial for document in documents] == [123, 124, 125]


def test_a_serial_number_right_after_a_separator_numbers_that_document():
    documents = split(4, {1: PATCH, 2: code("ASN7")})
    assert pages_of(documents) == [(0,), (2, 3)]
    assert documents[1].serial == 7


def test_a_cover_sheet_parts_and_tells():
    sheet = CoverSheet("PAGARE", "1234", box="C-7")
    documents = split(3, {1: code(encode_sheet(sheet))})
    assert pages_of(documents) == [(0,), (2,)]
    assert [document.sheet for document in documents] == [None, sheet]


def test_a_cover_sheet_before_a_plain_separator_still_counts():
    sheet = CoverSheet("PAGARE")
    (document,) = split(3, {0: code(encode_sheet(sheet)), 1: code("LEGAJO1")})
    assert (document.pages, document.sheet, document.separators) == ((2,), sheet, (0, 1))


def test_unknown_codes_do_nothing():
    assert pages_of(split(3, {1: code("CUSTOM BARCODE"), 2: code("ASN")})) == [(0, 1, 2)]


def test_the_rules_say_what_separates():
    rules = SplitRules(patch_texts=frozenset({"CORTE"}), serial_prefixes=("FOLIO",))
    documents = split(4, {1: code("corte"), 3: code("FOLIO 9")}, rules=rules)
    assert pages_of(documents) == [(0,), (2,), (3,)]


@pytest.mark.parametrize(
    ("text", "number"),
    [("ASN00123", 123), ("ASN 000123", 123), ("ASN123;x", 123), ("123", None), ("ASNX1", None), ("XASN1", None)],
)
def test_serial_numbers_are_read_from_codes(text, number):
    assert serial_of(text, ("ASN",)) == number


@given(st.integers(0, 12), st.data())
def test_every_page_is_accounted_for_once_and_in_order(pages, data):
    texts = st.sampled_from(["PATCHT", "ASN5", "LEGAJO1;tipo=X", "nada"])
    codes = {page: code(data.draw(texts)) for page in range(pages) if data.draw(st.booleans())}
    blank = {page for page in range(pages) if data.draw(st.booleans())}
    documents = split(pages, codes, blank)
    seen = [page for document in documents for page in (*document.pages, *document.separators)]
    assert sorted(seen) == list(range(pages))
    assert all(document.pages == tuple(sorted(document.pages)) for document in documents)
