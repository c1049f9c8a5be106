"""Copy the archive as of one moment to another place, while it serves; and tell whether a copy is whole.

Rows first, in one transaction that sees one moment; then the objects they name, which
are in the store because bytes are written before rows. What the place already has is
not copied again: rows are packed in chunks that are cut by content, so that a chunk in which
nothing changed has the same digest, and objects carry their digest in their key.
"""

import contextlib
import gzip
import hashlib
import re
import sys
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate
from pathlib import Path

import msgspec

from schemas.access import Actor
from schemas.backup import FORMAT, Chunk, KeptObject, Mark, TableCopy, chunk_key, mark_key
from schemas.errors import Conflict, Corrupt, InvalidInput, NotFound
from schemas.settings import Settings
from service.archive import Archive
from service.operations.receive import Staging
from service.telling import Told, nobody
from storage.objects.digest import digest_now
from storage.objects.named import NamedObjectStore, naming
from storage.objects.open import open_object_store
from storage.objects.protocol import ObjectStore
from storage.records import checking, events, new_id, now, portable
from storage.records.migrate import is_known, revision_of

CUT_ONE_IN, CUT_BYTES = 512, 8 << 20
"""A chunk ends after a key whose checksum says so, one in 512, or at 8 MiB: a change moves no cut but its own."""

_MARK = re.compile(r"marks/([0-9]{8}t[0-9]{6}-[0-9a-z]+)\.json")

TRIES = 3
"""How often a new moment is taken when an object was removed between its row and its copy."""

PLACE = "En el lugar del respaldo"
"""How trouble there is told: the archive's own store may be well."""

AT_ONCE = 4
"""Objects copied at the same time."""


class Backup(msgspec.Struct, frozen=True):
    """What one run did (respaldo). Counts of objects and bytes are those copied by it; the mark says what there is."""

    mark: str
    made_at: str
    rows: int
    objects: int
    copied_objects: int
    copied_bytes: int
    copied_chunks: int
    damaged: tuple[str, ...]


class BackupCheck(msgspec.Struct, frozen=True):
    """What a look at one mark found: `wrong` are keys that are not there or whose bytes are not what they should be."""

    mark: str
    chunks: int
    objects: int
    wrong: tuple[str, ...]


def open_place(settings: Settings, place: str, *, new: bool = False) -> ObjectStore:
    """The store for backups that a folder's path or an address `s3://…` names; with `new` the folder may have to be made.

    Raises:
        InvalidInput: it is where the archive keeps its own objects, or nothing is named.
        NotFound: there is no such folder.
    """
    if not place.strip():
        raise InvalidInput("Diga el lugar del respaldo: una carpeta o s3://….", code="no_such_place")
    address = place if "://" in place else f"file://{Path(place).expanduser().absolute()}"
    if _where(address) == _where(settings.objects):
        raise InvalidInput("El respaldo no puede estar en el mismo almacén de originales.", code="same_place")
    folder = Path(address.removeprefix("file://")) if address.startswith("file://") else None
    if folder is not None and folder.exists() and not folder.is_dir():
        raise InvalidInput(f"{folder} no es una carpeta.", code="no_such_place")
    if folder is not None and not new and not folder.exists():
        raise NotFound(f"No existe la carpeta {folder}.", code="no_such_place")
    with naming(PLACE):
        opened = open_object_store(
            address,
            settings.backup_access_key or settings.s3_access_key,
            settings.backup_secret_key or settings.s3_secret_key,
        )
    return NamedObjectStore(opened, PLACE)


def _where(address: str) -> str:
    """What an address names, however it is written."""
    if address.startswith("file://"):
        return str(Path(address.removeprefix("file://")).resolve())
    return address.split("?")[0].rstrip("/")


def marks(place: ObjectStore) -> list[str]:
    """The names of all marks, oldest first; what else may lie beside them, as copying programs leave it, is none."""
    return sorted(found[1] for found in (_MARK.fullmatch(one.key) for one in place.keys("marks/")) if found)


