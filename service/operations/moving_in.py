"""Take in what another system kept: a folder tree with a table of its files, or what Paperless-ngx exports.

The same run again goes on where it stopped: a file whose bytes were received under the same
name is not received twice. At the end every entry is accounted for.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import msgspec

from indexer.engines.tables_in import NumberedRow
from schemas.access import Action, Actor
from schemas.document_types import find_type
from schemas.errors import ArchiveError, Corrupt, InvalidInput, Kind
from schemas.folding import fold
from schemas.moving_in import COLUMNS, Entry, MovedIn
from schemas.paperless import Record, paperless_entries
from service.archive import Archive, require
from service.operations.handed_tables import rows_of
from service.operations.receive import PIECE, Given, Staged, receive, stage_file
from service.operations.registry.columns import bare
from service.telling import Told, nobody
from storage.records import receipts

CHANNEL = "moved_in"
MANIFEST, OWN_MANIFEST = "manifest.json", "-manifest.json"
MOST_MANIFEST = 1 << 30
MOST_LISTED = 10_000


def read_entries(archive: Archive, folder: Path, table: Path | None) -> list[Entry]:
    """What is to be taken in from the folder: as the table says, or the manifests of Paperless-ngx that stand in it.

    Raises:
        InvalidInput: neither is there, or the table has no column of paths.
        Corrupt: the manifest is not one.
    """
    if table is not None:
        with rows_of(archive, table) as rows:
            return list(_table_entries(rows()))
    try:
        own = sorted(path for path in folder.rglob(f"*{OWN_MANIFEST}") if path.is_file())
        return paperless_entries([record for path in (folder / MANIFEST, *own) for record in _records(path)])
    except OSError as error:
        raise InvalidInput(
            "Indique con --table el CSV o XLSX que enumera los archivos; no hay un manifest.json de Paperless-ngx.",
            code="no_table",
        ) from error
    except (msgspec.MsgspecError, KeyError, TypeError, AttributeError) as error:
        raise Corrupt("El manifest.json no es de Paperless-ngx.") from error


def _records(manifest: Path) -> list[Record]:
    """Those of a manifest: the one of all, or one that the exporter wrote beside a document's file."""
    if manifest.stat().st_size > MOST_MANIFEST:
        raise InvalidInput(f"El {manifest.name} es demasiado grande.", code="too_large")
    return msgspec.json.decode(manifest.read_bytes(), type=list[Record])


def move_in(
    archive: Archive,
    actor: Actor,
    folder: Path,
    entries: list[Entry],
    *,
    table: Path | None = None,
    dry_run: bool = False,
    told: Told = nobody,
) -> MovedIn:
    """Receive the file of every entry that was not received before; `dry_run` only looks. The `table` is none of them.

    `told` hears how many of the entries were looked at, and the name of each.

    A type that is not in the catalogue is kept as it was said, and the document is typed as any other.

    Raises:
        Forbidden: the actor may not add documents.
        Unavailable: store or database do not answer; what was received so far stays received.
    """
    require(actor, Action.ADD_DOCUMENTS)
    root = folder.resolve()
    received = already = 0
    missing: list[str] = []
    differing: list[str] = []
    refused: list[tuple[str, str]] = []
    for number, entry in enumerate(entries):
        told(number, len(entries), entry.path)
        path = _file_of(root, entry)
        if path is None:
            missing.append(entry.path)
            continue
        try:
            with stage_file(archive, path) as staged:
                if not _agrees(path, staged, entry.digest):
                    differing.append(entry.path)
                elif _was_received(archive, staged, entry):
                    already += 1
                else:
                    received += 1
                    if not dry_run:
                        _receive(archive, actor, staged, entry)
        except ArchiveError as error:
            if error.kind is Kind.UNAVAILABLE:
                raise
            refused.append((entry.path, error.detail))
    return MovedIn(
        len(entries),
        received,
        already,
        tuple(missing[:MOST_LISTED]),
        tuple(differing[:MOST_LISTED]),
        tuple(refused[:MOST_LISTED]),
        _unlisted(root, entries, table),
    )


def _file_of(root: Path, entry: Entry) -> Path | None:
    """The file, found in spite of what Windows and macOS write differently: the stroke, and letters with their accents."""
    for form in (entry.path, entry.path.replace("\\", "/")):
        for told in (form, normalize("NFC", form), normalize("NFD", form)):
            path = (root / told).resolve()
            if path.is_relative_to(root) and path.is_file():
                return path
    return None


def _table_entries(rows: Iterator[NumberedRow]) -> Iterator[Entry]:
    _, heading = next(rows, (0, []))
    others = {at: cell.strip() for at, cell in enumerate(heading) if cell.strip()}
    known = {spelling: name for name, spellings in COLUMNS.items() for spelling in spellings}
    names = [known.get(fold(cell).strip(), "") for cell in heading]
    if "path" not in names:
        raise InvalidInput("La tabla debe tener una columna «ruta».", code="missing_columns")
    for number, found in rows:
        cells = [bare(cell) for cell in found]
        told = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name and cell.strip()}
        besides = {
            others[at]: cell.strip()
            for at, cell in enumerate(cells[: len(names)])
            if not names[at] and at in others and cell.strip()
        }
        if told or besides:
            told.setdefault("path", f"renglón {number}: sin ruta")
            yield msgspec.convert({**told, "digest": told.get("digest", "").lower(), "elsewhere": besides}, Entry)


def _agrees(path: Path, staged: Staged, digest: str) -> bool:
    """Whether the bytes are those the other system had; its digest is a SHA-256 or, of old, an MD5."""
    if len(digest) != 32:
        return digest in ("", staged.sha256)
    hashed = hashlib.md5(usedforsecurity=False)
    with path.open("rb") as handle:
        while piece := handle.read(PIECE):
            hashed.update(piece)
    return hashed.hexdigest() == digest


def _was_received(archive: Archive, staged: Staged, entry: Entry) -> bool:
    with archive.database.read() as session:
        return receipts.was_received(session, staged.sha256, entry.path[-255:], CHANNEL)


def _receive(archive: Archive, actor: Actor, staged: Staged, entry: Entry) -> None:
    type_ = entry.type if entry.type and find_type(entry.type) else None
    given = Given(
        type=type_,
        credit=entry.credit,
        lawsuit=entry.lawsuit,
        debtor=entry.debtor,
        batch=entry.batch,
        title=entry.title,
        paper_location=entry.paper_location,
        elsewhere=(entry.elsewhere if type_ or not entry.type else {"type": entry.type} | entry.elsewhere) or None,
    )
    receive(archive, actor, msgspec.structs.replace(staged, filename=entry.path), given, channel=CHANNEL)


def _unlisted(root: Path, entries: list[Entry], table: Path | None) -> tuple[str, ...]:
    """Files that nobody named, beside what an exporter adds for each: its manifests, thumbnails and PDF/A copies."""
    named = {str(path) for path in (_file_of(root, entry) for entry in entries) if path}
    if table is not None:
        named.add(str(table.resolve()))
    found: list[str] = []
    for path in sorted(root.rglob("*")):
        if path.is_file() and str(path.resolve()) not in named and not _made_by_exporter(path):
            found.append(path.relative_to(root).as_posix())
            if len(found) == MOST_LISTED:
                break
    return tuple(found)


def _made_by_exporter(path: Path) -> bool:
    of_all = path.name in (MANIFEST, "metadata.json", "version.json")
    return of_all or path.name.endswith(OWN_MANIFEST) or path.stem.endswith(("-thumbnail", "-archive"))
