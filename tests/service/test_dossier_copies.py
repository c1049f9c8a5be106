"""One paper held more than once stands once, by its best copy, and nothing is lost sight of."""

import pytest

from schemas.errors import InvalidInput
from schemas.versions import Sameness
from service.operations.documents import get_document
from service.operations.dossier import find_dossier, write_dossier_pdf
from service.operations.dossier_package import write_bag
from service.operations.reviewing import Review, review_document
from storage.records.tables import DocumentRow
from tests.registry_office import CLERK, CURP, Office, pdf_file
from tests.service.test_dossier_operations import texts


@pytest.fixture
def office(tmp_path, new_database):
    made = Office(tmp_path / "archive", database=new_database())
    yield made
    made.archive.close()


def change(office, document, **values):
    with office.archive.database.write() as session:
        for name, value in values.items():
            setattr(session.get(DocumentRow, document), name, value)


def of(office, actor=CLERK):
    return find_dossier(office.archive, actor, CURP)


def test_same_bytes_stand_once_with_the_links_and_the_place_of_both(office):
    data = pdf_file("uno")
    one = office.document("complaint", ("credit", office.credit), data=data, paper_location="Caja 7")
    two = office.document("complaint", ("lawsuit", office.lawsuit), data=data)
    found = of(office)
    assert [(document.id, document.location) for document in found.documents] == [(two, "Caja 7")]
    assert [(copy.id, copy.why) for copy in found.documents[0].copies] == [(one, Sameness.BYTES)]
    assert found.credits[0].lawsuits[0].documents == found.documents
    assert found.folios == 1


def test_a_rescan_waits_for_a_person_before_it_is_put_under_the_other(office):
    first = office.document("promissory_note", ("credit", office.credit), pages=2)
    again = office.document("promissory_note", ("credit", office.credit), rescan_of=first)
    assert [(one.id, one.seems_copy_of) for one in of(office).documents] == [(first, None), (again, first)]
    change(office, again, rescan_settled_by="ana")
    found = of(office).documents
    assert [(one.id, [copy.why for copy in one.copies]) for one in found] == [(first, [Sameness.RESCAN])]


def test_a_person_names_a_version_and_takes_it_back(office):
    plain = office.document("judgment", ("lawsuit", office.lawsuit), type_confirmed_by="ana")
    certified = office.document("judgment", ("lawsuit", office.lawsuit), pages=3)
    review_document(office.archive, CLERK, plain, Review(version_of=certified))
    assert [(one.id, [copy.id for copy in one.copies]) for one in of(office).documents] == [(certified, [plain])]
    assert get_document(office.archive, CLERK, plain).version_of == certified
    review_document(office.archive, CLERK, plain, Review(version_of=None))
    assert len(of(office).documents) == 2
    with pytest.raises(InvalidInput):
        review_document(office.archive, CLERK, plain, Review(version_of=plain))


def test_a_better_copy_that_a_lawyer_may_not_see_does_not_hide_theirs(office):
    other = office.put("credits", number="9-9", debtor_curp=CURP).id
    mine = office.document("complaint", ("credit", office.credit))
    better = office.document("complaint", ("credit", other), pages=5, version_of=mine)
    assert [one.id for one in of(office).documents] == [better]
    seen = of(office, office.outsider)
    assert [(one.id, one.copies) for one in seen.documents] == [(mine, ())]


def test_the_index_and_the_bag_have_every_copy(office, tmp_path):
    first = office.document("promissory_note", ("credit", office.credit), pages=2, data=pdf_file("a", 2))
    again = office.document("promissory_note", ("credit", office.credit), version_of=first)
    found = of(office)
    write_dossier_pdf(office.archive, CLERK, found, tmp_path / "d.pdf")
    write_bag(office.archive, CLERK, found, tmp_path / "bolsa")
    copy = get_document(office.archive, CLERK, again)
    assert f"Otra versión, 1 págs., SHA-256 {copy.sha256}" in texts(tmp_path / "d.pdf")[1]
    assert (tmp_path / "bolsa" / "data" / "originals" / f"{copy.sha256}.pdf").exists()
