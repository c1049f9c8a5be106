"""An office whose search is on a Meilisearch server: fed by one process, asked by all, away, back and empty."""

from contextlib import contextmanager

import msgspec
import pytest

from indexer.search.server.connection import Address, Connection
from indexer.search.server.records import SETTINGS
from schemas.access import Actor, Role
from schemas.errors import Conflict, Unavailable
from schemas.search import Query
from service.archive import Archive
from service.operations.indexing import feed_index, rebuild_index
from service.operations.reconciling import reconcile_index
from service.operations.searching import search
from tests.service.conftest import Office, registry

CLERK = Actor("clerk", Role.ARCHIVIST, "test")


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


def test_a_server_that_lost_everything_is_fed_anew(settings, meilisearch):
    with opened(settings) as archive:
        fed(archive)
        connection = Connection(Address.at(settings.search_index), meilisearch.key)
        connection.done([connection.client.delete_index(connection.uid(part)) for part in SETTINGS])
        fed(archive)
        assert found(archive, "pagaré") == 1
