"""Boards worked out before anybody asks."""

import gc
import subprocess
import sys
import threading
from datetime import UTC, datetime

import msgspec
import pytest
from sqlalchemy import event

from indexer.search.open import NONE
from schemas.errors import Unavailable
from service import warming
from service.operations.queues.running import run_queue
from service.renderers import Renderers
from tests.registry_office import CLERK, Office


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path)
    yield made
    made.archive.close()
    gc.unfreeze()


class Unending(Renderers):
    """Its first child does not come up until it may, and warming begins with that."""

    def __init__(self, count):
        super().__init__(count)
        self.begun, self.may_end = threading.Event(), threading.Event()

    def start_one(self):
        self.begun.set()
        self.may_end.wait(60)
        raise Unavailable("the office is closed")


def read_by_a_look(office):
    """The statements of a look at the board of lapse."""
    asked, engine = [], office.archive.database.engine
    event.listen(engine, "before_cursor_execute", listener := lambda *given: asked.append(given[2]))
    run_queue(office.archive, CLERK, "lapse")
    event.remove(engine, "before_cursor_execute", listener)
    return " ".join(asked)


def test_the_first_look_finds_the_clocks_worked_out_and_still_follows_what_changes(office):
    renderers = Renderers(1)
    warming.warm(office.archive, renderers)
    renderers.close()
    assert "resolutions" not in read_by_a_look(office)
    office.put("resolutions", lawsuit="2MH 1234/2024", kind="auto", issued_on="2026-01-05")
    assert "resolutions" in read_by_a_look(office)


def test_a_command_that_ends_does_not_take_itself_for_the_last_one_once_a_server_is_warm(office):
    renderers = Renderers(1)
    warming.warm(office.archive, renderers)
    renderers.close()
    for file in office.archive.database.files():
        look = "import sqlite3, sys; one = sqlite3.connect(sys.argv[1]); one.execute('SELECT * FROM documents'); one.close()"
        subprocess.run([sys.executable, "-c", look, str(file)], check=True, timeout=60)
        assert file.with_name(f"{file.name}-wal").exists()


@pytest.mark.parametrize("where", [NONE, "file://{folder}/no-folder"])
def test_boards_are_worked_out_where_the_index_is_on_another_machine_or_broken(office, tmp_path, where):
    (tmp_path / "no-folder").write_text("a file where the index should be", encoding="utf-8")
    address = where.format(folder=tmp_path)
    office.archive.settings = msgspec.structs.replace(office.archive.settings, search_index=address)
    renderers = Renderers(1)
    warming.warm(office.archive, renderers)
    renderers.close()
    with pytest.raises(Unavailable):
        office.archive.index.state()
    assert "resolutions" not in read_by_a_look(office)


def test_a_server_that_ends_does_not_wait_for_what_it_was_working_out(office, monkeypatch):
    monkeypatch.setattr(warming, "BEGIN_SECONDS", 0.0)
    monkeypatch.setattr(warming, "END_SECONDS", 0.1)
    renderers = Unending(1)
    there = set(threading.enumerate())
    beside = warming.Warming(office.archive, renderers)
    beside.start()
    assert renderers.begun.wait(20)
    [working] = set(threading.enumerate()) - there
    beside.close()
    assert working.is_alive()
    renderers.may_end.set()
    working.join(20)
    renderers.close()


def test_the_next_time_is_when_the_day_of_the_office_begins():
    in_hermosillo = datetime(2026, 3, 2, 6, 59, 0, tzinfo=UTC)  # a minute to midnight of the first
    assert warming.until_tomorrow(in_hermosillo) == 61.0
