import subprocess
import sys

import openpyxl
import pytest

from schemas.errors import ArchiveError, InvalidInput
from schemas.registry import Credit, Debtor, ImportReport, Lawsuit
from service.operations import registry
from service.operations.importing import import_table
from storage.records import jobs
from tests.registry_office import CLERK, COURT, CREDIT, CURP, Office, office_on_either

office = office_on_either


def load(office: Office, kind: str, data: str | bytes, name: str = "t.csv", **options: bool) -> ImportReport:
    path = office.archive.settings.data / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return import_table(office.archive, CLERK, path, kind, **options)


DEBTORS = "curp,full_name,phone\nMEPR910203HSRNRC09,Ricardo Núñez Pérez,\n,Sin Curp Uno,662\n"


def test_the_same_table_twice_changes_nothing(office: Office) -> None:
    first, second = load(office, "debtors", DEBTORS), load(office, "debtors", DEBTORS)
    assert (first.created, first.updated, first.unchanged, first.errors) == (2, 0, 0, ())
    assert (second.created, second.updated, second.unchanged) == (0, 0, 2)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encoding_and_separator_are_found_out(office: Office, encoding: str, separator: str) -> None:
    table = separator.join(("Cédula profesional", "Nombre")) + "\r\n" + separator.join(("55555", '"Íñigo, Muñoz"'))
    assert load(office, "lawyers", table.encode(encoding)).created == 1
    assert registry.listing(office.archive, CLERK, "lawyers", "iñigo").items[0].name == "Íñigo, Muñoz"


def test_a_wrong_row_keeps_the_table_out_unless_partial(office: Office) -> None:
    table = (
        f'número de crédito,curp,fecha de firma,monto\n5-5,{CURP},31/02/2024,10\n6-6,{CURP},03/02/2024,"$1,000.50"\n'
    )
    report = load(office, "credits", table)
    assert [(error.row, error.column) for error in report.errors] == [(2, "signed_on")]
    assert "31/02/2024" in report.errors[0].reason
    assert (report.written, report.created, registry.listing(office.archive, CLERK, "credits", "6-6").items) == (
        False,
        0,
        (),
    )
    assert load(office, "credits", table, partial=True).created == 1
    credit = registry.get(office.archive, CLERK, "credits", "6-6")
    assert isinstance(credit, Credit)
    assert (str(credit.signed_on), credit.principal) == ("2024-02-03", "1000.50")


def test_a_trial_counts_and_writes_nothing(office: Office) -> None:
    report = load(office, "debtors", DEBTORS, dry_run=True)
    assert (report.created, report.written) == (2, False)
    assert registry.listing(office.archive, CLERK, "debtors", "núñez").items == ()


def test_an_empty_cell_leaves_what_is_known(office: Office) -> None:
    load(office, "debtors", f"curp,full_name,phone\n{CURP},,6621111111\n")
    load(office, "debtors", f"curp,full_name,phone\n{CURP},Roberto López G.,\n")
    debtor = registry.get(office.archive, CLERK, "debtors", CURP)
    assert isinstance(debtor, Debtor)
    assert (debtor.full_name, debtor.phone) == ("Roberto López G.", "6621111111")


def test_rows_that_contradict_each_other_are_refused(office: Office) -> None:
    report = load(office, "lawyers", "cedula,name\n44444,Uno\n44444,Uno\n44444,Dos\n")
    assert [(error.row, "renglón 2" in error.reason) for error in report.errors] == [(4, True)]


def test_a_lawsuit_comes_as_printed_with_several_credits(office: Office) -> None:
    load(office, "credits", f"number,debtor_curp\n5-5,{CURP}\n")
    table = f"juzgado,expediente,créditos,estatus,fecha de presentación\n{COURT},77/2021-2,5-5|{CREDIT},SENTENCIA,2021-03-04\n"
    assert load(office, "lawsuits", table).errors == ()
    found = registry.get(office.archive, CLERK, "lawsuits", f"{COURT} 77/2021-2")
    assert isinstance(found, Lawsuit)
    assert (found.suffix, set(found.credits), str(found.filed_on)) == ("2", {"5-5", CREDIT}, "2021-03-04")


def test_a_workbook_reads_like_a_table(office: Office) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Número", "CURP del deudor", "Fecha de firma", "Monto"])
    sheet.append([12345, CURP, __import__("datetime").datetime(2015, 3, 4), 25000.5])
    path = office.archive.settings.data / "t.xlsx"
    book.save(path)
    assert import_table(office.archive, CLERK, path, "credits").errors == ()
    credit = registry.get(office.archive, CLERK, "credits", "12345")
    assert isinstance(credit, Credit)
    assert (str(credit.signed_on), credit.principal) == ("2015-03-04", "25000.50")


@pytest.mark.parametrize(
    "data",
    [b"", b"\n\n", b"foo,bar\n1,2\n", b"PK\x03\x04junk", b"\xd0\xcf\x11\xe0old", b"curp,curp\n1,2\n", b"\x00\x01\x02"],
)
def test_what_is_no_table_gets_one_clear_error(office: Office, data: bytes) -> None:
    with pytest.raises(ArchiveError):
        load(office, "debtors", data)


def test_an_unknown_kind_is_refused(office: Office) -> None:
    with pytest.raises(InvalidInput, match="naves"):
        load(office, "naves", DEBTORS)


def test_waiting_documents_are_looked_at_again(office: Office) -> None:
    load(office, "debtors", DEBTORS)
    with office.archive.database.read() as session:
        assert jobs.counts(session)["relink"]["ready"] >= 1


def test_the_process_that_imports_opens_no_book_itself() -> None:
    asked = (
        "import sys, service.operations.importing, service.operations.moving_in as m; print('openpyxl' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("above", ["Relación de créditos\n\n", "Cartera judicial;;;\nal corte de octubre;;;\n;;;\n"])
def test_titles_may_stand_above_the_header_and_rows_keep_their_number(office: Office, above: str) -> None:
    table = f"{above}No. de crédito;CURP;Importe;Nota\n7-7;{CURP};18 000.50;x\n8-8;{CURP};mucho;x\n"
    report = load(office, "credits", table, partial=True)
    at = above.count("\n") + 1
    assert [(error.row, error.column) for error in report.errors] == [(at + 2, "principal")]
    assert [(warning.row, warning.column) for warning in report.warnings] == [(at, "Nota")]
    credit = registry.get(office.archive, CLERK, "credits", "7-7")
    assert isinstance(credit, Credit)
    assert credit.principal == "18000.50"


def test_a_lawsuit_of_a_year_in_two_figures_is_known_by_its_court(office: Office) -> None:
    assert load(office, "lawsuits", f"juzgado,expediente\n{COURT},77/24\n").errors == ()
    assert isinstance(registry.get(office.archive, CLERK, "lawsuits", f"{COURT} 77/2024"), Lawsuit)


def test_a_table_without_its_header_is_told_what_it_lacks(office: Office) -> None:
    with pytest.raises(InvalidInput, match="numero"):
        load(office, "credits", f"Relación de créditos\n7-7;{CURP};18000\n")
