"""Dates as Mexican legal paper writes them: figures, words, stamps, ISO; day before month always.

Court acts carry dates in words by law (CCom 1055-III), so words matter as much as figures.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache

import msgspec
from rapidfuzz import fuzz

from schemas.folding import confusion_key, fold_aligned, within_one_edit
from schemas.number_words import AND, spell, value_of, values_of

MONTHS = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)
FIRST_YEAR, LAST_YEAR, TWO_DIGIT_PIVOT = 1900, 2100, 30
"""Years outside the range are not dates. Two digits up to 30 are 20xx, above are 19xx (DOMAIN 2.11)."""

ROUND_YEAR = 2000
_ALIKE = 60  # of 100: likeness of a word to that of a number, below which it is another word
_YEAR_WORDS = tuple(spell(number).lower() for number in range(1, 31))

_MONTH_KEYS = {confusion_key(name): number for number, name in enumerate(MONTHS, 1)} | {"sctiembrc": 9}
_SHORT_KEYS = {confusion_key(name[:3]): number for number, name in enumerate(MONTHS, 1)} | {"sct": 9, "oot": 10}
_DIGIT = "[0-9oqliszb|]"
_TO_DIGITS = str.maketrans("oqli|szb", "00111528")

_FIGURES = re.compile(
    rf"(?<![\w/])({_DIGIT}{{1,2}})[o°.]?\s*(?:\((?:[^()\n]{{3,30}})\)\s*)?"
    rf"(?:d[il1]as?\s+)?(?:del\s+mes\s+)?d?e?l?\s*\b([a-z0-9|]{{3,12}})\s*,?\s+"
    rf"(?:(?:de|del|dc|dei)\s+)?(?:ano\s+)?(?:de\s+)?({_DIGIT}{{4}})(?!\w)"
)
_MONTH_FIRST = re.compile(
    rf"(?<![\w/])([a-z0-9|]{{3,12}})\s+({_DIGIT}{{1,2}}|[a-z]{{3,14}}(?:\s+y\s+[a-z]{{3,6}})?)[o°.]?\s*,?\s+(?:d[ec][l1i]?\s+)?({_DIGIT}{{4}})(?!\w)"
)
"""*Febrero 14 de 2022*, as many write it at the foot of a letter."""
_NUMERIC = re.compile(
    rf"(?<![\w/.-])({_DIGIT}{{1,2}})\s?([/.-])\s?({_DIGIT}{{1,2}})\s?\2\s?({_DIGIT}{{4}}|\d\d)(?![\w/-])"
)
_ISO = re.compile(r"(?<![\w-])(\d{4})-(\d{2})-(\d{2})(?!\d)")
_STAMP = re.compile(
    rf"(?<!\w)({_DIGIT}{{1,2}})[\s/.\-]{{1,3}}([a-z0-9|]{{3,5}})[a-z]*[\s/.,\-]{{1,3}}({_DIGIT}{{4}}|\d\d)(?![\w/])"
)
_WORD_DATE = re.compile(
    r"(?<!\w)([a-z0-9|]{2,14}(?:\s+y\s+[a-z0-9|]{2,6})?)\s+(?:d[il1]as?\s+)?(?:de[l1i]?\s+mes\s+)?d[ec][l1i]?\s+"
    r"([a-z0-9|]{4,12})\s*,?\s+(?:d[ec][l1i]?\s+)?(?:ano\s+)?(?:d[ec]\s+)?([a-z0-9|]{3,9}(?:[:;]?\s+[a-z0-9|]{1,12}){0,6})"
)

_TWICE = re.compile(r"\(\s?[0-9]{1,4}\s?\)(?=\s?[a-z]{3})")
"""Figures before the same in words, *(15) quince de agosto de (2024) dos mil veinticuatro*: left out."""
_WORD = re.compile(r"[a-z0-9|]{3,}")
_SEPARATED = re.compile(r"[/.-]\s?[0-9oqliszb|]{1,2}\s?[/.-]")
_BEFORE_MONTH, _AFTER_MONTH = 90, 150
_BEFORE_SEPARATOR, _AFTER_SEPARATOR = 8, 16
"""Characters around a month's name, or around the first of the two marks between numbers, that a date may take."""


