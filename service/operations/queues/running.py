"""Run a queue: a page of it, or all of it as a table."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from indexer.engines.sheets_out import Cell, write_sheet
from schemas.access import Action, Actor
from schemas.errors import InvalidInput, NotFound
from schemas.queues import LEVEL_NAMES, Figure, Headings, Level, Line, QueueName, QueuePage, in_order
from schemas.system_errors import reason
from service.archive import Archive, require
from service.kept_boards import Board, Standing, Told
from service.operations.matters import Asked, asked_now
from service.operations.queues import (
    acknowledgements,
    contracts,
    data_requests,
    incomplete,
    lapse,
    lost_notes,
    originals,
    prescription,
    rescans,
    review,
    stages,
    sued_twice,
    unfiled,
    unregistered,
)
from service.operations.queues.asked import Built, ByMatter, Counted, Queue
from service.operations.registry.exporting import guarded
from storage.records import events

QUEUES: dict[QueueName, Queue] = {
    one.QUEUE.name: one.QUEUE
    for one in (
        acknowledgements,
        unfiled,
        lapse,
        prescription,
        unregistered,
        originals,
        lost_notes,
        contracts,
        data_requests,
        review,
        rescans,
        incomplete,
        stages,
        sued_twice,
    )
}
"""Every queue, in the order of a morning."""

_AT_ONCE = 1_000
MOST_LAWYERS = 12
_LEVEL, _LAWYER = "level", "lawyer"


class _Ready(NamedTuple):
    """A queue as it stands, its lines counted by how pressing they are and by lawyer, most first."""

    lines: Sequence[Line]
    figures: tuple[Figure, ...]
    levels: dict[Level, int]
    lawyers: tuple[tuple[str, int], ...]


def run_queue(archive: Archive, actor: Actor, name: str, *, limit: int = 50, offset: int = 0) -> QueuePage:
    """A page of a queue as of today, with the figures over all of it; the look is recorded.

    The number of queries is the same whatever the number of lines.

    Raises:
        Forbidden: the actor may not read the registry.
        NotFound: there is no such queue.
    """
    found = queue_page(archive, actor, name, limit=limit, offset=offset)
    archive.looks.listed(actor, "queue", found.name.value, len(found.items), offset=offset)
    return found


def queue_page(archive: Archive, actor: Actor, name: str, *, limit: int = 50, offset: int = 0) -> QueuePage:
    """The same for what is shown as a part of something else, whose look is recorded as that.

    Raises:
        Forbidden, NotFound: as for `run_queue`.
    """
    require(actor, Action.READ_REGISTRY)
    queue = _named(name)
    with archive.database.read() as session:
        asked = asked_now(archive, session, actor)
        return _page(queue, asked, _built(archive, queue, asked), limit, offset)


def line_about(archive: Archive, actor: Actor, name: str, about_id: str) -> Line | None:
    """The line of a queue about the thing of that id, or None; for what is shown as a part of something else.

    Raises:
        Forbidden, NotFound: as for `run_queue`.
    """
    require(actor, Action.READ_REGISTRY)
    queue = _named(name)
    with archive.database.read() as session:
        asked = asked_now(archive, session, actor)
        found = [line for line in _built(archive, queue, asked).lines if line.about.id == about_id]
        return queue.dress(asked, found)[0] if found else None


def overview(archive: Archive, actor: Actor, *, limit: int = 3) -> tuple[QueuePage, ...]:
    """Every queue with its first lines and figures, in the order of the actor's morning; kept while nothing changed.

    The look is recorded.

    Raises:
        Forbidden: the actor may not read the registry.
    """
    require(actor, Action.READ_REGISTRY)

    with archive.database.read() as session:
        asked = asked_now(archive, session, actor)

        def built() -> dict[QueueName, QueuePage]:
            return {
                name: _page(queue, asked, _built(archive, queue, asked), limit, 0) for name, queue in QUEUES.items()
            }

        mark = (asked.today, asked.sequence)
        whose = (_whose(actor), actor.role, limit)  # what lines offer hangs on what the role may do
        found = archive.remembered.answer(("board", whose), mark, built)
    archive.looks.listed(actor, "queue", "-", sum(len(page.items) for page in found.values()))
    return tuple(found[name] for name in in_order(actor.role, found))


def figures(archive: Archive, actor: Actor) -> dict[QueueName, tuple[Figure, ...]]:
    """The figures of every queue.

    Raises:
        Forbidden: the actor may not read the registry.
    """
    require(actor, Action.READ_REGISTRY)
    with archive.database.read() as session:
        asked = asked_now(archive, session, actor)
        return {name: _built(archive, queue, asked).figures for name, queue in QUEUES.items()}


def export_queue(archive: Archive, actor: Actor, name: str, target: Path) -> int:
    """Write all of a queue as CSV or XLSX, as the name of the file says; how many lines. The export is recorded.

    Raises:
        Forbidden: the actor may not read the registry.
        NotFound: there is no such queue.
        InvalidInput: neither CSV nor XLSX, or the file cannot be written.
    """
    require(actor, Action.READ_REGISTRY)
    queue = _named(name)
    if target.suffix.lower() not in (".csv", ".xlsx"):
        raise InvalidInput("El archivo debe terminar en .csv o .xlsx.")
    with archive.database.read() as session:
        asked = asked_now(archive, session, actor)
        lines = _built(archive, queue, asked).lines
        dressed = [
            line
            for at in range(0, len(lines), _AT_ONCE)
            for line in queue.dress(asked, list(lines[at : at + _AT_ONCE]))
        ]  # fmt: skip
    with archive.database.write() as session:
        detail = {"lines": len(dressed), "format": target.suffix.lower()[1:]}
        events.record(session, events.Act(actor.name, actor.origin, "export_queue", "queue", queue.name.value, detail))
    try:
        return write_table(target, queue.title, headings_of(queue.headings), map(_cells, dressed))
    except OSError as error:
        raise InvalidInput(f"No se puede escribir {target}: {reason(error)}.", code="unwritable") from error


def write_table(target: Path, title: str, headings: tuple[str, ...], rows: Iterable[tuple[Cell, ...]]) -> int:
    """Write rows as XLSX or, for a name that ends in `.csv`, as CSV with a mark that Excel reads as UTF-8."""
    if target.suffix.lower() == ".xlsx":
        return write_sheet(target, title, headings, rows)
    written = 0
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(headings)
        for row in rows:
            table.writerow([_harmless(cell) for cell in row])
            written += 1
    return written


def headings_of(headings: Headings) -> tuple[str, ...]:
    """The columns of an export."""
    return (
        "Asunto", headings.what, "Persona", "Abogado", headings.since, headings.limit, headings.days, "Nivel", "Motivo",
        "Fundamento", "Identificador",
    )  # fmt: skip


def _cells(line: Line) -> tuple[Cell, ...]:
    return (
        line.about.label, line.what, line.who, line.lawyer, line.since, line.limit, line.days,
        LEVEL_NAMES[line.level], line.why, line.source, line.about.id,
    )  # fmt: skip


def _harmless(cell: Cell) -> Cell:
    return guarded(cell) if isinstance(cell, str) else cell


def _built(archive: Archive, queue: Queue, asked: Asked) -> _Ready:
    """The lines and figures of a queue, kept only while what it rests on is as it was: who works in it sees what they have just done."""
    build, key = queue.build, ("queue", queue.name, _whose(asked.actor))
    if not isinstance(build, ByMatter):
        return archive.remembered.answer(key, (asked.today, asked.sequence), lambda: _counted(build(asked)))
    if asked.actor.sees_only is not None:
        mark = (asked.today, asked.sequence)
        return archive.remembered.answer(key, mark, lambda: _read(build, asked, _standing(Board(), build, asked)))
    standing = _standing(asked.kept.board(queue.name.value), build, asked)
    stands = (standing.generation, standing.under)
    return archive.remembered.answer(key, stands, lambda: _read(build, asked, standing))


def _standing(board: Board[Any, Line], build: ByMatter, asked: Asked) -> Standing[Line]:
    return board.as_of(build.rests_on(asked), lambda facts: _with_tallies(build.tell(asked, facts)), asked.under)


def _with_tallies(told: Told[Line]) -> Told[Line]:
    """Counted by how pressing its lines are and by lawyer besides."""
    if not told.items:
        return told
    counts = dict(told.counts)
    for _, line in told.items:
        for what in ((_LEVEL, line.level), (_LAWYER, line.lawyer)):
            counts[what] = counts.get(what, 0) + 1
    return Told(told.items, counts)


def _read(build: ByMatter, asked: Asked, standing: Standing[Line]) -> _Ready:
    counts, lines = standing.counts, standing.items[::-1] if build.newest_first else standing.items
    counted = Counted(counts, len(lines))
    levels = {level: number for level in Level if (number := counted.of((_LEVEL, level)))}
    return _Ready(
        lines,
        tuple(build.figures(asked, counted)),
        levels,
        _most({name: number for name, number in counted.under(_LAWYER) if name}),
    )


def _counted(built: Built) -> _Ready:
    levels = Counter(line.level for line in built.lines)
    lawyers = Counter(line.lawyer for line in built.lines if line.lawyer)
    return _Ready(
        built.lines, built.figures, {level: levels[level] for level in Level if levels[level]}, _most(lawyers)
    )


def _most(lawyers: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(lawyers.items(), key=lambda one: (-one[1], one[0]))[:MOST_LAWYERS])


def _whose(actor: Actor) -> tuple[str, str] | None:
    """Whose answer it is: that of the office, or of one external lawyer."""
    return None if actor.sees_only is None else (actor.sees_only, actor.name)


def _page(queue: Queue, asked: Asked, built: _Ready, limit: int, offset: int) -> QueuePage:
    items = queue.dress(asked, list(built.lines[offset : offset + limit]))
    return QueuePage(
        name=queue.name, title=queue.title, on=asked.today, headings=queue.headings, figures=built.figures,
        total=len(built.lines), items=tuple(items), next=offset + limit if offset + limit < len(built.lines) else None,
        levels=built.levels, lawyers=built.lawyers,
    )  # fmt: skip


def _named(name: str) -> Queue:
    try:
        return QUEUES[QueueName(name.replace("-", "_"))]
    except ValueError as error:
        known = ", ".join(one.value for one in QUEUES)
        raise NotFound(f"No hay una cola «{name[:40]}». Las hay: {known}.") from error