def read_mark(place: ObjectStore, name: str | None = None) -> Mark:
    """One mark, or the newest. It goes by its name, or by its id alone, as a restore and a check tell it.

    Raises:
        NotFound: there is none, or none of that name.
        Corrupt: it cannot be read by this version.
    """
    known = marks(place)
    name = next((mark for mark in known if name and mark.partition("-")[2] == name), name)
    if not known or (name is not None and name not in known):
        raise NotFound("No hay un respaldo completo en ese lugar." if name is None else f"No hay la marca '{name}'.")
    data = b"".join(place.read(f"marks/{name or known[-1]}.json"))
    try:
        mark = msgspec.json.decode(data, type=Mark)
    except msgspec.MsgspecError as error:
        raise Corrupt(f"La marca {name or known[-1]} del respaldo no se puede leer; use otra con --mark.") from error
    if mark.format > FORMAT:
        raise Corrupt("El respaldo lo hizo una versión posterior de Legajo.", code="newer_backup")
    return mark


def chunk_lines(place: ObjectStore, table: str, chunk: Chunk) -> Iterator[bytes]:
    """The rows of a chunk as lines.

    Raises:
        Corrupt: it is not there, or its bytes are not what they should be.
    """
    key = chunk_key(table, chunk.sha256)
    packed = b"".join(place.read(key)) if _has(place, key) else b""
    if hashlib.sha256(packed).hexdigest() != chunk.sha256:
        raise Corrupt(f"El respaldo está dañado: {key}.")
    return iter(gzip.decompress(packed).splitlines())


def back_up(archive: Archive, actor: Actor, place: ObjectStore, *, full: bool = False, told: Told = nobody) -> Backup:
    """Copy rows and objects as of now to the place; nothing there that is whole is changed or removed.

    Args:
        archive: the archive; it may serve meanwhile.
        actor: who asked.
        place: where to.
        full: look for every object, also those that an earlier mark says are there, and copy again what is there
            with another size.
        told: hears how many rows are copied, and then how many of the objects.

    Raises:
        Unavailable: store, place or database do not answer; the same run again goes on where it stopped.
    """
    before = _newest(place)
    copied = _Copied(archive, place, told, full=full)
    for _ in range(TRIES):
        mark = _copy_rows(archive, copied)
        gone = copied.objects_of(mark, None if full else before)
        if not gone:
            break
    mark = msgspec.structs.replace(mark, damaged=tuple(sorted({*copied.damaged, *gone})))
    key = mark_key(mark, (marks(place) or [""])[-1])
    place.put(key, msgspec.json.encode(mark))
    with archive.database.write() as session:
        events.record(
            session, events.Act(actor.name, actor.origin, "back_up", "backup", mark.id, {"events": mark.events})
        )
    return Backup(
        mark=key.removeprefix("marks/").removesuffix(".json"),
        made_at=mark.made_at.isoformat(),
        rows=sum(chunk.rows for table in mark.tables for chunk in table.chunks),
        objects=mark.objects,
        copied_objects=copied.objects,
        copied_bytes=copied.bytes,
        copied_chunks=copied.chunks,
        damaged=mark.damaged,
    )


def _newest(place: ObjectStore) -> Mark | None:
    """The newest mark that can be read: what an older one names need not be looked for."""
    for name in reversed(marks(place)):
        with contextlib.suppress(Corrupt):
            return read_mark(place, name)
    return None


def check_backup(place: ObjectStore, name: str | None = None, told: Told = nobody) -> BackupCheck:
    """Read again everything a mark names and compare digests; what was damaged before it could be copied is wrong, too."""
    mark = read_mark(place, name)
    wrong: list[str] = []
    chunks = objects = 0
    for table in mark.tables:
        for chunk in table.chunks:
            chunks += 1
            if not _is_whole(place, chunk_key(table.name, chunk.sha256), chunk.sha256):
                wrong.append(chunk_key(table.name, chunk.sha256))
            elif table.name == "stored_objects":
                for kept in kept_objects(place, chunk):
                    objects += 1
                    told(objects, mark.objects, "objetos")
                    if not _is_whole(place, kept.key, kept.sha256):
                        wrong.append(kept.key)
    return BackupCheck(mark.id, chunks, objects, tuple(wrong))


def kept_objects(place: ObjectStore, chunk: Chunk) -> list[KeptObject]:
    """The objects that a chunk of `stored_objects` names."""
    return [msgspec.json.decode(line, type=KeptObject) for line in chunk_lines(place, "stored_objects", chunk)]


def _is_whole(place: ObjectStore, key: str, sha256: str) -> bool:
    try:
        return digest_now(place, key)[0] == sha256
    except NotFound:
        return False


