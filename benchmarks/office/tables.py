"""Writes the portfolio as the files that the import reads: CSV with a header row, UTF-8, lists parted by |."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.office.court import COURTS
from benchmarks.office.money import figures
from benchmarks.office.portfolio import Portfolio


def _write(path: Path, header: str, rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


def write_tables(out: Path, portfolio: Portfolio) -> None:
    """Writes debtors (guarantors among them), credits, lawsuits, courts, lawyers and assignments."""
    people = {person.curp: person for person in portfolio.debtors}
    for credit in portfolio.credits:
        if credit.guarantor is not None:
            people.setdefault(credit.guarantor.curp, credit.guarantor)
    _write(
        out / "debtors.csv", "curp,rfc,full_name,given_names,first_surname,second_surname,phone",
        ((item.curp, item.rfc, item.name, item.given, item.first, item.second, item.phone) for item in people.values()),
    )  # fmt: skip
    _write(
        out / "credits.csv", "number,debtor_curp,guarantor_curp,status,program,signed_on,principal",
        ((item.number, item.debtor.curp, item.guarantor.curp if item.guarantor else "", item.status, item.program,
          item.signed_on.isoformat(), figures(item.principal).replace(",", "")) for item in portfolio.credits),
    )  # fmt: skip
    _write(
        out / "courts.csv", "code,name,district,city,aliases",
        ((item.code, item.name, item.district, item.city, "|".join(item.aliases)) for item in COURTS),
    )  # fmt: skip
    _write(
        out / "lawyers.csv", "cedula,name,rfc,firm",
        ((item.cedula, item.person.name, item.person.rfc, item.firm) for item in portfolio.lawyers),
    )  # fmt: skip
    _write(
        out / "lawsuits.csv", "court_code,kind,number,year,credit_numbers,lawyer_cedula,status,filed_on",
        ((item.court.code, "EXP", item.number, item.year, "|".join(item.credit_numbers), item.lawyer.cedula,
          item.status, item.filed_on.isoformat()) for item in portfolio.lawsuits),
    )  # fmt: skip
    _write(
        out / "assignments.csv", "credit_number,lawyer_cedula,assigned_on",
        ((item.number, item.lawyer.cedula, item.assigned_on.isoformat()) for item in portfolio.credits
         if item.status != "vigente"),
    )  # fmt: skip
