"""Whose word counts for a paper: of the sender, of who hands in the same bytes again, of an external lawyer."""

import pytest

from schemas.fields import TypeGuess
from service.operations.deciding import Findings
from service.operations.finishing import settle
from storage.records import pipeline, receipts
from storage.records.tables import LinkRow, ReceiptRow

URL = "/api/v1/documents"


def hand_in(client, office, name, data, **said):
    return client.post(URL, params={"filename": "hoja.pdf", **said}, content=data, headers=office.bearer(name)).json()


def finished(office, document_id):
    """The document after its `finish` job, of which only what was said is of interest: type, by whom, links by state and by whom."""
    with office.archive.database.write() as session:
        document = pipeline.document(session, document_id)
        settle(session, document, Findings(TypeGuess("unclassified", 0.3, 0.0), (), ()))
        links = session.query(LinkRow).filter(LinkRow.document_id == document_id)
        return (
            document.type,
            document.type_confirmed_by,
            {(row.entity_id, row.state, row.confirmed_by) for row in links},
        )


def test_the_bytes_of_a_paper_do_not_open_it_to_a_lawyer(client, office):
    data = b"%PDF-1.4 de otro asunto\n"
    document = office.file("de otro asunto", data=data)

    again = hand_in(client, office, "lawyer", data, credit="CR-1", type="judgment", paper_location="mi despacho")

    assert (again["outcome"], again["document_id"]) == ("duplicate", None)
    assert finished(office, document) == ("unclassified", None, set())
    assert client.get(f"{URL}/{document}", headers=office.bearer("lawyer")).status_code == 404
    assert client.get(f"{URL}/{document}", headers=office.bearer("clerk")).json()["paper_location"] is None


def test_what_is_said_with_the_same_bytes_later_stands_under_the_name_of_who_said_it(client, office):
    data = b"%PDF-1.4 dos veces\n"
    document = office.file("dos veces", data=data)

    hand_in(client, office, "head", data, credit="CR-1", type="judgment")

    assert finished(office, document) == ("judgment", "head", {("c1", "linked", "head")})


def test_a_lawyer_may_say_more_of_what_they_handed_in(client, office):
    data = b"%PDF-1.4 del abogado\n"
    document = office.file("del abogado", data=data, by="lawyer")

    hand_in(client, office, "lawyer", data, credit="CR-1")

    assert finished(office, document)[2] == {("c1", "linked", "lawyer")}


@pytest.mark.parametrize(
    ("name", "said", "links"),
    [
        ("lawyer", {"credit": "CR-2"}, {("c2", "proposed", None)}),
        ("lawyer", {"lawsuit": "12/2024"}, {("s1", "linked", "lawyer")}),
        ("other", {"lawsuit": "12/2024"}, {("s1", "proposed", None)}),
        ("other", {"debtor": "p1"}, {("p1", "proposed", None)}),
        ("clerk", {"credit": "CR-2"}, {("c2", "linked", "clerk")}),
    ],
)
def test_a_lawyer_files_nothing_into_the_matters_of_others(client, office, name, said, links):
    document = office.file("entregado", by=name)
    with office.archive.database.write() as session:
        receipt = receipts.get(session, pipeline.document(session, document).receipt_id)
        receipt.given = said

    assert finished(office, document)[2] == links


def test_no_sender_says_in_whose_name_they_speak(client, office):
    forged = {"credit": "CR-2", "said_by": {"credit": "clerk"}}
    headers = office.bearer("lawyer")
    begun = client.post(
        "/api/v1/uploads", json={"key": "k1", "filename": "a.txt", "bytes": 4, "given": forged}, headers=headers
    ).json()
    form = client.post(URL, files={"file": ("a.pdf", b"x")}, data={"said_by": "clerk"}, headers=headers)

    client.patch(f"/api/v1/uploads/{begun['id']}?offset=0", content=b"hoja", headers=headers)
    assert (form.status_code, form.json()["type"]) == (400, "/problems/unknown_field")
    with office.archive.database.read() as session:
        [row] = session.query(ReceiptRow).filter(ReceiptRow.filename == "a.txt")
        assert row.given == {"credit": "CR-2"}
