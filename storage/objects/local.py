"""Objects as files under one folder: read-only, written beside and linked into place, synced to the disk."""

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from schemas.errors import ArchiveError, Corrupt, NotFound, Unavailable
from schemas.system_errors import reason
from storage.objects.keys import checked
from storage.objects.protocol import StoredObject, held_object

_PIECE = 1 << 20


class LocalObjectStore:
    """An `ObjectStore` in a folder of this machine."""

    def __init__(self, root: Path) -> None:
        self._root = root / "objects"
        self._incoming = root / "incoming"
        self._holds = root / "holds"
        try:
            root.mkdir(mode=0o700, parents=True, exist_ok=True)  # papers of many people: a new one is its owner's alone
            self._root.mkdir(parents=True, exist_ok=True)
            self._incoming.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _away(error) from error

    def put(self, key: str, source: Path | bytes) -> StoredObject:
        """See the port. A file on the same file system is linked, not copied."""
        target = self._path(key)
        with self._translated():
            if target.exists():
                self._put_again(target)
                return self.stat(key)
            temporary = self._incoming / f"{os.getpid()}-{os.urandom(8).hex()}"
            try:
                _bring(source, temporary)
                return self._settle(temporary, key, target)
            finally:
                temporary.unlink(missing_ok=True)

    def read(self, key: str, offset: int = 0, length: int | None = None) -> Iterator[bytes]:
        """See the port."""
        path = self._path(key)
        if not path.is_file():
            raise self._absent()
        return self._pieces(path, offset, length)

    @contextmanager
    def local_copy(self, key: str) -> Iterator[Path]:
        """The object's own file: nothing is copied."""
        path = self._path(key)
        if not path.is_file():
            raise self._absent()
        yield path

    def stat(self, key: str) -> StoredObject:
        """See the port."""
        try:
            return self._described(key, self._path(key))
        except FileNotFoundError as error:
            raise self._absent() from error

    def delete(self, key: str) -> None:
        """See the port."""
        with self._translated():
            if not self._root.is_dir():
                raise self._absent()
            if self._mark(key).exists():
                raise held_object()
            self._path(key).unlink(missing_ok=True)

    def set_hold(self, key: str, *, held: bool) -> None:
        """See the port. The mark is an empty file of the same name under `holds/`."""
        self.stat(key)
        mark = self._mark(key)
        with self._translated():
            if held:
                mark.parent.mkdir(parents=True, exist_ok=True)
                mark.touch(mode=0o444)
            else:
                mark.unlink(missing_ok=True)
            if mark.parent.exists():
                _sync_folder(mark.parent)

    def keys(self, prefix: str = "") -> Iterator[StoredObject]:
        """See the port."""
        if not self._root.is_dir():
            raise self._absent()
        for folder, _, names in os.walk(self._root / prefix.rpartition("/")[0]):
            for name in names:
                path = Path(folder, name)
                key = path.relative_to(self._root).as_posix()
                if key.startswith(prefix):
                    with contextlib.suppress(FileNotFoundError):
                        stat = path.lstat()
                        yield StoredObject(key, stat.st_size, stat.st_ctime)

    def _absent(self) -> ArchiveError:
        """That the object is not there; or the whole store is not, as when its disk is not mounted."""
        if self._root.is_dir():
            return NotFound("El objeto no está en el almacén.")
        return _away(FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)))

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as error:
            if self._root.is_dir():
                raise
            raise self._absent() from error
        except OSError as error:
            raise _away(error) from error

    def _path(self, key: str) -> Path:
        return self._root / checked(key)

    def _mark(self, key: str) -> Path:
        return self._holds / checked(key)

    def _described(self, key: str, path: Path) -> StoredObject:
        # The time of the last change of the inode is when it was linked into place; the time of writing is the upload's.
        stat = path.stat()
        return StoredObject(key, stat.st_size, stat.st_ctime, self._mark(key).exists())

    def _put_again(self, target: Path) -> None:
        """See that the disk has the names of what is there: who linked it may have been killed before, or be at it now.

        It is as young as what is put now, so that nobody takes it for what was left behind.
        """
        stat = target.stat()
        with contextlib.suppress(PermissionError):  # another user's file; its time of writing stays
            os.utime(target, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        for folder in target.parents[: len(target.relative_to(self._root).parts)]:
            _sync_folder(folder)

    def _settle(self, temporary: Path, key: str, target: Path) -> StoredObject:
        """Sync the bytes, make them read-only, link them in place, sync the folder that names them."""
        descriptor = os.open(temporary, os.O_RDONLY)
        try:
            os.fsync(descriptor)
            os.fchmod(descriptor, 0o444)
        finally:
            os.close(descriptor)
        missing = [folder for folder in (target.parent, *target.parent.parents) if not folder.exists()]
        target.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            os.link(temporary, target)
        for folder in {target.parent, *(made.parent for made in missing)}:
            _sync_folder(folder)
        return self._described(key, target)

    @staticmethod
    def _pieces(path: Path, offset: int, length: int | None) -> Iterator[bytes]:
        left = length
        with _readable(), path.open("rb") as handle:
            handle.seek(offset)
            while left is None or left > 0:
                piece = handle.read(_PIECE if left is None else min(_PIECE, left))
                if not piece:
                    return
                if left is not None:
                    left -= len(piece)
                yield piece


def _bring(source: Path | bytes, temporary: Path) -> None:
    if isinstance(source, bytes):
        with temporary.open("xb") as handle:
            handle.write(source)
        return
    try:
        os.link(source, temporary)
    except OSError:
        shutil.copyfile(source, temporary)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _away(error: OSError) -> Unavailable:
    why = reason(error)
    return Unavailable(f"El almacén no está disponible: {why}.", code="store_unavailable")


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno == errno.EIO:
            raise Corrupt("El disco ya no puede leer lo que se guardó.", code="object_unreadable") from error
        raise _away(error) from error
