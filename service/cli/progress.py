"""How far long work is, for whoever sits before the terminal."""

import sys
import time

from schemas.file_names import printed_name

_PAUSE_SECONDS = 0.2


class Progress:
    """A line on stderr that is written over and gone at the end; nothing where stderr is no terminal.

    Args:
        doing: what is being done, as `Recibidos`.
    """

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._shown = 0.0
        self._seen = sys.stderr.isatty()

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def __call__(self, done: int, whole: int, about: str = "") -> None:
        """So many are done, of so many where `whole` is not 0; what is said within a fifth of a second of the last is left out."""
        if not self._seen or (time.monotonic() - self._shown < _PAUSE_SECONDS and (done < whole or not whole)):
            return
        so_far = f"{done} de {whole}" if whole else str(done)
        self._shown = time.monotonic()
        sys.stderr.write(f"\r\033[K{self._doing} {so_far} {printed_name(about)[-50:]}".rstrip())
        sys.stderr.flush()

    def clear(self) -> None:
        """Give the line back, so that another can be written there."""
        if self._seen and self._shown:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
