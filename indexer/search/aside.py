"""Threads for what is worked out beside whoever asks, on another core than theirs."""

import contextlib
import ctypes
import os
from collections.abc import Callable, Set
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")
_core: Callable[[], int] | None = getattr(ctypes.PyDLL(None), "sched_getcpu", None)
"""The core on which a thread runs (sched_getcpu(3)); no C library but Linux's tells it."""


class Aside(ThreadPoolExecutor):
    """A pool whose work leaves the asking thread the core on which it asked, where there is another.

    The kernel wakes a thread on the core of the one that wakes it as soon as the others look taken, and may let both
    share that core for as long as a search takes, while another falls idle.
    """

    def __init__(self, threads: int, name: str) -> None:
        super().__init__(threads, name)
        self._cores: Set[int] = os.sched_getaffinity(0) if _core is not None else frozenset()

    def submit(self, fn: Callable[_Given, _Answer], /, *args: _Given.args, **kwargs: _Given.kwargs) -> Future[_Answer]:
        """See `Executor.submit`."""
        if _core is None or len(self._cores) < 2:
            return super().submit(fn, *args, **kwargs)
        taken = _core()

        def apart() -> _Answer:
            _run_on(self._cores - {taken})
            try:
                return fn(*args, **kwargs)
            finally:
                _run_on(self._cores)

        return super().submit(apart)


def _run_on(cores: Set[int]) -> None:
    """Keep this thread to the cores; where they were taken from the process meanwhile it runs where it may."""
    with contextlib.suppress(OSError):
        os.sched_setaffinity(0, cores)
