"""Tables as people hand them in: CSV of whatever encoding and separator, and books as the sandbox read them. One row in memory at a time."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import msgspec

from schemas.errors import InvalidInput, LimitExceeded, Unsupported
from schemas.system_errors import reason

MOST_ROWS = 2_000_000
MOST_COLUMNS = 200

_EMPTY_ROWS = 1_000
_PIECE = 1 << 20
_SEPARATORS = ",;\t|"

NumberedRow = tuple[int, list[str]]
"""Row number as a spreadsheet shows it, from 1, and its cells as texts; dates are ISO 8601."""


def is_book(path: Path) -> bool:
    """Whether the table is an XLSX, for the sandbox to open; else `read_csv` reads it.

    Raises:
        InvalidInput: it cannot be read at all.
        Unsupported: a book of the old form.
    """
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise InvalidInput(f"No se puede leer la tabla: {reason(error)}.", code="unreadable") from error
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unsupported("Es un libro de Excel anterior a 2007: guárdelo como XLSX o CSV.", code="not_a_table")
    return head.startswith(b"PK\x03\x04")


def read_csv(path: Path) -> Iterator[NumberedRow]:
    """Every row that is not empty, the header first.

    Raises:
        InvalidInput: a row is malformed, or has too many columns.
        LimitExceeded: there are too many rows.
    """
    return bounded(_csv(path))


def read_kept(path: Path) -> Iterator[NumberedRow]:
    """The rows that `books_in.keep_rows` wrote."""
    with path.open("rb") as file:
        for line in file:
            yield msgspec.json.decode(line, type=NumberedRow)


def bounded(rows: Iterator[NumberedRow]) -> Iterator[NumberedRow]:
    """The rows that are not empty, as many as a table may have; after a thousand empty ones nothing more is looked for."""
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
    """The separator that parts the first row that has any most often; the file is at its beginning afterwards."""
    outside = ""
    for _ in range(50):
        line = file.readline(_PIECE)
        outside = "".join(part for at, part in enumerate(line.split('"')) if at % 2 == 0)
        if not line or any(separator in outside for separator in _SEPARATORS):
            break
    file.seek(0)
    return max(_SEPARATORS, key=outside.count)
