"""Words packed for keeping come back as they were, to the stated precision."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import Corrupt
from schemas.pages import Word
from schemas.word_codec import decode_words, encode_words

_fraction = st.floats(0, 1, allow_nan=False)
_words = st.builds(
    Word,
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12),
    st.tuples(_fraction, _fraction, _fraction, _fraction),
    _fraction,
    st.integers(0, 65535),
    st.integers(0, 65535),
)


@given(st.lists(_words, max_size=30))
def test_words_come_back_to_the_stated_precision(words):
    back = decode_words(encode_words(words))

    assert [(w.text, w.line, w.block) for w in back] == [(w.text, w.line, w.block) for w in words]
    for before, after in zip(words, back, strict=True):
        assert after.box == pytest.approx(before.box, abs=1 / 65535)
        assert after.confidence == pytest.approx(before.confidence, abs=1 / 255)


def test_values_beyond_the_page_are_cut_to_it():
    (word,) = decode_words(encode_words([Word("a\0b", (-0.5, float("nan"), 2.0, 0.25), 7.0, 99999, -3)]))

    assert word.text == "a\ufffdb"
    assert word.box == pytest.approx((0.0, 0.0, 1.0, 0.25), abs=1e-4)
    assert (word.confidence, word.line, word.block) == (1.0, 65535, 0)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no zlib",
        zlib.compress(b""),
        zlib.compress(b"\x02" + bytes(8)),
        zlib.compress(b"\x01\xff\xff\xff\xff" + bytes(4)),
    ],
)
def test_foreign_bytes_are_refused(data):
    with pytest.raises(Corrupt):
        decode_words(data)


def test_half_of_the_bytes_are_refused():
    data = encode_words([Word(f"palabra{number}", (0.1, 0.1, 0.1, 0.1)) for number in range(50)])

    with pytest.raises(Corrupt):
        decode_words(data[: len(data) // 2])
