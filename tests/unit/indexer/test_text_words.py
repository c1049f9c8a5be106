"""Words kept by column say the same as words one by one."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engines.text_words import PageWords
from schemas.pages import text_of
from schemas.word_codec import encode_words

EDGE = st.floats(-0.2, 1.2)
ROWS = st.lists(
    st.tuples(st.text("añ\0x1", min_size=1, max_size=5), EDGE, EDGE, EDGE, EDGE, st.booleans()), max_size=12
)


def words_of(rows: list) -> PageWords:
    lines = list(np.cumsum([bool(at and row[5]) for at, row in enumerate(rows)], dtype=int).tolist())
    boxes = np.array([row[1:5] for row in rows], dtype=float).reshape(-1, 4)
    return PageWords([row[0] for row in rows], boxes, lines)


@settings(max_examples=60)
@given(rows=ROWS)
def test_text_and_packing_are_those_of_the_words(rows):
    words = words_of(rows)
    assert words.text() == text_of(tuple(words))
    assert words.packed() == encode_words(words)
    assert [words[at] for at in range(len(words))] == list(words)


def test_a_block_begins_where_a_line_stands_off():
    boxes = np.array([[0.1, y, 0.2, 0.02] for y in (0.1, 0.12, 0.3, 0.05)])
    assert [word.block for word in PageWords(list("abcd"), boxes, [0, 1, 2, 3])] == [0, 0, 1, 2]
