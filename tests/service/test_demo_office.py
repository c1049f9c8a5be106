"""The demo office comes in the same whichever way: CSV, XLSX, or one record at a time as the API writes them."""

import csv
import random
import re
from pathlib import Path

import msgspec
import openpyxl
import pytest

from benchmarks.office.portfolio import make_portfolio
from benchmarks.office.tables import write_tables
from service.archive import Archive
from service.cli.demo import DEMO_TABLES
from service.operations import registry
from service.operations.dossier import find_dossier
from service.operations.importing import import_table
from tests.registry_office import CLERK, open_archive

WHOLE = ("number", "year")
LISTS = ("aliases", "credit_numbers")
_MINE = re.compile(r"[0-9a-z]{26}|\d{4}-\d\d-\d\dT[\d:.]+Z")
"""Ids and moments, which differ from one archive to another."""


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    write_tables(folder, make_portfolio(random.Random(7), 12))
    return folder


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_csv(archive: Archive, path: Path) -> None:
    assert import_table(archive, CLERK, path, path.stem).errors == ()


def by_xlsx(archive: Archive, path: Path) -> None:
    book = openpyxl.Workbook()
    for row in csv.reader(path.read_text(encoding="utf-8").splitlines()):
        book.active.append(row)
    target = archive.settings.data / f"{path.stem}.xlsx"
    book.save(target)
    assert import_table(archive, CLERK, target, path.stem).errors == ()


def one_by_one(archive: Archive, path: Path) -> None:
    for row in rows_of(path):
        data: dict[str, object] = {name: cell for name, cell in row.items() if cell}
        data |= {name: tuple(row[name].split("|")) for name in LISTS if row.get(name)}
        if path.stem == "lawsuits":
            data |= {name: int(row[name]) for name in WHOLE}
        registry.upsert(archive, CLERK, path.stem, data)


def dossiers(folder: Path, tables: Path, bring) -> dict[str, str]:
    """Every debtor's dossier as JSON, without what is an archive's own."""
    folder.mkdir()
    archive = open_archive(folder)
    for kind in DEMO_TABLES:
        bring(archive, tables / f"{kind}.csv")
    found = {}
    for curp in {row["debtor_curp"] for row in rows_of(tables / "credits.csv")}:
        told = msgspec.json.encode(find_dossier(archive, CLERK, curp), order="sorted").decode()
        found[curp] = _MINE.sub("…", told)
    archive.close()
    return found


def test_the_demo_office_gives_the_same_dossiers_by_csv_xlsx_and_api(tables: Path, tmp_path: Path) -> None:
    ways = [dossiers(tmp_path / way.__name__, tables, way) for way in (by_csv, by_xlsx, one_by_one)]
    assert len(ways[0]) >= 5
    assert ways[0] == ways[1] == ways[2]
