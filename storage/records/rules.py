"""The legal rules an archive keeps."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from schemas.rules import Regime, Rule, RuleTable, RuleUnit
from storage.records.tables import LegalRuleRow

ALWAYS = date(1900, 1, 1)
"""The first day of a rule that always held."""


def rule_table(session: Session) -> RuleTable:
    """Every rule, as clocks take them."""
    return RuleTable(
        Rule(
            code=row.code,
            value=row.value,
            unit=RuleUnit(row.unit),
            name=row.name,
            source=row.source,
            regime=Regime(row.regime) if row.regime else None,
            valid_from=None if row.valid_from == ALWAYS else row.valid_from,
            valid_to=row.valid_to,
            note=row.note,
        )
        for row in session.scalars(select(LegalRuleRow))
    )
