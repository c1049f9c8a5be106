"""An office whose search is on a Meilisearch server: fed by one process, asked by all, away, back and empty."""

import threading
import time
from collections import deque
from contextlib import contextmanager

import msgspec
import pytest

from indexer.search.open import open_search_index
from indexer.search.server.connection import Address, Connection
from indexer.search.server.records import SETTINGS
from indexer.search.server.writing import Writing
from schemas.access import Actor, Role
from schemas.errors import Conflict, Unavailable
from schemas.search import PageRecord, Query
from service.archive import Archive
from service.operations import indexing
from service.operations.indexing import feed_index, rebuild_index
from service.operations.reconciling import reconcile_index
from service.operations.searching import search
from tests.service.conftest import Office, registry

CLERK = Actor("clerk", Role.ARCHIVIST, "test")
PAGE = PageRecord(
    document_id="x", page=0, version=1, text="diligencia estrafalaria", title="", type="", date=None, debtor="",
    debtor_ids=(), credits=(), lawsuits=(), court="", lawyer="", batch="", identifiers=(), access=(),
)  # fmt: skip


@pytest.fixture
def settings(tmp_path, meilisearch):
    """Those of an office with two documents, none of them fed yet."""
    office = Office(tmp_path)
    office.add(*registry())
    office.file("PAGARÉ de MARTHA LÓPEZ")
    office.file("requerimiento", "otro requerimiento")
    office.archive.close()
    return msgspec.structs.replace(office.settings, search_index=meilisearch.address(), meilisearch_key=meilisearch.key)


@contextmanager
def opened(settings):
    archive = Archive(settings)
    yield archive
    archive.close()


def found(archive, text):
    return search(archive, CLERK, Query(text)).total


def fed(archive):
    while feed_index(archive):
        pass


def answers(archive):
    try:
        return archive.index.state()
    except Unavailable:
        return None


def server_of(settings):
    return Connection(Address.at(settings.search_index), settings.meilisearch_key)


def test_one_process_feeds_and_all_find(settings):
    with opened(settings) as feeder, opened(settings) as other:
        fed(feeder)
        assert found(other, "marta lopes") == 1
        with pytest.raises(Conflict):
            other.index.replace({})
        assert (reconcile_index(feeder).documents, reconcile_index(feeder).wrong) == (2, 0)
        before = feeder.index.state()
        assert rebuild_index(feeder) == 2
        assert other.index.state().identity != before.identity
        assert (found(other, "requerimiento"), other.index.state().pages) == (1, 3)


def test_a_server_that_is_away_says_so_and_goes_on_when_it_is_back(settings, meilisearch):
    if not meilisearch.ours:
        pytest.skip("the server named by LEGAJO_TEST_MEILISEARCH is not ours to stop")
    with opened(settings) as archive:
        fed(archive)
        meilisearch.stop()
        with pytest.raises(Unavailable):
            found(archive, "pagaré")
        with pytest.raises(Unavailable):
            feed_index(archive)
        meilisearch.start()
        assert found(archive, "pagaré") == 1


def test_a_rebuild_goes_on_where_it_was_when_the_server_comes_back(settings, meilisearch, monkeypatch):
    if not meilisearch.ours:
        pytest.skip("the server named by LEGAJO_TEST_MEILISEARCH is not ours to stop")
    monkeypatch.setattr(indexing, "BATCH_DOCUMENTS", 1)
    heard = []

    def told(done, _whole):
        heard.append(done)
        meilisearch.stop()
        threading.Timer(1, meilisearch.start).start()

    with opened(settings) as archive:
        fed(archive)
        before = archive.index.state().identity
        assert rebuild_index(archive, told) == 2
        until = time.monotonic() + 60
        while not answers(archive):
            assert time.monotonic() < until
        assert heard == [1, 2]
        assert archive.index.state().identity != before
        assert (found(archive, "requerimiento"), found(archive, "pagaré")) == (1, 1)


def test_a_content_lost_while_it_was_built_takes_no_place(settings, meilisearch, monkeypatch):
    monkeypatch.setattr(indexing, "BATCH_DOCUMENTS", 1)
    with opened(settings) as archive:
        fed(archive)
        before, connection = archive.index.state().identity, server_of(settings)

        def told(_done, _whole):
            connection.done(deque(connection.client.delete_index(uid) for uid in connection.beside()))

        with pytest.raises(Unavailable):
            rebuild_index(archive, told)
        assert archive.index.state().identity == before
        assert found(archive, "pagaré") == 1


def test_what_a_rebuild_that_was_killed_left_is_removed_by_who_writes_next(settings):
    connection = server_of(settings)
    with opened(settings) as killed:
        fed(killed)
        Writing(connection, lambda: None, "left").begin("left")
    assert len(connection.beside()) == len(SETTINGS)
    with opened(settings) as archive:
        archive.index.replace({})
        archive.index.replace({})
        assert connection.beside() == set()
        assert found(archive, "pagaré") == 1


def test_words_of_a_content_that_another_process_built_are_not_taken_for_known(meilisearch):
    address = meilisearch.address()
    first, second = (open_search_index(address, meilisearch.key) for _ in range(2))
    first.replace({"x": [PAGE]})
    second.rebuild([{"y": [msgspec.structs.replace(PAGE, document_id="y", text="otra cosa")]}])
    first.replace({"x": [PAGE]})
    assert first.search(Query("estrafaloria")).total == 1


def test_a_server_that_lost_everything_is_fed_anew(settings):
    with opened(settings) as archive:
        fed(archive)
        connection = server_of(settings)
        connection.done(deque(connection.client.delete_index(connection.uid(part)) for part in SETTINGS))
        fed(archive)
        assert found(archive, "pagaré") == 1
