import pytest

from schemas.document_types import document_types, find_type, parse_types, type_name
from schemas.errors import Misconfigured


def test_the_catalogue_has_the_forty_seven_types_of_the_domain():
    types = document_types()
    assert len(types) == 47
    assert types[0].code == "promissory_note"
    assert types[-1].code == "unclassified"


def test_every_type_can_be_told_by_something():
    for item in document_types()[:-1]:
        assert item.title
        assert item.strong or item.code == "filing_receipt"
        assert item.fields


def test_a_type_is_found_by_code_abbreviation_and_name():
    assert [find_type(text).code for text in ("filing_receipt", "acu", "CARTA FINIQUITO", "pagare")] == [
        "filing_receipt", "filing_receipt", "settlement_letter", "promissory_note",
    ]  # fmt: skip
    assert find_type("nada de eso") is None
    assert type_name("judgment") == "Sentencia"


@pytest.mark.parametrize("text", ["no es toml [", "[[type]]\ncode = 'x'", ""])
def test_a_damaged_catalogue_is_refused(text):
    with pytest.raises(Misconfigured):
        parse_types(text)
