"""How values read from a document are written for people, and how what people write becomes a normal form again.

Normal forms are those of `schemas.fields.Field`. A value with no writing of its own stays as it is, both ways.
"""

import re
from datetime import date
from decimal import Decimal

from schemas.amounts import parse_figures
from schemas.court_files import CourtFile, FileOf, parse_court_file
from schemas.errors import InvalidInput
from schemas.identifiers import credit_key
from schemas.legal_dates import parse_date

SUMS = ("amount", "amount_words", "amount_figures", "principal", "interest", "waived", "first_payment", "instalment")
DAYS = (
    "document_date",
    "signed_on",
    "due_on",
    "endorsed_on",
    "published_on",
    "paid_on",
    "until",
    "born_on",
    "stamp_date",
)
RATES = ("ordinary_rate", "default_rate", "commission_rate")
FILES = {
    "court_file": FileOf.MAIN,
    "appeal": FileOf.APPEAL,
    "amparo": FileOf.AMPARO,
    "rogatory": FileOf.ROGATORY,
    "notebook": FileOf.NOTEBOOK,
}
IN_ORDER = (
    *SUMS[:3], "signed_on", "document_date", "due_on", "credit", "promissory_note", "borrower", "borrower_curp",
    "guarantor", "guarantor_curp", "court", *FILES, "stamp_date", "stamp_time", "stamp_folio", "stamp_sheets",
    "stamp_copies", "stamp_annexes", "plaintiff", "defendants", "lawyer", "license", "lawyer_curp", "lawyer_rfc",
    "contract", "letter", "receipt", "invoice", "request", "slip", "deed", "notary", *SUMS[3:], *RATES,
)  # fmt: skip
"""The order in which values of a paper are looked at: what it is worth, when, of whom, before which court."""

_PLACES = {name: place for place, name in enumerate(IN_ORDER)}
_RATE = re.compile(r"(\d{1,3}(?:[.,]\d{1,4})?)\s*%?")


def place(name: str) -> int:
    """Where a value of that name stands among those of a document; names without a place behind all others."""
    return _PLACES.get(name, len(_PLACES))


def written(name: str, value: str, raw: str = "") -> str:
    """The value as the office writes it: `$7,710.00`, `12/07/2018`, `1.50 %`, `1433/2013`, a credit as printed.

    `raw` is the value as printed. What is written here is read back by `meant` as the same value.
    """
    text = _written(name, value, raw) if value else ""
    try:
        return text if text and meant(name, text) == value else value
    except InvalidInput:
        return value


def _written(name: str, value: str, raw: str) -> str:
    if name in SUMS:
        cents = parse_figures(value)
        return "" if cents is None else f"${Decimal(cents) / 100:,.2f}"
    if name in DAYS:
        day = _iso(value)
        return f"{day:%d/%m/%Y}" if day else ""
    if name in RATES:
        return f"{value} %"
    if name in FILES:
        file = parse_court_file(value)
        suffix = f"-{file.suffix}" if file and file.suffix else ""
        return f"{file.number}/{file.year}{suffix}" if file else ""
    return raw.strip(" .,;:") if name == "credit" else ""


def meant(name: str, text: str) -> str:
    """The normal form of what a person wrote; empty stays empty.

    Raises:
        InvalidInput: it is no date, sum, rate or court file where one is asked for.
    """
    text = " ".join(text.split())
    if not text:
        return ""
    if name in SUMS:
        cents = parse_figures(text) if any(letter.isdigit() for letter in text) else None
        return _known(None if cents is None else f"{cents // 100}.{cents % 100:02d}", text, "una cantidad", "25,000.00")
    if name in DAYS:
        day = _iso(text) or parse_date(text)
        return _known(day.isoformat() if day else None, text, "una fecha", "31/12/2024")
    if name in RATES:
        found = _RATE.fullmatch(text)
        rate = f"{Decimal(found.group(1).replace(',', '.')):.2f}" if found else None
        return _known(rate, text, "un porcentaje", "1.5 %")
    if name in FILES:
        file = parse_court_file(text)
        said = CourtFile(FILES[name], file.year, file.number, file.suffix).normal if file else None
        return _known(said, text, "un número de juicio", "1234/2024")
    return credit_key(text) if name == "credit" else text


def _known(value: str | None, text: str, what: str, example: str) -> str:
    if value is None:
        raise InvalidInput(f"«{text[:40]}» no es {what}; escriba, por ejemplo, {example}.")
    return value


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
