"""The sheets of a book as text, whichever program wrote it."""

import datetime
from collections.abc import Sequence

from indexer.limits import Limits
from schemas.errors import TooLarge
from schemas.outcomes import SENTENCES, Reason

MOST_SHEETS = 200
_MOST_CELLS = 2_000_000


class SheetTexts:
    """Gathers the lines: one text per sheet, headed by its name; a line per row that holds something."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._sheets: list[list[str]] = []
        self._size = self._cells = 0

    @property
    def texts(self) -> list[str]:
        """What was gathered so far."""
        return ["\n".join(lines) for lines in self._sheets]

    def begin(self, title: str) -> None:
        """The rows that follow are of the sheet of this name."""
        self._sheets.append([title])

    def row(self, values: Sequence[object]) -> None:
        """Add a row of the sheet begun last; None and empty texts are empty cells.

        Raises:
            TooLarge: more text than `Limits.text_bytes`, or more than two million cells.
        """
        self._cells += max(1, len(values))
        line = "  ".join(filter(None, (_shown(value) for value in values)))
        self._size += len(line)
        if self._size > self._limits.text_bytes or self._cells > _MOST_CELLS:
            raise TooLarge(SENTENCES[Reason.TOO_LARGE])
        if line:
            self._sheets[-1].append(line)


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "minutes")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
