"""The cells of an XLSX file, row by row."""

import warnings
from pathlib import Path

from openpyxl import load_workbook

from indexer.engines.office_cells import MOST_SHEETS, SheetTexts
from indexer.limits import Limits


def texts_of(path: Path, limits: Limits) -> list[str]:
    """One text per sheet, headed by its name; a line per row that holds something, values as last computed.

    Raises:
        TooLarge: more text or cells than allowed.
    """
    gathered = SheetTexts(limits)
    with path.open("rb") as file, warnings.catch_warnings():  # given a path, the library would go by its name
        warnings.simplefilter("ignore")  # about styles and extensions that do not matter for the text
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            for sheet in book.worksheets[:MOST_SHEETS]:
                gathered.begin(sheet.title)
                for row in sheet.iter_rows(values_only=True):
                    gathered.row(row)
        finally:
            book.close()
    return gathered.texts
