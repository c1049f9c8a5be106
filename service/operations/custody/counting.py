"""Cycle counts (arqueo): what was read in a box against what the register says is there."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec

from schemas.access import Action, Actor
from schemas.custody import CustodyAct, HolderKind, normal_barcode
from schemas.errors import InvalidInput, NotFound
from schemas.originals import Count, Elsewhere, Missing
from schemas.system_errors import reason
from service.archive import Archive, require
from service.operations.custody import holders, printing, views
from service.operations.days import today
from service.operations.paging import next_after, page_length
from storage.records import Session, custody, events, loans, new_id, now, numbering
from storage.records.tables import CountRow, OriginalRow

MOST_READ = 10_000
_MOST_BYTES = 1 << 20


def count_box(archive: Archive, actor: Actor, box: str, barcodes: Iterable[str], paper: Path | None = None) -> Count:
    """Compare the barcodes read in a box with the register; nothing is moved, the differences are kept.

    Missing are originals that should be there, with who had them last; elsewhere
    those read there that the register has in another place; unexpected the
    barcodes nobody registered. The box's own barcode may be among those read.
    The report to sign is written to `paper`, where that is given, before the count is kept.

    Raises:
        Forbidden: the actor may not write custody.
        InvalidInput: too many barcodes, or `paper` cannot be written.
        NotFound: there is no such box.
    """
    require(actor, Action.WRITE_CUSTODY)
    read = [code for one in barcodes if (code := normal_barcode(one))]
    if len(read) > MOST_READ:
        raise InvalidInput(f"Se leen a lo más {MOST_READ} códigos por caja.", code="too_many")
    with archive.database.write() as session:
        place = holders.box(session, box)
        read = [code for code in read if code != place.barcode]
        expected = custody.in_box(session, place.id)
        found = custody.originals_by_barcode(session, read)
        differences = _differences(session, place.id, expected, read, found)
        here = sum(row.holder_id == place.id and row.holder_kind == HolderKind.VAULT for row in found.values())
        year = today().year
        row = CountRow(
            id=new_id(), folio=f"A{year}-{numbering.next_number(session, f'count_{year}'):05d}", place_id=place.id,
            at=now(), counted_by=actor.name, expected=len(expected), found=here,
            differences=msgspec.to_builtins(differences),
        )  # fmt: skip
        session.add(row)
        session.flush()
        detail = {
            "folio": row.folio, "box": place.barcode, "expected": row.expected, "read": differences.read,
            "missing": [one.barcode for one in differences.missing], "elsewhere": len(differences.elsewhere),
            "unexpected": len(differences.unexpected),
        }  # fmt: skip
        events.record(session, events.Act(actor.name, actor.origin, "count_box", "place", place.id, detail))
        made = views.counts(session, [row])[0]
        if paper is not None:
            printing.write_count(session, actor, made, paper)
        return made


def read_barcodes(path: Path) -> list[str]:
    """The barcodes of a text file: one a line, or the first cell of each line of a CSV.

    Raises:
        InvalidInput: it cannot be read, or is too large for a list of barcodes.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InvalidInput(f"{path} es demasiado grande para ser una lista de códigos.", code="too_large_list")
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise InvalidInput(f"No se puede leer {path}: {reason(error)}.", code="unreadable") from error
    cells = (line.replace(";", ",").replace("\t", ",").split(",")[0].strip().strip('"') for line in text.splitlines())
    return [cell for cell in cells if cell]


def get_count(archive: Archive, actor: Actor, key: str) -> Count:
    """The count of that folio or id.

    Raises:
        Forbidden: the actor may not look into the vault.
        NotFound: there is none.
    """
    require(actor, Action.READ_RECORDS)
    with archive.database.read() as session:
        row = loans.count(session, key.strip())
        if row is None:
            raise NotFound("No se encontró el arqueo.")
        found = views.counts(session, [row])[0]
    archive.looks.viewed(actor, "count", found.id, folio=found.folio)
    return found


def list_counts(
    archive: Archive, actor: Actor, *, box: str = "", after: str = "", limit: int = 50
) -> tuple[tuple[Count, ...], str | None]:
    """A page of counts, the newest first, and where the next begins.

    Raises:
        Forbidden: the actor may not look into the vault.
        NotFound: there is no such box.
    """
    require(actor, Action.READ_RECORDS)
    limit = page_length(limit)
    with archive.database.read() as session:
        place_id = holders.box(session, box).id if box else ""
        rows = loans.counts(session, place_id, after, limit + 1)
        counts = views.counts(session, rows[:limit])
    archive.looks.listed(actor, "custody", "counts", len(counts), box=box)
    return counts, next_after(rows, limit)


def _differences(
    session: Session, place_id: str, expected: list[OriginalRow], read: list[str], found: dict[str, OriginalRow]
) -> views.Differences:
    absent = [row for row in expected if row.barcode not in found]
    newest = custody.newest_events(session, absent)
    missing = []
    for row in absent:
        last = newest[row.id]
        missing.append(
            Missing(row.id, row.barcode, row.title, last.at, CustodyAct(last.act), last.from_name, last.given_by,
                    last.received_by)
        )  # fmt: skip
    elsewhere = [
        Elsewhere(row.id, row.barcode, row.title, _where(row), row.held_since)
        for row in found.values()
        if not (row.holder_kind == HolderKind.VAULT and row.holder_id == place_id)
    ]
    times = Counter(read)
    return views.Differences(
        read=len(times),
        missing=tuple(missing),
        elsewhere=tuple(sorted(elsewhere, key=lambda one: one.barcode)),
        unexpected=tuple(sorted(code for code in times if code not in found)),
        twice=tuple(sorted(code for code, number in times.items() if number > 1)),
    )


def _where(row: OriginalRow) -> str:
    return views.said_of(custody.holder_of(row))
