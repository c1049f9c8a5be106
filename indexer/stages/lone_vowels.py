"""The lone vowels of old Spanish print, `á` and `ó`, which the engine takes for figures: `4`, `6`.

Until 1911 the words a and o bore an accent. The model was trained on later
print and reads many of them as a figure, or as `ú`, a word that stands only
before an o. Only a page that shows the old spelling by lone vowels rightly
read is touched, so print of today never is; and no figure on a page whose
prose holds other lone figures, for there a 4 may be one.
"""

import msgspec

from indexer.engines.ocr import FoundWord
from schemas.folding import fold

_READ_FOR = {"4": "á", "6": "ó", "ú": "á"}
_OLD = frozenset("áó")
_FEWEST_OLD = 3
_OTHER_FIGURES = frozenset("235789")
_BEFORE_FIGURES = frozenset(
    ("articulo", "capitulo", "de", "del", "dia", "el", "fojas", "la", "las", "los", "numero", "num", "pagina", "unos")
)
_NEVER_AFTER = frozenset(("de", "del", "o", "y"))


def with_lone_vowels(found: tuple[FoundWord, ...]) -> tuple[FoundWord, ...]:
    """The words with the lone vowels of old spelling as they were printed; the same words on any other page.

    Args:
        found: words of the image, in reading order.
    """
    cores = [_core(word.text) for word in found]
    if sum(core in _OLD for core in cores) < _FEWEST_OLD:
        return found
    doubtful = [at for at, core in enumerate(cores) if core in _READ_FOR and _in_prose(cores, at)]
    figures = any(core in _OTHER_FIGURES and _in_prose(cores, at) for at, core in enumerate(cores))
    out = list(found)
    for at in doubtful:
        if _may_be_vowel(cores, at) and not (figures and cores[at].isdigit()):
            text = found[at].text.replace(cores[at], _READ_FOR[cores[at]])
            out[at] = msgspec.structs.replace(found[at], text=text)
    return tuple(out)


def _core(text: str) -> str:
    """The word without the signs at its ends."""
    first, last = 0, len(text)
    while first < last and not text[first].isalnum():
        first += 1
    while last > first and not text[last - 1].isalnum():
        last -= 1
    return text[first:last]


def _in_prose(cores: list[str], at: int) -> bool:
    """Whether it stands between words: after a small letter and before any letter."""
    return 0 < at < len(cores) - 1 and cores[at - 1][-1:].islower() and cores[at + 1][:1].isalpha()


def _may_be_vowel(cores: list[str], at: int) -> bool:
    """Whether grammar allows the vowel here: numbers follow an article, and no preposition follows á."""
    before, after = fold(cores[at - 1]), fold(cores[at + 1])
    if cores[at] == "ú":
        return not after.startswith(("o", "ho"))
    return before not in _BEFORE_FIGURES and after not in _NEVER_AFTER
