"""Which way a lawsuit takes and under which law (vía y régimen procesal, DOMAIN 2.9), from values and a table of rules."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec

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


class ProposedRoute(msgspec.Struct, frozen=True):
    """A way that fits, and why, in Spanish. A person decides."""

    route: Route
    reason: str


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


def route_for(principal: Decimal | None, filed_on: date, rules: RuleTable, *, has_title: bool) -> ProposedRoute:
    """The way for a claim of that principal, in pesos; None when it is undetermined."""
    if not has_title:
        if principal is None:
            return ProposedRoute(Route.ORDINARY, "Sin título ejecutivo y de cuantía indeterminada (CCom 1377).")
        return ProposedRoute(Route.ORAL, "Sin título ejecutivo, de cuantía determinada (CCom 1390 Bis).")
    floor = rules.find("route.appeal_floor", filed_on)
    ceiling = rules.find("route.oral_executive_ceiling", filed_on)
    if principal is None or floor is None or ceiling is None:
        why = "no se conoce el monto" if principal is None else f"falta la cuantía de {filed_on.year} (CCom 1339)"
        return ProposedRoute(Route.EXECUTIVE, f"Con título de crédito; {why}, confírmese la vía.")
    if principal < floor.amount:
        return ProposedRoute(
            Route.EXECUTIVE, f"Título por menos de ${floor.amount:,.2f} ({floor.source}); sin apelación."
        )
    if principal <= ceiling.amount:
        return ProposedRoute(Route.ORAL_EXECUTIVE, f"Título desde ${floor.amount:,.2f} y hasta ${ceiling.amount:,.2f}.")
    return ProposedRoute(Route.EXECUTIVE, f"Título por más de ${ceiling.amount:,.2f}; con apelación.")
