"""The feeder keeps the index small: what was replaced does not pile up."""

import time

import pytest
from sqlalchemy import update

from schemas.access import Actor, Role
from schemas.errors import Conflict
from schemas.search import Query
from service.archive import Archive
from service.operations import indexing
from service.operations.searching import search
from storage.records import facts, pipeline
from storage.records.tables import DocumentRow, PageRow
from tests.service.conftest import Office, registry

CLERK = Actor("clerk", Role.ARCHIVIST, "test")


@pytest.fixture
def busy(tmp_path):
    """An archive of six documents fed at once, all but one of them changed and fed again."""
    office = Office(tmp_path)
    office.add(*registry())
    ids = [office.file(f"requerimiento {number}") for number in range(6)]
    for changed in (ids, ids[1:]):
        with office.archive.database.write() as session:
            grown = update(DocumentRow).where(DocumentRow.id.in_(changed))
            session.execute(grown.values(version=DocumentRow.version + 1))
        assert indexing.feed_index(office.archive) == len(changed)
    yield office.archive
    office.archive.close()


def test_the_feeder_builds_the_index_anew_when_a_third_is_dead(busy, monkeypatch):
    monkeypatch.setattr(indexing, "WORTH_BYTES", 0)
    before = busy.index.state()
    assert before.dead > indexing.WASTEFUL

    assert indexing.feed_index(busy) == 0
    after = busy.index.state()

    assert (after.dead, after.pages) == (0.0, 6)
    assert after.identity != before.identity
    assert indexing.feed_index(busy) == 0
    assert busy.index.state().identity == after.identity
    assert search(busy, CLERK, Query("requerimiento")).total == 6


def text_of(archive, document, text):
    """The document says something else from now on."""
    with archive.database.write() as session:
        session.execute(update(PageRow).where(PageRow.document_id == document).values(text=text))
        session.execute(update(DocumentRow).where(DocumentRow.id == document).values(version=DocumentRow.version + 1))


def test_what_changes_while_the_index_is_built_anew_is_found_then_and_afterwards(busy, monkeypatch):
    monkeypatch.setattr(indexing, "BATCH_DOCUMENTS", 2)
    monkeypatch.setattr(indexing, "FEED_SECONDS", 0.01)
    [first, *_] = sorted(hit.document_id for hit in search(busy, CLERK, Query("requerimiento")).hits)
    heard, before = [], busy.index.state().identity

    def told(done, _whole):
        heard.append(done)
        if done > 2:
            return
        text_of(busy, first, "embargo levantado")
        until = time.monotonic() + 60
        while not search(busy, CLERK, Query("embargo")).total:
            assert time.monotonic() < until
            time.sleep(0.01)
        assert busy.index.state().identity == before

    assert indexing.rebuild_index(busy, told) == 6
    assert heard == [2, 4, 6] and busy.index.state().identity != before
    with busy.database.read() as session:
        assert pipeline.behind(session, 9) == []
    assert [hit.document_id for hit in search(busy, CLERK, Query("embargo")).hits] == [first]
    assert busy.index.state().pages == 6


def test_an_index_that_was_lost_is_built_once_and_not_fed_besides(busy, monkeypatch):
    monkeypatch.setattr(indexing, "FEED_SECONDS", 0.01)
    busy.index.replace({hit.document_id: [] for hit in search(busy, CLERK, Query("requerimiento")).hits})
    with busy.database.write() as session:
        facts.put(session, indexing.IDENTITY, "of an index that is gone")

    def told(_done, _whole):
        time.sleep(0.5)
        assert search(busy, CLERK, Query("requerimiento")).total == 0

    assert indexing.rebuild_index(busy, told) == 6
    assert search(busy, CLERK, Query("requerimiento")).total == 6


def test_what_comes_last_is_in_the_new_index_when_it_takes_its_place(busy):
    [first, *_] = sorted(hit.document_id for hit in search(busy, CLERK, Query("requerimiento")).hits)
    told = {6: lambda: text_of(busy, first, "embargo levantado")}
    assert indexing.rebuild_index(busy, lambda done, _whole: told.get(done, lambda: None)()) == 6
    with busy.database.read() as session:
        assert pipeline.behind(session, 9) == []
    assert search(busy, CLERK, Query("embargo")).total == 1


def test_an_index_is_built_by_one_thread_at_a_time(busy):
    def told(_done, _whole):
        with pytest.raises(Conflict):
            indexing.rebuild_index(busy)
        assert indexing.rebuild_if_wasteful(busy) is False

    assert indexing.rebuild_index(busy, told) == 6


def test_who_does_not_hold_the_index_asks_who_does_and_it_is_built_once(busy):
    before = busy.index.state().identity
    other = Archive(busy.settings)
    try:
        assert indexing.rebuild_or_ask(other) is None
        with pytest.raises(Conflict):
            indexing.rebuild_if_asked(other)
    finally:
        other.close()
    assert busy.index.state().identity == before

    assert indexing.feed_index(busy) == 0
    built = busy.index.state().identity
    assert built != before and search(busy, CLERK, Query("requerimiento")).total == 6
    assert indexing.feed_index(busy) == 0
    assert busy.index.state().identity == built


def test_a_rebuild_that_breaks_off_leaves_an_index_that_is_fed(busy):
    def told(_done, _whole):
        raise RuntimeError("broke off")

    with pytest.raises(RuntimeError):
        indexing.rebuild_index(busy, told)
    with busy.database.read() as session:
        text_of(busy, pipeline.after(session, "", 1)[0].id, "embargo levantado")
    assert indexing.feed_index(busy) == 1
    assert search(busy, CLERK, Query("embargo")).total == 1


def test_a_small_index_is_left_alone(busy):
    before = busy.index.state()
    assert indexing.rebuild_if_wasteful(busy) is False
    assert busy.index.state().identity == before.identity


def test_an_index_is_built_anew_whenever_it_has_grown_by_half(busy, monkeypatch):
    monkeypatch.setattr(indexing, "WORTH_BYTES", 0)
    assert busy.index.state().outgrown  # fed from nothing, never built
    assert indexing.rebuild_if_outgrown(busy) is True
    built = busy.index.state()
    assert not built.outgrown
    assert indexing.rebuild_if_outgrown(busy) is False
    assert busy.index.state().identity == built.identity
    assert search(busy, CLERK, Query("requerimiento")).total == 6


def test_a_small_index_is_not_built_anew_for_having_grown(busy):
    before = busy.index.state()
    assert before.outgrown
    assert indexing.rebuild_if_outgrown(busy) is False
    assert busy.index.state().identity == before.identity
