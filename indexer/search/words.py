"""What the searcher knows of Spanish words: endings, spellings that sound alike, abbreviations, synonyms, small words.

Pure functions over folded words (`schemas.folding.fold`). The index holds words
as they stand on the page; kinship is worked out when a query is read, so that
indexing pays nothing for it.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

_SMALL = "a al con de del e el en es la las lo los me mi ni o para pero por que se si sin su sus u un una uno y ya"
STOP_WORDS = frozenset(_SMALL.split())
"""Left out of plain queries when other words remain; kept inside quotes."""

_ANNOUNCING = "exp expediente num numero no nro folio credito cred"
NUMBER_MARKERS = frozenset(_ANNOUNCING.split())
"""Words that only announce the number behind them and need not stand on the page."""

_ENDING_LIST = (
    "amientos imientos amiento imiento aciones iciones acion icion adores adoras ador adora ados adas idos idas ado "
    "ada ido ida ando iendo aron ieron aban aba ian aran eran iran aria eria iria ar er ir an en as es os ara era "
    "ira o a e s"
)
_ENDINGS = tuple(sorted(_ENDING_LIST.split(), key=len, reverse=True))
_ENDINGS_OR_NONE = frozenset((*_ENDINGS, ""))
_LONGEST_ENDING = max(map(len, _ENDINGS))
_SHORTEST_STEM = 4

_KIN = (
    ("acreditado", "deudor"),
    ("acreditada", "deudora"),
    ("aval", "avalista"),
    ("pagare", "titulo"),
    ("auto", "acuerdo"),
    ("finiquito", "carta de no adeudo"),
    ("lic", "licenciado"),
    ("lic", "licenciada"),
    ("exp", "expediente"),
    ("num", "numero"),
    ("juz", "juzgado"),
    ("art", "articulo"),
    ("fracc", "fraccion"),
    ("col", "colonia"),
    ("c", "ciudadano"),
    ("mn", "moneda nacional"),
    ("sa", "sociedad anonima"),
    ("ma", "maria"),
    ("fco", "francisco"),
    ("gpe", "guadalupe"),
    ("hdez", "hernandez"),
    ("rdz", "rodriguez"),
    ("glez", "gonzalez"),
    ("fdez", "fernandez"),
    ("mtz", "martinez"),
    ("gtz", "gutierrez"),
    ("vzla", "valenzuela"),
)


def _both_ways() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for first, second in _KIN:
        table.setdefault(first, []).append(second)
        table.setdefault(second, []).append(first)
    return {word: tuple(others) for word, others in table.items()}


SYNONYMS = _both_ways()
"""Words and short phrases that stand for one another (DOMAIN 2.15); a value of several words is a phrase."""


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The part of an ordinary word that its inflections share, at least four letters; numbers stay whole.

    `embargo`, `embargos`, `embargado` and `embargó` share `embarg`. Light on purpose:
    it only proposes, and what it proposes must stand in the index.
    """
    if not word.isalpha():
        return word
    for length in range(min(_LONGEST_ENDING, len(word) - _SHORTEST_STEM), 0, -1):
        if word[-length:] in _ENDINGS_OR_NONE:
            rest = word[:-length]
            return rest[:-2] + "c" if rest.endswith("qu") else rest
    return word


def root_of(word: str) -> str:
    """The stem by which the word's inflections are looked for; empty where it is too short to tell."""
    root = stem(word)
    return "" if len(root) < _SHORTEST_STEM or (root == word and len(word) <= _SHORTEST_STEM) else root


def endings_of(root: str) -> list[str]:
    """Every word that may have that stem: the root itself, with each ending, and with *qu* for its last *c*."""
    written = dict.fromkeys((root, _hard(root)))
    return [word for start in written for end in ("", *_ENDINGS) if stem(word := start + end) == root]


def _hard(root: str) -> str:
    return root[:-1] + "qu" if root.endswith("c") else root


def beginning_of(root: str) -> str:
    """What all words of that stem begin with."""
    return root[:-1] if root.endswith("c") else root


def of_stem(root: str, words: Iterable[str]) -> list[str]:
    """Those of the words whose stem it is. Few end as words do, and only of those the stem is worked out."""
    hard = _hard(root)
    return [
        word
        for word in words
        if not _ENDINGS_OR_NONE.isdisjoint((word.removeprefix(root), word.removeprefix(hard))) and stem(word) == root
    ]


_SOUNDS = (
    ("ll", "y"),
    ("ch", "\x01"),
    ("qu", "k"),
    ("ce", "se"),
    ("ci", "si"),
    ("ge", "je"),
    ("gi", "ji"),
    ("gue", "ge"),
    ("gui", "gi"),
)
_REPEATED = re.compile(r"([^\n])\1+")
_LETTERS = str.maketrans({"h": "", "z": "s", "v": "b", "c": "k", "i": "y", "x": "j", "w": "u"})


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """How a word sounds in Mexico: `lopes` and `lópez`, `marta` and `martha`, `bega` and `vega` are one."""
    return sounds([word])[0]


def sounds(words: Sequence[str]) -> list[str]:
    """How each of the words sounds, worked out for all at once."""
    spoken = "\n".join(words)
    for written, said in _SOUNDS:
        spoken = spoken.replace(written, said)
    spoken = _REPEATED.sub(r"\1", spoken.translate(_LETTERS))
    return spoken.split("\n") if words else []


def is_slip(typed: str, word: str) -> bool:
    """Whether one letter of the word was lost, doubled or swapped with the next in typing.

    Of the errors that part two words these are the likely ones: few strings come of them,
    while any letter may have been put in place of any other.
    """
    if len(typed) == len(word):
        at = _agreeing(typed, word)
        return typed[at : at + 2] == word[at : at + 2][::-1] and typed[at + 2 :] == word[at + 2 :]
    if len(typed) == len(word) - 1:
        at = _agreeing(typed, word)
        return typed[at:] == word[at + 1 :]
    if len(typed) == len(word) + 1:
        at = _agreeing(typed, word)
        return at > 0 and typed[at] == typed[at - 1] and typed[at + 1 :] == word[at:]
    return False


def _agreeing(first: str, second: str) -> int:
    """How many letters the two begin with in common."""
    shorter = min(len(first), len(second))
    return next((at for at in range(shorter) if first[at] != second[at]), shorter)
