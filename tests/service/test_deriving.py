"""What is derived of a document depends on what was read, not on what was written first."""

from typing import Any

from indexer.sandbox import Sandbox
from schemas.pages import Part, Reading, Word
from service.operations.deriving import derive_searchable
from service.operations.documents import page_words
from service.operations.inspecting import reading_values
from storage.records import jobs, pipeline
from tests.registry_office import CLERK, Office, office_on_either, pdf_file

BODY = Reading(Part.BODY, "Pagaré", (Word("Pagaré", (0.1, 0.1, 0.2, 0.03)),), "tesseract", "5")
STAMP = Reading(Part.STAMP, "RECIBIDO", (Word("RECIBIDO", (0.6, 0.6, 0.2, 0.03)),), "tesseract", "5")


office = office_on_either


def read_as(office: Office, *layers: Reading) -> Any:
    """A document of one page whose layers were written down in the given order."""
    document = office.document("letter", data=pdf_file("a letter"))
    with office.archive.database.write() as session:
        [page] = pipeline.pages_of(session, document)
        for layer in layers:
            pipeline.add_readings(session, [reading_values(page.id, 0, layer)])
        jobs.enqueue(session, jobs.NewJob("derive", document))
    return document


def derived(office: Office, sandbox: Sandbox) -> bytes:
    with office.archive.database.write() as session:
        claim = jobs.claim(session, "w", 60, ("derive",))
    assert claim is not None
    derive_searchable(office.archive, sandbox, claim)
    with office.archive.database.read() as session:
        row = pipeline.document(session, claim.subject)
    assert row.searchable_key, row.searchable_note
    with office.archive.objects.local_copy(row.searchable_key) as path:
        return path.read_bytes()


def test_a_searchable_copy_is_the_same_bytes_whichever_layer_was_written_first(office: Office) -> None:
    with Sandbox() as sandbox:
        read_as(office, BODY, STAMP)
        one = derived(office, sandbox)
        read_as(office, STAMP, BODY)
        assert derived(office, sandbox) == one


def test_layers_are_told_in_the_order_of_their_parts(office: Office) -> None:
    document = read_as(office, STAMP, BODY)
    words = page_words(office.archive, CLERK, document, 1)
    assert [layer.part for layer in words.layers] == ["body", "stamp"]
