"""Lists handed out as tables, row by row: the columns are those the import reads, so a table comes back as it went."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from indexer.engines.sheets_out import write_sheet
from schemas.access import Action, Actor
from schemas.errors import InvalidInput
from service.archive import Archive, require
from service.operations.registry.book import Book, Wanted, place
from service.operations.registry.columns import RISKY
from service.operations.registry.entries import fixed
from service.operations.registry.kinds import book_of
from storage.records import events

BATCH = 1_000
FORMATS = ("csv", "xlsx")


def export_csv(
    archive: Archive, actor: Actor, kind: str, q: str = "", filters: Mapping[str, str] | None = None
) -> Iterator[bytes]:
    """The list as CSV (UTF-8 with its mark, so that spreadsheets read the accents), a batch of rows at a time.

    Raises:
        Forbidden: the actor may not read the registry.
        InvalidInput: unknown kind or filter. Both before the first piece is asked for.
    """
    rows = _rows(archive, actor, kind, q, filters)
    return _pieces(rows)


def export_xlsx(
    archive: Archive, actor: Actor, kind: str, target: Path, q: str = "", filters: Mapping[str, str] | None = None
) -> None:
    """The list as a workbook at `target`, written as it is read.

    Raises:
        Forbidden, InvalidInput: as `export_csv`.
    """
    rows = _rows(archive, actor, kind, q, filters)
    write_sheet(target, book_of(kind).kind, next(rows), rows)


def export_file(archive: Archive, actor: Actor, kind: str, target: Path) -> None:
    """The list as a file; the ending of its name says which format.

    Raises:
        InvalidInput: neither `.csv` nor `.xlsx`.
    """
    ending = target.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        raise InvalidInput("El archivo debe terminar en .csv o .xlsx.", code="unknown_format")
    if ending == "xlsx":
        export_xlsx(archive, actor, kind, target)
        return
    with target.open("wb") as file:
        file.writelines(export_csv(archive, actor, kind))


def _rows(archive: Archive, actor: Actor, kind: str, q: str, filters: Mapping[str, str] | None) -> Iterator[list[str]]:
    require(actor, Action.READ_REGISTRY)
    book = book_of(kind)
    with archive.database.write() as session:
        equal = fixed(session, actor, book, filters or {})
        detail = {"q": q.strip()[:200], "filters": dict(filters or {})}
        events.record(session, events.Act(actor.name, actor.origin, "export", "registry", book.kind, detail))
    return _listed(archive, actor, book, q.strip()[:200], equal)


def _listed(
    archive: Archive, actor: Actor, book: type[Book], q: str, equal: dict[str, Any] | None
) -> Iterator[list[str]]:
    names = list(book.headings)
    yield names
    after: list[str | int] | None = None
    while equal is not None:
        with archive.database.read() as session:
            rows = book.listed(session, actor, Wanted(q, after, BATCH, equal))
            told = book.inputs(session, rows)
        for one in told:
            yield [_cell(one.get(name)) for name in names]
        if len(rows) < BATCH:
            return
        after = place(book, rows[-1])


def _pieces(rows: Iterator[list[str]]) -> Iterator[bytes]:
    yield "\ufeff".encode()
    while batch := list(islice(rows, BATCH)):
        piece = io.StringIO(newline="")
        csv.writer(piece).writerows([guarded(cell) for cell in cells] for cells in batch)
        yield piece.getvalue().encode()


def _cell(value: Any) -> str:  # noqa: ANN401 - any value of a member
    if value is None:
        return ""
    if isinstance(value, bool):
        return "sí" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "|".join(map(str, value))
    return str(value)


def guarded(text: str) -> str:
    """With an apostrophe before what a spreadsheet would take for a formula; the import takes it away again."""
    return f"'{text}" if text[:1] and text[0] in RISKY else text
