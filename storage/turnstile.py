"""So many callers at once, some more that wait a while, and nobody beyond.

A server has so many threads. A back end that takes a minute to answer would soon have them all, and
whoever needs something else would wait with them.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from schemas.errors import Unavailable

WAIT_SECONDS = 5.0


class Turnstile:
    """Lets `calls` through at once and `waiting` wait; the others are `Unavailable`, with the sentence and code given."""

    def __init__(self, calls: int, waiting: int, refusal: tuple[str, str]) -> None:
        self._calls = threading.BoundedSemaphore(calls)
        self._waiting = threading.BoundedSemaphore(waiting) if waiting else None
        self._refusal = refusal

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One call, inside the block."""
        if not (self._calls.acquire(blocking=False) or self._had_by_waiting()):
            sentence, code = self._refusal
            raise Unavailable(sentence, code=code)
        try:
            yield
        finally:
            self._calls.release()

    def _had_by_waiting(self) -> bool:
        if self._waiting is None or not self._waiting.acquire(blocking=False):
            return False
        try:
            return self._calls.acquire(timeout=WAIT_SECONDS)
        finally:
            self._waiting.release()
