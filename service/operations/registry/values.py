"""The values of the registry made clean: what is refused, what is only odd."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from msgspec import UNSET, UnsetType

from schemas.curp import curp_problem
from schemas.folding import fold
from schemas.identifiers import credit_key, rfc_problem, rfc_warning
from schemas.legal_dates import FIRST_YEAR, LAST_YEAR

LONGEST = 300
"""Letters of the longest value; what is longer came from the wrong column."""

_MONEY = re.compile(
    r"\$?\s*(\d{1,3}(?:[, ]\d{3})+|\d{1,12})(?:\.(\d{1,2})0*)?\s*(?:M\.?N\.?|MXN|PESOS)?", re.IGNORECASE
)

_HOUR = re.compile(r"(\d{1,2})[:.](\d{2})(?::00)?\s*(?:H|HRS|HORAS)?\.?", re.IGNORECASE)
_PERCENT = re.compile(r"(\d{1,4})(?:\.(\d{1,4}))?\s*%?")


class Problem(Exception):
    """A value that cannot be taken: the member it came in and one Spanish sentence."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(f"{column}: {reason}")
        self.column, self.reason = column, reason


def text(column: str, value: str | None | UnsetType, longest: int = LONGEST) -> str | None | UnsetType:
    """Single blanks, nothing unprintable; None for an empty text.

    Raises:
        Problem: longer than any such value.
    """
    if value is None or value is UNSET or isinstance(value, UnsetType):
        return value
    printable = value if value.isprintable() else "".join(one if one.isprintable() else " " for one in value)
    clean = " ".join(printable.split())
    if len(clean) > longest:
        raise Problem(column, f"El texto tiene más de {longest} letras.")
    return clean or None


def needed(column: str, value: str | None | UnsetType, what: str) -> str:
    """The value itself.

    Raises:
        Problem: there is none.
    """
    if not isinstance(value, str) or not value:
        raise Problem(column, f"Falta {what}.")
    return value


def curp(column: str, value: str | None | UnsetType, warnings: list[str]) -> str | None | UnsetType:
    """Upper case without blanks. What is odd about it is a warning: it is kept as printed (DOMAIN 2.2)."""
    clean = text(column, value)
    if not isinstance(clean, str):
        return clean
    key = clean.replace(" ", "").upper()
    if len(key) > 30:
        raise Problem(column, "La CURP debe tener 18 caracteres.")
    if problem := curp_problem(key):
        warnings.append(f"{column}: {problem}")
    return key


def rfc(column: str, value: str | None | UnsetType, warnings: list[str]) -> str | None | UnsetType:
    """Upper case without blanks and hyphens; what is odd about it is a warning (DOMAIN 2.3)."""
    clean = text(column, value)
    if not isinstance(clean, str):
        return clean
    key = re.sub(r"[\s-]", "", clean).upper()
    if len(key) > 30:
        raise Problem(column, "El RFC debe tener 12 o 13 caracteres.")
    if problem := rfc_problem(key) or rfc_warning(key):
        warnings.append(f"{column}: {problem}")
    return key


def number_key(column: str, value: str) -> str:
    """The credit number as compared.

    Raises:
        Problem: it has no figure, or is too long.
    """
    key = credit_key(needed(column, text(column, value), "el número de crédito"))
    if not any(letter.isdigit() for letter in key) or len(key) > 40:
        raise Problem(column, f"«{value[:60]}» no es un número de crédito.")
    return key


def day(column: str, value: date | None | UnsetType) -> date | None | UnsetType:
    """The date itself.

    Raises:
        Problem: a year in which nothing of the portfolio happened.
    """
    if isinstance(value, date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise Problem(column, f"La fecha {value.isoformat()} no es posible.")
    return value


def hour(column: str, value: str | None | UnsetType) -> str | None | UnsetType:
    """`09:30`, from `9:30`, `9.30 h` or `09:30:00`.

    Raises:
        Problem: no hour of the day.
    """
    clean = text(column, value)
    if not isinstance(clean, str):
        return clean
    found = _HOUR.fullmatch(clean)
    if found is None or int(found.group(1)) > 23 or int(found.group(2)) > 59:
        raise Problem(column, f"«{clean[:40]}» no es una hora del día, como 10:30.")
    return f"{int(found.group(1)):02d}:{found.group(2)}"


def cents(column: str, value: str | None | UnsetType) -> int | None | UnsetType:
    """Centavos of `25,000.00`, `25 000.00`, `25000` or `$25,000.5`.

    Raises:
        Problem: no sum of money.
    """
    clean = text(column, value)
    if not isinstance(clean, str):
        return clean
    found = _MONEY.fullmatch(clean)
    if found is None:
        raise Problem(column, f"«{clean[:40]}» no es una cantidad.")
    whole, rest = re.sub("[, ]", "", found.group(1)), found.group(2) or "0"
    return int((Decimal(f"{whole}.{rest}") * 100).to_integral_value())


def status(column: str, value: str | None | UnsetType) -> str | None | UnsetType:
    """Lower case, without accents, blanks as underscores: `Pago anticipado` is `pago_anticipado`."""
    clean = text(column, value)
    return "_".join(re.findall(r"\w+", fold(clean))) if isinstance(clean, str) else clean


def one_of(column: str, value: str | None | UnsetType, allowed: Sequence[str]) -> str | None | UnsetType:
    """One of a closed list, whatever its case, accents and blanks.

    Raises:
        Problem: it is none of them.
    """
    clean = status(column, value)
    if isinstance(clean, str) and clean not in allowed:
        raise Problem(column, f"«{str(value)[:40]}» no es ninguno de: {', '.join(allowed)}.")
    return clean


def known(**values: object) -> dict[str, object]:
    """Only the values that were given."""
    return {name: value for name, value in values.items() if value is not UNSET}


def pesos(cents: int | None) -> str | None:
    """`25000.00`."""
    return None if cents is None else f"{cents // 100}.{cents % 100:02d}"


def percent(column: str, value: str | None | UnsetType) -> str | None | UnsetType:
    """A percentage as a text without superfluous zeros: `10.5`, from `10.50 %`.

    Raises:
        Problem: no percentage, or above a thousand.
    """
    clean = text(column, value)
    if not isinstance(clean, str):
        return clean
    found = _PERCENT.fullmatch(clean)
    if found is None or int(found.group(1)) > 1000:
        raise Problem(column, f"«{clean[:40]}» no es un porcentaje.")
    whole, rest = str(int(found.group(1))), (found.group(2) or "").rstrip("0")
    return f"{whole}.{rest}" if rest else whole
