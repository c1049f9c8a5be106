"""Numbers and keys that identify: credits, RFC, and the normal forms under which all of them are found.

CURP lives in `schemas.curp`, court files in `schemas.court_files`; both are
offered here too, so that callers need one module for identifiers.
"""

import re
from collections.abc import Iterator
from datetime import date

from schemas.amounts import find_figures, find_word_amounts, parse_figures
from schemas.court_files import CourtFile, FileOf, find_court_files, parse_court_file
from schemas.curp import CURP, curp_birth_date, curp_problem, find_curps, repair_curp
from schemas.folding import fold

__all__ = [
    "CURP",
    "CourtFile",
    "FileOf",
    "credit_key",
    "curp_birth_date",
    "curp_problem",
    "find_court_files",
    "find_curps",
    "identifier_forms",
    "parse_court_file",
    "repair_curp",
    "rfc_problem",
    "rfc_warning",
]

RFC = re.compile(r"[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{2}[0-9A]")
"""Shape only, for `fullmatch`."""
GENERIC_RFCS = frozenset(("XAXX010101000", "XEXX010101000"))

_RFC_ALPHABET = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ"
_KEY_START = re.compile(r"(?<![\wÑ&])([A-ZÑ&]{3,4}\d{6}[A-Z0-9]{0,8})(?![\wÑ])", re.IGNORECASE)
_JOINED = re.compile(
    r"(?<![\w/.,$-])([A-Za-z]{1,6}-\d{2,20}|[A-Za-z]{0,6}-?\d+(?:-[A-Za-z0-9]{1,12}){1,5})(?![\w/-]|[.,]\d)"
)
_SLASHED = re.compile(
    r"(?<![\w/.,$-])(?=[\d/-]*[A-Za-z])(?=[A-Za-z\d-]*/)([A-Za-z0-9]{1,12}(?:[/-][A-Za-z0-9]{1,12}){1,5})(?![\w/-])"
)
"""Letters and figures with a slash between them, as in `EC/2019/00321`."""
_PLAIN = re.compile(r"(?<![\w/.,$-])([A-Za-z]{0,4}\d{3,20})(?![\w/-]|[.,]\d)")
_GROUPED = re.compile(r"(?<![\w/.,$-])(\d{1,3}(?:,\d{3})+(?:\.\d\d)?|\d+\.\d\d)(?![\w/-])")
_DIGIT = re.compile(r"\d")
_MOST_FORMS, _LONGEST_TYPED = 500, 40
_FEWEST_DIGITS = 3  # of what is a number with letters in it


def credit_key(text: str) -> str:
    """A credit number as compared: upper case, only 0-9 and A-Z, leading zeros kept (DOMAIN 2.4)."""
    return re.sub(r"[^0-9A-Z]", "", fold(text).upper())


def rfc_problem(text: str) -> str | None:
    """Why the text is no RFC, one Spanish sentence, or None. The check digit is not a reason: see `rfc_warning`."""
    rfc = text.strip().upper()
    if not RFC.fullmatch(rfc):
        return "El RFC no tiene la forma debida."
    digits = rfc[-9:-3]
    for century in (1900, 2000):
        try:
            date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
        except ValueError:
            continue
        return None
    return "La fecha del RFC no existe."


def rfc_warning(text: str) -> str | None:
    """A Spanish sentence when the check digit does not fit, else None.

    Only a warning: about 1.5 % of the RFCs in use fail it (DOMAIN 2.3).
    """
    rfc = text.strip().upper()
    if rfc in GENERIC_RFCS or not RFC.fullmatch(rfc):
        return None
    total = sum(_RFC_ALPHABET.find(character) * (13 - at) for at, character in enumerate(rfc[:-1].rjust(12)))
    check = (11 - total % 11) % 11
    return None if "0123456789A"[check] == rfc[-1] else "El dígito verificador del RFC no corresponde."


def identifier_forms(text: str) -> tuple[str, ...]:
    """The normal form of every identifier in a text, for pages when indexed and for what is typed to search.

    Keys and numbers as `credit_key` (`1-23456-15` and `12345615` give `12345615`, `EC/2019/00321` gives `EC201900321`,
    folios and beginnings of CURP or RFC give themselves), court files as
    `EXP:2024:1234`, sums as `amt:` and centavos, in figures or words. The specific
    part comes last, so a prefix of a form finds what a prefix of the number should.
    At most 500 forms, in order of kind, each once.
    """
    forms: dict[str, None] = {}
    for form in _forms(text):
        forms[form] = None
        if len(forms) >= _MOST_FORMS:
            break
    return tuple(forms)


def _forms(text: str) -> Iterator[str]:
    for curp in find_curps(text.upper()):
        yield from curp.candidates
    numbered = _numbered(text)
    for match in _KEY_START.finditer(numbered):
        yield match.group(1).upper()
    files = find_court_files(text)
    for found in files:
        yield found.file.normal
        if found.file.suffix:
            yield CourtFile(found.file.kind, found.file.year, found.file.number).normal
    if not files and len(text) <= _LONGEST_TYPED and (typed := parse_court_file(text)):
        yield typed.normal
    for found in reversed(files):
        text = text[: found.start] + " " + text[found.end :]
    if files:
        numbered = _numbered(text)
    yield from _numbers(numbered)
    yield from _sums(text, numbered)


def _numbered(text: str) -> str:
    """The words of a text that hold a digit: no number or key reaches over a blank, and most words have none."""
    return " ".join([word for word in text.split() if not word.isalpha() and _DIGIT.search(word)])


def _numbers(numbered: str) -> Iterator[str]:
    for match in (*_JOINED.finditer(numbered), *_SLASHED.finditer(numbered)):
        key = credit_key(match.group(1))
        if sum(character.isdigit() for character in key) >= _FEWEST_DIGITS:
            yield key
    for match in _PLAIN.finditer(numbered):
        yield credit_key(match.group(1))


def _sums(text: str, numbered: str) -> Iterator[str]:
    for amount in find_figures(text):
        yield f"amt:{amount.cents}"
    for match in _GROUPED.finditer(numbered):
        cents = parse_figures(match.group(1))
        if cents is not None:
            yield f"amt:{cents}"
    for match in _PLAIN.finditer(numbered):
        if match.group(1).isdigit() and not match.group(1).startswith("0") and 3 <= len(match.group(1)) <= 9:
            yield f"amt:{int(match.group(1)) * 100}"
    for words in find_word_amounts(text):
        yield f"amt:{words.cents}"
