"""The folder of the embedded index: generations side by side, one of them current, one writer at a time.

index/
├── CURRENT        which generation is read, its identity and layout; replaced whole
├── writer.lock    held by the one writing process, freed by the system when it dies
├── g-<identity>/  tantivy indexes of documents, pages and words (indexer.search.layout)
└── set-aside/     the last generation that could not be read, kept for whoever wants to know
"""

import contextlib
import fcntl
import os
import shutil
import time
import uuid
from pathlib import Path

import msgspec
import tantivy

from indexer.search.layout import LAYOUT, SCHEMAS, register
from schemas.errors import Conflict, Unavailable

_ATTEMPTS = 5
_PREFIX = "g-"
_READ_FIRST = (".term", ".fast", ".fieldnorm", ".idx", ".pos", ".store")
"""The engine's files by what a search needs of them: all of the first, a little of the last."""


class Pointer(msgspec.Struct, frozen=True):
    """What `CURRENT` says; `counted` is for how many documents the dictionary's words were counted."""

    generation: str
    layout: int = LAYOUT
    counted: int = 0

    @property
    def identity(self) -> str:
        """Names the content; another whenever it was begun anew."""
        return self.generation.removeprefix(_PREFIX)


class Parts(msgspec.Struct, frozen=True):
    """The indexes of one generation."""

    documents: tantivy.Index
    pages: tantivy.Index
    words: tantivy.Index

    @property
    def in_order(self) -> tuple[tantivy.Index, ...]:
        """As they are committed: the documents, through which all else is found, last."""
        return self.words, self.pages, self.documents

    def reload(self) -> None:
        """Read what was committed since, the documents first, so that what they lead to is there."""
        for index in reversed(self.in_order):
            index.reload()


class _Deletes(msgspec.Struct):
    num_deleted_docs: int = 0


class _Segment(msgspec.Struct):
    max_doc: int = 0
    deletes: _Deletes | None = None


class _Meta(msgspec.Struct):
    """What tantivy writes of its segments, as far as it is of use here."""

    segments: list[_Segment] = []


