"""Sums of money in words and in figures, in whole centavos (`int`), and which of the two is owed."""

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from schemas.errors import InvalidInput
from schemas.folding import confusion_key, fold_aligned
from schemas.number_words import AND, LIMIT, MILLION, THOUSAND, exact_value, spell, value_of, values_of

_WORD = re.compile(r"[^\W_]+")
_CENTS = re.compile(r"^[\s,.:;(]*(?:con\s+)?([0-9oqdils]{2})\s*[/|]\s*[1il][0oqd]{2}")
_CENTS_IN_WORDS = re.compile(r"^[\s,]*(?:(?:con|y)\s+)?([a-z]+(?:\s+y\s+[a-z]+)?)\s+centavos?\b")
_FIGURES = re.compile(r"^(\d{1,3}(?:[,.\s']\s?\d{3})+|\d+)(?:\s?[.,]\s?(\d{2}))?$")
_CURRENCY = re.compile(r"^(?:son|bueno|por|m\.?n\.?|mxn|[$:;(\s])+|(?:m\.?\s?n\.?|mxn|pesos|[\s)*\-=_.,:;])+$", re.I)
_DIGITS = str.maketrans("OoQDIl|SsBZz", "000011155822")
_MONEY = re.compile(
    r"(?<![\w.,$])\$\s{0,2}([\dOoQIl|SB](?:[\dOoQIl|SB]|[,.]\s?(?=[\dOoQIl|SB])|\s(?=[\dOoQIl|SB]{3}(?![\w]))){0,20})(?!\w)"
)
_FRAMED = re.compile(r"(?<=[.,]\d\d)[|Il1\]]\Z")
"""The frame of a table right behind the centavos, read as a digit."""
_FILLERS = frozenset(("son", "pesos", "peso", "de", "m", "n", "mn", "moneda", "nacional", "con", "cantidad", "la"))
_PESOS = frozenset(confusion_key(word) for word in ("pesos", "peso"))
_ANCHOR = re.compile(
    r"[pmr](?<![^\W_].)"
    r"(?:(?<=p)[ec][s5][o0q][s5]?|(?<=m)[il1j]{2}(?:[il1j][o0q]n(?:[ec][s5])?)?|(?<=r)n[il1j]{2}(?:[il1j][o0q]n(?:[ec][s5])?)?)"
    r"(?![^\W_])"
)
"""What `confusion_key` makes *pesos*, *mil* or *millón* of, as `_PESOS` and `exact_value` hold in each case."""
_STRETCH = 400  # characters on either side of an anchor; more than the words of the longest amount take
_LONGEST = 18  # words of the longest amount below LIMIT, with its fillers


class Effective(msgspec.Struct, frozen=True):
    """What is owed, in centavos. `conflict` says that words and figures are both known and differ."""

    cents: int | None
    conflict: bool


class WordAmount(msgspec.Struct, frozen=True):
    """An amount in words found in a text: centavos, where it stands (code points), whether *pesos* follows."""

    cents: int
    start: int
    end: int
    pesos: bool


class FigureAmount(msgspec.Struct, frozen=True):
    """An amount in figures found in a text: centavos and where it stands (code points, `$` included)."""

    cents: int
    start: int
    end: int


def effective(words: int | None, figures: int | None) -> Effective:
    """Words win over figures (LGTOC 16); a difference is flagged, never hidden. Centavos in, centavos out."""
    conflict = words is not None and figures is not None and words != figures
    return Effective(words if words is not None else figures, conflict)


def to_words(cents: int) -> str:
    """The amount as written on a promissory note: `TREINTA Y UN MIL PESOS 50/100 M.N.`.

    Raises:
        InvalidInput: the amount is negative or a million million pesos or more.
    """
    pesos, rest = divmod(cents, 100)
    if not 0 <= pesos < LIMIT:
        raise InvalidInput("La cantidad no se puede escribir en letra.", code="amount_out_of_range")
    noun = "PESO" if pesos == 1 else "PESOS"
    joined = "DE " if pesos >= MILLION and pesos % MILLION == 0 else ""
    return f"{spell(pesos)} {joined}{noun} {rest:02d}/100 M.N."


@lru_cache(maxsize=10_000)
def parse_words(text: str) -> int | None:
    """The centavos of a text that is an amount in words and nothing else, or None.

    Takes both genders, *UN MIL*, run-together and misread words, centavos as
    `50/100` (with O for 0) or in words. Without *pesos* the number counts pesos.
    """
    found = next(iter(find_word_amounts(text)), None)
    if found is None:
        return None
    folded = fold_aligned(text)
    around = _WORD.findall(folded[: found.start]) + _WORD.findall(folded[found.end :])
    alien = [word for word in around if word not in _FILLERS and confusion_key(word) not in {"son", "m", "n"}]
    return None if alien else found.cents


def find_word_amounts(text: str) -> tuple[WordAmount, ...]:
    """Every amount in words of a text, in order: before *pesos* forgiving of OCR, elsewhere only with *mil* or more."""
    return word_amounts_of(fold_aligned(text))


