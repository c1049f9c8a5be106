"""Roles on a credit, addresses, what a CURP tells; contracts by period, balances, payments got."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from schemas.dossier import DossierScope
from schemas.errors import InvalidInput
from service.operations import registry
from service.operations.dossier import find_dossier
from tests.registry_office import CLERK, CREDIT, CURP, GUARANTOR, Office

STUDENT = "FAPC040615MSRLRRA3"


@pytest.fixture
def office(tmp_path: Path, new_database: Callable[[], str]) -> Iterator[Office]:
    made = Office(tmp_path, database=new_database())
    made.student = made.put("debtors", curp=STUDENT, full_name="Carla Flores Peralta").id
    yield made
    made.archive.close()


def test_birth_date_and_sex_come_from_the_curp_and_a_contradiction_warns(office: Office) -> None:
    shown = registry.get(office.archive, CLERK, "debtors", STUDENT)
    assert (str(shown.birth_date), shown.sex) == ("2004-06-15", "m")
    done = registry.upsert(office.archive, CLERK, "debtors", {"curp": STUDENT, "sex": "Hombre"})
    assert (done.entity.sex, done.warnings) == ("h", ("sex: no coincide con la CURP.",))


def test_everybody_with_a_role_stands_on_the_credit_and_in_its_dossier(office: Office) -> None:
    office.put("credit-parties", credit_number=CREDIT, person_curp=STUDENT, role="Estudiante")
    office.put("credit-parties", credit_number=CREDIT, person_curp=GUARANTOR, role="representante_menor",
               for_person_curp=STUDENT)  # fmt: skip
    parties = registry.get(office.archive, CLERK, "credits", CREDIT).parties
    assert [one.role for one in parties] == ["acreditado", "avalista", "estudiante", "representante_menor"]
    paper = office.document("official_id", ("debtor", office.student))
    for key, scope in ((CREDIT, DossierScope.CREDIT), (STUDENT, DossierScope.DEBTOR)):
        dossier = find_dossier(office.archive, CLERK, key, scope)
        assert [one.number for one in dossier.credits] == [CREDIT]
        assert paper in {one.id for one in dossier.documents}


def test_a_lawyer_may_know_of_whoever_has_a_role_on_an_assigned_credit(office: Office) -> None:
    def seen() -> set[str]:
        return {one.id for one in registry.listing(office.archive, office.outsider, "debtors").items}

    assert office.student not in seen()
    office.put("credit-parties", credit_number=CREDIT, person_curp=STUDENT, role="estudiante")
    assert office.student in seen()


def test_an_address_is_kept_as_printed_with_its_source(office: Office) -> None:
    paper = office.document("credit_contract", ("credit", office.credit))
    data = {"person_curp": CURP, "type": "contractual", "line": "Calle  Yáñez 12, Col. Centro", "document_id": paper}
    shown = office.put("addresses", **data)
    assert (shown.line, shown.person, shown.document_id) == (
        "Calle Yáñez 12, Col. Centro",
        "Roberto López García",
        paper,
    )
    with pytest.raises(InvalidInput, match="document_id"):
        office.put("addresses", **data | {"document_id": "nada"})


def test_sums_by_concept_are_added_up(office: Office) -> None:
    saldo = office.put("balances", credit_number=CREDIT, on="2026-06-30", capital="10,000", interest="250.50")
    assert (saldo.total, saldo.default_interest) == ("10250.50", "0.00")
    paid = office.put("recoveries", credit_number=CREDIT, receipt="A-1", on="2026-07-01", capital="100", other="5")
    assert paid.total == "105.00"
    newest = office.put("balances", credit_number=CREDIT, on="2026-07-31", capital="9,900")
    listed = registry.listing(office.archive, CLERK, "balances", filters={"credit": CREDIT}).items
    assert [one.id for one in listed] == [newest.id, saldo.id]


def test_each_school_period_has_its_contract_and_note(office: Office) -> None:
    note = office.put("promissory-notes", credit_number=CREDIT, number="000123")
    made = office.put("period-contracts", credit_number=CREDIT, number="C-1", period="2010-1", note=note.key)
    assert (made.note_id, made.note, made.credit) == (note.id, "000123", CREDIT)
