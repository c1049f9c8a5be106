"""The feeder keeps the index small: what was replaced does not pile up."""

import pytest
from sqlalchemy import update

from schemas.access import Actor, Role
from schemas.search import Query
from service.operations import indexing
from service.operations.searching import search
from storage.records.tables import DocumentRow
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
