"""The profile of the office, line by line: a test for every row of DOMAIN 1 marked core that stands (docs/coverage.md)."""

import hashlib
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pypdf
import pytest

from schemas.access import Actor, Role
from schemas.commissions import PacketIn, PacketState, PieceIn, PieceRole, SentIn
from schemas.errors import Conflict
from schemas.monthly_board import BoardFigure
from schemas.originals import HolderIn, HolderKind, LoanIn, OriginalIn
from schemas.supervision import SupervisionNoteIn
from service.operations import commissions, monthly_board, registry
from service.operations.assigning import batches, printing
from service.operations.assigning.batches import BatchIn
from service.operations.commission_package import write_packet_zip
from service.operations.custody import lending, registering
from service.operations.days import today
from service.operations.dossier import find_dossier
from service.operations.duties import lawyer_duties, print_duties
from service.operations.finding_people import similar_people
from service.operations.importing import import_table
from service.operations.legal_rules import NewValue, list_rules, put_value
from service.operations.queues.running import run_queue
from service.operations.registry.exporting import export_file
from service.operations.stamps import validate_acknowledgement
from service.operations.supervising import note_supervision
from tests.registry_office import CLERK, COURT, CREDIT, CURP, LICENCE, Office

SUIT = f"{COURT} 1234/2024"
NOTE = f"{CREDIT}:1"
HEAD = Actor("jefa", Role.PORTFOLIO_HEAD, "prueba")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    made.put(
        "promissory-notes", credit_number=CREDIT, number="1", amount="50,000", due_on="2026-01-15", maker_curps=[CURP]
    )
    made.put("lawsuit-notes", lawsuit=SUIT, note=NOTE)
    yield made
    made.archive.close()


def one(office: Office, kind: str, **filters: str):
    (found,) = registry.listing(office.archive, CLERK, kind, filters=filters).items
    return found


def original(office: Office) -> str:
    given = OriginalIn(type="promissory_note", credit=CREDIT, holder=HolderIn(HolderKind.VAULT, ""))
    return registering.register_original(office.archive, CLERK, given).barcode


def lend(office: Office, barcode: str):
    asked = LoanIn(borrower=HolderIn(HolderKind.LAWYER, LICENCE), items=(barcode,), purpose="Demandar")
    return lending.lend(office.archive, CLERK, asked)


def test_obj_from_a_person_credit_note_lawsuit_lawyer_and_paper_are_reached(office: Office) -> None:
    barcode = original(office)
    credit = one(office, "credits", debtor=CURP)
    note = one(office, "promissory-notes", credit=credit.id)
    suit = registry.get(office.archive, CLERK, "lawsuits", one(office, "lawsuit-notes", note=note.id).lawsuit_id)
    assert suit.lawyer_id == one(office, "assignments", credit=credit.id).lawyer_id == office.lawyer
    assert registering.get_original(office.archive, CLERK, barcode).where == "en la bóveda"


def test_r1_a_figure_of_the_board_opens_the_lawsuits_behind_it(office: Office) -> None:
    office.put("lawsuits", court_code=COURT, number=1234, year=2024, filed_on="2024-05-06")
    page = run_queue(office.archive, CLERK, "acknowledgements")
    assert {figure.code: figure.value for figure in page.figures}["filed"] == 1
    assert [line.about.id for line in page.items] == [office.lawsuit]


def test_r1_a_lawyer_s_month_is_told_in_figures_each_of_which_opens_what_it_counts(office: Office) -> None:
    office.put("lawsuits", court_code=COURT, number=1234, year=2024, filed_on="2024-05-06")
    office.put("recoveries", credit_number=CREDIT, receipt="R-1", on="2024-05-20", capital="900")
    (mine,) = monthly_board.monthly_board(office.archive, HEAD, "2024-05").items
    assert (mine.lawyer_id, mine.filed, mine.recovered, mine.assigned) == (office.lawyer, 1, "900.00", 1)
    for figure, about in ((BoardFigure.FILED, office.lawsuit), (BoardFigure.RECOVERED, office.credit)):
        asked = monthly_board.WantedBehind(figure, office.lawyer)
        (behind,) = monthly_board.behind(office.archive, HEAD, "2024-05", asked).items
        assert behind.about.id == about


