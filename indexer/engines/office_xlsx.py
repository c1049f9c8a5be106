"""The cells of an XLSX file, row by row."""

import datetime
import warnings
from pathlib import Path

from openpyxl import Workbook, load_workbook

from indexer.limits import Limits
from schemas.errors import TooLarge
from schemas.outcomes import SENTENCES, Reason

_MOST_SHEETS = 200
_MOST_CELLS = 2_000_000


def texts_of(path: Path, limits: Limits) -> list[str]:
    """One text per sheet, headed by its name; a line per row that holds something, values as last computed.

    Raises:
        TooLarge: more text than `limits.text_bytes`, or more than two million cells.
    """
    with path.open("rb") as file, warnings.catch_warnings():  # given a path, the library would go by its name
        warnings.simplefilter("ignore")  # about styles and extensions that do not matter for the text
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            return _sheets_of(book, limits)
        finally:
            book.close()


def _sheets_of(book: Workbook, limits: Limits) -> list[str]:
    texts: list[str] = []
    size = cells = 0
    for sheet in book.worksheets[:_MOST_SHEETS]:
        lines = [sheet.title]
        for row in sheet.iter_rows(values_only=True):
            cells += max(1, len(row))
            line = "  ".join(_shown(value) for value in row if value is not None)
            size += len(line)
            if size > limits.text_bytes or cells > _MOST_CELLS:
                raise TooLarge(SENTENCES[Reason.TOO_LARGE])
            if line:
                lines.append(line)
        texts.append("\n".join(lines))
    return texts


def _shown(value: object) -> str:
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "minutes")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
