"""The cells of an ODS file, row by row, as they are shown."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from indexer.engines.office_cells import MOST_SHEETS, SheetTexts
from indexer.engines.xml_parts import Node, part
from indexer.limits import Limits

_TABLE, _TEXT = (
    "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}",
    "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}",
)
_SHEET, _ROW, _NAME = _TABLE + "table", _TABLE + "table-row", _TABLE + "name"
_CELLS = {_TABLE + "table-cell", _TABLE + "covered-table-cell"}
_ROW_TIMES, _CELL_TIMES = _TABLE + "number-rows-repeated", _TABLE + "number-columns-repeated"
_LINE = _TEXT + "p"
_GAPS = (_TEXT + "s", _TEXT + "tab", _TEXT + "line-break")
_MOST_TIMES = 100
"""So often a row or cell with something in it is shown again; the last empty ones of a sheet are said to be a million."""


def texts_of(path: Path, limits: Limits) -> list[str]:
    """One text per sheet, headed by its name; a line per row that holds something.

    Raises:
        TooLarge: more text or cells than allowed.
    """
    gathered = SheetTexts(limits)
    with zipfile.ZipFile(path) as archive:
        content = part(archive, "content.xml")
    for gap in content.iter(*_GAPS):
        gap.text = " "
    sheets = [table for table in content.iter(_SHEET) if next(table.iterancestors(_SHEET), None) is None]
    for sheet in sheets[:MOST_SHEETS]:
        gathered.begin(sheet.get(_NAME) or "")
        for row in sheet.iter(_ROW):
            values = list(_values(row))
            for _ in range(_times(row.get(_ROW_TIMES)) if any(values) else 1):
                gathered.row(values)
    return gathered.texts


def _values(row: Node) -> Iterator[str]:
    for cell in row.iterchildren(*_CELLS):
        shown = " ".join("".join(line.itertext()).strip() for line in cell.iter(_LINE))
        yield from [shown] * (_times(cell.get(_CELL_TIMES)) if shown else 1)


def _times(said: str | None) -> int:
    return min(int(said), _MOST_TIMES) if said and said.isdecimal() else 1
