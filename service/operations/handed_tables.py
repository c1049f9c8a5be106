"""A table that somebody hands in, as rows that can be gone through more than once."""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from indexer.engines.tables_in import NumberedRow, is_book, read_csv, read_kept
from indexer.limits import Limits
from indexer.sandbox import Sandbox
from schemas.work import TableKept, TableRequest
from service.archive import Archive
from storage.records import new_id

LONGEST_SECONDS = 900
"""How long a book may take, of the clock and of the processor."""

Rows = Callable[[], Iterator[NumberedRow]]
"""Begins the rows anew at each call, the header first."""


@contextlib.contextmanager
def rows_of(archive: Archive, path: Path) -> Iterator[Rows]:
    """The rows of a CSV, read here, or of an XLSX, which is opened once, in a sandbox.

    Raises:
        InvalidInput: it cannot be read at all, or a row is malformed.
        Unsupported: neither CSV nor XLSX.
        Corrupt: a damaged XLSX; `LimitExceeded` when it takes more than it may.
    """
    if not is_book(path):
        yield lambda: read_csv(path)
        return
    kept = archive.settings.staging / f"{os.getpid()}-{new_id()}.rows"
    try:
        with Sandbox(Limits(cpu_seconds=LONGEST_SECONDS)) as sandbox:
            request = TableRequest(str(path.absolute()), str(kept))
            sandbox.call("table", request, TableKept, wall_seconds=LONGEST_SECONDS)
        yield lambda: read_kept(kept)
    finally:
        kept.unlink(missing_ok=True)