def test_r2_a_batch_refuses_a_credit_without_a_located_original_and_prints_its_relation(
    office: Office, tmp_path: Path
) -> None:
    office.put("credits", number="9-1", debtor_curp=CURP, status="vencido")
    given = BatchIn(lawyer_cedula=LICENCE, credit_numbers=("9-1",))
    made = batches.draft_batch(office.archive, CLERK, given)
    assert (made.lines[0].refused, made.lines[0].findings[0].code) == (True, "no_original")
    printing.print_relation(office.archive, CLERK, made, tmp_path / "r.pdf")
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")


def test_r3_a_stage_cites_a_document_or_is_shown_without_support(office: Office) -> None:
    office.put("stages", lawsuit=SUIT, stage="SENTENCIA", on="2025-03-01")
    assert one(office, "stages", lawsuit=office.lawsuit).support == "sin soporte documental"
    assert any(line.about.id == office.lawsuit for line in run_queue(office.archive, CLERK, "stages").items)


def test_r4_a_lawyer_past_the_end_of_the_contract_receives_no_original(office: Office) -> None:
    office.put("contracts", number="C1", lawyer_cedula=LICENCE, starts_on="2020-01-01", ends_on="2020-12-31")
    with pytest.raises(Conflict, match="contrato"):
        lend(office, original(office))


def test_r4_the_list_of_breached_obligations_prints_with_its_dates(office: Office, tmp_path: Path) -> None:
    office.put("lawsuits", court_code=COURT, number=1234, year=2024, filed_on="2024-05-06")
    office.put("contracts", number="C1", lawyer_cedula=LICENCE, starts_on="2024-01-01", ends_on="2024-12-31",
               acknowledgement_days=5)  # fmt: skip
    found = lawyer_duties(office.archive, HEAD, LICENCE)
    print_duties(office.archive, HEAD, found, tmp_path / "obligaciones.pdf")
    said = pypdf.PdfReader(tmp_path / "obligaciones.pdf").pages[0].extract_text()
    assert "06/05/2024" in said and "13/05/2024" in said and "1234/2024" in said


@pytest.mark.parametrize("typed", ["lopez garcia roberto", "ROBERTO LÓPEZ", "lopes garcia roberto"])
def test_r6_a_person_is_found_by_a_name_misspelt_without_accents_or_in_another_order(
    office: Office, typed: str
) -> None:
    from_list = registry.listing(office.archive, CLERK, "debtors", typed).items
    assert office.debtor in {person.id for person in from_list or similar_people(office.archive, CLERK, typed, 5)}


def test_r9_the_dossier_says_what_its_state_requires_and_where_the_paper_is(office: Office) -> None:
    office.put("credits", number=CREDIT, status="finiquitado")
    found = find_dossier(office.archive, CLERK, CURP)
    assert found.missing
    barcode = original(office)
    lend(office, barcode)
    assert "Rentería" in registering.get_original(office.archive, CLERK, barcode).where


def test_r11_a_term_of_the_law_changes_without_a_deploy(office: Office) -> None:
    given = NewValue(code="lapse.instance", valid_from=date(2030, 1, 1), value="90", source="CCom 1076")
    put_value(office.archive, HEAD, given)
    (rule,) = [one for one in list_rules(office.archive, HEAD) if one.valid_from == date(2030, 1, 1)]
    assert (rule.code, rule.days) == ("lapse.instance", 90)


