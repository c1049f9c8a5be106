"""A dossier that grew is bound in volumes whose folios run on."""

import pypdfium2 as pdfium
import pytest

from schemas.errors import NotFound
from service.operations.dossier import find_dossier, volume_numbered, write_dossier_pdf
from tests.registry_office import CLERK, CURP, Office, pdf_file
from tests.service.test_dossier_operations import texts


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Documents of 2, 3 and 9 pages, in volumes of at most 4 folios."""
    made = Office(tmp_path_factory.mktemp("office"))
    made.resize(volume_folios=4)
    for pages, type in ((2, "promissory_note"), (3, "complaint"), (9, "court_order")):
        made.document(type, ("lawsuit", made.lawsuit), data=pdf_file(type, pages), pages=pages)
    yield made
    made.archive.close()


def bound(office, tmp_path, number):
    found = find_dossier(office.archive, CLERK, CURP)
    target = tmp_path / f"{number}.pdf"
    write_dossier_pdf(office.archive, CLERK, found, target, volume=volume_numbered(found, number))
    return target


def test_volumes_end_with_documents_unless_one_is_too_long(office):
    volumes = find_dossier(office.archive, CLERK, CURP).volumes
    assert [(one.folio_first, one.folio_last) for one in volumes] == [(1, 2), (3, 5), (6, 9), (10, 13), (14, 14)]


def test_folios_index_and_page_numbers_run_on(office, tmp_path):
    target = bound(office, tmp_path, 4)
    pages = texts(target)
    assert "Legajo 4 de 5" in pages[0] and "Fojas 10 a 13" in pages[0]
    assert "10 a 13" in pages[1] and "de la foja 6 a la 14" in pages[1]
    assert [f"Foja {folio}" in page for folio, page in enumerate(pages[2:], 10)] == [True] * 4
    with pdfium.PdfDocument(target) as pdf:
        assert [pdf.get_page_label(at) for at in (0, 2, 5)] == ["i", "10", "13"]
        assert {mark.get_dest().get_index() for mark in pdf.get_toc()} == {0, 1, 2}


def test_a_volume_that_is_not_there_is_told(office, tmp_path):
    with pytest.raises(NotFound, match="5 legajos"):
        bound(office, tmp_path, 6)
