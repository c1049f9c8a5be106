"""Write a spreadsheet: one sheet, a heading row that stays in sight and filters, columns as wide as what they hold, in bounded memory."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain, islice
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from indexer.engines.xml_letters import borne

Cell = str | int | float | date | None
DAY = "dd/mm/yyyy"
"""How a day is shown: in the order in which it is read in Spanish."""
_FORMULA = ("=", "+", "-", "@")
_MEASURED = 500
"""Rows that columns are measured by: they are held until their width is written, which stands before them in the file."""
_NARROW, _WIDE, _WRAPPED = 10, 60, 45
"""Letters: no column is narrower or wider; longer texts are written on several lines."""


def write_sheet(path: Path, title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write an XLSX file of one sheet; how many rows.

    Texts are written as texts: none is ever taken for a formula, and what XML cannot bear is a blank. Days are days, which a spreadsheet sorts and reckons with.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    coming = iter(rows)
    first = list(islice(coming, _MEASURED))
    for number, heading in enumerate(headings):
        held = (_length(row[number]) for row in first if number < len(row))
        width = max(len(heading) + 4, *held, _NARROW) if first else max(len(heading) + 4, _NARROW)
        sheet.column_dimensions[get_column_letter(number + 1)].width = min(width + 1, _WIDE)
    bold = []
    for heading in headings:
        cell = WriteOnlyCell(sheet, value=heading)
        cell.font = Font(bold=True)
        bold.append(cell)
    sheet.append(bold)
    written = 0
    for row in chain(first, coming):
        sheet.append([_plain(sheet, value) for value in row])
        written += 1
    if headings:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{written + 1}"
    book.save(path)
    return written


def _length(value: Cell) -> int:
    return len(DAY) if isinstance(value, date) else len(str(value or ""))


def _plain(sheet: object, value: Cell) -> object:
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, value=value)
        cell.number_format = DAY
        return cell
    if not isinstance(value, str):
        return value
    text = borne(value)
    if not (text.startswith(_FORMULA) or len(text) > _WRAPPED):
        return text
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    if len(text) > _WRAPPED:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
