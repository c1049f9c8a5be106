"""A court's list pasted as text: a line for each matter (boletín, lista de acuerdos, DOMAIN 2.13)."""

from datetime import date

from schemas.access import Action, Actor
from schemas.bulletin import MOST_LINES
from schemas.errors import InvalidInput
from schemas.registry import ImportReport, RowError
from schemas.registry.suits import BulletinLineIn
from service.archive import Archive, require
from service.operations.registry.bulletin import BulletinBook
from service.operations.registry.values import Problem
from service.operations.registry.writing import write_rows
from storage.records import events


def paste_bulletin(archive: Archive, actor: Actor, court: str, on: date, text: str) -> ImportReport:
    """Keep the lines of a court's list of a day; the same line again changes nothing. Nothing is kept when one is wrong.

    Raises:
        Forbidden: the actor may not write the registry.
        InvalidInput: no line, too many, or the court is not known; the sentence says which.
    """
    require(actor, Action.WRITE_REGISTRY)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    numbered = {line: number for number, line in reversed(list(enumerate(lines, 1))) if line}
    if not 0 < len(numbered) <= MOST_LINES:
        raise InvalidInput(f"text: se esperan de 1 a {MOST_LINES} renglones.", code="no_lines")
    rows = [BulletinLineIn(court_code=court, on=on, text=line) for line in sorted(numbered, key=numbered.__getitem__)]
    refused: dict[int, Problem] = {}
    with archive.database.write() as session:
        written = write_rows(session, actor, BulletinBook, rows, refused.__setitem__)
        if refused:
            session.rollback()
            return _refused(rows, numbered, refused)
        matched = sum(one.row.lawsuit_id is not None for one in written)
        detail = {"court": court, "on": on.isoformat(), "lines": len(rows), "matched": matched}
        events.record(session, events.Act(actor.name, actor.origin, "import", "registry", BulletinBook.kind, detail))
    warnings = [RowError(numbered[row.text], "text", said.partition(": ")[2])
                for row, one in zip(rows, written, strict=True) for said in one.warnings]  # fmt: skip
    created, updated = sum(one.created for one in written), sum(one.changed and not one.created for one in written)
    return ImportReport(len(rows), created, updated, len(rows) - created - updated, (), tuple(warnings))


def _refused(rows: list[BulletinLineIn], numbered: dict[str, int], refused: dict[int, Problem]) -> ImportReport:
    errors = tuple(RowError(numbered[rows[at].text], one.column, one.reason) for at, one in sorted(refused.items()))
    return ImportReport(len(rows), 0, 0, 0, errors, (), written=False)
