"""Does a text read like a language at all? Only garbage is turned away.

A text layer may be there and say nothing: fonts without a table of letters
give shifted or private codes, old readings give strewn signs. Pairs of
letters tell: of the pairs in Spanish and English prose nearly nine in ten are
in the list below, of shifted prose two or three in ten.
"""

import re
import unicodedata
from collections.abc import Sequence

import numpy as np

from schemas.folding import letter_count

_PAIRS_LISTED = (
    "ab ac ad ai al am an ar as at ba be bl bo br bu ca ce ch ci cl co cr ct cu da de di do dr ea ec ed eg ei el em "
    "en er es et eu ey fa fe fi fo fr ga ge gh gi gl go gr gu ha he hi ho ht hu ia ib ic id ie if ig il im in io ip ir "
    "is it iv ja je jo ju la le li ll lo lt lu ma me mi mo mp mu na nc nd ne ng ni no ns nt nu ny ob oc od of oi ol om "
    "on op or os ot ou ov pa pe pl po pr pu py qu ra rc rd re ri rk rm rn ro rr rs rt ru sa sc se sh si so sp ss st su "
    "ta te th ti to tr ts tt tu tw ty ua ub uc ud ue ui ul um un up ur us ut uy va ve vi vo wa we wi wo yo za zo"
)
_PAIRS = np.zeros((128, 128), dtype=np.bool_)
_PAIRS[tuple(zip(*(pair.encode() for pair in _PAIRS_LISTED.split()), strict=True))] = True
"""Whether the second letter is listed after the first, by their codes."""
_LEAST_PAIRS = 60
"""Below this number of pairs the statistics say nothing."""
_READABLE = 0.5
_WELL_READ, _ENOUGH_PAIRS = 0.8, 200
"""Share of usual pairs below which a sixth of the letters or more are wrong, and how many pairs tell so; prose has 0.92 at least."""
_STRANGE = 0.08
_SINGLE = 0.55
_FIRST = 100
_CID = re.compile(r"\(cid:\d+\)")
_SAMPLE = 560
"""Characters looked at for pairs of letters."""
_READING = 6000
"""The same of a reading, of which parts may have gone wrong."""
_WITH_ACCENT = "así|según|también|días?|artículos?|código|crédito|número|señora?"
"""Words of every office page that are none, or hardly ever meant, without their accent or tilde; so is whatever ends in `cion`."""
_WITHOUT_ACCENT = _WITH_ACCENT.translate(str.maketrans("áéíóúñ", "aeioun"))
_ACCENTED = re.compile(rf"(?<!\w)(?:[a-záéíóúñ]{{2,}}ción|{_WITH_ACCENT})(?!\w)")
_BARE = re.compile(rf"(?<!\w)(?:[a-z]{{3,}}ci(?:[^\saeiuáéíúó]|[oÃ6][^\sa-z]|\(\))n|{_WITHOUT_ACCENT})(?!\w)")
"""The same without it or with a wrong sign: `resolucion`, `resoluci6n`, `resoluciÃ³n`; in small letters, since capitals are printed so."""
_MANY_BARE = 4
"""Different ones, and more in all than written rightly: English has but two or three."""
_UNUSUAL = re.compile(r"[^\x20-\x7e\n\u00a0-\u024f\u2010-\u2026]")
_MARKS = re.compile(r"[\u0300-\u036f]+")
_LATIN_WORD = re.compile(r"[a-z]{2,}")


def is_garbled(words: Sequence[str]) -> bool:
    """Whether the words cannot be anybody's language: wrong codes, shifted letters, strewn signs.

    Scripts other than Latin pass when their characters are real ones; so do
    texts too short to tell.
    """
    text = " ".join(words)
    if not text:
        return False
    signs = len(text) - text.count(" ")
    strange = sum(map(_is_strange, _UNUSUAL.findall(text)))
    if "(cid:" in text:
        strange += sum(map(len, _CID.findall(text)))
    if strange > _STRANGE * max(signs, 1):
        return True
    return _is_strewn(words) or _has_odd_pairs(_sample_of(text))


def is_misread(words: Sequence[str]) -> bool:
    """Whether so many letters or accents are wrong that the scan beneath is better read again; a text of a born-digital page may be anything."""
    text = " ".join(words)[:_READING]
    usual, pairs, _ = _usual_pairs(text)
    return (pairs >= _ENOUGH_PAIRS and usual < _WELL_READ * pairs) or _lacks_accents(text)


def _lacks_accents(text: str) -> bool:
    """Whether Spanish was read by an engine of another language: most words that need an accent have none or a wrong sign."""
    text = unicodedata.normalize("NFC", text)
    bare = _BARE.findall(text)
    return len(set(bare)) >= _MANY_BARE and len(bare) > len(_ACCENTED.findall(text))


def _sample_of(text: str) -> str:
    """The beginning and the middle: a heading alone may be in another font than the body."""
    if len(text) <= _SAMPLE:
        return text
    half, middle = _SAMPLE // 2, len(text) // 2
    return text[:half] + " " + text[middle : middle + half]


def _is_strange(char: str) -> bool:
    """Private use, unassigned, replacement and control characters: no font had a letter for it."""
    return char == "\ufffd" or unicodedata.category(char) in {"Co", "Cn", "Cc", "Cs"}


def _is_strewn(words: Sequence[str]) -> bool:
    """Whether most pieces are single signs, or most signs no letter or digit, as a failed reading leaves them."""
    if len(words) < 40:
        return False
    if list(map(len, words)).count(1) > _SINGLE * len(words):
        return True
    text = "".join(words[:_FIRST])
    return 2 * letter_count(text) < len(text)


def _has_odd_pairs(text: str) -> bool:
    usual, pairs, mostly_latin = _usual_pairs(text)
    return pairs >= _LEAST_PAIRS and usual < _READABLE * pairs and mostly_latin


def _usual_pairs(text: str) -> tuple[int, int, bool]:
    """How many pairs of letters are listed, of how many, and whether most of the text's letters are in them."""
    plain = _MARKS.sub("", unicodedata.normalize("NFD", text.lower()))
    runs = _LATIN_WORD.findall(plain)
    pairs = sum(map(len, runs)) - len(runs)
    row = np.frombuffer(" ".join(runs).encode(), dtype=np.uint8)  # a pair with the blank between two runs is not listed
    usual = int(np.count_nonzero(_PAIRS[row[:-1], row[1:]]))
    return usual, pairs, 2 * (pairs + len(runs)) >= sum(map(str.isalpha, plain))
