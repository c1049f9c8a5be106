"""The legal rules of an archive."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from schemas.rules import Regime, Rule, RuleTable, RuleUnit, first_rules
from storage.records.tables import LegalRuleRow

_ALWAYS = date(1900, 1, 1)


def rule_table(session: Session) -> RuleTable:
    """Every rule kept, and of those a new archive starts with, the ones whose code is not kept at all."""
    kept = [_rule(row) for row in session.scalars(select(LegalRuleRow))]
    codes = {rule.code for rule in kept}
    return RuleTable([*kept, *(rule for rule in first_rules() if rule.code not in codes)])


def _rule(row: LegalRuleRow) -> Rule:
    return Rule(
        code=row.code,
        value=row.value,
        unit=RuleUnit(row.unit),
        name=row.name,
        source=row.source,
        regime=Regime(row.regime) if row.regime else None,
        valid_from=None if row.valid_from == _ALWAYS else row.valid_from,
        valid_to=row.valid_to,
        note=row.note,
    )
