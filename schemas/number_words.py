"""Spanish number words to integers and back, tolerant of OCR in reading.

Why our own grammar: legal Spanish writes *treinta y un mil* and *veintiún
millones*, where general libraries write *uno* (measured, STACK.md "Spanish helpers").
"""

from collections.abc import Sequence
from functools import lru_cache

from schemas.folding import confusion_key, fold, within_one_edit

_UNITS = (
    "cero", "un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce",
    "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiún",
    "veintidós", "veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete", "veintiocho",
    "veintinueve",
)  # fmt: skip
_TENS = {
    30: "treinta", 40: "cuarenta", 50: "cincuenta", 60: "sesenta", 70: "setenta", 80: "ochenta", 90: "noventa",
}  # fmt: skip
_HUNDREDS = {
    100: "ciento", 200: "doscientos", 300: "trescientos", 400: "cuatrocientos", 500: "quinientos",
    600: "seiscientos", 700: "setecientos", 800: "ochocientos", 900: "novecientos",
}  # fmt: skip
AND, THOUSAND, MILLION = -1, 1_000, 1_000_000
LIMIT = 10**12
"""Numbers are written and read below this."""


def _vocabulary() -> dict[str, int]:
    words = {fold(word): value for value, word in enumerate(_UNITS)}
    words |= {word: value for value, word in _TENS.items()}
    words |= {word: value for value, word in _HUNDREDS.items()}
    words |= {word[:-2] + "as": value for value, word in _HUNDREDS.items() if value > 100}
    words |= {"uno": 1, "una": 1, "veintiuno": 21, "veintiuna": 21, "cien": 100, "primero": 1}
    words |= {"y": AND, "mil": THOUSAND, "millon": MILLION, "millones": MILLION}
    return words


_WORDS = _vocabulary()
_KEYS = {confusion_key(word): value for word, value in _WORDS.items() if len(word) > 2}


def exact_value(word: str) -> int | None:
    """The value of a folded word written or misread by look-alikes only; `AND` for *y*; None for other words."""
    if (value := _WORDS.get(word)) is not None:
        return value
    return _KEYS.get(confusion_key(word)) if len(word) > 2 else None


@lru_cache(maxsize=4096)
def values_of(word: str) -> tuple[int, ...]:
    """The values in one folded word as read by OCR: misspelt by a letter, or several words run together; () for none.

    A misspelling that could be two numbers (`seeenta`: sesenta, setenta) is none.
    """
    if (value := exact_value(word)) is not None:
        return (value,)
    if len(word) > 28:
        return ()
    if len(word) >= 5 and (parts := _split(word)):
        return parts
    if len(word) < 4 or word.isdigit():
        return ()
    near = {value for known, value in _WORDS.items() if len(known) > 3 and within_one_edit(word, known)}
    return tuple(near) if len(near) == 1 else ()


def _split(word: str) -> tuple[int, ...]:
    """Words run together, longest first; bounded by the length of the word."""
    ways: list[tuple[int, ...] | None] = [()] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(end):
            value = _WORDS.get(word[start:end])
            before = ways[start]
            if value is not None and before is not None and ways[end] is None:
                ways[end] = (*before, value)
    return ways[-1] or ()


def value_of(values: Sequence[int]) -> int | None:
    """The number that a sequence of word values spells, None where the order is not that of a number."""
    total, section, group = 0, 0, 0
    seen_thousand = seen_million = False
    content = [value for value in values if value != AND]
    for value in content:
        if value == THOUSAND:
            if seen_thousand:
                return None
            section, group, seen_thousand = (group or 1) * 1000, 0, True
        elif value == MILLION:
            if seen_million:
                return None
            total, section, group = ((section + group) or 1) * MILLION, 0, 0
            seen_million, seen_thousand = True, False
        elif _fits(group, value):
            group += value
        else:
            return None
    return total + section + group if content else None


def _fits(group: int, value: int) -> bool:
    if value >= 100:
        return group == 0
    if value >= 10:
        return group % 100 == 0
    return group % 10 == 0 and (value > 0 or group == 0)


def spell(number: int) -> str:
    """The number in words before a masculine noun, upper case: *TREINTA Y UN MIL*, *VEINTIÚN*. 0 to `LIMIT` - 1.

    Raises:
        ValueError: the number is outside that range.
    """
    if not 0 <= number < LIMIT:
        raise ValueError("number out of range")
    if number == 0:
        return "CERO"
    millions, rest = divmod(number, MILLION)
    parts: list[str] = []
    if millions:
        parts.append("UN MILLÓN" if millions == 1 else f"{_below_million(millions)} MILLONES")
    if rest:
        parts.append(_below_million(rest))
    return " ".join(parts)


def _below_million(number: int) -> str:
    thousands, rest = divmod(number, 1000)
    parts: list[str] = []
    if thousands:
        parts.append("MIL" if thousands == 1 else f"{_below_thousand(thousands)} MIL")
    if rest:
        parts.append(_below_thousand(rest))
    return " ".join(parts)


def _below_thousand(number: int) -> str:
    if number == 100:
        return "CIEN"
    hundreds, rest = number // 100 * 100, number % 100
    parts = [_HUNDREDS[hundreds]] if hundreds else []
    if 0 < rest < 30:
        parts.append(_UNITS[rest])
    elif rest:
        parts.append(_TENS[rest // 10 * 10])
        if rest % 10:
            parts += ["y", _UNITS[rest % 10]]
    return " ".join(parts).upper()