def test_ia_the_evidence_of_a_commission_is_frozen_whole_and_sent_to_accounting(office: Office, tmp_path: Path) -> None:
    paper = office.document("services_contract")
    year = {"starts_on": "2026-01-01", "ends_on": "2026-12-31", "commission": "15"}
    office.put("contracts", number="AC-1", lawyer_cedula=LICENCE, document_id=paper, **year)
    paid = office.put("recoveries", credit_number=CREDIT, receipt="R-1", on="2026-03-10", capital="9,000")
    packet, _ = commissions.open_packet(office.archive, CLERK, PacketIn(recovery=paid.id))
    for role, kind in (("receipt", "payment_receipt"), ("source", "judgment"), ("invoice", "commission_invoice")):
        with pytest.raises(Conflict):
            commissions.freeze(office.archive, CLERK, packet.id)
        given = PieceIn(role=PieceRole(role), document=office.document(kind, ("credit", office.credit)))
        commissions.add_piece(office.archive, CLERK, packet.id, given)
    frozen = commissions.freeze(office.archive, CLERK, packet.id)
    write_packet_zip(office.archive, CLERK, packet.id, tmp_path / "paquete.zip")
    with zipfile.ZipFile(tmp_path / "paquete.zip") as there:
        assert hashlib.sha256(there.read("manifest.json")).hexdigest() == frozen.digest
    assert commissions.mark_sent(office.archive, CLERK, packet.id, SentIn()).state is PacketState.SENT


def test_ib_lists_go_out_as_tables_and_come_in_again_by_credit_number(office: Office, tmp_path: Path) -> None:
    export_file(office.archive, CLERK, "credits", tmp_path / "c.xlsx")
    report = import_table(office.archive, CLERK, tmp_path / "c.xlsx", "credits")
    assert (report.errors, report.unchanged) == ((), 1)


def test_ea_an_external_lawyer_has_a_slip_with_its_due_date_and_sees_their_matters_only(office: Office) -> None:
    slip = lend(office, original(office))
    office.put("credits", number="9-1", debtor_curp=CURP, status="vencido")
    assert slip.due_on is not None and slip.due_on > today()
    seen = registry.listing(office.archive, office.outsider, "credits").items
    assert [credit.number for credit in seen] == [CREDIT]


def test_eb_the_desk_opens_a_borrower_s_dossier_by_any_key(office: Office) -> None:
    assert find_dossier(office.archive, CLERK, CURP).debtor.id == find_dossier(office.archive, CLERK, CREDIT).debtor.id


def test_m1_a_lawsuit_leaves_the_queue_of_acknowledgements_when_its_stamp_is_captured_and_counts_when_validated(
    office: Office,
) -> None:
    filed = (today() - timedelta(days=30)).isoformat()
    office.put("filings", lawsuit=SUIT, filed_on=filed, subject="Demanda", pushes="sí")
    assert [line.about.id for line in run_queue(office.archive, CLERK, "acknowledgements").items] == [office.lawsuit]
    office.put("acknowledgements", filing=f"{SUIT} {filed} DEMANDA", stamped_on=filed, folio="1")
    validate_acknowledgement(office.archive, CLERK, f"{SUIT} {filed} DEMANDA", valid=True)
    page = run_queue(office.archive, CLERK, "acknowledgements")
    assert not page.items and {one.code: one.value for one in page.figures}["acknowledged"] == 100


def test_m2_an_idle_lawsuit_stands_in_the_queue_of_lapse_with_its_reason(office: Office) -> None:
    long_ago = (today() - timedelta(days=160)).isoformat()
    office.put("resolutions", lawsuit=SUIT, kind="auto", issued_on=long_ago, listed_on=long_ago)
    (line,) = run_queue(office.archive, CLERK, "lapse").items
    assert (line.about.id, line.days > 90, bool(line.why)) == (office.lawsuit, True, True)


def test_m2_a_note_of_supervision_stands_in_the_queue_of_lapse_with_its_day_and_author(office: Office) -> None:
    note_supervision(office.archive, HEAD, SUIT, SupervisionNoteIn("Se le requirió promover esta semana."))
    (line,) = run_queue(office.archive, CLERK, "lapse").items
    assert f"Supervisión del {today():%d/%m/%Y} (jefa): «Se le requirió promover esta semana.»" in line.why
