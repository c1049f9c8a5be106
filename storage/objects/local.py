"""Objects as files under one folder: read-only, written beside and linked into place, synced to the disk."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from schemas.errors import NotFound, Unavailable
from storage.objects.keys import checked
from storage.objects.protocol import StoredObject

_PIECE = 1 << 20


class LocalObjectStore:
    """An `ObjectStore` in a folder of this machine."""

    def __init__(self, root: Path) -> None:
        self._root = root / "objects"
        self._incoming = root / "incoming"
        with _translated():
            self._root.mkdir(parents=True, exist_ok=True)
            self._incoming.mkdir(parents=True, exist_ok=True)

    def put_file(self, key: str, path: Path) -> StoredObject:
        """See the port. On one file system the bytes are linked, not copied."""
        target = self._path(key)
        with _translated():
            if target.exists():
                return self.stat(key)
            temporary = self._incoming / f"{os.getpid()}-{os.urandom(8).hex()}"
            try:
                try:
                    os.link(path, temporary)
                except OSError:
                    shutil.copyfile(path, temporary)
                return self._settle(temporary, key, target)
            finally:
                temporary.unlink(missing_ok=True)

    def put_bytes(self, key: str, data: bytes) -> StoredObject:
        """See the port."""
        target = self._path(key)
        with _translated():
            if target.exists():
                return self.stat(key)
            with tempfile.NamedTemporaryFile(dir=self._incoming, delete=False) as handle:
                temporary = Path(handle.name)
                try:
                    handle.write(data)
                    handle.flush()
                    return self._settle(temporary, key, target)
                finally:
                    temporary.unlink(missing_ok=True)

    def read(self, key: str, offset: int = 0, length: int | None = None) -> Iterator[bytes]:
        """See the port."""
        path = self._path(key)
        if not path.is_file():
            raise NotFound("El objeto no está en el almacén.")
        return self._pieces(path, offset, length)

    @contextmanager
    def local_copy(self, key: str) -> Iterator[Path]:
        """The object's own file: nothing is copied."""
        path = self._path(key)
        if not path.is_file():
            raise NotFound("El objeto no está en el almacén.")
        yield path

    def stat(self, key: str) -> StoredObject:
        """See the port."""
        try:
            return _described(key, self._path(key))
        except FileNotFoundError as error:
            raise NotFound("El objeto no está en el almacén.") from error

    def delete(self, key: str) -> None:
        """See the port."""
        with _translated():
            self._path(key).unlink(missing_ok=True)

    def keys(self, prefix: str = "") -> Iterator[StoredObject]:
        """See the port."""
        for folder, _, names in os.walk(self._root):
            for name in names:
                path = Path(folder, name)
                key = path.relative_to(self._root).as_posix()
                if key.startswith(prefix):
                    with contextlib.suppress(FileNotFoundError):
                        yield _described(key, path)

    def _path(self, key: str) -> Path:
        return self._root / checked(key)

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
        return _described(key, target)

    @staticmethod
    def _pieces(path: Path, offset: int, length: int | None) -> Iterator[bytes]:
        left = length
        with path.open("rb") as handle:
            handle.seek(offset)
            while left is None or left > 0:
                piece = handle.read(_PIECE if left is None else min(_PIECE, left))
                if not piece:
                    return
                if left is not None:
                    left -= len(piece)
                yield piece


def _described(key: str, path: Path) -> StoredObject:
    # The time of the last change of the inode is when it was linked into place; the time of writing is the upload's.
    stat = path.stat()
    return StoredObject(key, stat.st_size, stat.st_ctime)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        raise Unavailable(
            f"El almacén de originales no está disponible: {error.strerror or 'error de disco'}.",
            code="store_unavailable",
        ) from error
