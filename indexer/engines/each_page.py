"""Look at the pages of an open file one by one, so that a page that hangs or crashes costs only itself.

The looking is done in a fork of this process, which streams what it finds. When
it stalls or dies, the page it was at is given up and another fork goes on with
the next. A fork costs a few milliseconds, once per file and once per bad page.
"""

import contextlib
import gc
import math
import os
import signal
import struct
import time
from collections.abc import Callable

import msgspec

from indexer.confinement import die_with
from indexer.frames import read_exactly, write_all
from schemas.errors import ArchiveError

HEAD = struct.Struct(">BI")
_DONE, _FAILED = 0, 1
_OUT_OF_MEMORY = {signal.SIGABRT, signal.SIGTRAP, signal.SIGILL}


class Patience(msgspec.Struct, frozen=True):
    """`page_seconds` for each page; after `bad_pages` stalls or crashes the rest is given up.

    Without `isolate` the looking is done in this process, and SIGALRM ends it
    when a page stalls. That saves a third of the time of a page of text; whoever
    started the process asks again, with isolation. From `until` on, by
    `time.monotonic`, no further page is begun.
    """

    page_seconds: float
    bad_pages: int
    isolate: bool = True
    until: float = math.inf

    def is_over(self) -> bool:
        """Whether no further page is to be begun."""
        return time.monotonic() >= self.until


class Seen(msgspec.Struct, frozen=True):
    """What was found on a page, or in `problem` the code of why nothing was; `gave_out` when it stalled or crashed."""

    data: bytes = b""
    problem: str = ""
    gave_out: bool = False


def look_at_each(pages: range, look: Callable[[int], bytes], patience: Patience) -> list[Seen]:
    """`look(page)` for each of the pages, in isolation from this process; fewer when time is up, one at least.

    Problems are `damaged` (it raised or crashed), `timed_out` and `too_large` (out of memory).
    """
    seen: list[Seen] = []
    if not patience.isolate:
        for page in pages:
            seen.append(_within(patience.page_seconds, look, page))
            if patience.is_over():
                break
        return seen
    bad = 0
    while len(seen) < len(pages) and not (seen and patience.is_over()):
        if bad >= max(1, patience.bad_pages):
            return seen + [Seen(problem=seen[-1].problem)] * (len(pages) - len(seen))
        problem = _run(pages, look, patience, seen)
        if problem is not None:
            seen.append(Seen(problem=problem or "damaged", gave_out=True))
            bad += 1
    return seen


def _run(pages: range, look: Callable[[int], bytes], patience: Patience, seen: list[Seen]) -> str | None:
    """Go on from the page after the last seen; the code of what stopped it short, None where nothing did."""
    reader, writer = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        _work(parent, reader, writer, pages[len(seen) :], look)
    os.close(writer)
    try:
        while len(seen) < len(pages) and not (seen and patience.is_over()):
            seen.append(_receive(reader, time.monotonic() + patience.page_seconds))
    except TimeoutError:
        return "timed_out"
    except EOFError:
        return _reap(child)
    finally:
        os.close(reader)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        _reap(child)
    return None


def _work(parent: int, reader: int, writer: int, pages: range, look: Callable[[int], bytes]) -> None:
    """The fork's whole life; it never returns to the caller's frames."""
    try:
        signal.setitimer(signal.ITIMER_REAL, 0)
        die_with(parent)
        gc.disable()  # it lives for one file, and words by the thousand make the collector run for nothing
        os.close(reader)
        for page in pages:
            found = _try(look, page)
            data = found.problem.encode() or found.data
            write_all(writer, HEAD.pack(_FAILED if found.problem else _DONE, len(data)) + data)
    finally:
        os._exit(0)


def _within(seconds: float, look: Callable[[int], bytes], page: int) -> Seen:
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return _try(look, page)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _try(look: Callable[[int], bytes], page: int) -> Seen:
    try:
        return Seen(look(page))
    except ArchiveError as error:
        return Seen(problem=error.code)
    except MemoryError:
        return Seen(problem="too_large")
    except Exception:  # noqa: BLE001 - a library may raise anything on foreign bytes
        return Seen(problem="damaged")


def _receive(reader: int, deadline: float) -> Seen:
    kind, length = HEAD.unpack(read_exactly(reader, HEAD.size, deadline))
    data = read_exactly(reader, length, deadline)
    return Seen(data=data) if kind == _DONE else Seen(problem=data.decode("ascii", "replace"))


def _reap(child: int) -> str:
    try:
        _, status = os.waitpid(child, 0)
    except ChildProcessError:
        return ""
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if number == signal.SIGXCPU:
        return "timed_out"
    return "too_large" if number in _OUT_OF_MEMORY or number == signal.SIGKILL else "damaged"
