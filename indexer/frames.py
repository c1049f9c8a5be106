"""Bytes over a pipe, whole and before a deadline.

Deadlines are on the clock of `time.monotonic`; none means to wait for ever.
"""

import contextlib
import os
import select
import struct
import time

LENGTH = struct.Struct(">I")
"""What goes before each message: its length in bytes."""

_AT_ONCE = 1 << 20


def read_exactly(descriptor: int, count: int, deadline: float | None = None) -> bytes:
    """Just `count` bytes.

    Raises:
        TimeoutError: the deadline passed.
        EOFError: the other side closed before all had come.
    """
    out = bytearray()
    while len(out) < count:
        if not select.select([descriptor], [], [], _left(deadline))[0]:
            raise TimeoutError
        chunk = os.read(descriptor, min(count - len(out), _AT_ONCE))
        if not chunk:
            raise EOFError
        out += chunk
    return bytes(out)


def write_all(descriptor: int, data: bytes, deadline: float | None = None) -> None:
    """Write all of `data`; with a deadline the descriptor must be non-blocking.

    Raises:
        TimeoutError: the deadline passed.
        BrokenPipeError: nobody reads the other end.
    """
    view = memoryview(data)
    while view:
        if deadline is not None and not select.select([], [descriptor], [], _left(deadline))[1]:
            raise TimeoutError
        with contextlib.suppress(BlockingIOError):
            view = view[os.write(descriptor, view) :]


def _left(deadline: float | None) -> float | None:
    return None if deadline is None else max(0.0, deadline - time.monotonic())
