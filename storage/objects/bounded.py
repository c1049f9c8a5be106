"""Any object store, of which at most so many calls are under way: a slow one holds up whoever needs it, and nobody else."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from storage.objects.protocol import ObjectStore, StoredObject
from storage.turnstile import Turnstile

CALLS, WAITING = 12, 6
"""Calls under way at once, and callers that wait for one of them to end."""

_REFUSAL = ("El almacén de originales está ocupado; intente de nuevo.", "store_busy")


class BoundedObjectStore:
    """The given `ObjectStore`. A call beyond its bounds is `Unavailable`, code `store_busy`; pieces of a file once begun go on."""

    def __init__(self, store: ObjectStore, calls: int = CALLS, waiting: int = WAITING) -> None:
        self._store = store
        self._turns = Turnstile(calls, waiting, _REFUSAL)

    def put(self, key: str, source: Path | bytes) -> StoredObject:
        """See the port."""
        with self._turns.turn():
            return self._store.put(key, source)

    def read(self, key: str, offset: int = 0, length: int | None = None) -> Iterator[bytes]:
        """See the port."""
        with self._turns.turn():
            return self._store.read(key, offset, length)

    @contextmanager
    def local_copy(self, key: str) -> Iterator[Path]:
        """See the port. Only the fetching counts, not what is done with the copy."""
        with ExitStack() as stack:
            yield self._fetched(stack, self._store.local_copy(key))

    def stat(self, key: str) -> StoredObject:
        """See the port."""
        with self._turns.turn():
            return self._store.stat(key)

    def delete(self, key: str) -> None:
        """See the port."""
        with self._turns.turn():
            self._store.delete(key)

    def set_hold(self, key: str, *, held: bool) -> None:
        """See the port."""
        with self._turns.turn():
            self._store.set_hold(key, held=held)

    def keys(self, prefix: str = "") -> Iterator[StoredObject]:
        """See the port."""
        found = iter(self._store.keys(prefix))
        while (one := self._next(found)) is not None:
            yield one

    def _fetched(self, stack: ExitStack, copy: AbstractContextManager[Path]) -> Path:
        with self._turns.turn():
            return stack.enter_context(copy)

    def _next(self, found: Iterator[StoredObject]) -> StoredObject | None:
        with self._turns.turn():
            return next(found, None)
