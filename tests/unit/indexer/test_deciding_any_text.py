"""Whatever a page says, the deciding stages answer: misread paper is their daily bread."""

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.stages.classify import classify
from indexer.stages.extract import extract
from indexer.stages.propose import propose
from schemas.document_types import types_by_code
from schemas.identifiers import identifier_forms
from tests.unit.indexer.papers import AUTO, FACTS, FINIQUITO, PAGARE, SELLO, page
from tests.unit.indexer.test_extract import KNOWN
from tests.unit.indexer.test_propose import OFFICE

FRAGMENTS = sorted({word for text in (PAGARE, AUTO, FINIQUITO, SELLO) for word in text.format(**FACTS).split()})
NOISE = st.text(alphabet="0O1lI|/-.,:;$%°²½٣ñÑﬁ \n()#'AaYyZz9", max_size=9)
PIECES = st.lists(st.one_of(st.sampled_from(FRAGMENTS), NOISE), max_size=60)


def text_from(pieces):
    return " ".join(pieces).replace("{", "").replace("}", "")


@settings(max_examples=150, deadline=None)
@given(PIECES, PIECES)
def test_no_text_makes_the_stages_fail(body, stamp):
    pages = [page(text_from(body), stamp=text_from(stamp))]
    guess = classify(pages)
    assert guess.type in types_by_code()
    assert 0 <= guess.confidence <= 1
    fields = extract(pages, "filing_receipt", KNOWN)
    assert all(0 <= field.confidence <= 1 and field.name and field.page == 1 for field in fields)
    assert all(link.reason for link in propose(fields, OFFICE, guess.type))


@settings(max_examples=150, deadline=None)
@given(PIECES)
def test_every_text_has_identifiers_without_blanks(pieces):
    assert all(form and not any(letter.isspace() for letter in form) for form in identifier_forms(text_from(pieces)))
