"""Cover sheets printed from the desk are read back as what was asked for; a batch says when separators lack."""

import pytest

from indexer.limits import Limits
from indexer.stages.inspect import inspect_file
from schemas.work import InspectRequest
from service.operations.receive import Given, receive, stage_pieces
from storage.records import receipts
from tests.live.conftest import CLERK

from .conftest import PDF

HTML = {"accept": "text/html"}


def codes_of(data, folder):
    (folder / "hojas.pdf").write_bytes(data)
    pages = inspect_file(InspectRequest(str(folder / "hojas.pdf"), str(folder)), Limits()).pages
    return [page.barcodes[0].text for page in pages]


def test_the_form_prints_what_it_says(client, signed_in, tmp_path):
    assert 'href="/recibir/caratulas"' in client.get("/recibir", headers=HTML).text
    assert 'action="/recibir/caratulas.pdf"' in client.get("/recibir/caratulas", headers=HTML).text
    asked = {"tipo": "promissory_note", "credito": "8-1", "juicio": "", "caja": "C-7", "hojas": "2", "tamano": "letter"}

    printed = client.get("/recibir/caratulas.pdf", params=asked)

    assert printed.headers["content-type"] == "application/pdf"
    assert codes_of(printed.content, tmp_path) == ["LEGAJO1;tipo=promissory_note;credito=8-1;caja=C-7"] * 2
    assert codes_of(client.get("/recibir/caratulas.pdf").content, tmp_path) == ["LEGAJO1"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [({"tipo": "novela"}, "novela"), ({"hojas": "900"}, "de 1 a 200"), ({"tamano": "oficio"}, "oficio")],
)
def test_what_cannot_be_printed_is_said_in_the_form(client, signed_in, asked, said):
    answer = client.get("/recibir/caratulas.pdf", params=asked, headers=HTML)
    assert answer.status_code == 400 and said in answer.text and "Cuántas hojas" in answer.text


def test_a_batch_that_is_through_with_fewer_separators_says_so(client, office, signed_in):
    for batch, found in (("corta", 1), ("completa", 3)):
        given = Given(batch=batch, expected_separators=3)
        with stage_pieces(office.archive, "pila.pdf", [PDF + batch.encode()]) as staged:
            received = receive(office.archive, CLERK, staged, given, channel="web")
        with office.archive.database.write() as session:
            row = receipts.get(session, received.receipt_id)
            receipts.count_separators(session, row, found)
            row.outcome = "filed"
    listed = client.get("/api/v1/batches", headers=office.bearer("clerk")).json()["items"]
    assert {one["name"]: one["lacks_separators"] for one in listed} == {"corta": True, "completa": False}
    assert client.get("/lotes", headers=HTML).text.count("faltan") == 1
