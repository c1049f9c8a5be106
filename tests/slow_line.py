"""A line to a server that carries everything, and each piece of an answer only after a while."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator

PIECE = 1 << 16


class SlowLine:
    """Listens on `host` and hands on to a server; `seconds` is how long each piece of an answer is kept back, and may be changed."""

    def __init__(self, server: str, seconds: float) -> None:
        self.seconds = seconds
        name, _, port = server.partition(":")
        self._server = (name, int(port))
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=100)
        self.host = f"127.0.0.1:{self._listening.getsockname()[1]}"
        self._ends: list[socket.socket] = []
        self._threads: list[threading.Thread] = []

    @contextlib.contextmanager
    def open(self) -> Iterator["SlowLine"]:
        """Carries inside the block."""
        self._begin(self._accept)
        try:
            yield self
        finally:
            for end in (self._listening, *self._ends):
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            for thread in self._threads:
                thread.join()
            for end in (self._listening, *self._ends):
                end.close()

    def _begin(self, act: Callable[..., None], *given: object) -> None:
        thread = threading.Thread(target=act, args=given, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _ = self._listening.accept()
                called = socket.create_connection(self._server)
                self._ends += (caller, called)
                self._begin(self._carry, caller, called, False)
                self._begin(self._carry, called, caller, True)

    def _carry(self, source: socket.socket, sink: socket.socket, slow: bool) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(PIECE):
                time.sleep(self.seconds if slow else 0)
                sink.sendall(piece)
            sink.shutdown(socket.SHUT_WR)
