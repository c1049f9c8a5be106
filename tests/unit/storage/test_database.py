"""Transactions on a real SQLite file and a real PostgreSQL server."""

import contextlib
import sqlite3
import threading
import time

import pytest
from sqlalchemy import text

from schemas.errors import Misconfigured, Unavailable
from storage.records import Database, facts
from storage.records.database import DEAD_SECONDS, may_lose_pages
from storage.records.form import bring_up_to_date
from storage.records.migrate import migrate
from tests.databases import sqlite_in


@pytest.fixture
def file_database(tmp_path):
    opened = Database(sqlite_in(tmp_path))
    yield opened
    opened.close()


def test_the_log_is_folded_into_the_file(file_database, tmp_path):
    with file_database.write() as session:
        facts.put(session, "a", "x" * 100_000)
    before = (tmp_path / "rows.db").stat().st_size
    file_database.checkpoint()
    assert (tmp_path / "rows.db").stat().st_size > before


@pytest.mark.parametrize(("loses_pages", "waits"), [(True, True), (False, False)])
def test_a_checkpoint_meets_no_writer_where_sqlite_would_lose_pages(
    tmp_path, file_database, monkeypatch, loses_pages, waits
):
    monkeypatch.setattr("storage.records.database.may_lose_pages", lambda version: loses_pages)
    monkeypatch.setattr("storage.records.database.BUSY_SECONDS", 0.2)
    impatient = Database(sqlite_in(tmp_path))
    with file_database.write(), pytest.raises(Unavailable) if waits else contextlib.nullcontext():
        impatient.checkpoint()
    impatient.checkpoint()
    impatient.close()


@pytest.mark.parametrize(
    ("version", "loses"),
    [("3.40.1", True), ("3.44.6", False), ("3.45.0", True), ("3.50.7", False), ("3.51.2", True), ("3.51.3", False)],
)
def test_versions_of_sqlite_that_may_lose_pages_are_known(version, loses):
    assert may_lose_pages(tuple(map(int, version.split(".")))) is loses


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


def test_only_what_may_be_lost_with_the_power_does_not_wait_for_the_disk(database):
    asked, waits, does_not = (
        ("PRAGMA synchronous", 2, 1)
        if database.engine.dialect.name == "sqlite"
        else ("SHOW synchronous_commit", "on", "off")
    )
    seen = []
    for lasting in (True, False, True):
        with database.write(lasting=lasting) as session:
            seen.append(session.scalar(text(asked)))
    assert seen == [waits, does_not, waits]


def test_a_database_that_stays_locked_is_said_to_be_away(file_database, tmp_path, monkeypatch):
    monkeypatch.setattr("storage.records.database.BUSY_SECONDS", 0.2)
    impatient = Database(f"sqlite:///{tmp_path / 'rows.db'}")
    blocker = sqlite3.connect(tmp_path / "rows.db", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="ocupada"), impatient.write():
        pass
    blocker.execute("ROLLBACK")
    blocker.close()
    impatient.close()


def test_a_damaged_file_is_said_to_be_damaged_whoever_asks(file_database, tmp_path):
    with file_database.write() as session:
        facts.put(session, "a", "x" * 1_000_000)
    file_database.close()
    rows = tmp_path / "rows.db"
    rows.write_bytes(rows.read_bytes()[: 1 << 20] + bytes(1 << 20))

    with pytest.raises(Unavailable, match="dañado") as found:
        file_database.examine()

    assert found.value.code == "database_damaged"
    rows.write_bytes(b"not a database at all")
    for ask in (lambda: migrate(file_database), file_database.version, file_database.examine):
        with pytest.raises(Unavailable, match="dañado"):
            ask()


def test_a_database_of_a_later_version_is_said_to_be_one(file_database):
    with file_database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for ask in (migrate, bring_up_to_date):
        with pytest.raises(Misconfigured, match="versión posterior"):
            ask(file_database)


def test_a_server_that_is_not_there_is_away_for_the_first_who_asks():
    gone = Database("postgresql+psycopg://legajo@127.0.0.1:1/none")
    with pytest.raises(Unavailable, match="no responde"):
        migrate(gone)
    gone.close()


