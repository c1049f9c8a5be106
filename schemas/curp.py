"""CURP, the population register key: what holds of it, and its repair after OCR (DOMAIN 2.2).

Positions here count from 0: letters 0-3, AAMMDD 4-9, sex 10, state 11-12,
consonants 13-15, discriminator 16, check digit 17.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import combinations, islice, product

import msgspec

from schemas.folding import confusion_key, fold

STATES = (
    "AS", "BC", "BS", "CC", "CH", "CL", "CM", "CS", "DF", "DG", "GR", "GT", "HG", "JC", "MC", "MN", "MS", "NE",
    "NL", "NT", "OC", "PL", "QR", "QT", "SL", "SP", "SR", "TC", "TL", "TS", "VZ", "YN", "ZS",
)  # fmt: skip
CURP = re.compile(
    r"[A-Z][AEIOUX][A-Z]{2}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[HMX]"
    r"(?:" + "|".join(STATES) + r")[B-DF-HJ-NP-TV-Z]{3}[0-9A-Z]\d"
)
"""Shape only, for `fullmatch`; `curp_problem` checks the rest."""

DIGIT_ONLY_AFTER, LETTER_ONLY_UNTIL = 26, 15
"""A two-digit year above the first is of the 1900s (discriminator a digit), up to the second of the 2000s for a
borrower old enough to sign (a letter). Between them nothing is decided (DOMAIN 2.2)."""

_ALPHABET = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
_TO_DIGIT = dict(zip("OQDILSBZGAT|", "000115826471", strict=True))
_TO_LETTERS = {"0": "ODQ", "1": "IL", "5": "S", "8": "B", "2": "Z", "6": "G", "4": "A", "7": "T", "|": "IL"}
_VOWEL_FOR = {"Q": "O", "D": "O", "C": "O", "V": "U", "F": "E", "L": "I", "J": "I", "T": "I"}
_CONSONANTS = "BCDFGHJKLMNPQRSTVWXYZ"
_CONSONANT_FOR = {"I": "LT", "O": "DQ", "U": "V", "E": "F"}
_CONSONANT_SLOTS = frozenset((13, 14, 15))
_LABEL = re.compile(r"(?<![^\W_])[c(g][uv]r[pf](?![^\W_])(?:\s+[^\W\d_]{3,12}\s*:)?[\s:;.,\-_=]{0,6}", re.IGNORECASE)
_LABEL_HINTS = ("URP", "VRP", "URF", "VRF")
"""One of them stands in every label: cheaper to look for than the label."""
_SHORTEST = 17
_TOKEN = re.compile(r"(?<!\w)[0-9A-Z|]{17,20}(?!\w)")
_TWICE = ({"S", "8"}, {"S", "B"}, {"B", "5"}, {"O", "D"}, {"D", "0"}, {"G", "C"}, {"5", "8"}, {"O", "9"}, {"S", "9"})
_RUN = re.compile(r"(.)\1+")
_STRAY = re.compile(r"[\s.]{1,2}\w(?!\w)")
_DIGIT_SLOTS = frozenset((4, 5, 6, 7, 8, 9, 17))
_MOST_CANDIDATES = 4096


def check_digit(first17: str) -> str:
    """The eighteenth character for the seventeen before it; `?` where one of them has no value."""
    values = [_ALPHABET.find(character) for character in first17[:17]]
    if min(values, default=-1) < 0 or len(values) < 17:
        return "?"
    return str((10 - sum(value * (18 - at) for at, value in enumerate(values)) % 10) % 10)


def curp_birth_date(curp: str) -> date | None:
    """Birth date by the century rule (discriminator digit: 1900s, letter: 2000s); None if there is no such day."""
    if len(curp) != 18 or not curp[4:10].isdecimal():
        return None
    century = 1900 if curp[16].isdigit() else 2000
    try:
        return date(century + int(curp[4:6]), int(curp[6:8]), int(curp[8:10]))
    except ValueError:
        return None


def curp_problem(text: str) -> str | None:
    """Why the text is no valid CURP, one Spanish sentence, or None when it is valid.

    A CURP with a problem may still be what the paper says: keep it as printed and warn.
    """
    curp = text.strip().upper()
    if len(curp) != 18:
        return "La CURP debe tener 18 caracteres."
    if not CURP.fullmatch(curp):
        return "La CURP no tiene la forma debida."
    if curp_birth_date(curp) is None:
        return "La fecha de nacimiento de la CURP no existe."
    if check_digit(curp) != curp[17]:
        return "El dígito verificador de la CURP no corresponde."
    return None


def repair_curp(window: str, known: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Valid CURPs that a window of OCR (about 17-20 characters after the label) may be, best first.

    Letters and digits are forced by position, single extra characters dropped, and
    only what passes shape, date and check digit is kept. At the discriminator
    the check digit is blind to 0 and O: the century decides where it can. CURPs
    in `known` are preferred: if any fits, only those are returned. One result is
    an answer, several are for a person to choose from.
    """
    bare = re.sub(r"[^0-9A-Z|]", "", fold(window).upper())[:24]
    if not 17 <= len(bare) <= 24:
        return ()
    found: dict[str, None] = {}
    for tier in _cuts(bare):
        for text in tier:
            found.update(dict.fromkeys(_candidates(text)))
        if found:
            break
    close = sorted((known & found.keys()) | _reading_as(bare, known)) if known else []
    return tuple(close or found)


