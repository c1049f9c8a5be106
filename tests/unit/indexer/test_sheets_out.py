"""Workbooks as spreadsheets open them: days that sort, texts that stay texts, columns that can be read."""

from datetime import date, datetime
from pathlib import Path

from openpyxl import load_workbook

from indexer.engines.sheets_out import write_sheet

LONG = "Sin impulso procesal desde que se presentó la demanda; " * 3


def test_days_are_days_and_texts_are_texts(tmp_path: Path) -> None:
    rows = [("=1+1", date(2026, 3, 9), 4), (LONG, None, None)]

    assert write_sheet(tmp_path / "a.xlsx", "Cola", ("Asunto", "Desde", "Días"), iter(rows)) == 2

    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert list(sheet.values)[1:] == [("=1+1", datetime(2026, 3, 9), 4), (LONG, None, None)]  # noqa: DTZ001 - a day of a sheet has no zone
    assert sheet["A2"].data_type == "s" and sheet["B2"].number_format == "dd/mm/yyyy"


def test_it_filters_and_is_as_wide_as_what_it_holds(tmp_path: Path) -> None:
    write_sheet(tmp_path / "a.xlsx", "Cola", ("A", "Motivo"), [("abcdefghijklmnop", LONG)] * 600)

    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert sheet.auto_filter.ref == "A1:B601" and sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width == 17 and sheet.column_dimensions["B"].width == 60
    assert sheet["B2"].alignment.wrap_text


def test_what_a_workbook_cannot_bear_costs_a_letter_and_not_the_workbook(tmp_path: Path) -> None:
    write_sheet(tmp_path / "a.xlsx", "Cola", ("A", "B"), [("uno\x0bdos\ufffe", "=\x01" + LONG)])

    assert list(load_workbook(tmp_path / "a.xlsx").active.values)[1:] == [("uno dos ", "= " + LONG)]
