"""The cells of a book of Excel before 2007, row by row."""

import datetime
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import xlrd

from indexer.engines.compound import open_compound, stream_of
from indexer.engines.office_cells import MOST_SHEETS, SheetTexts
from indexer.limits import Limits
from schemas.errors import Unsupported
from schemas.outcomes import SENTENCES, Reason

_STREAMS = ("Workbook", "Book")
"""Where the book is, since 1997 and before."""
_LOCKED = "encrypted"
"""In what the library says of a book it cannot open for its lock; it has no error of its own for that."""

Book = Any
"""A book as xlrd opens it; the library carries no types."""


def texts_of(path: Path, limits: Limits) -> list[str]:
    """One text per sheet, headed by its name; a line per row that holds something, values as last computed.

    Raises:
        TooLarge: more text or cells than allowed.
        Unsupported: locked as Excel did before 1997, code `unread_format`.
    """
    gathered = SheetTexts(limits)
    with open_compound(path) as compound:  # the library's own reading of these can go round for ever
        name = next(filter(compound.exists, _STREAMS), "")
        stream = stream_of(compound, name, limits.unpacked_bytes)
    with Path(os.devnull).open("w") as nowhere, _open(stream, nowhere) as book:
        for index in range(min(book.nsheets, MOST_SHEETS)):
            sheet = book.sheet_by_index(index)
            gathered.begin(sheet.name)
            for number in range(sheet.nrows):
                gathered.row(list(_values(book, sheet.row(number))))
            book.unload_sheet(index)
    return gathered.texts


def _open(stream: bytes, remarks: IO[str]) -> Book:
    options: dict[str, Any] = {"logfile": remarks, "file_contents": stream, "on_demand": True, "ragged_rows": True}
    try:
        return xlrd.open_workbook(**options)
    except xlrd.XLRDError as error:
        if _LOCKED in str(error):
            raise Unsupported(SENTENCES[Reason.UNREAD_FORMAT], code=Reason.UNREAD_FORMAT) from error
        raise
    except (LookupError, UnicodeError):  # a code page that is none, or not the one of its letters
        return xlrd.open_workbook(encoding_override="cp1252", **options)


def _values(book: Book, cells: list[Any]) -> Iterator[object]:
    for cell in cells:
        if cell.ctype == xlrd.XL_CELL_DATE:
            yield _moment(book, cell.value)
        elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
            yield bool(cell.value)
        elif cell.ctype == xlrd.XL_CELL_ERROR:
            yield xlrd.error_text_from_code.get(cell.value, "")
        else:
            yield cell.value


def _moment(book: Book, value: float) -> object:
    """The date, the time where there is no date, or the number where it is neither."""
    try:
        moment = xlrd.xldate_as_datetime(value, book.datemode)
    except (xlrd.xldate.XLDateError, OverflowError, ValueError):
        return value
    return moment if value >= 1 else datetime.time(moment.hour, moment.minute, moment.second)
