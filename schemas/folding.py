"""Text made comparable: accents, spaced titles, broken words and the confusions of OCR.

Everything here is pure and cheap enough to run over every page that is indexed.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_UPPER, _LOWER = r"[^\W\d_a-záéíóúüñ]", r"[a-záéíóúüñ]"
# All of one case, so that the *y* before a title is not taken for its first letter.
_SPACED = re.compile(rf"(?<![^\W_])(?:(?:{_UPPER} ){{3,}}{_UPPER}|(?:{_LOWER} ){{3,}}{_LOWER})(?![^\W_])")
_MAY_BE_SPACED = re.compile(r" [^\W\d_] [^\W\d_] [^\W\d_](?![^\W_])")
"""Stands in every such title; begins with a blank and not with any letter, so it is looked for many times faster."""
# The sign before the look back at the letter: only where one stands is there anything to try.
_HYPHEN = re.compile(r"[-\u00ac\u00ad\u2010](?<=[^\W\d_][-\u00ac\u00ad\u2010])\s*\n\s*(?=[^\W\d_])")
_TOKEN = re.compile(r"[^\W_]+")


class _Folding(dict[int, str]):
    """Translation table filled as characters are met; `aligned` keeps one character for one."""

    def __init__(self, *, aligned: bool) -> None:
        super().__init__()
        self._aligned = aligned

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        if self._aligned and len(folded) != 1:
            folded = folded[:1] or chr(code)
        self[code] = folded
        return folded


def _fold_character(character: str) -> str:
    if unicodedata.combining(character):
        return ""
    parts = "".join(part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part))
    if len(parts) == 1 or parts.isalpha():
        return "".join(part.lower()[:1] for part in parts)
    return character.lower()[:1]


_FOLDING = _Folding(aligned=False)
_ALIGNED = _Folding(aligned=True)
_MOST_BEYOND = 64  # runs of other characters in a text that is still taken for Latin-1
_LATIN = [_fold_character(chr(code)) for code in range(256)]
_LATIN_TABLE = bytes(
    ord(folded) if len(folded) == 1 and ord(folded) < 256 else code for code, folded in enumerate(_LATIN)
)
_PARTED = bytes(code if _TOKEN.fullmatch(chr(code)) else ord(" ") for code in range(256))
"""Blanks for what is neither letter nor digit."""
_NO_LETTERS = bytes(code for code in range(256) if not chr(code).isalnum())
_UNRULY = "".join(chr(code) for code, folded in enumerate(_LATIN) if len(folded) != 1 or ord(folded) > 255)
"""What of Latin-1 does not fold to one character of Latin-1 (the micro sign)."""


def _folded(text: str, table: _Folding) -> str:
    """Nearly all text is Latin-1 but for a few dashes and quotes, and bytes are translated some fifty times faster."""
    if any(character in text for character in _UNRULY):
        return text.translate(table)
    pieces: list[str] = []
    at = 0
    for _ in range(_MOST_BEYOND):
        try:
            pieces.append(_latin(text[at:]))
            return "".join(pieces)
        except UnicodeEncodeError as error:
            start, end = at + error.start, at + error.end
        pieces += _latin(text[at:start]), text[start:end].translate(table)
        at = end
    return text.translate(table)


def _latin(text: str) -> str:
    return text.encode("latin-1").translate(_LATIN_TABLE).decode("latin-1")


def fold(text: str) -> str:
    """Lower case without accents, ñ as n, º as o.

    One character in gives one character out, so offsets hold, but for two cases:
    combining marks standing alone (text in NFD) vanish and ligatures (ﬁ) become
    their letters. Use `fold_aligned` where offsets must hold whatever comes.
    """
    return _folded(text, _FOLDING)


def fold_aligned(text: str) -> str:
    """Like `fold`, but always as long as the text: a ligature keeps its first letter, a lone mark stays."""
    return _folded(text, _ALIGNED)


def tokens(text: str) -> list[str]:
    """The words of a text in order: runs of letters and digits, folded."""
    return words_in(fold(text))


def words_in(folded: str) -> list[str]:
    """The words of a folded text in order. Bytes are parted three times as fast as by a pattern."""
    try:
        return folded.encode("latin-1").translate(_PARTED).decode("latin-1").split()
    except UnicodeEncodeError:
        return _TOKEN.findall(folded)


def letter_count(text: str) -> int:
    """How many letters and digits a text has, as `str.isalnum` tells them; by bytes, which is some thirty times faster."""
    count = at = 0
    for _ in range(_MOST_BEYOND):
        try:
            return count + _latin_letters(text[at:])
        except UnicodeEncodeError as error:
            start, end = at + error.start, at + error.end
        count += _latin_letters(text[at:start]) + sum(map(str.isalnum, text[start:end]))
        at = end
    return count + sum(map(str.isalnum, text[at:]))


def _latin_letters(text: str) -> int:
    return len(text.encode("latin-1").translate(None, _NO_LETTERS))


def join_spaced_letters(text: str) -> str:
    """Titles set with spaces (`P R E S T A C I O N E S`) as words; four letters at least, two blanks part words."""
    if _MAY_BE_SPACED.search(text) is None:
        return text
    return _SPACED.sub(lambda match: match.group().replace(" ", ""), text)


def undo_hyphenation(text: str) -> str:
    """Words broken at the end of a line made whole; numbers keep their hyphens."""
    return _HYPHEN.sub("", text).replace("\u00ad", "")


_PAIRS = (("rn", "m"), ("cl", "d"), ("vv", "w"))
# One representative per class. Digits stay apart from one another, so two
# different numbers never share a key; hence 9, which is mistaken for g, stands alone.
_CLASSES = str.maketrans(
    {
        "l": "i",
        "1": "i",
        "|": "i",
        "!": "i",
        "j": "i",
        "0": "o",
        "q": "o",
        "5": "s",
        "$": "s",
        "8": "b",
        "h": "b",
        "2": "z",
        "6": "g",
        "e": "c",
        "v": "u",
        "4": "a",
        "7": "t",
    }
)


@lru_cache(maxsize=1 << 15)
def confusion_key(token: str) -> str:
    """A form shared by tokens that differ only by what OCR mistakes for one another.

    Classes: l 1 i j | ! · o 0 q · s 5 $ · b 8 h · z 2 · g 6 · e c · u v · a 4 · t 7 · rn m · cl d · vv w · n ñ.
    Different whole numbers keep different keys. Equal keys mean "may be the same", never "is".
    """
    return _alike(fold(token))


def confusion_keys(words: Sequence[str]) -> list[str]:
    """The keys of many folded words, worked out at once."""
    return _alike("\n".join(words)).split("\n") if words else []


def _alike(folded: str) -> str:
    for seen, meant in _PAIRS:
        folded = folded.replace(seen, meant)
    return folded.translate(_CLASSES)


def class_letters(token: str) -> str:
    """The token with each character as its class of look-alikes, letter for letter: one edit stays one edit at most."""
    return fold(token).translate(_CLASSES)


def pair_readings(token: str) -> set[str]:
    """How a folded token may have been read where two characters look like one: *rn* for *m*, one place at a time."""
    found: set[str] = set()
    for seen, meant in (*_PAIRS, *((meant, seen) for seen, meant in _PAIRS)):
        parts = token.split(seen)
        found |= {seen.join(parts[:at]) + meant + seen.join(parts[at:]) for at in range(1, len(parts))}
    return found


def within_one_edit(first: str, second: str) -> bool:
    """Whether one replaced, added, lost or swapped character at most parts the two."""
    if first == second:
        return True
    if len(first) > len(second):
        first, second = second, first
    if len(second) - len(first) > 1:
        return False
    at = 0
    while at < len(first) and first[at] == second[at]:
        at += 1
    if len(first) < len(second):
        return first[at:] == second[at + 1 :]
    swapped = first[at : at + 2][::-1] == second[at : at + 2]
    return first[at + 1 :] == second[at + 1 :] or (swapped and first[at + 2 :] == second[at + 2 :])
