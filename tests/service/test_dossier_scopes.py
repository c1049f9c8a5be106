"""The dossier of a credit and of a lawsuit: what belongs to each and what does not."""

from datetime import date

import pytest

from schemas.dossier import DossierScope
from schemas.errors import Conflict, NotFound
from service.operations.dossier import find_dossier
from storage.records import events
from tests.registry_office import CLERK, COURT, CREDIT, CURP, office_on_either

CREDIT_ONLY, LAWSUIT_ONLY = DossierScope.CREDIT, DossierScope.LAWSUIT


office = office_on_either


@pytest.fixture
def filed(office):
    """A second credit and lawsuit of the same debtor beside the first, and a paper of each."""
    second = office.put("credits", number="2-2", debtor_curp=CURP, status="vencido").id
    other = office.put("lawsuits", court_code=COURT, number=99, year=2025, credit_numbers=["2-2"]).id
    return {
        "note": office.document("promissory_note", ("credit", office.credit)),
        "statement": office.document("account_statement", ("credit", office.credit)),
        "claim": office.document("complaint", ("lawsuit", office.lawsuit), on=date(2024, 7, 1)),
        "id": office.document("id_document", ("debtor", office.debtor)),
        "guarantor": office.document("id_document", ("debtor", office.guarantor)),
        "note2": office.document("promissory_note", ("credit", second)),
        "claim2": office.document("complaint", ("lawsuit", other)),
    }


def names(filed, dossier):
    by_id = {one: name for name, one in filed.items()}
    return [by_id[one.id] for one in dossier.documents]


def test_a_credits_dossier_has_its_titles_its_lawsuits_and_the_papers_of_each_obligor(office, filed):
    found = find_dossier(office.archive, CLERK, CREDIT, CREDIT_ONLY)
    assert names(filed, found) == ["note", "statement", "claim", "id", "guarantor"]
    assert [one.number for one in found.credits] == [CREDIT]
    assert (found.subject, found.debtor.curp) == (f"Crédito {CREDIT}", CURP)
    assert found.folios == 5


def test_a_lawsuits_dossier_has_the_titles_it_rests_on_and_its_own_papers(office, filed):
    found = find_dossier(office.archive, CLERK, "1234/2024", LAWSUIT_ONLY)
    assert names(filed, found) == ["note", "claim"]
    assert [one.file for one in found.credits[0].lawsuits] == ["1234/2024"]
    assert [one.curp for one in found.debtors] == [CURP]


def test_what_is_missing_of_a_lawsuit_is_what_its_stage_requires(office, filed):
    found = find_dossier(office.archive, CLERK, "1234/2024", LAWSUIT_ONLY)
    assert [(one.types, one.lawsuit) for one in found.missing] == [(("filing_receipt",), f"{COURT} 1234/2024")]


def test_what_is_missing_of_a_credit_is_of_that_credit_only(office, filed):
    found = find_dossier(office.archive, CLERK, "2-2", CREDIT_ONLY)
    assert {(one.credit, one.lawsuit) for one in found.missing} == {("2-2", None), (None, f"{COURT} 99/2025")}
    assert "account_statement" in {one.types[0] for one in found.missing if one.credit}


def test_a_lawsuit_without_credits_has_a_dossier_and_no_debtor(office):
    lawsuit = office.put("lawsuits", court_code=COURT, number=7, year=2023).id
    order = office.document("court_order", ("lawsuit", lawsuit))
    found = find_dossier(office.archive, CLERK, "7/2023", LAWSUIT_ONLY)
    assert ([one.id for one in found.documents], found.debtor, found.sections[0].document_ids) == (
        [order], None, (order,),
    )  # fmt: skip


def test_an_external_lawyer_gets_the_credit_and_lawsuit_of_theirs_only(office, filed):
    assert names(filed, find_dossier(office.archive, office.outsider, CREDIT, CREDIT_ONLY))[:2] == ["note", "statement"]
    for key, scope in (("2-2", CREDIT_ONLY), ("99/2025", LAWSUIT_ONLY)):
        with pytest.raises(NotFound):
            find_dossier(office.archive, office.outsider, key, scope)


def test_a_number_of_several_lawsuits_is_told_plainly(office):
    office.put("courts", code="1MN", name="Juzgado de Nogales")
    office.put("lawsuits", court_code="1MN", number=1234, year=2024)
    with pytest.raises(Conflict, match="1MN"):
        find_dossier(office.archive, CLERK, "1234/2024", LAWSUIT_ONLY)


def test_the_look_is_recorded_on_what_was_looked_at(office):
    find_dossier(office.archive, CLERK, CREDIT, CREDIT_ONLY)
    office.archive.looks.close()
    with office.archive.database.read() as session:
        said = events.listing(session, object_id=office.credit, limit=1)[0]
    assert (said.action, said.object_kind) == ("view_dossier", "credit")
