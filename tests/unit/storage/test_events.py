"""The record of what was done: append-only, and a change of any row shows."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.records import Database, events
from tests.databases import queries_of, sqlite_in


@pytest.fixture
def database(tmp_path):
    opened = Database(sqlite_in(tmp_path))
    with opened.write() as session:
        for number in range(5):
            events.record(session, events.Act("ana", "10.0.0.1", "look", "document", str(number), {"página": number}))
    yield opened
    opened.close()


def tamper(database, statement):
    with database.engine.begin() as connection:
        for act in ("update", "delete"):
            connection.execute(text(f"drop trigger events_no_{act}"))
        connection.execute(text(statement))


def first_break(database):
    with database.read() as session:
        return events.first_break(session)


def test_an_untouched_log_is_whole(database):
    assert first_break(database) is None


@pytest.mark.parametrize("statement", ["update events set actor = 'eva'", "delete from events where sequence = 3"])
def test_the_database_itself_refuses_a_change(database, statement):
    with pytest.raises(DBAPIError, match="only ever added"), database.engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("update events set actor = 'eva' where sequence = 3", 3),
        ("update events set at = '2020-01-01 00:00:00.000000' where sequence = 1", 1),
        ("update events set detail = '{}' where sequence = 5", 5),
        ("delete from events where sequence = 2", 3),
    ],
)
def test_a_change_behind_the_database_s_back_is_found_where_it_is(database, statement, where):
    tamper(database, statement)
    assert first_break(database) == where


def test_the_newest_come_first_and_pages_follow(database):
    with database.read() as session:
        assert [row.sequence for row in events.listing(session, limit=2)] == [5, 4]
        assert [row.sequence for row in events.listing(session, before=3)] == [2, 1]
        assert [row.object_id for row in events.listing(session, object_id="3")] == ["3"]


def test_what_happened_to_one_thing_is_found_without_reading_the_log(database):
    with queries_of(database) as asked, database.read() as session:
        assert [row.detail["página"] for row in events.listing(session, object_id="3")] == [3]
        assert [row.detail["página"] for row in events.acts(session, "look", "3", 9)] == [3]
    with database.engine.connect() as connection:
        for said in [one for one in asked if "FROM events" in one]:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", (None,) * said.count("?")).all()
            assert "SEARCH events USING INDEX ix_events_object_id_sequence" in plan[0][-1], plan
