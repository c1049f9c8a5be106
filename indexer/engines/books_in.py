"""Tables that come as XLSX, opened in the sandbox: a row a line is left of them."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import msgspec
import openpyxl

from indexer.engines.tables_in import MOST_COLUMNS, NumberedRow, bounded
from indexer.limits import Limits
from schemas.errors import Corrupt, LimitExceeded, Unsupported
from schemas.work import TableKept, TableRequest

MOST_UNPACKED = 1 << 30
"""Bytes a book may unpack to."""

_FAILURES = (
    OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, SyntaxError, EOFError, OverflowError,
    zipfile.BadZipFile, RuntimeError, NotImplementedError, AssertionError,
)  # fmt: skip


def keep_rows(request: TableRequest, _limits: Limits) -> TableKept:
    """Write the rows of the first sheet that is shown, for `tables_in.read_kept`.

    Raises:
        Unsupported: another archive than a book.
        Corrupt: a damaged book; `LimitExceeded` when it unpacks beyond measure, or has too many rows.
        InvalidInput: a row has too many columns.
    """
    encode, number = msgspec.json.Encoder().encode, 0
    with Path(request.target).open("wb") as kept:
        for row in bounded(_rows(Path(request.path))):
            kept.write(encode(row) + b"\n")
            number += 1
    return TableKept(number)


def _rows(path: Path) -> Iterator[NumberedRow]:
    _check_size(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except _FAILURES as error:
        raise Corrupt("El libro de Excel está dañado.", code="damaged") from error
    try:
        sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), book.worksheets[0])
        rows = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)
        for number, cells in enumerate(rows, 1):
            yield number, [_text(cell) for cell in cells]
    except _FAILURES as error:
        raise Corrupt("El libro de Excel está dañado.", code="damaged") from error
    finally:
        book.close()


def _check_size(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > MOST_UNPACKED:
                raise LimitExceeded("El libro de Excel es demasiado grande.", code="too_large")
            if "xl/workbook.xml" not in archive.namelist():
                raise Unsupported("El archivo no es una tabla CSV ni un libro de Excel.", code="not_a_table")
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Corrupt("El libro de Excel está dañado.", code="damaged") from error


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return str(cell).strip()
