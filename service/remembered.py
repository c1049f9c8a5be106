"""Answers kept in memory while nothing changed: boards that cost seconds to work out and are looked at all day."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")

MOST_KEPT = 64
FRESH_SECONDS = 15.0
"""How long an answer is given though something changed: in a busy hour it is worked out four times a minute, not at every look."""


class Remembered:
    """The answers of one process, the least asked for forgotten first. Safe for threads; one answer is worked out once at a time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, tuple[Hashable, float, Any]] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}

    def answer(self, key: Hashable, mark: Hashable, make: Callable[[], T], *, fresh: float = FRESH_SECONDS) -> T:
        """What `make` gives for the key; kept as long as `mark`, which tells the state of what it rests on, is the same.

        An answer under another mark is given too while it is younger than `fresh` seconds; with 0 none ever is.
        """
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                kept = self._kept.get(key)
            if kept is not None and (kept[0] == mark or self._clock() - kept[1] < fresh):
                found: T = kept[2]
                return found
            made = make()
            self._keep(key, mark, made)
            return made

    def _keep(self, key: Hashable, mark: Hashable, made: object) -> None:
        with self._lock:
            self._kept[key] = (mark, self._clock(), made)
            self._kept.move_to_end(key)
            while len(self._kept) > MOST_KEPT:
                forgotten, _ = self._kept.popitem(last=False)
                self._making.pop(forgotten, None)
