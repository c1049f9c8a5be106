"""An object store that is not the archive's own: what goes wrong is told of it by its name."""

import contextlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from schemas.errors import Misconfigured, Unavailable
from storage.objects.protocol import ObjectStore, StoredObject


class NamedObjectStore:
    """An `ObjectStore` in front of another, for a person who has two before them and asks which of them failed.

    Args:
        inner: the store.
        name: what people call it, as the beginning of a sentence.
    """

    def __init__(self, inner: ObjectStore, name: str) -> None:
        self._inner, self._name = inner, name

    def put(self, key: str, source: Path | bytes) -> StoredObject:
        """See the port."""
        with self._named():
            return self._inner.put(key, source)

    def read(self, key: str, offset: int = 0, length: int | None = None) -> Iterator[bytes]:
        """See the port."""
        with self._named():
            pieces = self._inner.read(key, offset, length)
        return self._told(pieces)

    @contextmanager
    def local_copy(self, key: str) -> Iterator[Path]:
        """See the port."""
        with contextlib.ExitStack() as kept:
            with self._named():
                path = kept.enter_context(self._inner.local_copy(key))
            yield path

    def stat(self, key: str) -> StoredObject:
        """See the port."""
        with self._named():
            return self._inner.stat(key)

    def delete(self, key: str) -> None:
        """See the port."""
        with self._named():
            self._inner.delete(key)

    def set_hold(self, key: str, *, held: bool) -> None:
        """See the port."""
        with self._named():
            self._inner.set_hold(key, held=held)

    def keys(self, prefix: str = "") -> Iterator[StoredObject]:
        """See the port."""
        with self._named():
            yield from self._inner.keys(prefix)

    def _told(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        with self._named():
            yield from pieces

    def _named(self) -> AbstractContextManager[None]:
        return naming(self._name)


@contextmanager
def naming(name: str) -> Iterator[None]:
    """Tell what fails inside the block as the trouble of what has that name."""
    try:
        yield
    except (Misconfigured, Unavailable) as error:
        raise type(error)(f"{name}: {error.detail}", code=error.code) from error
