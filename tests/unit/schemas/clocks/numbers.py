"""The law as a new archive starts with it, and dates from texts, for the clocks under test."""

from datetime import date

from schemas.rules import RuleTable, first_rules

LAW = RuleTable(first_rules())


def day(text: str) -> date:
    return date.fromisoformat(text)
