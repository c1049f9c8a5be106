"""Answers kept in memory while nothing changed: boards that cost seconds to work out and are looked at all day."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")

MOST_KEPT = 64


class Remembered:
    """The answers of one process, the least asked for forgotten first. Safe for threads; one answer is worked out once at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}

    def answer(self, key: Hashable, mark: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives for the key; kept as long as `mark`, which tells the state of what it rests on, is the same."""
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                kept = self._kept.get(key)
            if kept is not None and kept[0] == mark:
                found: T = kept[1]
                return found
            made = make()
            self._keep(key, mark, made)
            return made

    def _keep(self, key: Hashable, mark: Hashable, made: object) -> None:
        with self._lock:
            self._kept[key] = (mark, made)
            self._kept.move_to_end(key)
            while len(self._kept) > MOST_KEPT:
                forgotten, _ = self._kept.popitem(last=False)
                self._making.pop(forgotten, None)