class FoundDate(msgspec.Struct, frozen=True, array_like=True):
    """A date in a text: its value, where it stands (code points, end exclusive) and how it was written."""

    value: date
    start: int
    end: int
    raw: str


@lru_cache(maxsize=2048)
def month_of(word: str) -> int | None:
    """The month (1-12) of a folded word as read by OCR, full name or first three letters; None for other words."""
    key = confusion_key(word)
    if (number := _MONTH_KEYS.get(key)) is not None:
        return number
    if len(key) >= 5:
        near = {number for known, number in _MONTH_KEYS.items() if within_one_edit(key, known)}
        if len(near) == 1:
            return near.pop()
    if len(word) > 6 and word.endswith(("de", "dc")):
        return month_of(word[:-2])
    return _SHORT_KEYS.get(key) if len(key) == 3 or (len(key) == 4 and key.startswith("scp")) else None


def full_year(digits: str) -> int:
    """Four digits as they are, two by the pivot."""
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if year <= TWO_DIGIT_PIVOT else 1900)


def parse_date(text: str) -> date | None:
    """The first date of a text, however written, or None."""
    found = find_dates(text)
    return found[0].value if found else None


def find_dates(text: str) -> tuple[FoundDate, ...]:
    """Every date of a text in order, none overlapping another. Impossible days (31 June) are no dates."""
    return dates_of(text, fold_aligned(text))


def dates_of(text: str, folded: str) -> tuple[FoundDate, ...]:
    """The same of a text that `fold_aligned` has folded already."""
    if "(" in folded:
        folded = _TWICE.sub(lambda match: " " * len(match.group()), folded)
    found: list[FoundDate] = []
    named = tuple(_around(_months(folded), _BEFORE_MONTH, _AFTER_MONTH))
    numeric = tuple(_around(_separators(folded), _BEFORE_SEPARATOR, _AFTER_SEPARATOR))
    for pattern, build, by_month in _READERS:
        for window in named if by_month else numeric:
            for start, end, value in _each(pattern, build, folded, window):
                if not any(start < other.end and other.start < end for other in found):
                    found.append(FoundDate(value, start, end, text[start:end]))
    return tuple(sorted(found, key=lambda item: item.start))


def _months(folded: str) -> Iterator[int]:
    """Where a word begins that may be a month, by name or by its first letters."""
    return (match.start() for match in _WORD.finditer(folded) if _monthly(match.group()))


@lru_cache(maxsize=1 << 14)
def _monthly(word: str) -> bool:
    return month_of(word) is not None or month_of(word[:3]) is not None


def _separators(folded: str) -> Iterator[int]:
    return (match.start() for match in _SEPARATED.finditer(folded))


def _around(places: Iterator[int], before: int, after: int) -> Iterator[tuple[int, int]]:
    """The stretches of text around some places in order; stretches that meet are one."""
    start = end = -1
    for place in places:
        if place - before > end:
            if end >= 0:
                yield start, end
            start = max(0, place - before)
        end = place + after
    if end >= 0:
        yield start, end


_Build = Callable[[re.Match[str]], tuple[date, int] | None]


def _each(
    pattern: re.Pattern[str], build: _Build, folded: str, window: tuple[int, int]
) -> Iterator[tuple[int, int, date]]:
    at, last = window
    while (match := pattern.search(folded, at, last)) is not None:
        built = build(match)
        if built is None:
            at = match.start() + 1
        else:
            yield match.start(), built[1], built[0]
            at = max(built[1], match.start() + 1)


def _valid(year: int, month: int | None, day: int) -> date | None:
    if month is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(digits: str) -> str:
    return digits.translate(_TO_DIGITS)


