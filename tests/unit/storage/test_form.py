"""Bringing a database up to date where it is, and leaving it alone where nothing is missing."""

import pytest
from alembic import command
from sqlalchemy import text

from schemas.errors import Misconfigured
from storage.records import Database, touching
from storage.records.form import bring_up_to_date
from storage.records.migrate import configuration, migrate, revision_of


def test_a_new_database_gets_its_tables(tmp_path):
    opened = Database(f"sqlite:///{tmp_path / 'new.db'}")
    bring_up_to_date(opened)
    with opened.read() as session:
        assert session.scalar(text("SELECT COUNT(*) FROM receipts")) == 0
    opened.close()


def test_what_a_version_before_made_is_brought_to_the_newest_form(tmp_path):
    opened = Database(f"sqlite:///{tmp_path / 'old.db'}")
    migrate(opened, "0024")
    bring_up_to_date(opened)
    brought = revision_of(opened)
    migrate(opened)
    assert brought == revision_of(opened) != "0024"
    opened.close()


def test_triggers_that_are_lost_are_made_again(database):
    with database.engine.begin() as connection:
        touching.remove(connection)
    bring_up_to_date(database)
    with database.read() as session:
        assert touching.is_installed(session.connection())


def test_nobody_waits_for_a_writer_where_nothing_is_missing(database):
    with database.write():
        bring_up_to_date(database)


def test_an_order_by_language_is_refused_where_no_table_is_missing(postgres):
    opened = Database(postgres.database("TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'es-MX'"))
    with opened.engine.begin() as connection:
        command.upgrade(configuration(connection), "head")
        touching.install(connection)
    with pytest.raises(Misconfigured, match="LC_COLLATE 'C'"):
        bring_up_to_date(opened)
    opened.close()
