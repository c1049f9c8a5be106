"""Objects in memory: the reference back end, for tests and for trying things out."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from schemas.errors import NotFound
from storage.objects.keys import checked
from storage.objects.protocol import StoredObject, held_object

_PIECE = 1 << 20


class MemoryObjectStore:
    """An `ObjectStore` that lasts as long as the process."""

    def __init__(self) -> None:
        self._objects: dict[str, bytes] = {}
        self._written: dict[str, float] = {}
        self._held: set[str] = set()

    def put(self, key: str, source: Path | bytes) -> StoredObject:
        """See the port."""
        self._objects.setdefault(checked(key), source if isinstance(source, bytes) else source.read_bytes())
        self._written.setdefault(key, time.time())
        return self.stat(key)

    def read(self, key: str, offset: int = 0, length: int | None = None) -> Iterator[bytes]:
        """See the port."""
        data = self._get(key)
        end = len(data) if length is None else min(len(data), offset + length)
        return (data[start : min(start + _PIECE, end)] for start in range(offset, end, _PIECE))

    @contextmanager
    def local_copy(self, key: str) -> Iterator[Path]:
        """See the port."""
        with tempfile.NamedTemporaryFile() as handle:
            handle.write(self._get(key))
            handle.flush()
            yield Path(handle.name)

    def stat(self, key: str) -> StoredObject:
        """See the port."""
        return StoredObject(key, len(self._get(key)), self._written[key], key in self._held)

    def delete(self, key: str) -> None:
        """See the port."""
        if checked(key) in self._held:
            raise held_object()
        self._objects.pop(key, None)

    def set_hold(self, key: str, *, held: bool) -> None:
        """See the port."""
        self._get(key)
        if held:
            self._held.add(key)
        else:
            self._held.discard(key)

    def keys(self, prefix: str = "") -> Iterator[StoredObject]:
        """See the port."""
        for key in [key for key in self._objects if key.startswith(prefix)]:
            yield self.stat(key)

    def _get(self, key: str) -> bytes:
        try:
            return self._objects[checked(key)]
        except KeyError as error:
            raise NotFound("El objeto no está en el almacén.") from error
