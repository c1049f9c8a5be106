"""What is registered, as reading leans on it, kept between documents."""

import contextlib
import hashlib
import os
import threading
from pathlib import Path

import msgspec

from schemas.fields import Known
from storage.records import Session, known

OWN_NAMES = ("Instituto de Crédito Educativo del Estado", "Instituto de Becas y Crédito Educativo")
"""How the institute is called on its own paper: the payee, never the debtor."""


class Registered:
    """What is registered, kept between documents and read again when the registry changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mark: known.Mark | None = None
        self._known = Known()
        self._files: list[Path] = []
        self._written: Known | None = None
        self._lock = threading.Lock()

    def get(self, session: Session) -> Known:
        """The registry as of now."""
        with self._lock:
            mark = known.mark(session)
            if mark != self._mark:
                self._known, self._mark = known.known(session, OWN_NAMES), mark
            return self._known

    def get_with_file(self, session: Session) -> tuple[Known, Path]:
        """The registry as of now, and a file of the same for those who decide in a process of their own.

        The file of the state before stays too, since somebody may be about to read it.
        """
        now = self.get(session)
        with self._lock:
            if now is not self._written:
                data = msgspec.msgpack.encode(now)
                path = self._folder / f"{os.getpid()}-known-{hashlib.sha256(data).hexdigest()[:16]}"
                path.write_bytes(data)
                self._files = [*(file for file in self._files if file != path), path]
                self._written = now
                self._forget(2)
            return now, self._files[-1]

    def close(self) -> None:
        """Take the files away."""
        with self._lock:
            self._forget(0)

    def _forget(self, but: int) -> None:
        while len(self._files) > but:
            with contextlib.suppress(OSError):
                self._files.pop(0).unlink()