def word_amounts_of(folded: str) -> tuple[WordAmount, ...]:
    """The same of a text that `fold_aligned` has folded."""
    found: list[WordAmount] = []
    for start, end in _around_anchors(folded):
        found += _amounts_within(folded, start, end)
    return tuple(found)


def _around_anchors(folded: str) -> Iterator[tuple[int, int]]:
    """The stretches of text around every *pesos*, *mil* or *millón*: words elsewhere make no amount."""
    start = end = -1
    for match in _ANCHOR.finditer(folded):
        if match.start() - _STRETCH > end:
            if end >= 0:
                yield start, end
            start = max(0, match.start() - _STRETCH)
        end = match.end() + _STRETCH
    if end >= 0:
        yield start, end


def _amounts_within(folded: str, start: int, end: int) -> Iterator[WordAmount]:
    while start > 0 and folded[start - 1].isalnum():
        start -= 1
    words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(folded, start, end)]
    taken = 0
    for at, (word, _, word_end) in enumerate(words):
        if confusion_key(word) in _PESOS and (amount := _before(folded, words, at, taken)):
            yield amount
            taken = at
        elif exact_value(word) in (THOUSAND, MILLION) and _is_last(words, at) and at >= taken:
            if (plain := _plain(words, at, taken, word_end)) is not None:
                yield plain
            taken = at + 1


_Words = list[tuple[str, int, int]]


def _is_last(words: _Words, at: int) -> bool:
    """Whether no *pesos* follows within an amount's reach, so that the run stands for itself."""
    for word, _, _ in words[at + 1 : at + _LONGEST]:
        if confusion_key(word) in _PESOS:
            return False
        if exact_value(word) is None and word != "de":
            break
    return True


def _plain(words: _Words, at: int, floor: int, end: int) -> WordAmount | None:
    """A run of number words around *mil* with no *pesos* after it."""
    first = at
    while first > floor and at - first < _LONGEST and exact_value(words[first - 1][0]) is not None:
        first -= 1
    last = at
    while last + 1 < len(words) and last - at < _LONGEST and exact_value(words[last + 1][0]) is not None:
        last += 1
    values = [exact_value(word) or 0 for word, _, _ in words[first : last + 1]]
    number = value_of(values)
    if number is None or number == THOUSAND:
        return None
    return WordAmount(number * 100, words[first][1], max(end, words[last][2]), pesos=False)


def _before(folded: str, words: _Words, at: int, floor: int) -> WordAmount | None:
    """The longest amount that ends right before the *pesos* at `at`."""
    runs: list[tuple[int, ...]] = []
    first = at
    while first > floor and at - first < _LONGEST:
        word = words[first - 1][0]
        values = values_of(word)
        if not values and not (word == "de" and first == at):
            break
        runs.insert(0, values)
        first -= 1
    for skip in range(len(runs)):
        values = tuple(value for run in runs[skip:] for value in run)
        number = value_of(values) if values and values[0] != AND else None
        if number is not None and number < LIMIT:
            cents, end = _centavos(folded, words[at][2])
            return WordAmount(number * 100 + cents, words[first + skip][1], end, pesos=True)
    return None


def _centavos(folded: str, start: int) -> tuple[int, int]:
    """Centavos written after *pesos* and where they end; (0, start) where none are."""
    tail = folded[start : start + 60]
    if match := _CENTS.match(tail):
        digits = match.group(1).translate(_DIGITS)
        return (int(digits) if digits.isdigit() else 0), start + match.end()
    if match := _CENTS_IN_WORDS.match(tail):
        values = tuple(value for word in match.group(1).split() for value in values_of(word))
        number = value_of(values)
        if number is not None and number < 100:
            return number, start + match.end()
    return 0, start


def parse_figures(text: str) -> int | None:
    """The centavos of a text that is an amount in figures and nothing else, or None.

    Takes `$25,000.00`, `25 000.00`, `25000`, `25.000,00`, look-alike letters for
    digits, stray blanks after separators, and *M.N.* or *pesos* behind.
    """
    bare = _CURRENCY.sub("", text.strip()[:60])
    bare = bare.translate(_DIGITS)
    match = _FIGURES.match(bare)
    if match is None:
        return None
    digits = re.sub(r"\D", "", match.group(1))
    if len(digits) > 12:
        return None
    return int(digits) * 100 + int(match.group(2) or 0)


def find_figures(text: str) -> tuple[FigureAmount, ...]:
    """Every amount in figures with a `$` before it, in order."""
    return tuple(_each_figure(text))


def _each_figure(text: str) -> Iterator[FigureAmount]:
    at = text.find("$")
    while at >= 0:
        match = _MONEY.match(text, at)
        raw = _FRAMED.sub("", match.group(1)) if match else ""
        cents = parse_figures(raw)
        if match and cents is not None:
            yield FigureAmount(cents, match.start(), match.start(1) + len(raw))
        at = text.find("$", match.end() if match else at + 1)
