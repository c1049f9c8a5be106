"""Write a spreadsheet: one sheet, a heading row that stays in sight, rows as they come, in bounded memory."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Cell = str | int | float | None
_FORMULA = ("=", "+", "-", "@")


def write_sheet(path: Path, title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write an XLSX file of one sheet; how many rows.

    Texts are written as texts: none is ever taken for a formula.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for number, heading in enumerate(headings, 1):
        sheet.column_dimensions[get_column_letter(number)].width = max(10, min(40, len(heading) + 4))
    bold = []
    for heading in headings:
        cell = WriteOnlyCell(sheet, value=heading)
        cell.font = Font(bold=True)
        bold.append(cell)
    sheet.append(bold)
    written = 0
    for row in rows:
        sheet.append([_plain(sheet, value) for value in row])
        written += 1
    book.save(path)
    return written


def _plain(sheet: object, value: Cell) -> object:
    if not isinstance(value, str) or not value.startswith(_FORMULA):
        return value
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    return cell
