"""What is registered of a lawsuit: stages with their evidence, stamps, mirror suits, lines of the court's list."""

from datetime import timedelta

import pytest

from schemas.errors import Conflict, InvalidInput
from service.operations import registry
from service.operations.days import today
from service.operations.queues.running import run_queue
from service.operations.stamps import check_acknowledgement, validate_acknowledgement
from tests.registry_office import CLERK, COURT, CREDIT, CURP, LICENCE, Office, office_on_either

SUIT = f"{COURT} 1234/2024"
DEMAND = f"{SUIT} 2024-05-06 DEMANDA"
NOTE = f"{CREDIT}:1"


office = office_on_either


def status_of(office: Office) -> str:
    return registry.get(office.archive, CLERK, "lawsuits", SUIT).status


def told(office: Office, kind: str, **data: object) -> tuple[str, ...]:
    return registry.upsert(office.archive, CLERK, kind, data).warnings


def test_a_stage_cites_a_document_or_says_that_none_supports_it(office: Office) -> None:
    bare = office.put("stages", lawsuit=SUIT, stage="DEMANDA_PRESENTADA", on="2024-05-06")
    document = office.document("admission_order", ("lawsuit", office.lawsuit))
    shown = office.put("stages", lawsuit=SUIT, stage="AUTO_EXEQUENDO", on="2024-05-10", document_id=document)
    assert bare.support == "sin soporte documental"
    assert shown.support.startswith("admission_order")


def test_the_newest_stage_is_where_the_lawsuit_stands(office: Office) -> None:
    office.put("stages", lawsuit=SUIT, stage="Sentencia", on="2025-03-01")
    office.put("stages", lawsuit=SUIT, stage="Diligencia", on="2024-08-01")
    assert status_of(office) == "SENTENCIA"


def test_an_older_stage_told_late_does_not_take_the_lawsuit_back(office: Office) -> None:
    office.put("lawsuits", court_code=COURT, number=1234, year=2024, status="SENTENCIA")
    office.put("stages", lawsuit=SUIT, stage="AUTO_EXEQUENDO", on="2024-05-10")
    assert status_of(office) == "SENTENCIA"


def test_a_stage_that_is_none_or_has_not_come_is_refused(office: Office) -> None:
    with pytest.raises(InvalidInput, match="etapa procesal"):
        office.put("stages", lawsuit=SUIT, stage="ALMUERZO", on="2024-05-10")
    with pytest.raises(InvalidInput, match="aún no llega"):
        office.put("stages", lawsuit=SUIT, stage="SENTENCIA", on=(today() + timedelta(days=1)).isoformat())


def test_a_document_of_another_matter_is_told(office: Office) -> None:
    document = office.document("admission_order", ("credit", office.credit))
    given = {"lawsuit": SUIT, "stage": "AUTO_EXEQUENDO", "on": "2024-05-10", "document_id": document}
    assert "no está vinculado" in " ".join(told(office, "stages", **given))


def test_whether_a_filing_pushes_is_proposed_from_its_words_and_kept_from_a_person(office: Office) -> None:
    given = {"lawsuit": SUIT, "filed_on": "2024-09-02", "subject": "Se cite para sentencia"}
    assert "confírmelo" in " ".join(told(office, "filings", **given))
    assert office.put("filings", **given).pushes == "yes"
    assert office.put("filings", **given, pushes="No").pushes == "no"


def stamped(office: Office, /, **more: object) -> None:
    office.put("filings", lawsuit=SUIT, filed_on="2024-05-06", subject="Demanda", pushes="sí")
    office.put("acknowledgements", filing=DEMAND, **{"stamped_on": "2024-05-06", "folio": "000123"} | more)


def test_a_person_validates_a_stamp_and_a_later_change_undoes_it(office: Office) -> None:
    stamped(office)
    done = validate_acknowledgement(office.archive, CLERK, DEMAND, valid=True).acknowledgement
    assert (done.valid, done.validated_by, done.validated_on) == (True, "ana", today())
    office.put("acknowledgements", filing=DEMAND, fojas=12)
    assert registry.get(office.archive, CLERK, "filings", DEMAND).acknowledgement_valid is None


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"stamped_on": (today() + timedelta(days=2)).isoformat()}, "stamp_date"),
        ({"office": "Juzgado Noveno de lo Familiar"}, "stamp_court"),
        ({"claimed": "99,000"}, "stamp_amount"),
    ],
)
def test_a_stamp_that_cannot_be_right_is_not_validated(office: Office, said: dict[str, str], code: str) -> None:
    office.put("promissory-notes", credit_number=CREDIT, number="1", amount="50,000", due_on="2022-03-04")
    office.put("lawsuit-notes", lawsuit=SUIT, note=NOTE)
    stamped(office, **said)
    with pytest.raises(Conflict) as refused:
        validate_acknowledgement(office.archive, CLERK, DEMAND, valid=True)
    assert refused.value.code == code
    assert validate_acknowledgement(office.archive, CLERK, DEMAND, valid=False).acknowledgement.valid is False


