"""Legal rules as data (reglas legales): terms, amounts and dates, each with its validity and its source article.

What the law or the office changes is kept in the registry (kind `rules`); `rules.toml`, beside this module, holds what
a new archive starts with. Clocks take a `RuleTable` as an argument and never know a number of their own.
"""

import tomllib
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache, cached_property
from importlib.resources import files

import msgspec

from schemas.errors import InvalidInput, Misconfigured


class RuleUnit(StrEnum):
    """What a rule's value counts."""

    COURT_DAYS = "court_days"
    """Working days of the court of the matter (días hábiles judiciales, CCom 1064)."""
    WORKING_DAYS = "working_days"
    """Working days of the office (días hábiles)."""
    DAYS = "days"
    """Calendar days (días naturales)."""
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"
    PESOS = "pesos"
    PERCENT = "percent"
    COUNT = "count"
    DATE = "date"
    """A day of the calendar, e.g. the one on which a code comes into force."""


class Regime(StrEnum):
    """The procedural law a lawsuit is under (régimen procesal), from its filing date and court (DOMAIN 2.9)."""

    CCOM = "ccom"
    """Código de Comercio, supplemented by the old codes."""
    CCOM_CNPCYF = "ccom_cnpcyf"
    """Código de Comercio, supplemented by the national code (CNPCyF)."""
    CNPCYF = "cnpcyf"
    """The national code itself: a civil route."""


class RuleMissing(Misconfigured):
    """No rule of that code is in force on that day; it must be entered in the registry."""

    code = "rule_missing"


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One value of a rule while it holds.

    `value` is kept as text: a decimal number, several whole numbers parted by
    blanks (alerts), or an ISO date, as the unit says. `valid_from` and
    `valid_to` are both within the validity; None is open. `regime` narrows the
    rule to one procedural law; None holds for all. `name` says in Spanish what
    it is, `source` the article, `note` what to know.
    """

    code: str
    value: str
    unit: RuleUnit
    name: str
    source: str
    regime: Regime | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    note: str | None = None

    @property
    def amount(self) -> Decimal:
        """The value as a number."""
        return Decimal(self.value)

    @property
    def days(self) -> int:
        """The value as a whole number of its unit (days, months, years)."""
        return int(self.value)

    @property
    def steps(self) -> tuple[int, ...]:
        """The values of a rule that has several, in their order."""
        return tuple(int(part) for part in self.value.split())

    @property
    def day(self) -> date:
        """The value of a rule whose unit is `date`."""
        return date.fromisoformat(self.value)

    @property
    def key(self) -> str:
        """What no two rules share: code, regime and first day."""
        return f"{self.code}|{self.regime or ''}|{self.valid_from or ''}"

    def holds_on(self, on: date) -> bool:
        """Whether the rule is in force on that day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


class RuleTable:
    """The rules of an archive. Look-ups are by code and day, the newest `valid_from` first, a rule of the regime before a general one."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._by_code: dict[str, list[Rule]] = {}
        for rule in sorted(rules, key=lambda rule: rule.valid_from or date.min, reverse=True):
            self._by_code.setdefault(rule.code, []).append(rule)
        self._found: dict[tuple[str, date, Regime | None], Rule | None] = {}

    @cached_property
    def said(self) -> frozenset[Rule]:
        """What tells this table from another: tables that say the same are equal in it."""
        return frozenset(self.everything())

    def everything(self) -> list[Rule]:
        """Every rule, in no order."""
        return [rule for rules in self._by_code.values() for rule in rules]

    def find(self, code: str, on: date, regime: Regime | None = None) -> Rule | None:
        """The rule in force on that day, or None."""
        asked = code, on, regime
        if asked not in self._found:
            self._found[asked] = self._holding(*asked)
        return self._found[asked]

    def _holding(self, code: str, on: date, regime: Regime | None) -> Rule | None:
        holding = [rule for rule in self._by_code.get(code, ()) if rule.holds_on(on)]
        own = [rule for rule in holding if rule.regime == regime]
        general = [rule for rule in holding if rule.regime is None]
        return next(iter(own or general), None)

    def value(self, code: str, on: date, regime: Regime | None = None) -> Rule:
        """The rule in force on that day.

        Raises:
            RuleMissing: there is none.
        """
        rule = self.find(code, on, regime)
        if rule is None:
            raise RuleMissing(
                f"No hay una regla «{code}» vigente al {on.isoformat()}; captúrela en el registro de reglas."
            )
        return rule


def checked(rule: Rule) -> Rule:
    """The rule, when its value fits its unit and its validity is possible.

    Raises:
        InvalidInput: it does not; the sentence says what.
    """
    if rule.valid_from and rule.valid_to and rule.valid_to < rule.valid_from:
        raise InvalidInput("valid_to: la regla termina antes de empezar.")
    try:
        _measure(rule)
    except (ValueError, InvalidOperation) as error:
        raise InvalidInput(f"value: «{rule.value[:40]}» {_EXPECTED.get(rule.unit, _WHOLE)}") from error
    return rule


_WHOLE = "no es un número entero (o varios, separados por espacios)."
_EXPECTED = {
    RuleUnit.DATE: "no es una fecha AAAA-MM-DD.",
    RuleUnit.PESOS: "no es una cantidad en pesos.",
    RuleUnit.PERCENT: "no es un porcentaje.",
}


def _measure(rule: Rule) -> None:
    if rule.unit == RuleUnit.DATE:
        date.fromisoformat(rule.value)
    elif rule.unit in (RuleUnit.PESOS, RuleUnit.PERCENT):
        if not rule.amount.is_finite() or rule.amount < 0:
            raise ValueError
    elif not rule.steps or min(rule.steps) < 0 or max(rule.steps) > 100_000:
        raise ValueError


class _Seeds(msgspec.Struct, forbid_unknown_fields=True):
    rule: tuple[Rule, ...]


@cache
def first_rules() -> tuple[Rule, ...]:
    """The rules a new archive starts with.

    Raises:
        Misconfigured: the file is no TOML, a rule is wrong or comes twice.
    """
    text = files("schemas").joinpath("rules.toml").read_text(encoding="utf-8")
    try:
        rules = tuple(checked(rule) for rule in msgspec.convert(tomllib.loads(text), _Seeds).rule)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, InvalidInput) as error:
        raise Misconfigured(f"La tabla inicial de reglas legales no es válida: {error}") from error
    if len({rule.key for rule in rules}) != len(rules):
        raise Misconfigured("La tabla inicial de reglas legales repite una regla.")
    return rules