def _cuts(bare: str) -> Iterator[list[str]]:
    """Ways to take eighteen characters, likeliest first: as they come, without look-alikes read twice, without any one."""
    yield [bare[:18]] if len(bare) >= 18 else []
    doubled = [at for at in range(1, len(bare)) if _twice(bare[at - 1], bare[at])][:6]
    extra = len(bare) - 18
    if 0 < extra <= len(doubled):
        drops = (*combinations(doubled, extra), *combinations([at - 1 for at in doubled], extra))
        yield ["".join(one for at, one in enumerate(bare) if at not in drop) for drop in drops]
    if len(bare) == 19:
        yield [bare[:at] + bare[at + 1 :] for at in range(19)]
    if len(bare) >= 20:
        yield [bare[2:20]]


def _twice(first: str, second: str) -> bool:
    """Whether two characters may be one that was read twice, as OCR does with look-alikes (`O0`, `S8`)."""
    return confusion_key(first) == confusion_key(second) or {first, second} in _TWICE


def _candidates(text: str) -> Iterator[str]:
    slots = []
    for at, character in enumerate(text):
        if not (options := _options(at, character)):
            return
        slots.append(options)
    for combination in islice(product(*slots), _MOST_CANDIDATES):
        curp = "".join(combination)
        if curp_problem(curp) is None and _century_allows(curp):
            yield curp


def _options(at: int, character: str) -> str:
    """What may stand at a position, given what was read there; empty when nothing can."""
    if at in _DIGIT_SLOTS:
        return character if character.isdigit() else _TO_DIGIT.get(character, "")
    if at == 16:
        other = _TO_DIGIT.get(character, "") + _TO_LETTERS.get(character, "")[:1]
        return "".join(dict.fromkeys((character if character != "|" else "") + other))
    letters = character if character.isalpha() else _TO_LETTERS.get(character, "")
    if at == 1:
        return _only("AEIOUX", letters, _VOWEL_FOR)
    if at in _CONSONANT_SLOTS:
        return _only(_CONSONANTS, letters, _CONSONANT_FOR)
    return _only("HMX", letters, {"N": "HM", "K": "HX", "W": "M"}) if at == 10 else letters


def _only(allowed: str, letters: str, instead: dict[str, str]) -> str:
    """Of some letters those that may stand there, else what they are mistaken for."""
    fitting = "".join(letter for letter in letters if letter in allowed)
    return fitting or "".join(instead.get(letter, "") for letter in letters)


def as_printed(text: str) -> str:
    """A CURP that does not hold, as a person would copy it: what can only be a digit or a letter as such, all else as read.

    For keys that are wrong on the paper itself: nothing is repaired beyond what the eye would see.
    """
    bare = re.sub(r"[^0-9A-Z|]", "", fold(text).upper())[:20]
    for tier in _cuts(bare):
        shaped = {forced for cut in tier if CURP.fullmatch(forced := _forced(cut))}
        if shaped:
            return shaped.pop() if len(shaped) == 1 else _forced(bare[:18])
    return _forced(bare[:18])