def _copy_rows(archive: Archive, copied: "_Copied") -> Mark:
    made_at = now()
    revision = revision_of(archive.database)
    with archive.database.snapshot() as session:
        tables = []
        for name in portable.copied_tables():
            chunks = tuple(copied.chunk(name, keyed) for keyed in _cut(portable.lines(session, name)))
            tables.append(TableCopy(name, portable.columns_of(name), chunks))
        tree = events.frontier(session)
        mark = Mark(
            id=new_id(),
            format=FORMAT,
            made_at=made_at,
            revision=revision or "",
            events=tree.size,
            root=tree.root().hex(),
            objects=checking.object_count(session),
            tables=tuple(tables),
        )
    # We copy the columns that we know, and PostgreSQL shows a table rewritten meanwhile as an empty one.
    if revision_of(archive.database) != revision or not is_known(mark.revision):
        raise Conflict("Otra versión de Legajo cambió las tablas; respalde con ésa.", code="newer_database")
    return mark


def _cut(lines: Iterator[portable.Line]) -> Iterator[list[bytes]]:
    chunk: list[bytes] = []
    size = 0
    for key, line in lines:
        chunk.append(line)
        size += len(line)
        if zlib.crc32(key.encode()) % CUT_ONE_IN == 0 or size >= CUT_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


class _Copied:
    """Copies to a place and counts what it copied."""

    def __init__(self, archive: Archive, place: ObjectStore, told: Told, *, full: bool) -> None:
        self._archive, self._place, self._told, self._full = archive, place, told, full
        self.chunks = self.objects = self.bytes = self._rows = 0
        self.damaged: set[str] = set()

    def chunk(self, table: str, rows: list[bytes]) -> Chunk:
        """Keep rows together; a chunk that is already there costs nothing."""
        packed = gzip.compress(b"\n".join(rows), 6, mtime=0)
        made = Chunk(hashlib.sha256(packed).hexdigest(), len(rows), len(packed))
        self._rows += len(rows)
        self._told(self._rows, 0, "registros")
        if not self._is_there(chunk_key(table, made.sha256), made.bytes):
            self._place.put(chunk_key(table, made.sha256), packed)
            self.chunks += 1
            self.bytes += made.bytes
        return made

    def objects_of(self, mark: Mark, before: Mark | None) -> list[str]:
        """Copy what the mark names and the mark before does not, or lacked; keys of objects that are no longer in the store."""
        known = {chunk.sha256 for chunk in before.chunks_of("stored_objects")} if before else set()
        lacked = set(before.damaged) if before else set()
        gone: list[str] = []
        chunks = mark.chunks_of("stored_objects")
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for chunk, looked in zip(chunks, accumulate((one.rows for one in chunks), initial=1), strict=False):
                if chunk.sha256 in known and not lacked:
                    continue
                kept = kept_objects(self._place, chunk)
                if chunk.sha256 in known:
                    kept = [one for one in kept if one.key in lacked]
                for at, (one, fate) in enumerate(zip(kept, pool.map(self._object, kept), strict=True), looked):
                    self._told(at, mark.objects, "objetos")
                    if fate == "gone":
                        gone.append(one.key)
                    elif fate == "damaged":
                        self.damaged.add(one.key)
                    elif fate == "copied":
                        self.objects += 1
                        self.bytes += one.bytes
        return gone

    def _object(self, kept: KeptObject) -> str:
        """Copy one object unless the place has it: `there`, `copied`, `damaged`, or `gone` when the store has it no more."""
        if self._is_there(kept.key, kept.bytes):
            return "there"
        try:
            pieces = self._archive.objects.read(kept.key)
        except NotFound:
            return "gone"
        with Staging(self._archive.settings.staging, sys.maxsize) as staging:
            try:
                for piece in pieces:
                    staging.write(piece)
            except Corrupt:
                return "damaged"
            staged = staging.done("")
            if staged.sha256 != kept.sha256:
                return "damaged"
            self._place.put(kept.key, staged.path)
        return "copied"

    def _is_there(self, key: str, size: int) -> bool:
        """Whether the place has it; one that was cut short there is taken away first, where all is looked for."""
        try:
            found = self._place.stat(key)
        except NotFound:
            return False
        if self._full and found.bytes != size:
            self._place.delete(key)
            return False
        return True


def _has(place: ObjectStore, key: str) -> bool:
    try:
        place.stat(key)
    except NotFound:
        return False
    return True
