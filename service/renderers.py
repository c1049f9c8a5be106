"""A few sandbox children that draw pages for the web process, started when first needed or one of them ahead."""

import queue
from collections.abc import Iterator
from contextlib import contextmanager

from indexer.sandbox import Sandbox
from schemas.errors import Unavailable

WAIT_SECONDS = 20.0


class OneRenderer:
    """The sandbox that a worker's slot has anyway, lent like one of several."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    @contextmanager
    def one(self) -> Iterator[Sandbox]:
        """It, for the block."""
        yield self._sandbox


class Renderers:
    """A pool of sandboxes; each call has one to itself."""

    def __init__(self, count: int) -> None:
        self._all = [Sandbox() for _ in range(count)]
        self._free: queue.LifoQueue[Sandbox] = queue.LifoQueue()
        for sandbox in self._all:
            self._free.put(sandbox)

    @contextmanager
    def one(self) -> Iterator[Sandbox]:
        """A sandbox for the block.

        Raises:
            Unavailable: all are busy for too long.
        """
        try:
            sandbox = self._free.get(timeout=WAIT_SECONDS)
        except queue.Empty as error:
            raise Unavailable("Hay demasiadas páginas por dibujar; intente de nuevo.", code="busy") from error
        try:
            yield sandbox
        finally:
            self._free.put(sandbox)

    def start_one(self) -> None:
        """Start the child that the next call gets, so that the call need not wait for it."""
        with self.one() as sandbox:
            sandbox.start()

    def close(self) -> None:
        """End the children."""
        for sandbox in self._all:
            sandbox.close()
