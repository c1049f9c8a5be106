"""The night's comparison of index and rows: what differs is found, mended and counted, once over all machines."""

from datetime import UTC, datetime

import msgspec
import pytest

from schemas.access import Actor, Role
from schemas.errors import Conflict
from schemas.search import Query
from service.archive import Archive
from service.metrics import Counted, exposed
from service.operations import indexing
from service.operations.indexing import feed_index, page_records
from service.operations.reconciling import TURN, reconcile_index, reconcile_tonight
from service.operations.searching import search
from service.operations.standing import stand
from storage.records import facts
from storage.records.tables import DocumentRow

CLERK, BOSS = Actor("clerk", Role.ARCHIVIST, "test"), Actor("boss", Role.ADMINISTRATOR, "test")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC).isoformat()


@pytest.fixture(scope="module")
def ids(office):
    return [office.file(f"requerimiento {number}", "anexo") for number in range(4)]


@pytest.fixture
def disturbed(office, ids):
    """The archive after the index lost a document, a version and a page, and got one that nobody knows."""
    with office.archive.database.read() as session:
        rows = [session.get(DocumentRow, name) for name in ids]
        pages = page_records(session, rows)
    older = [msgspec.structs.replace(page, version=99) for page in pages[ids[1]]]
    stranger = [msgspec.structs.replace(pages[ids[3]][0], document_id="stranger")]
    office.archive.index.replace({ids[0]: [], ids[1]: older, ids[2]: pages[ids[2]][:1], "stranger": stranger})
    with office.archive.database.write() as session:
        facts.put(session, f"turn_{TURN}", LONG_AGO)
    yield office.archive
    while feed_index(office.archive):
        pass


def test_what_is_lacking_or_differs_is_fed_again_and_what_has_no_row_is_taken_out(disturbed, ids):
    found = reconcile_index(disturbed)
    while feed_index(disturbed):
        pass

    assert (found.missing, found.different, found.unknown) == (1, 2, 1)
    assert (found.documents, found.pages) == (4, 8)
    assert set(disturbed.index.held([*ids, "stranger"])) == set(ids)
    assert search(disturbed, CLERK, Query("requerimiento")).total == 4
    assert reconcile_index(disturbed).wrong == 0


def test_it_is_done_once_a_night_and_told_in_figures_and_words(disturbed):
    assert reconcile_tonight(disturbed).wrong == 4
    assert reconcile_tonight(disturbed) is None

    told = exposed(disturbed, Counted()).decode()
    assert 'legajo_index_reconciled_wrong{how="different"} 2.0' in told
    assert any("comparación nocturna halló 4 documentos" in alert.what for alert in stand(disturbed, BOSS).alerts)


def test_an_index_that_has_outgrown_itself_is_built_anew_that_night(disturbed, monkeypatch):
    monkeypatch.setattr(indexing, "WORTH_BYTES", 0)
    assert disturbed.index.state().outgrown
    reconcile_tonight(disturbed)
    assert not disturbed.index.state().outgrown


def test_the_turn_is_left_to_the_process_that_writes_the_index(disturbed, office):
    beside = Archive(office.settings)
    with pytest.raises(Conflict):
        reconcile_tonight(beside)
    beside.close()
    assert reconcile_tonight(disturbed).wrong == 4
