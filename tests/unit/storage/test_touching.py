"""Triggers that note changes: every way of writing, on both databases."""

from datetime import date

import pytest
from sqlalchemy import text

from storage.records import now, touching
from storage.records.migrate import migrate
from storage.records.portable import copied_tables
from storage.records.tables import CourtRow, FilingRow, LawsuitRow

STAMP = {"version": 1, "updated_at": now()}


@pytest.fixture
def suits(database):
    """Two lawsuits of one court, and a filing in the first."""
    with database.write() as session:
        session.add(CourtRow(id="j", code="J", name="Juzgado", aliases=[], **STAMP))
        session.flush()
        for at in (1, 2):
            session.add(
                LawsuitRow(id=f"s{at}", court_id="j", kind="EXP", year=2024, number=at, status="ADMITIDA", **STAMP)
            )
        session.flush()
        session.add(
            FilingRow(
                id="f", lawsuit_id="s1", subject="Demanda", filed_on=date(2024, 1, 2), pushes="no", annexes=[], **STAMP
            )
        )
    return database


def latest(database):
    with database.read() as session:
        return touching.latest(session)


def touched(database, statement, most=100):
    """What is touched after a statement that is no program's of ours."""
    before = latest(database)
    with database.engine.begin() as connection:
        connection.execute(text(statement))
    with database.read() as session:
        return touching.since(session, before, most)


def test_what_is_added_changed_moved_or_removed_touches_what_it_is_about(suits):
    assert touched(suits, "UPDATE filings SET pushes = 'yes'") == {"lawsuit": {"s1"}}
    assert touched(suits, "UPDATE filings SET lawsuit_id = 's2'") == {"lawsuit": {"s1", "s2"}}
    assert touched(suits, "DELETE FROM filings") == {"lawsuit": {"s2"}}
    assert touched(suits, "INSERT INTO lawsuit_credits SELECT 's1', 'c' WHERE 1 = 0") == {}


def test_a_subject_counts_once_and_more_than_wanted_is_everything(suits):
    assert touched(suits, "UPDATE lawsuits SET status = 'EMPLAZADO'") == {"lawsuit": {"s1", "s2"}}
    assert touched(suits, "UPDATE lawsuits SET status = 'ADMITIDA'", most=1) is None


def test_what_is_undone_touches_nothing(suits):
    before = latest(suits)
    with suits.engine.connect() as connection:
        connection.execute(text("DELETE FROM filings"))
        connection.rollback()
    assert latest(suits) == before


def test_triggers_that_are_lost_are_made_again_and_then_everything_counts_as_touched(suits):
    before = latest(suits)
    migrate(suits)
    assert latest(suits) == before
    with suits.engine.begin() as connection:
        touching.remove(connection)
        connection.execute(text("DELETE FROM filings"))
    assert latest(suits) == before
    migrate(suits)
    with suits.read() as session:
        assert touching.since(session, before, 100) is None
    assert touched(suits, "UPDATE lawsuits SET status = 'EMPLAZADO' WHERE id = 's1'") == {"lawsuit": {"s1"}}


def test_what_was_touched_is_no_part_of_a_backup():
    assert "touched" not in copied_tables()
