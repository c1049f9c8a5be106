"""Rows that somebody changed by hand are found by the checker, each in words."""

import sqlite3

import pytest

from schemas.access import SYSTEM
from service.cli.verifying import CONTRADICTIONS
from service.operations.receive import Given, receive, stage_pieces
from service.operations.verifying import verify
from storage.objects.keys import original_key
from storage.records import events, new_id, now
from storage.records.tables import DocumentRow, ReceiptRow
from tests.databases import sqlite_in
from tests.registry_office import CLERK, open_archive

from .conftest import page_rows

TAMPERED = {
    "receipt_gone": "DELETE FROM receipts WHERE id = '{receipt}'",
    "receipt_changed": "UPDATE receipts SET sha256 = 'ab' WHERE id = '{receipt}'",
    "receipt_without_original": "DELETE FROM stored_objects WHERE sha256 = '{sha256}'",
    "original_without_receipt": "DELETE FROM receipts WHERE id = '{receipt}'",
    "receipt_without_document": "DELETE FROM documents WHERE id = '{document}'",
    "document_gone": "DELETE FROM documents WHERE id = '{document}'",
    "document_changed": "UPDATE documents SET sha256 = 'ab' WHERE id = '{document}'",
    "pages_gone": "DELETE FROM pages WHERE document_id = '{document}'",
    "searchable_gone": "UPDATE documents SET searchable_key = 'derived/x.pdf' WHERE id = '{document}'",
}


@pytest.fixture
def archive(tmp_path):
    opened = open_archive(tmp_path / "data", sqlite_in(tmp_path))
    yield opened
    opened.close()


def filed(archive):
    """One document as the pipeline leaves it: its receipt, its page, and its line in the log."""
    with stage_pieces(archive, "a.pdf", [b"%PDF-1.4 a"]) as staged:
        received = receive(archive, CLERK, staged, Given(), channel="ingest")
    document = new_id()
    with archive.database.write() as session:
        receipt = session.get(ReceiptRow, received.receipt_id)
        receipt.outcome = "filed"
        session.add(
            DocumentRow(id=document, receipt_id=receipt.id, position=1, sha256=receipt.sha256, kind="pdf", bytes=receipt.bytes,
                        media_type="application/pdf", state="filed", title="A", type="other", page_count=1, created_at=now())
        )  # fmt: skip
        session.flush()
        session.add_all(page_rows(document, 1, "texto"))
        events.record(session, events.Act(SYSTEM.name, SYSTEM.origin, "file", "document", document, {}))
    return {"receipt": received.receipt_id, "sha256": received.sha256, "document": document}


@pytest.mark.parametrize("what", CONTRADICTIONS)
def test_a_row_changed_by_hand_is_named(archive, tmp_path, what):
    named = filed(archive)
    assert verify(archive, grace=0).sound

    by_hand = sqlite3.connect(tmp_path / "rows.db")
    by_hand.executescript(TAMPERED[what].format(**named))
    by_hand.close()
    found = verify(archive, grace=0)

    wrong = {one.what: one.id for one in found.contradicting}
    assert not found.sound and wrong[what] in (*named.values(), original_key(named["sha256"]))