def _forced(text: str) -> str:
    """Digits where only digits may stand and letters where only letters may, the discriminator by the century."""
    out = [(_options(at, one) or one)[:1] if at != 16 else one for at, one in enumerate(text)]
    if len(out) == 18 and "".join(out[4:6]).isdigit() and int("".join(out[4:6])) > DIGIT_ONLY_AFTER:
        out[16] = _TO_DIGIT.get(out[16], out[16])
    return "".join(out)


def _century_allows(curp: str) -> bool:
    year = int(curp[4:6])
    if year > DIGIT_ONLY_AFTER:
        return curp[16].isdigit()
    return curp[16].isalpha() if year <= LETTER_ONLY_UNTIL else True


class _Index(msgspec.Struct, frozen=True):
    """Known CURPs by their confusion keys, by the same without characters read twice, and what keys are made of."""

    by_key: dict[str, list[str]]
    by_run: dict[str, list[str]]
    shortest: int
    letters: str


@lru_cache(maxsize=4)
def _index(known: frozenset[str]) -> _Index:
    by_key: dict[str, list[str]] = {}
    by_run: dict[str, list[str]] = {}
    for curp in known:
        key = confusion_key(curp)
        by_key.setdefault(key, []).append(curp)
        by_run.setdefault(_RUN.sub(r"\1", key), []).append(curp)
    return _Index(by_key, by_run, min(map(len, by_key), default=0), "".join(sorted(set().union(*by_key))))


def _reading_as(bare: str, known: frozenset[str]) -> set[str]:
    """The known CURPs that may have been read so: look-alikes only, one character lost or added.

    Mere closeness is not enough: the CURPs of siblings differ by two or three characters.
    """
    index = _index(known)
    got = confusion_key(bare)
    tried = {got}
    for length in range(index.shortest, len(got)):
        tried.update(got[at : at + length] for at in range(len(got) - length + 1))
    if len(bare) == 17:
        tried.update(got[:at] + letter + got[at:] for at in range(len(got) + 1) for letter in index.letters)
    if len(bare) == 19:
        tried.update(got[:at] + got[at + 1 :] for at in range(len(got)))
    hits = [index.by_key[key] for key in tried & index.by_key.keys()]
    if len(bare) > 18:
        hits.append(index.by_run.get(_RUN.sub(r"\1", got), []))
    return {curp for group in hits for curp in group}


class FoundCurp(msgspec.Struct, frozen=True):
    """A CURP in a text: where it stands (code points), and what it may be, as `repair_curp` says (may be empty)."""

    start: int
    end: int
    candidates: tuple[str, ...]
    labelled: bool


def find_curps(text: str, known: frozenset[str] = frozenset()) -> tuple[FoundCurp, ...]:
    """Every CURP of a text in order: after its label whatever state it is in, elsewhere where eighteen characters hold."""
    found: list[FoundCurp] = []
    upper = text.upper()
    labels = _LABEL.finditer(text) if any(hint in upper for hint in _LABEL_HINTS) else iter(())
    for label in islice(labels, 200):
        start, end = label.end(), _window_end(text, label.end())
        window = text[start:end]
        if sum(character.isdigit() or character in "OoIl|SB" for character in window) >= 6:
            found.append(FoundCurp(start, end, repair_curp(window, known), labelled=True))
    for token in islice(_long_tokens(text), 5000):
        start, end = token.span()
        if any(start < other.end and other.start < end for other in found):
            continue
        if candidates := repair_curp(token.group(), known):
            found.append(FoundCurp(start, end, candidates, labelled=False))
    return tuple(sorted(found, key=lambda item: item.start))


def _long_tokens(text: str) -> Iterator[re.Match[str]]:
    """Every run of as many characters as a CURP has; most words are shorter, and only the others are looked through."""
    at = 0
    for word in [word for word in text.split() if len(word) >= _SHORTEST]:
        start = text.find(word, at)
        at = start + len(word)
        yield from _TOKEN.finditer(text, start, at)


def _window_end(text: str, start: int) -> int:
    """Where the key after a label ends: at a blank or mark once eighteen characters are in, on the same line."""
    end, count = start, 0
    while end < min(len(text), start + 40) and count < 21 and text[end] != "\n":
        if text[end].isalnum() or text[end] == "|":
            count += 1
        elif count >= 18 or (count == 17 and not _STRAY.match(text, end)):
            break
        end += 1
    return end