def _from_figures(match: re.Match[str]) -> tuple[date, int] | None:
    day, year = _number(match.group(1)), _number(match.group(3))
    if not any(character.isdigit() for character in match.group(1) + match.group(3)):
        return None
    first = 1 if match.group(1) == "1o" else int(day)  # "1o. de septiembre" is the ordinal
    value = _valid(int(year), month_of(match.group(2)), first)
    return (value, match.end()) if value else None


def _from_month_first(match: re.Match[str]) -> tuple[date, int] | None:
    month = month_of(match.group(1)) if len(match.group(1)) > 3 else None
    day, year = _day(match.group(2)), _number(match.group(3))
    if month is None or day is None or not any(character.isdigit() for character in match.group(3)):
        return None
    value = _valid(int(year), month, day)
    return (value, match.end()) if value else None


def _from_numeric(match: re.Match[str]) -> tuple[date, int] | None:
    day, month, year = (_number(match.group(group)) for group in (1, 3, 4))
    if sum(character.isdigit() for character in match.group()) < 4:
        return None
    value = _valid(full_year(year), int(month), int(day))
    return (value, match.end()) if value else None


def _from_iso(match: re.Match[str]) -> tuple[date, int] | None:
    value = _valid(int(match.group(1)), int(match.group(2)), int(match.group(3)))
    return (value, match.end()) if value else None


def _from_stamp(match: re.Match[str]) -> tuple[date, int] | None:
    if not any(character.isdigit() for character in match.group(3)):
        return None
    day, year = _number(match.group(1)), _number(match.group(3))
    month = month_of(match.group(2)) or month_of(match.group(2)[:3])
    value = _valid(full_year(year), month, int(day))
    return (value, match.end()) if value else None


def _from_words(match: re.Match[str]) -> tuple[date, int] | None:
    month = month_of(match.group(2)) if len(match.group(2)) > 3 else None
    if month is None:
        return None
    day = _day(match.group(1))
    year = _year(match.group(3), match.start(3))
    if day is None or year is None:
        return None
    value = _valid(year[0], month, day)
    return (value, year[1]) if value else None


def _day(text: str) -> int | None:
    if text.translate(_TO_DIGITS).isdigit() and any(character.isdigit() for character in text):
        return int(text.translate(_TO_DIGITS))
    values = [value for word in text.split() for value in values_of(word)]
    if len(values) < len(text.split()):
        return None
    number = value_of(values)
    return number if number is not None and 1 <= number <= 31 else None


def _year(text: str, start: int) -> tuple[int, int] | None:
    """The year spelled at the head of `text`, and where it ends."""
    if text[:4].isdigit() and not text[4:5].isdigit():
        return int(text[:4]), start + 4
    values: list[int] = []
    best: tuple[int, int] | None = None
    for match in re.finditer(r"[^\s:;]+", text):
        more = values_of(match.group())
        if not more:
            break
        values += more
        number = value_of(values) if values[-1] != AND else None
        if number is not None and FIRST_YEAR <= number <= LAST_YEAR:
            best = number, start + match.end()
    return None if best and best[0] == ROUND_YEAR and _unread(text[best[1] - start :]) else best


def _unread(rest: str) -> bool:
    """Whether what follows *dos mil* seems to be the rest of the year, misread."""
    following = re.match(r"\s+([a-z0-9|]{4,})", rest)
    return following is not None and any(fuzz.ratio(following.group(1), word) >= _ALIKE for word in _YEAR_WORDS)


_READERS: tuple[tuple[re.Pattern[str], _Build, bool], ...] = (
    (_ISO, _from_iso, False),
    (_NUMERIC, _from_numeric, False),
    (_FIGURES, _from_figures, True),
    (_WORD_DATE, _from_words, True),
    (_MONTH_FIRST, _from_month_first, True),
    (_STAMP, _from_stamp, True),
)
"""How dates are found and built, and whether the month is a word."""
