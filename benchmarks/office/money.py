"""Amounts of money and numbers in Spanish words, as Mexican titles print them.

Amounts are whole cents of the Mexican peso.
"""

import random

_UNITS = [
    "CERO",
    "UNO",
    "DOS",
    "TRES",
    "CUATRO",
    "CINCO",
    "SEIS",
    "SIETE",
    "OCHO",
    "NUEVE",
    "DIEZ",
    "ONCE",
    "DOCE",
    "TRECE",
    "CATORCE",
    "QUINCE",
    "DIECISÉIS",
    "DIECISIETE",
    "DIECIOCHO",
    "DIECINUEVE",
    "VEINTE",
    "VEINTIUNO",
    "VEINTIDÓS",
    "VEINTITRÉS",
    "VEINTICUATRO",
    "VEINTICINCO",
    "VEINTISÉIS",
    "VEINTISIETE",
    "VEINTIOCHO",
    "VEINTINUEVE",
]
_TENS = ["CERO", "DIEZ", "VEINTE", "TREINTA", "CUARENTA", "CINCUENTA", "SESENTA", "SETENTA", "OCHENTA", "NOVENTA"]
_HUNDREDS = [
    "CERO",
    "CIENTO",
    "DOSCIENTOS",
    "TRESCIENTOS",
    "CUATROCIENTOS",
    "QUINIENTOS",
    "SEISCIENTOS",
    "SETECIENTOS",
    "OCHOCIENTOS",
    "NOVECIENTOS",
]


def _below_thousand(number: int) -> str:
    if number == 100:
        return "CIEN"
    parts: list[str] = []
    if number >= 100:
        parts.append(_HUNDREDS[number // 100])
        number %= 100
    if number >= 30:
        parts.append(_TENS[number // 10])
        if number % 10:
            parts += ["Y", _UNITS[number % 10]]
    elif number:
        parts.append(_UNITS[number])
    return " ".join(parts)


def _before_noun(words: str) -> str:
    if words.endswith("VEINTIUNO"):
        return words[:-9] + "VEINTIÚN"
    return words[:-1] if words.endswith("UNO") else words


def number_words(number: int, *, before_noun: bool = False) -> str:
    """`number` (0 to 999,999,999) in upper-case Spanish words; `before_noun` shortens a final UNO to UN."""
    if not 0 <= number < 10**9:
        raise ValueError(f"no words for {number}")
    if number == 0:
        return _UNITS[0]
    parts: list[str] = []
    millions, rest = divmod(number, 10**6)
    if millions:
        parts.append("UN MILLÓN" if millions == 1 else _before_noun(_below_thousand(millions)) + " MILLONES")
    thousands, units = divmod(rest, 1000)
    if thousands:
        parts.append("MIL" if thousands == 1 else _before_noun(_below_thousand(thousands)) + " MIL")
    if units:
        parts.append(_below_thousand(units))
    words = " ".join(parts)
    return _before_noun(words) if before_noun else words


def draw_amount(rng: random.Random) -> int:
    """An amount in cents, lognormal around 24,000 pesos, at most 180,000 (DOMAIN 7.7)."""
    pesos = min(180_000.0, max(2_500.0, rng.lognormvariate(10.09, 0.62)))
    cents = rng.choice((0, 0, 0, 0, 0, 50, rng.randrange(100)))
    return round(pesos / 10) * 1000 + cents


def figures(cents: int) -> str:
    """The amount in figures without sign: `25,000.00`."""
    return f"{cents // 100:,}.{cents % 100:02d}"


def peso_words(cents: int) -> str:
    """The whole pesos in words, as they stand before PESOS."""
    return number_words(cents // 100, before_noun=True)
