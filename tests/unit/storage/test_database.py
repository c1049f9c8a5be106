"""Transactions on a real SQLite file."""

import sqlite3
import threading

import pytest

from schemas.errors import Misconfigured, Unavailable
from storage.records import Database, facts
from storage.records.migrate import migrate


@pytest.fixture
def database(tmp_path):
    opened = Database(f"sqlite:///{tmp_path / 'rows.db'}")
    migrate(opened)
    yield opened
    opened.close()


def test_the_log_is_folded_into_the_file(database, tmp_path):
    with database.write() as session:
        facts.put(session, "a", "x" * 100_000)
    before = (tmp_path / "rows.db").stat().st_size
    database.checkpoint()
    assert (tmp_path / "rows.db").stat().st_size > before


def test_a_read_keeps_nothing(database):
    with database.read() as session:
        facts.put(session, "a", "1")
    with database.read() as session:
        assert facts.get(session, "a") is None


def test_writers_wait_for_each_other_instead_of_failing(database):
    def add(name):
        for _ in range(25):
            with database.write() as session:
                facts.put(session, name, str(int(facts.get(session, name) or 0) + 1))

    threads = [threading.Thread(target=add, args=("shared",)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as session:
        assert facts.get(session, "shared") == "100"


def test_a_database_that_stays_locked_is_said_to_be_away(database, tmp_path, monkeypatch):
    monkeypatch.setattr("storage.records.database.BUSY_SECONDS", 0.2)
    impatient = Database(f"sqlite:///{tmp_path / 'rows.db'}")
    blocker = sqlite3.connect(tmp_path / "rows.db", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="ocupada"), impatient.write():
        pass
    blocker.execute("ROLLBACK")
    blocker.close()
    impatient.close()


def test_an_unknown_database_is_refused_in_words():
    with pytest.raises(Misconfigured, match="LEGAJO_DATABASE"):
        Database("mysql://x/y")


def test_migrating_twice_changes_nothing_and_matches_the_tables(database):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from storage.records.base import Base

    migrate(database)
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