class IndexFolder:
    """Knows which generation is current and who may write; raises `Unavailable` when the folder cannot be used."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lock: int | None = None
        try:
            root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unavailable("No se puede usar la carpeta del índice de búsqueda.") from error

    def stamp(self) -> tuple[int, int]:
        """Changes whenever another generation became current; (0, 0) when there is none."""
        return _stamp(self.root / "CURRENT")

    def pointer(self) -> Pointer | None:
        """The current generation, None when there is none of our layout."""
        try:
            found = msgspec.json.decode((self.root / "CURRENT").read_bytes(), type=Pointer)
        except (OSError, msgspec.DecodeError):
            return None
        safe = found.generation.startswith(_PREFIX) and "/" not in found.generation
        return found if safe and found.layout == LAYOUT else None

    def path(self, pointer: Pointer) -> Path:
        """Where the generation lies."""
        return self.root / pointer.generation

    def content_stamp(self, pointer: Pointer) -> tuple[int, int]:
        """Changes with every commit into the generation, whose last step is that of the documents."""
        return _stamp(self.path(pointer) / "documents" / "meta.json")

    def lock(self) -> None:
        """Become the writer, or stay it.

        Raises:
            Conflict: another process, or another object of this one, is the writer.
        """
        if self._lock is not None:
            return
        handle = os.open(self.root / "writer.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(handle)
            raise Conflict("Otro proceso ya está escribiendo el índice de búsqueda.", code="index_in_use") from error
        self._lock = handle

    def unlock(self) -> None:
        """Give up writing; nothing happens when not the writer."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    @property
    def locked(self) -> bool:
        """Whether this object is the writer."""
        return self._lock is not None

    def open(self) -> tuple[Pointer, Parts]:
        """The current generation, opened; begins an empty one where none can be read and nobody else writes.

        Raises:
            Unavailable: there is none that can be read, and another process holds the lock.
        """
        for attempt in range(_ATTEMPTS):
            pointer = self.pointer()
            if pointer is not None and (parts := self._try(pointer)) is not None:
                return pointer, parts
            if attempt == _ATTEMPTS - 1 or pointer is None or self.pointer() == pointer:
                with contextlib.suppress(Conflict):
                    return self._repair()
            time.sleep(0.05)
        raise Unavailable("El índice de búsqueda no se puede leer por ahora.")

    def _try(self, pointer: Pointer) -> Parts | None:
        path = self.path(pointer)
        if (path / "damaged").exists():
            return None
        try:
            parts = Parts(**{name: _readable(tantivy.Index.open(str(path / name))) for name in SCHEMAS})
            parts.reload()
            for index in parts.in_order:
                index.searcher()
        except (ValueError, OSError):
            return None
        return parts

    def mark_damaged(self, pointer: Pointer) -> None:
        """Have the generation set aside when the index is next opened by someone who may write."""
        with contextlib.suppress(OSError):
            (self.path(pointer) / "damaged").touch()

    def _repair(self) -> tuple[Pointer, Parts]:
        held = self.locked
        self.lock()
        try:
            pointer = self.pointer()
            if pointer is not None and (parts := self._try(pointer)) is not None:
                return pointer, parts
            self._set_aside()
            pointer, parts = self.begin()
            self.make_current(pointer)
            return pointer, parts
        finally:
            if not held:
                self.unlock()

    def _set_aside(self) -> None:
        aside = self.root / "set-aside"
        for generation in self._generations():
            shutil.rmtree(aside, ignore_errors=True)
            generation.rename(aside)

    def begin(self) -> tuple[Pointer, Parts]:
        """A new empty generation beside the current one; only for the writer."""
        pointer = Pointer(_PREFIX + uuid.uuid4().hex)
        path = self.path(pointer)
        try:
            path.mkdir()
            return pointer, Parts(**{name: _begun(path / name, schema()) for name, schema in SCHEMAS.items()})
        except (OSError, ValueError) as error:
            raise Unavailable("No se puede escribir el índice de búsqueda.") from error

    def make_current(self, pointer: Pointer) -> None:
        """Swap: every later search, in every process, reads this generation."""
        temporary = self.root / f"CURRENT.{pointer.identity}"
        with temporary.open("wb") as file:
            file.write(msgspec.json.encode(pointer))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.root / "CURRENT")
        handle = os.open(self.root, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def sweep(self) -> None:
        """Remove every generation but the current one; only for the writer. Who still reads one keeps its files open."""
        pointer = self.pointer()
        for generation in self._generations():
            if pointer is None or generation.name != pointer.generation:
                shutil.rmtree(generation, ignore_errors=True)
        for stray in self.root.glob("CURRENT.*"):
            stray.unlink(missing_ok=True)

    def _generations(self) -> list[Path]:
        return sorted(path for path in self.root.iterdir() if path.is_dir() and path.name.startswith(_PREFIX))

    def dead(self, pointer: Pointer) -> float:
        """Share of the generation's documents and pages that are deleted but still stored."""
        segments: list[_Segment] = []
        for name in ("documents", "pages"):
            with contextlib.suppress(OSError, msgspec.DecodeError):
                path = self.path(pointer) / name / "meta.json"
                segments += msgspec.json.decode(path.read_bytes(), type=_Meta).segments
        stored = sum(segment.max_doc for segment in segments)
        gone = sum(segment.deletes.num_deleted_docs for segment in segments if segment.deletes)
        return gone / stored if stored > 0 else 0.0

    def files(self, pointer: Pointer) -> list[Path]:
        """The generation's files of the engine, those of which every search reads most first."""
        found = (path for path in self.path(pointer).glob("*/*") if path.suffix in _READ_FIRST)
        return sorted(found, key=lambda path: (_READ_FIRST.index(path.suffix), path.name))

    def size(self, pointer: Pointer) -> int:
        """Bytes of the generation's files."""
        total = 0
        for path in self.path(pointer).glob("*/*"):
            with contextlib.suppress(OSError):
                total += path.stat().st_size
        return total


def _begun(path: Path, schema: tantivy.Schema) -> tantivy.Index:
    path.mkdir()
    return _readable(tantivy.Index(schema, path=str(path)))


def _readable(index: tantivy.Index) -> tantivy.Index:
    register(index)
    index.config_reader("manual")
    return index


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_ino