def test_who_only_looks_is_not_told_that_something_was_not_kept(tmp_path):
    gone = Database("postgresql+psycopg://legajo@127.0.0.1:1/none")
    with pytest.raises(Unavailable, match="^La base de datos no está disponible"), gone.read() as session:
        facts.get(session, "a")
    with pytest.raises(Unavailable, match="^No se pudo guardar"), gone.write():
        pass
    gone.close()
    (tmp_path / "rows.db").mkdir()
    unopened = Database(f"sqlite:///{tmp_path / 'rows.db'}")
    with pytest.raises(Unavailable, match="no se puede abrir el archivo"), unopened.read() as session:
        facts.get(session, "a")
    unopened.close()


def test_a_database_that_the_server_does_not_have_is_said_to_be_absent(postgres):
    absent = Database(postgres.migrated() + "_absent")
    with pytest.raises(Unavailable, match="no tiene esa base de datos"), absent.read() as session:
        facts.get(session, "a")
    absent.close()


def test_a_writer_on_postgresql_waits_for_the_one_before(postgres, monkeypatch):
    monkeypatch.setattr("storage.records.database.BUSY_SECONDS", 0.2)
    impatient = Database(postgres.migrated())
    with impatient.write(), pytest.raises(Unavailable, match="ocupada"), impatient.write():
        pass
    with impatient.write(), impatient.write(beside_others=True) as session:
        facts.put(session, "a", "1")
    impatient.close()


def test_a_postgresql_server_that_restarts_is_away_and_then_back(postgres):
    opened = Database(postgres.migrated())
    with opened.write() as session:
        facts.put(session, "a", "1")
    with pytest.raises(Unavailable), opened.write() as session:
        postgres.restart()
        facts.put(session, "a", "2")
    with opened.read() as session:
        assert facts.get(session, "a") == "1"
    opened.close()


@pytest.mark.parametrize("fresh", [0.0, 60.0])
def test_a_connection_that_died_while_it_lay_unused_is_noticed_by_nobody(postgres, monkeypatch, fresh):
    monkeypatch.setattr("storage.records.database.FRESH_SECONDS", fresh)
    opened, other = Database(postgres.migrated()), None
    try:
        with opened.read() as session:
            own = session.scalar(text("select pg_backend_pid()"))
        other = Database(opened.url)
        with other.read() as session:
            assert session.scalar(text("select pg_terminate_backend(:own)"), {"own": own})
        time.sleep(0.2)  # until the server has hung up
        for look in (opened.read, opened.look, opened.write):
            with look() as session:
                assert session.scalar(text("select pg_backend_pid()")) != own
    finally:
        opened.close()
        if other is not None:
            other.close()


def test_each_of_a_few_looks_sees_what_was_kept_until_then(database):
    with database.look() as session:
        assert facts.get(session, "a") is None
    with database.write() as session:
        facts.put(session, "a", "1")
    with database.look() as session:
        assert facts.get(session, "a") == "1"
    with database.read() as session:  # what a look changed of its connection is put back
        facts.put(session, "a", "2")
    with database.look() as session:
        assert facts.get(session, "a") == "1"


def test_a_database_that_orders_by_language_is_refused_with_the_line_to_type(postgres):
    opened = Database(postgres.database("TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'es-MX'"))
    with pytest.raises(Misconfigured, match="LC_COLLATE 'C'"):
        migrate(opened)
    opened.close()


def test_a_machine_that_dies_keeps_its_locks_on_the_server_a_minute_and_not_hours(postgres):
    opened = Database(postgres.database())
    with opened.engine.connect() as connection:
        idle, interval, count, unheard = (
            connection.exec_driver_sql(f"SELECT setting::int FROM pg_settings WHERE name = 'tcp_{name}'").scalar()
            for name in ("keepalives_idle", "keepalives_interval", "keepalives_count", "user_timeout")
        )
        told = connection.connection.driver_connection.info.get_parameters()
    opened.close()
    assert idle + interval * count <= DEAD_SECONDS == unheard // 1000
    assert (
        int(told["keepalives_idle"]) + int(told["keepalives_interval"]) * int(told["keepalives_count"]) <= DEAD_SECONDS
    )


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
