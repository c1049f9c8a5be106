"""Tables as people hand them in: CSV of whatever encoding and separator, and XLSX. One row in memory at a time."""

import codecs
import csv
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import IO

import openpyxl

from schemas.errors import Corrupt, InvalidInput, LimitExceeded, Unsupported
from schemas.system_errors import reason

MOST_ROWS = 2_000_000
MOST_COLUMNS = 200
MOST_UNPACKED = 1 << 30
"""Bytes an XLSX may unpack to."""

_EMPTY_ROWS = 1_000
_PIECE = 1 << 20
_SEPARATORS = ",;\t|"
_FAILURES = (
    OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, SyntaxError, EOFError, OverflowError,
    zipfile.BadZipFile, RuntimeError, NotImplementedError, AssertionError,
)  # fmt: skip

NumberedRow = tuple[int, list[str]]
"""Row number as a spreadsheet shows it, from 1, and its cells as texts; dates are ISO 8601."""


def read_rows(path: Path) -> Iterator[NumberedRow]:
    """Every row that is not empty, the header first.

    Raises:
        InvalidInput: it cannot be read at all, or a row is malformed.
        Unsupported: neither CSV nor XLSX.
        Corrupt: a damaged XLSX; `LimitExceeded` when it unpacks beyond measure.
    """
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise InvalidInput(f"No se puede leer la tabla: {reason(error)}.", code="unreadable") from error
    if head.startswith(b"PK\x03\x04"):
        return _bounded(_xlsx(path))
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unsupported("Es un libro de Excel anterior a 2007: guárdelo como XLSX o CSV.", code="not_a_table")
    return _bounded(_csv(path))


def _bounded(rows: Iterator[NumberedRow]) -> Iterator[NumberedRow]:
    empty = 0
    for number, cells in rows:
        if number > MOST_ROWS:
            raise LimitExceeded(f"La tabla tiene más de {MOST_ROWS} renglones.", code="too_large")
        if not any(cells):
            empty += 1
            if empty > _EMPTY_ROWS:
                return
            continue
        empty = 0
        if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
            raise InvalidInput(f"El renglón {number} tiene más de {MOST_COLUMNS} columnas.")
        yield number, cells[:MOST_COLUMNS]


def _csv(path: Path) -> Iterator[NumberedRow]:
    encoding = _encoding(path)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        separator = _separator(file)
        reader = csv.reader(file, delimiter=separator)
        before = 0
        try:
            for cells in reader:
                yield before + 1, [cell.strip() for cell in cells]
                before = reader.line_num
        except csv.Error as error:
            raise InvalidInput(f"El renglón {reader.line_num} de la tabla no se puede leer.") from error


def _encoding(path: Path) -> str:
    """UTF-8 (with or without its mark) or UTF-16 where the bytes are so, else Windows-1252."""
    with path.open("rb") as file:
        head = file.read(2)
        if head in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while piece := file.read(_PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _separator(file: IO[str]) -> str:
    """The separator that parts the first row most often; the file is at its beginning afterwards."""
    line = ""
    for _ in range(50):
        line = file.readline(_PIECE)
        if not line or line.strip():
            break
    file.seek(0)
    outside = "".join(part for at, part in enumerate(line.split('"')) if at % 2 == 0)
    return max(_SEPARATORS, key=outside.count)


def _xlsx(path: Path) -> Iterator[NumberedRow]:
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
