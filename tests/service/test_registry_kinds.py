"""What every kind of the registry can, shown on some: out as a table and in again, change by key, feed, one answer per key."""

import csv
import io
import re
from pathlib import Path

import openpyxl
import pytest

from schemas.access import SYSTEM
from schemas.errors import Conflict, InvalidInput
from service.operations import registry
from service.operations.importing import import_table
from service.operations.registry.exporting import export_csv, export_file
from service.operations.registry.kinds import BOOKS
from service.operations.whole_bag import write_whole_bag
from tests.databases import sqlite_in
from tests.registry_office import CLERK, COURT, CREDIT, CURP, LICENCE, Office, office_on_either, open_archive

office = office_on_either


def exported(office: Office, kind: str, **filters: str) -> list[dict[str, str]]:
    table = b"".join(export_csv(office.archive, CLERK, kind, filters=filters)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(table)))


def fill(office: Office) -> None:
    """One of each kind that the office has not yet."""
    note = f"{CREDIT}:000123"
    office.put("promissory-notes", credit_number=CREDIT, number="000123", amount="1,000", due_on="2016-03-04",
               ordinary_rate="10.50%", maker_curps=[CURP], guarantor_curps=["MEVA851102MSRNLN01"])  # fmt: skip
    office.put("endorsements", note=note, endorsed_on="2020-01-02", endorsee="Lic. Rentería", lawyer_cedula=LICENCE)
    office.put("note-payments", note=note, paid_on="2020-01-02", receipt="R1", amount="10", on_note=True)
    office.put("note-elements", note=note, element="II", present=True)
    office.put("credit-parties", credit_number=CREDIT, person_curp=CURP, role="estudiante", since="2010-01-02")
    office.put("addresses", person_curp=CURP, type="actual", line="Yáñez 12", postal_code="83000")
    office.put("period-contracts", credit_number=CREDIT, number="C1", note=note, amount="5000")
    office.put("note-cancellations", note=note, noticed_on="2026-01-08", court_code=COURT, filed_on="2026-01-20")
    office.put("balances", credit_number=CREDIT, on="2026-06-30", capital="10")
    office.put("restructures", number="R-1", credit_number=CREDIT, signed_on="2020-01-02", old_notes=[note])
    office.put("restructured-notes", restructure="R-1", note=note, fate="cancelado")
    office.put("agreements", number="C-1", credit_number=CREDIT, type="extrajudicial", signed_on="2021-01-02",
               signer_curps=[CURP], waiver="10 %")  # fmt: skip
    office.put("agreement-signers", agreement="C-1", person_curp=CURP, represented_by="Lic. X")
    office.put("agreement-instalments", agreement="C-1", number=1, due_on="2021-02-02", amount="100")
    office.put("settlements", number="F-1", credit_number=CREDIT, issued_on="2022-01-02", seized=False)
    office.put("recoveries", credit_number=CREDIT, on="2026-06-30", receipt="A", interest="10")
    office.put("data-requests", folio="ARCO-1", kind="acceso", received_on="2026-01-05", person_curp=CURP)
    fill_lawyer(office)
    fill_lawsuit(office, note)


def fill_lawyer(office: Office) -> None:
    """A contract with tiers and clauses, an amendment, a power, a closure of the court."""
    office.put("contracts", number="C-1/2026", lawyer_cedula=LICENCE, starts_on="2026-01-01", ends_on="2026-12-31",
               commission="12.50", commission_stages=["SENTENCIA=15", "Remate=20"], clauses=["security", "no_transfer"],
               territory=["Hermosillo", "Nogales"], acknowledgement_days=3)  # fmt: skip
    office.put("contract-amendments", contract="c-1/2026", number="1", signed_on="2026-06-01", ends_on="2027-03-31")
    office.put("powers", deed="12,345", notary="51", city="Hermosillo", lawyer_cedula=LICENCE, faculties=["convenir"])
    office.put("closures", court_code=COURT, first="2026-07-16", last="2026-07-31", reason="Vacaciones")


