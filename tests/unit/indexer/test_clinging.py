"""Words that the engine ran together are parted where the paper shows it, and only there."""

import numpy as np

from indexer.engines.ocr import FoundWord
from indexer.stages.clinging import parted

LETTER, APART, SPACE, HIGH = 10, 2, 12, 20


def _line(*words: str) -> tuple[tuple[FoundWord, ...], np.ndarray]:
    """A line as printed, a bar for each letter; `_` in a word is a gap of half a space that the engine did not see."""
    pixels = np.full((60, 1200), 255, np.uint8)
    found, left = [], 20
    for word in words:
        first = left
        for letter in word:
            if letter == "_":
                left += SPACE // 2
                continue
            pixels[20 : 20 + HIGH, left : left + LETTER] = 0
            left += LETTER + APART
        found.append(FoundWord(word.replace("_", ""), first, 20, left - APART - first, HIGH, 0.9, 0, 0))
        left += SPACE - APART
    return tuple(found), pixels


def _read(*words: str) -> list[str]:
    return [word.text for word in parted(*_line(*words))]


def test_a_little_word_with_a_gap_beside_it_is_a_word_of_its_own():
    assert _read("pagó", "un_juicio", "ante", "solo_de,", "ya_sé") == [
        "pagó", "un", "juicio", "ante", "solo", "de,", "ya", "sé"
    ]  # fmt: skip


def test_each_part_keeps_its_place_on_the_page():
    found, pixels = _line("vino", "por", "su", "de_su", "casa")
    before, after = parted(found, pixels)[3:5]
    assert (before.left, before.width) == (found[3].left, 2 * LETTER + APART)
    assert (after.left, after.left + after.width) == (
        before.left + before.width + APART + SPACE // 2,
        found[3].left + found[3].width,
    )


def test_without_a_gap_a_word_that_begins_like_a_little_one_stays_whole():
    words = ["uniforme", "lasaña", "delitos", "conde", "sus"]
    assert _read(*words) == words


def test_a_gap_alone_parts_no_word():
    assert _read("pag_aré", "vencido", "en", "su_ma", "total") == ["pagaré", "vencido", "en", "suma", "total"]


def test_a_line_too_short_to_show_its_usual_gap_is_left_alone():
    assert _read("un_juicio", "ante") == ["unjuicio", "ante"]
