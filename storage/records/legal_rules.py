"""The legal rules of an archive."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from schemas.rules import Regime, Rule, RuleTable, RuleUnit, first_rules
from storage.records.database import new_id, now
from storage.records.tables import LegalRuleRow

_ALWAYS = date(1900, 1, 1)


def rule_table(session: Session) -> RuleTable:
    """Every rule kept, and of those a new archive starts with, the ones whose code is not kept at all."""
    kept = [_rule(row) for row in session.scalars(select(LegalRuleRow))]
    codes = {rule.code for rule in kept}
    return RuleTable([*kept, *(rule for rule in first_rules() if rule.code not in codes)])


def begin(session: Session, rules: Sequence[Rule]) -> None:
    """Keep the rules that a new archive starts with, unless any of their code is kept: from then on the table speaks for it."""
    for code in sorted({rule.code for rule in rules}):
        count = select(func.count()).select_from(LegalRuleRow).where(LegalRuleRow.code == code)
        if not session.scalar(count):
            for rule in rules:
                if rule.code == code:
                    add(session, rule)


def add(session: Session, rule: Rule) -> str:
    """Keep a rule; its id."""
    row = LegalRuleRow(
        id=new_id(),
        code=rule.code,
        regime=rule.regime.value if rule.regime else "",
        valid_from=rule.valid_from or _ALWAYS,
        valid_to=rule.valid_to,
        value=rule.value,
        unit=rule.unit.value,
        name=rule.name,
        source=rule.source,
        note=rule.note,
        updated_at=now(),
    )
    session.add(row)
    session.flush()
    return row.id


def end(session: Session, code: str, regime: Regime | None, last: date) -> None:
    """The rules of that code and regime that hold longer end on that day."""
    longer = or_(LegalRuleRow.valid_to.is_(None), LegalRuleRow.valid_to > last)
    ours = (LegalRuleRow.code == code, LegalRuleRow.regime == (regime.value if regime else ""), longer)
    session.execute(update(LegalRuleRow).where(*ours).values(valid_to=last, updated_at=now()))


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