def fill_lawsuit(office: Office, note: str) -> None:
    """One of each kind of act of the lawsuit."""
    suit = {"lawsuit": f"{COURT} 1234/2024"}
    office.put("lawsuits", court_code=COURT, number=1234, year=2024, filed_on="2024-05-06", route="ejecutivo")
    office.put("lawsuit-parties", **suit, person_curp=CURP, role="Demandado", served_on="2024-08-01")
    office.put("lawsuit-notes", **suit, note=note, claimed="1,000")
    office.put(
        "suit-alerts", **suit, code="mirror_suit", about_id="x", sentence="Revise.", settled_note="Es otro pagaré"
    )
    office.put("stages", **suit, stage="Auto de exequendo", on="2024-05-10", note="=radicado")
    office.put("lapse-pauses", **suit, cause="Fuerza mayor", first="2024-07-01", last="2024-07-05", note="Inundación")
    office.put("filings", **suit, filed_on="2024-05-06", subject="Demanda, con 2 anexos", annexes=["pagaré", "poder"])
    office.put("acknowledgements", filing=f"{COURT} EXP 1234/2024 2024-05-06 demanda, con 2 anexos", stamped_on="2024-05-06",
               folio="000123", originals=1, claimed="1000")  # fmt: skip
    office.put("resolutions", **suit, kind="auto", issued_on="2024-05-10", listed_on="2024-05-13", orders=["emplazar"])
    office.put("notifications", **suit, way="boletín", practised_on="2024-05-13", addressee="Actora")
    office.put("diligences", **suit, on="2024-08-01", result="embargo", goods="Un automóvil")
    office.put("seizures", **suit, seized_on="2024-08-01", goods="Un automóvil", value="80,000")
    office.put("letters-rogatory", **suit, number="45/2024", receiving_court=COURT, issued_on="2024-06-01")
    office.put("edicts", **suit, newspaper="El Imparcial", published_on="2024-09-01", cost="1,200")
    office.put("bulletin-lines", court_code=COURT, on="2024-05-13", text="Exp. 1234/2024 Roberto López García. Auto.")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_every_list_goes_out_as_a_table_that_changes_nothing_when_it_comes_in(office: Office, ending: str) -> None:
    fill(office)
    for book in BOOKS:
        path = office.archive.settings.data / f"{book.kind}.{ending}"
        export_file(office.archive, CLERK, book.kind, path)
        report = import_table(office.archive, CLERK, path, book.kind)
        assert (report.errors, report.created, report.updated) == ((), 0, 0), book.kind
        assert report.unchanged == len(exported(office, book.kind)) > 0, book.kind


def test_every_list_goes_into_an_empty_archive_in_the_order_that_the_bag_names(office: Office, tmp_path: Path) -> None:
    fill(office)
    write_whole_bag(office.archive, SYSTEM, tmp_path / "bag")
    told = (tmp_path / "bag" / "data" / "LEAME.txt").read_text(encoding="utf-8")
    assert [book.kind for book in BOOKS] == re.findall(r"[a-z-]+", told.partition("archivos.csv\n\n")[2])
    empty = open_archive(tmp_path / "empty", sqlite_in(tmp_path / "empty"))
    for book in BOOKS:
        path = tmp_path / f"{book.kind}.csv"
        export_file(office.archive, CLERK, book.kind, path)
        assert import_table(empty, CLERK, path, book.kind).errors == (), book.kind
    for book in BOOKS:
        again = tmp_path / f"{book.kind}-again.csv"
        export_file(empty, CLERK, book.kind, again)
        first = (tmp_path / f"{book.kind}.csv").read_bytes()
        assert sorted(again.read_bytes().splitlines()) == sorted(first.splitlines()), book.kind
    empty.close()


def test_a_formula_goes_out_as_text_and_comes_back_as_it_was(office: Office) -> None:
    office.put("debtors", curp=CURP, full_name="=HYPERLINK Roberto")
    assert "'=HYPERLINK Roberto" in {row["full_name"] for row in exported(office, "debtors")}
    path = office.archive.settings.data / "d.csv"
    export_file(office.archive, CLERK, "debtors", path)
    assert import_table(office.archive, CLERK, path, "debtors").updated == 0
    export_file(office.archive, CLERK, "debtors", path.with_suffix(".xlsx"))
    cells = [cell for row in openpyxl.load_workbook(path.with_suffix(".xlsx")).active for cell in row]
    assert "f" not in {cell.data_type for cell in cells}


def test_a_list_is_filtered_by_natural_key(office: Office) -> None:
    office.put("credits", number="9-9", debtor_curp=CURP)
    assert [row["number"] for row in exported(office, "credits", guarantor="MEVA851102MSRNLN01")] == [CREDIT]
    with pytest.raises(InvalidInput, match="filtro"):
        registry.listing(office.archive, CLERK, "credits", filters={"colour": "red"})


def test_a_change_by_key_leaves_the_rest_and_may_correct_the_key(office: Office) -> None:
    done = registry.change(office.archive, CLERK, "courts", COURT, {"code": "2M", "city": "Hermosillo"})
    assert (done.entity.code, done.entity.city, done.entity.name) == (
        "2M",
        "Hermosillo",
        "Juzgado Segundo de lo Mercantil",
    )
    office.put("courts", code="3M", name="Tercero")
    with pytest.raises(Conflict, match="clave"):
        registry.change(office.archive, CLERK, "courts", "3M", {"code": "2M"})


def test_the_feed_tells_each_change_once_and_in_order(office: Office) -> None:
    before = registry.changes(office.archive, CLERK, limit=1000).next
    office.put("lawyers", cedula=LICENCE, firm="Rentería y Asociados")
    office.put("lawyers", cedula=LICENCE, firm="Rentería y Asociados")
    told = registry.changes(office.archive, CLERK, before).items
    assert [(one.kind, one.id, one.action, one.version) for one in told] == [("lawyers", office.lawyer, "update", 2)]


def test_the_feed_tells_an_external_lawyer_only_of_assigned_matters(office: Office) -> None:
    other = office.put("debtors", curp="MEPR910203HSRNRC09", full_name="Ricardo Núñez").id
    told = {one.id for one in registry.changes(office.archive, office.outsider, limit=1000).items}
    assert other not in told
    assert {office.debtor, office.credit} <= told
