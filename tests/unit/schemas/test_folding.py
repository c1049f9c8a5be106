import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.folding import (
    confusion_key,
    confusion_keys,
    fold,
    fold_aligned,
    join_spaced_letters,
    letter_count,
    tokens,
    undo_hyphenation,
    within_one_edit,
)


def test_accents_case_and_enye_are_folded_character_by_character():
    assert fold("PEÑÚÑURI Nº 3") == "penunuri no 3"


@given(st.text())
def test_aligned_folding_keeps_every_offset(text):
    assert len(fold_aligned(text)) == len(text)


@given(st.text(st.characters() | st.sampled_from("añ1²ªº —“…ﬁ中٣")))
def test_letters_and_digits_are_counted_as_python_tells_them(text):
    assert letter_count(text) == sum(map(str.isalnum, text))


def test_letters_are_counted_however_often_other_signs_come_between():
    assert letter_count("“sí” — 中 " * 100) == 300


def test_ligatures_become_letters_and_loose_marks_vanish():
    assert fold("ﬁniquito") == "finiquito"
    assert fold("n\u0303") == "n"


def test_tokens_are_runs_of_letters_and_digits():
    assert tokens("Art. 1391, fracción IV-b") == ["art", "1391", "fraccion", "iv", "b"]


def test_spaced_titles_are_joined_and_short_runs_left():
    spaced = "las siguientes P R E S T A C I O N E S : y C L Á U S U L A S"
    assert join_spaced_letters(spaced) == "las siguientes PRESTACIONES : y CLÁUSULAS"
    assert join_spaced_letters("A B C de") == "A B C de"
    assert join_spaced_letters("\nP A G O, (a b c d)") == "\nPAGO, (abcd)"


def test_words_broken_at_line_ends_are_made_whole_but_numbers_are_not():
    assert undo_hyphenation("presta-\nciones 1-\n23456") == "prestaciones 1-\n23456"
    assert undo_hyphenation("- \nde-\u00ad\n a- b -\nc") == "- \nde-\n a- b -\nc"


@pytest.mark.parametrize(
    ("read", "meant"),
    [("mornento", "momento"), ("0BLIG0", "obligo"), ("pagar1a", "pagaria"), ("Mufioz", "Mufioz"), ("5OTO", "soto"),
     ("8orquez", "borquez"), ("Munoz", "Muñoz"), ("dáusula", "cláusula"), ("dc", "de"), ("peses", "pcscs")],
)  # fmt: skip
def test_what_ocr_confuses_shares_a_key(read, meant):
    assert confusion_key(read) == confusion_key(meant)


@given(st.lists(st.text("abcdehijlmnoqrsuvz0158")))
def test_the_keys_of_many_words_are_those_of_each(words):
    assert confusion_keys(words) == [confusion_key(word) for word in words]


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_different_numbers_never_share_a_key(one, two):
    assert (confusion_key(str(one)) == confusion_key(str(two))) == (one == two)


@pytest.mark.parametrize(
    ("one", "two", "near"),
    [("marta", "martha", True), ("maria", "mraia", True), ("soto", "sota", True), ("soto", "ruiz", False), ("", "a", True),
     ("febrero", "fberreo", False)],
)  # fmt: skip
def test_one_edit_is_one_letter_more_less_other_or_swapped(one, two, near):
    assert within_one_edit(one, two) is near
    assert within_one_edit(two, one) is near
