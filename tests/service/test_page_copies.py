"""Pages picked from a document, stamped with their folios: which, who may, and that it is recorded."""

import io

import pikepdf
import pytest
from pypdf import PdfReader

from schemas.access import SYSTEM
from schemas.errors import InvalidInput
from schemas.page_ranges import runs_of, written
from service.operations.intake_views import document_events

HTML = {"accept": "text/html"}


@pytest.fixture(scope="module")
def document(office):
    """A document of eight pages of the first lawyer's credit, with a real file of as many."""
    made = pikepdf.new()
    for _ in range(8):
        made.add_blank_page(page_size=(612, 792))
    kept = io.BytesIO()
    made.save(kept)
    pages = [f"foja {number}" for number in range(1, 9)]
    return office.file(*pages, links=(("credit", "c1"),), data=kept.getvalue())


@pytest.mark.parametrize(
    ("asked", "said"), [("7, 1-3", "1-3, 7"), ("2 y 3; 1", "1-3"), ("6-", "6-8"), ("1 – 4, 2-6", "1-6"), (",5,", "5")]
)
def test_pages_are_read_as_people_write_them(asked, said):
    assert written(runs_of(asked, 8)) == said


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (" , ", "no_pages"),
        ("uno", "bad_pages"),
        ("0", "no_such_pages"),
        ("3-2", "no_such_pages"),
        ("9", "no_such_pages"),
    ],
)
def test_pages_that_cannot_be_had_are_refused_with_a_reason(asked, code):
    with pytest.raises(InvalidInput) as refused:
        runs_of(asked, 8)
    assert refused.value.code == code


def test_each_page_bears_its_folio_and_the_copy_is_recorded(client, office, document):
    answer = client.get(f"/api/v1/documents/{document}/pages.pdf?pages=7,1-3", headers=office.bearer("head"))

    reader = PdfReader(io.BytesIO(answer.content))
    stamped = [page.extract_text().split()[-1] for page in reader.pages]
    assert stamped == ["1", "2", "3", "7"] and reader.page_labels == stamped
    newest = document_events(office.archive, SYSTEM, document).items[0]
    assert (newest.actor, newest.action, newest.detail["pages"]) == ("head", "download", "1-3, 7")


def test_head_of_a_copy_makes_and_hands_over_nothing(client, office, document, signed_in):
    def handed_over():
        seen = document_events(office.archive, SYSTEM, document).items
        return sum(one.action == "download" for one in seen)

    before = handed_over()
    for address in (f"/api/v1/documents/{document}/pages.pdf?pages=2-4", f"/documentos/{document}/hojas.pdf?hojas=2-4"):
        head = client.head(address, headers=office.bearer("auditor"))
        assert (head.status_code, head.content, handed_over()) == (200, b"", before), address
        assert "fojas%202-4.pdf" in head.headers["content-disposition"]
    address = f"/api/v1/documents/{document}/pages.pdf"
    assert client.head(f"{address}?pages=9", headers=office.bearer("auditor")).status_code == 400
    assert client.head(f"{address}?pages=2", headers=office.bearer("other")).status_code == 404


def test_who_has_not_the_matter_gets_no_pages(client, office, document):
    answer = client.get(f"/api/v1/documents/{document}/pages.pdf?pages=1", headers=office.bearer("other"))

    assert answer.status_code == 404


def test_pages_ticked_and_written_go_together_and_a_slip_of_the_pen_shows_the_document_again(
    client, document, signed_in
):
    picked = client.get(f"/documentos/{document}/hojas.pdf?hojas=2&hojas=5&hojas=7-", headers=HTML)
    wrong = client.get(f"/documentos/{document}/hojas.pdf?hojas=12&pagina=3", headers=HTML)

    assert PdfReader(io.BytesIO(picked.content)).page_labels == ["2", "5", "7", "8"]
    assert wrong.status_code == 400 and "tiene 8 páginas" in wrong.text and 'data-sheet="3"' in wrong.text
