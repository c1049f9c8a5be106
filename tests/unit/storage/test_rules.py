from datetime import date

import pytest
from sqlalchemy import update

from schemas.rules import RuleTable, first_rules
from storage.records.database import Database
from storage.records.legal_rules import rule_table
from storage.records.migrate import migrate
from storage.records.tables import LegalRuleRow
from tests.databases import sqlite_in


@pytest.fixture
def database(tmp_path):
    opened = Database(sqlite_in(tmp_path))
    yield opened
    opened.close()


def test_a_new_archive_has_every_first_rule(database):
    with database.read() as session:
        kept = rule_table(session)
    first = RuleTable(first_rules())
    for rule in first_rules():
        on = rule.valid_from or date(2026, 11, 25)
        assert kept.value(rule.code, on, rule.regime) == first.value(rule.code, on, rule.regime)


def test_what_the_office_changed_holds_after_the_next_start(database):
    with database.write() as session:
        session.execute(update(LegalRuleRow).where(LegalRuleRow.code == "office.loan").values(value="20"))
    migrate(database)
    with database.read() as session:
        assert rule_table(session).value("office.loan", date(2026, 11, 25)).days == 20