def test_a_folio_of_another_stamp_of_the_court_is_found(office: Office) -> None:
    stamped(office)
    office.put("filings", lawsuit=SUIT, filed_on="2024-06-06", subject="Prueba", pushes="sí")
    second = f"{SUIT} 2024-06-06 PRUEBA"
    office.put("acknowledgements", filing=second, stamped_on="2024-06-06", folio="123")
    checks = {one.check: one.right for one in check_acknowledgement(office.archive, CLERK, second).checks}
    assert checks == {"date": True, "court": True, "folio": False, "amount": None}


def test_a_note_sued_on_twice_raises_an_alert_on_both_lawsuits(office: Office) -> None:
    """DOMAIN 4.6, G1."""
    office.put("promissory-notes", credit_number=CREDIT, number="1", amount="50,000", due_on="2022-03-04")
    office.put("lawsuits", court_code=COURT, number=77, year=2025, credit_numbers=[CREDIT])
    assert not told(office, "lawsuit-notes", lawsuit=SUIT, note=NOTE)
    assert "juicio espejo" in " ".join(told(office, "lawsuit-notes", lawsuit=f"{COURT} 77/2025", note=NOTE))
    alerts = registry.listing(office.archive, CLERK, "suit-alerts").items
    assert {(one.code, one.settled_on) for one in alerts} == {("mirror_suit", None)}
    assert {"1234/2024" in one.sentence for one in alerts} == {True, False}
    settled = registry.change(office.archive, CLERK, "suit-alerts", alerts[0].id, {"settled_note": "Se acumularon."})
    assert settled.entity.settled_on == today()
    assert len(run_queue(office.archive, CLERK, "sued_twice").items) == 1
    registry.change(office.archive, CLERK, "suit-alerts", alerts[1].id, {"settled_note": "Se acumularon."})
    assert not run_queue(office.archive, CLERK, "sued_twice").items


def test_a_line_of_the_list_finds_its_lawsuit_by_number_and_surname(office: Office) -> None:
    sure = office.put("bulletin-lines", court_code=COURT, on="2024-05-13", text="1234/2024 vs LOPEZ GARCIA. Auto")
    bare = office.put("bulletin-lines", court_code=COURT, on="2024-05-14", text="Exp. 1234/2024. Auto")
    none = office.put("bulletin-lines", court_code=COURT, on="2024-05-14", text="Exp. 999/2024. Auto")
    assert (sure.lawsuit_id, sure.sure) == (office.lawsuit, True)
    assert (bare.lawsuit_id, bare.sure) == (office.lawsuit, False)
    assert (none.lawsuit_id, none.sure) == (None, False)


def test_the_regime_of_a_lawsuit_follows_from_its_filing_unless_somebody_says_it(office: Office) -> None:
    """DOMAIN 2.9: the national code starts on 1 April 2027 at the latest; a suit filed before keeps the old one."""
    key = {"court_code": COURT, "number": 1234, "year": 2024}
    assert office.put("lawsuits", **key, filed_on="2024-05-06", route="ejecutivo").regime == "ccom"
    assert office.put("lawsuits", **key, regime="ccom_cnpcyf").regime == "ccom_cnpcyf"
    assert office.put("lawsuits", **key, lawyer_cedula=LICENCE).regime == "ccom_cnpcyf"


def test_a_contract_says_its_last_day_and_the_clauses_it_lacks(office: Office) -> None:
    given = {"number": "C-1", "lawyer_cedula": LICENCE, "starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    assert "LGPDPPSO 53" in " ".join(told(office, "contracts", **given, clauses=["security"]))
    office.put("contract-amendments", contract="C-1", number="1", signed_on="2026-06-01", ends_on="2027-03-31")
    shown = registry.get(office.archive, CLERK, "contracts", "c-1")
    assert (shown.last_on.isoformat(), len(shown.missing_clauses)) == ("2027-03-31", 6)
    with pytest.raises(InvalidInput, match="antes de empezar"):
        office.put("contracts", number="C-1", ends_on="2025-01-01")


def test_an_external_lawyer_reads_only_proceedings_of_their_matters(office: Office) -> None:
    office.put("stages", lawsuit=SUIT, stage="SENTENCIA", on="2025-03-01")
    office.put("lawsuits", court_code=COURT, number=77, year=2025)
    office.put("stages", lawsuit=f"{COURT} 77/2025", stage="SENTENCIA", on="2025-03-01")
    office.put("lawsuit-parties", lawsuit=f"{COURT} 77/2025", person_curp=CURP, role="demandado")
    seen = registry.listing(office.archive, office.outsider, "stages").items
    assert [one.lawsuit_id for one in seen] == [office.lawsuit]
    assert registry.listing(office.archive, office.outsider, "lawsuit-parties").items == ()
