"""Write a large file past the page cache, while its writer goes on to other work.

Copying gigabytes through the cache costs more processor time than hashing them,
and the bytes must reach the disk before the sender is told anyway. Where the file
system does not take direct writes the cache is used.
"""

import contextlib
import errno
import fcntl
import mmap
import os
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

BUFFER = 4 << 20
SMALL = 1 << 20
_ALIGNED = 4096


class DirectFile:
    """A new file, written from its beginning to its end by one thread at a time.

    Up to 1 MiB is kept until the end and written as usual; beyond, two buffers of
    4 MiB take turns. Every method may raise `OSError`, also for an earlier write.
    """

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
        self._head: list[bytes] = []
        self._size = self._filled = self._written = 0
        self._buffers: list[mmap.mmap] = []
        self._writer: ThreadPoolExecutor | None = None
        self._under_way: Future[None] | None = None

    def write(self, piece: bytes) -> None:
        """Add a piece; it is on the disk only after `finish`."""
        self._size += len(piece)
        if self._writer is None:
            self._head.append(piece)
            if self._size > SMALL:
                self._begin()
            return
        self._take(memoryview(piece))

    def finish(self) -> None:
        """Write what is left and wait for all writes."""
        if self._writer is None:
            _write_all(self._descriptor, memoryview(b"".join(self._head)), 0)
            return
        self._wait()
        left = memoryview(self._buffers[0])[: self._filled]
        whole = self._filled - self._filled % _ALIGNED
        if whole:
            _write_all(self._descriptor, left[:whole], self._written)
        if whole != self._filled:
            _set_direct(self._descriptor, on=False)
            _write_all(self._descriptor, left[whole:], self._written + whole)
        left.release()

    def close(self) -> None:
        """Give everything back, finished or not."""
        with contextlib.suppress(OSError):
            self._wait()
        if self._writer is not None:
            self._writer.shutdown()
        for buffer in self._buffers:
            buffer.close()
        self._buffers = []
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _begin(self) -> None:
        self._writer = ThreadPoolExecutor(1, "direct-write")
        self._buffers = [mmap.mmap(-1, BUFFER), mmap.mmap(-1, BUFFER)]
        _set_direct(self._descriptor, on=True)
        head, self._head = self._head, []
        for piece in head:
            self._take(memoryview(piece))

    def _take(self, left: memoryview) -> None:
        while left:
            fits = left[: BUFFER - self._filled]
            self._buffers[0][self._filled : self._filled + len(fits)] = fits
            self._filled += len(fits)
            left = left[len(fits) :]
            if self._filled == BUFFER:
                self._hand_over()

    def _hand_over(self) -> None:
        """Have the full buffer written, and go on with the other once its write is through."""
        self._wait()
        if self._writer is not None:
            self._under_way = self._writer.submit(_write_buffer, self._descriptor, self._buffers[0], self._written)
        self._written += BUFFER
        self._filled = 0
        self._buffers.reverse()

    def _wait(self) -> None:
        under_way, self._under_way = self._under_way, None
        if under_way is not None:
            under_way.result()


def _write_buffer(descriptor: int, buffer: mmap.mmap, offset: int) -> None:
    with memoryview(buffer) as data:
        _write_all(descriptor, data, offset)


def _write_all(descriptor: int, data: memoryview, offset: int) -> None:
    while data:
        try:
            count = os.pwrite(descriptor, data, offset)
        except OSError as error:
            if error.errno != errno.EINVAL or not _set_direct(descriptor, on=False):
                raise
            continue
        data, offset = data[count:], offset + count


def _set_direct(descriptor: int, *, on: bool) -> bool:
    """Switch direct writing; whether that changed anything. A file system that has none leaves it off."""
    flag = getattr(os, "O_DIRECT", 0)
    before = fcntl.fcntl(descriptor, fcntl.F_GETFL)
    wanted = before | flag if on else before & ~flag
    if wanted == before:
        return False
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETFL, wanted)
    except OSError:
        return False
    return True
