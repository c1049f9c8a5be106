"""What it costs to settle a document: each thing is asked once and written once."""

from schemas.fields import Field, TypeGuess
from service.operations.deciding import Findings
from service.operations.finishing import settle
from storage.records import pipeline
from tests.databases import queries_of

FOUND = Findings(
    TypeGuess("promissory_note", 0.97, 20.0),
    (
        Field("promissory_note", "004512", "004512", 1, (0.1, 0.1, 0.2, 0.02)),
        Field("document_date", "12 de marzo de 2019", "2019-03-12", 1, (0.1, 0.2, 0.2, 0.02)),
        Field("amount", "$31,200.00", "31200.00", 1, (0.1, 0.3, 0.2, 0.02)),
    ),
    (),
)


def test_a_document_is_settled_by_one_change_and_no_row_is_asked_for_twice(office):
    document_id = office.file("un pagaré", data=b"%PDF-1.4 un pagare\n", by="clerk")
    with office.archive.database.write() as session:
        document = pipeline.document(session, document_id)
        with queries_of(office.archive.database) as asked:
            settle(session, document, FOUND)
        assert document.type == "promissory_note" and document.amount_cents == 3_120_000
        assert sorted(row.name for row in pipeline.fields_of(session, document_id)) == [
            "amount",
            "document_date",
            "promissory_note",
        ]
    changes = [query for query in asked if query.startswith("UPDATE documents")]
    reads = [query for query in asked if query.startswith("SELECT")]
    assert len(changes) == 1
    assert len(reads) == len(set(reads))
