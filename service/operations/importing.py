"""Import a table into the registry: CSV or XLSX, checked as a whole first, then written in batches.

Batches keep each transaction short, so that filing goes on beside an import of
any length. A crash between two batches leaves the rows written so far; the same
import again completes the rest and changes nothing of them.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import msgspec

from indexer.engines.tables_in import NumberedRow
from schemas.access import Action, Actor
from schemas.errors import InvalidInput
from schemas.registry import EntityIn, ImportReport, RowError
from service.archive import Archive, require
from service.operations.handed_tables import Rows, rows_of
from service.operations.registry.book import Book
from service.operations.registry.columns import Columns, columns_of, entity_of, header_of
from service.operations.registry.kinds import BOOKS, book_of
from service.operations.registry.values import Problem
from service.operations.registry.writing import write_rows
from service.telling import Told, nobody
from storage.objects.digest import file_digest
from storage.records import Session, events

KINDS = frozenset(book.kind for book in BOOKS)
"""What may be imported."""

BATCH = 500
MOST_ABOVE = 20
"""Rows that may stand above the header: the title of the list, its day, who made it."""
MOST_ERRORS = 10_000
"""Errors reported in full; a table with more of them is the wrong table."""


class _Row(msgspec.Struct, frozen=True):
    number: int
    data: EntityIn


class _Table(msgspec.Struct, frozen=True):
    """What was handed in: of which kind, which row is the header (by its number), what its columns are, its rows."""

    book: type[Book]
    header: int
    columns: Columns
    rows: Rows


class _Tally:
    """Counts and errors of one import."""

    def __init__(self) -> None:
        self.rows = self.created = self.updated = self.unchanged = 0
        self.errors: list[RowError] = []
        self.warnings: list[RowError] = []
        self._first: dict[object, tuple[int, int]] = {}

    def refuse(self, row: int, problem: Problem) -> None:
        """A row that cannot be taken."""
        if len(self.errors) >= MOST_ERRORS:
            raise InvalidInput(f"La tabla tiene más de {MOST_ERRORS} renglones con error; revise que sea la correcta.")
        self.errors.append(RowError(row, problem.column, problem.reason))

    def count(self, *, created: bool, changed: bool) -> None:
        """A row that was, or would be, taken."""
        self.created += created
        self.updated += changed and not created
        self.unchanged += not changed

    def warn(self, row: int, warnings: tuple[str, ...]) -> None:
        """What is odd about a row that is taken all the same."""
        for warning in warnings[: max(0, MOST_ERRORS - len(self.warnings))]:
            column, _, reason = warning.partition(": ")
            self.warnings.append(RowError(row, column, reason))

    def repeats(self, row: _Row, key: object) -> bool:
        """Whether the table said the same of the same entity before.

        Raises:
            Problem: it said something else, so that the outcome would hang on the order of the rows.
        """
        first, said = self._first.setdefault(key, (row.number, hash(row.data)))
        if said != hash(row.data):
            raise Problem("", f"Contradice al renglón {first}, que trata de lo mismo.")
        return first != row.number


def import_table(
    archive: Archive,
    actor: Actor,
    path: Path,
    kind: str,
    *,
    dry_run: bool = False,
    partial: bool = False,
    told: Told = nobody,
) -> ImportReport:
    """Bring a table into the registry.

    The header is the row that names the most columns among the first, so that titles may stand above it.
    A wrong row is reported with its number in the table, its column and the reason. Then nothing of the table is written, unless `partial`: then all but the
    wrong rows is. The same table again changes nothing. `told` hears how many rows are checked, and how many written.

    Raises:
        Forbidden: the actor may not write the registry.
        InvalidInput: unknown kind, no rows, missing columns, or a table that cannot be read.
        Corrupt, Unsupported: not a table.
    """
    require(actor, Action.WRITE_REGISTRY)
    wanted = book_of(kind)
    tally = _Tally()
    with rows_of(archive, path) as rows:
        header, columns = _header(wanted, rows)
        table = _Table(wanted, header, columns, rows)
        ignored = columns.ignored
        tally.warnings += [RowError(header, heading, "No se conoce esta columna; no se lee.") for heading in ignored]
        checked = 0
        if dry_run or not partial:
            _check(archive, table, tally, told)
            if dry_run or tally.errors:
                return _report(tally, written=False, would=dry_run)
            checked, tally = tally.rows, _Tally()
        _write(archive, actor, table, tally, lambda done: told(done, checked, "renglones guardados"))
    with archive.database.write() as session:
        _record(session, actor, wanted, path, tally)
    return _report(tally, written=True)


def _header(book: type[Book], rows: Rows) -> tuple[int, Columns]:
    first = list(islice(rows(), MOST_ABOVE + 1))
    if not first:
        raise InvalidInput("La tabla está vacía.", code="empty")
    number, cells = header_of(book, first)
    return number, columns_of(book, cells)


def _batches(table: _Table, tally: _Tally) -> Iterator[list[_Row]]:
    """The rows in batches; those that cannot even be read are refused on the way."""
    numbered = (row for row in table.rows() if row[0] > table.header)
    while taken := list(islice(numbered, BATCH)):
        tally.rows += len(taken)
        yield [row for one in taken if (row := _row(table, one, tally)) is not None]


def _row(table: _Table, numbered: NumberedRow, tally: _Tally) -> _Row | None:
    number, cells = numbered
    try:
        return _Row(number, entity_of(table.book, table.columns, cells))
    except Problem as problem:
        tally.refuse(number, problem)
        return None


def _check(archive: Archive, table: _Table, tally: _Tally, told: Told) -> None:
    """Plan every row without writing any."""
    for rows in _batches(table, tally):
        told(tally.rows, 0, "renglones revisados")
        with archive.database.read() as session:
            opened = table.book(session, [row.data for row in rows])
            for row in rows:
                try:
                    planned = opened.plan(row.data)
                    again = tally.repeats(row, table.book.key(row.data))
                except Problem as problem:
                    tally.refuse(row.number, problem)
                    continue
                changed = bool(planned.row is None or planned.changes() or planned.claims is not None)
                tally.count(created=planned.row is None and not again, changed=changed and not again)
                tally.warn(row.number, planned.warnings)


def _write(archive: Archive, actor: Actor, table: _Table, tally: _Tally, told: Callable[[int], None]) -> None:
    for rows in _batches(table, tally):
        once = _told_once(table.book, rows, tally)
        numbers = [row.number for row in once]
        with archive.database.write() as session:
            refused: dict[int, Problem] = {}
            written = write_rows(session, actor, table.book, [row.data for row in once], refused.__setitem__)
        for at, problem in refused.items():
            tally.refuse(numbers[at], problem)
        for number, one in zip((n for at, n in enumerate(numbers) if at not in refused), written, strict=True):
            tally.count(created=one.created, changed=one.changed)
            tally.warn(number, one.warnings)
        told(tally.rows)


def _told_once(book: type[Book], rows: list[_Row], tally: _Tally) -> list[_Row]:
    kept = []
    for row in rows:
        try:
            tally.repeats(row, book.key(row.data))
            kept.append(row)
        except Problem as problem:
            tally.refuse(row.number, problem)
    return kept


def _record(session: Session, actor: Actor, book: type[Book], path: Path, tally: _Tally) -> None:
    detail = {
        "kind": book.kind,
        "file": path.name,
        "sha256": file_digest(path),
        "rows": tally.rows,
        "created": tally.created,
        "updated": tally.updated,
        "errors": len(tally.errors),
    }
    events.record(session, events.Act(actor.name, actor.origin, "import", "registry", book.kind, detail))


def _report(tally: _Tally, *, written: bool, would: bool = False) -> ImportReport:
    """The report; what was not written and was not asked as a trial counts nowhere."""
    counted = written or would
    return ImportReport(
        rows=tally.rows,
        created=tally.created if counted else 0,
        updated=tally.updated if counted else 0,
        unchanged=tally.unchanged if counted else 0,
        errors=tuple(sorted(tally.errors, key=lambda error: error.row)),
        warnings=tuple(tally.warnings),
        written=written,
    )
