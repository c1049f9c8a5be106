"""Bring an archive back from a backup, into an empty one of either kind.

Objects first, each compared with its digest; then all rows in one transaction, so that a
restore that is cut short leaves an archive that is still empty, and the same command goes on.
The index is built from the rows at the end.
"""

import contextlib
import sys
from collections.abc import Iterator

import msgspec

from schemas.access import Actor
from schemas.backup import KeptObject, Mark, TableCopy
from schemas.errors import Conflict, Corrupt, NotFound, Unavailable
from service.archive import Archive
from service.operations.backing_up import chunk_lines, kept_objects, read_mark
from service.operations.classification.holds import refresh_holds
from service.operations.indexing import rebuild_index
from service.operations.receive import Staging
from service.telling import Told, nobody
from storage.objects.digest import digest_now
from storage.objects.protocol import ObjectStore
from storage.records import Session, events, portable
from storage.records.migrate import is_known, migrate, revision_of, take_back


class Restored(msgspec.Struct, frozen=True):
    """What came back (restauración). `documents` are those in the index, none where it did not answer. `missing` are keys of objects that the backup does not have whole."""

    mark: str
    made_at: str
    rows: int
    objects: int
    documents: int
    missing: tuple[str, ...]


def restore(
    archive: Archive,
    actor: Actor,
    place: ObjectStore,
    name: str | None = None,
    *,
    incomplete: bool = False,
    told: Told = nobody,
) -> Restored:
    """Bring rows and objects of a mark, the newest or the named one, into this empty archive.

    Args:
        archive: the archive; its database has no tables yet, or tables without users and receipts.
        actor: who asked.
        place: where the backup is.
        name: the mark.
        incomplete: go on without objects that were lost or changed in the backup since it was made.
        told: hears how many of the objects are back, then of the rows, then of the documents in the index.

    Raises:
        Conflict: the archive is not empty.
        NotFound: there is no such backup.
        Corrupt: the backup is damaged, or made by a later version.
        Unavailable: place, store or database do not answer; the same run again goes on.
    """
    mark = read_mark(place, name)
    _make_tables(archive, mark)
    objects, missing = _bring_objects(archive, place, mark, told, incomplete=incomplete)
    rows = _load(archive, place, mark, told)
    migrate(archive.database)
    with archive.database.write() as session:
        if events.frontier(session).root().hex() != mark.root:
            raise Corrupt("La bitácora restaurada no es la del respaldo.", code="log_differs")
        detail = {"made_at": mark.made_at.isoformat(), "events": mark.events}
        events.record(session, events.Act(actor.name, actor.origin, "restore", "backup", mark.id, detail))
    refresh_holds(archive)
    documents = 0
    if archive.has_index:
        with contextlib.suppress(Unavailable):  # all is there without it: a worker feeds it when it answers
            documents = rebuild_index(archive, lambda done, whole: told(done, whole, "documentos en el índice"))
    return Restored(mark.id, mark.made_at.isoformat(), rows, objects, documents, missing)


def _make_tables(archive: Archive, mark: Mark) -> None:
    """Tables of the form the backup has; they are brought to today's when the rows are in."""
    if not is_known(mark.revision):
        raise Corrupt("El respaldo lo hizo una versión posterior de Legajo.", code="newer_backup")
    present = revision_of(archive.database)
    if present is None:
        migrate(archive.database, mark.revision)
        return
    with archive.database.read() as session:
        _refuse_what_is_used(session)
    if present > mark.revision:
        take_back(archive.database, mark.revision)
    else:
        migrate(archive.database, mark.revision)


def _refuse_what_is_used(session: Session) -> None:
    if not portable.is_empty(session):
        raise Conflict("Se restaura sólo en un archivo vacío; éste ya tiene usuarios o acuses.", code="not_empty")


def _objects(place: ObjectStore, mark: Mark) -> Iterator[KeptObject]:
    for chunk in mark.chunks_of("stored_objects"):
        yield from kept_objects(place, chunk)


def _bring_objects(
    archive: Archive, place: ObjectStore, mark: Mark, told: Told, *, incomplete: bool
) -> tuple[int, tuple[str, ...]]:
    """How many objects are in the store now, and the keys of those that the backup does not have whole."""
    known, number = set(mark.damaged), 0
    missing: list[str] = []
    for kept in _objects(place, mark):
        told(number + len(missing), mark.objects, "objetos")
        if _bring(archive, place, kept):
            number += 1
        elif incomplete or kept.key in known:
            missing.append(kept.key)
        else:
            raise Corrupt(
                f"El respaldo está dañado: {kept.key}. Use otra marca u otro respaldo, o --incomplete para traer lo demás."
            )
    return number, tuple(missing)


def _bring(archive: Archive, place: ObjectStore, kept: KeptObject) -> bool:
    """Copy one object into the store; False for one that the backup does not have, or has changed, or that may not be replaced."""
    try:
        there = digest_now(archive.objects, kept.key)[0]
    except NotFound:
        there = None
    if there == kept.sha256:
        return True
    try:
        pieces = place.read(kept.key)
    except NotFound:
        return False
    with Staging(archive.settings.staging, sys.maxsize) as staging:
        try:
            for piece in pieces:
                staging.write(piece)
        except Corrupt:
            return False
        staged = staging.done("")
        if staged.sha256 != kept.sha256:
            return False
        if there is not None:
            try:
                archive.objects.delete(kept.key)  # what a key holds is never written over
            except Conflict:
                return False
        archive.objects.put(kept.key, staged.path)
    return True


def _load(archive: Archive, place: ObjectStore, mark: Mark, told: Told) -> int:
    whole, loaded = sum(chunk.rows for table in mark.tables for chunk in table.chunks), 0
    with archive.database.write() as session:
        _refuse_what_is_used(session)  # again: the objects took their time
        portable.clear(session, [table.name for table in mark.tables])
        for table in mark.tables:
            lines = _lines(place, table, told, loaded, whole)
            loaded += portable.load(session, table.name, table.columns, lines)
        return loaded


def _lines(place: ObjectStore, table: TableCopy, told: Told, done: int, whole: int) -> Iterator[bytes]:
    for chunk in table.chunks:
        yield from chunk_lines(place, table.name, chunk)
        done += chunk.rows
        told(done, whole, "registros")
