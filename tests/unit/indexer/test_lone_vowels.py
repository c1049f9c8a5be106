"""The old spelling's á and ó, read as figures, come back; figures that are figures stay."""

import pytest

from indexer.engines.ocr import FoundWord
from indexer.stages.lone_vowels import with_lone_vowels

OLD = "vino á verle ó á hablarle "


def restored(text):
    found = tuple(FoundWord(word, 10 * at, 0, 8, 10, 0.9, 0, 0) for at, word in enumerate(text.split()))
    return " ".join(word.text for word in with_lone_vowels(found))


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("volvió 4 su casa", "volvió á su casa"),
        ("tarde 6 nunca", "tarde ó nunca"),
        ("dijo ú su padre", "dijo á su padre"),
        ("luego, 4, según dicen", "luego, á, según dicen"),
    ],
)
def test_what_stands_where_an_old_vowel_stood_is_one(read, printed):
    assert restored(OLD + read) == OLD + printed


@pytest.mark.parametrize(
    "text",
    [
        "uno ú otro día",
        "mujer ú hombre",
        "los 4 hombres vinieron",
        "tenía el 4 de julio",
        "pagó el día 6 ante todos",
        "compró 4 casas y 3 huertas grandes",
        "número 4",
    ],
)
def test_what_can_be_itself_stays_on_a_page_of_old_spelling(text):
    assert restored(OLD + text) == OLD + text


def test_print_of_today_is_never_touched():
    text = "se obliga a pagar 4 mensualidades en total o a cubrir 6 recargos"
    assert restored(text) == text
