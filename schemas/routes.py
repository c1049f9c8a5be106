"""Which ways a lawsuit may take (vía), and under which law it goes (régimen procesal, DOMAIN 2.9)."""

from datetime import date
from enum import StrEnum

from schemas.rules import Regime, RuleTable


class Route(StrEnum):
    """The way a suit takes (vía)."""

    EXECUTIVE = "ejecutivo"
    """Juicio ejecutivo mercantil, written (CCom 1391)."""
    ORAL_EXECUTIVE = "ejecutivo_oral"
    """Juicio ejecutivo mercantil oral (CCom 1390 Ter)."""
    ORAL = "oral"
    """Juicio oral mercantil (CCom 1390 Bis)."""
    ORDINARY = "ordinario"
    """Juicio ordinario mercantil (CCom 1377)."""
    CIVIL = "civil"


def regime_of(filed_on: date, route: Route, rules: RuleTable, court_start: date | None = None) -> Regime:
    """The procedural law of a suit filed on that day; pending suits finish under the law they began with.

    `court_start` is the day the national code came into force for the court, where it differs from the rule
    `regime.cnpcyf_start` (a federal court, an earlier declaration).

    Raises:
        RuleMissing: neither is known.
    """
    start = court_start or rules.value("regime.cnpcyf_start", filed_on).day
    if filed_on < start:
        return Regime.CCOM
    return Regime.CNPCYF if route == Route.CIVIL else Regime.CCOM_CNPCYF
