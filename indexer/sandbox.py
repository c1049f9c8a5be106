"""Foreign files are opened in a child process under limits; this is the side that trusts nobody.

One `Sandbox` owns one child (`python -m indexer.child`). Requests and answers
are MessagePack behind a length of four bytes over two pipes, never pickle. A
child that dies, hangs or answers nonsense is killed and replaced; the caller
sees one of our errors with a stable code.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, TypeVar, cast

import msgspec

from indexer.frames import LENGTH, read_exactly, write_all
from indexer.limits import MEGABYTE, Limits
from schemas import errors
from schemas.errors import ArchiveError, Corrupt, LimitExceeded, Misconfigured

T = TypeVar("T")

TOO_LARGE = "El archivo o una de sus páginas rebasa el tamaño permitido."
TIMED_OUT = "La lectura rebasó el tiempo permitido."
DAMAGED = "El archivo está dañado y no se pudo leer."

_START_SECONDS = 60
_PAGE_BY_PAGE = {"inspect"}
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "TESSDATA_PREFIX", "SYSTEMROOT")
_ONE_THREAD = ("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_MALLOC = {
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": str(64 * MEGABYTE),
    "MALLOC_TRIM_THRESHOLD_": str(128 * MEGABYTE),
}
"""glibc keeps what a page used for the next: given back and asked for anew, the kernel clears it each time, 2 % of a page."""

_OUT_OF_MEMORY = {signal.SIGABRT, signal.SIGTRAP, signal.SIGILL, signal.SIGXFSZ}
"""How PDFium, OpenCV and Tesseract end when an allocation is refused."""

_RAISABLE = {
    kind.__name__: kind
    for kind in (
        errors.Corrupt,
        errors.PasswordRequired,
        errors.LimitExceeded,
        errors.Unsupported,
        errors.TooLarge,
        errors.InvalidInput,
        errors.NotFound,
        errors.Misconfigured,
    )
}


class Call(msgspec.Struct, frozen=True):
    """One request on the pipe. `careful` asks for page-by-page isolation, which costs time."""

    task: str
    request: msgspec.Raw
    cpu_seconds: float
    careful: bool = False


class Answer(msgspec.Struct, frozen=True):
    """One answer on the pipe: `result`, or the class name, code and sentence of an error.

    `cause` says for the log what the library said; `resident` is the child's memory in bytes.
    """

    result: msgspec.Raw = msgspec.Raw(b"\xc0")
    error: str = ""
    code: str = ""
    detail: str = ""
    cause: str = ""
    resident: int = 0


class _Starter:
    """Starts children from one thread that lives as long as the process.

    A child asks the kernel to be killed with the *thread* that started it, so
    a child started from a passing thread would die with that thread.
    """

    def __init__(self) -> None:
        self._pool: ThreadPoolExecutor | None = None
        self._lock = threading.Lock()

    def start(self, arguments: list[str], environment: dict[str, str]) -> "subprocess.Popen[bytes]":
        """The started process, its standard input and output pipes to us."""
        with self._lock:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sandbox-start")
            pool = self._pool
        return pool.submit(self._start, arguments, environment).result()

    @staticmethod
    def _start(arguments: list[str], environment: dict[str, str]) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            bufsize=0,
            start_new_session=True,
        )


_starter = _Starter()


class Sandbox:
    """A child process that opens foreign files.

    Calls of one sandbox run one at a time, whichever thread they come from; for
    work side by side use one sandbox per worker. The child starts at the first
    call, or at `start`.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._calls = 0

    def start(self) -> None:
        """Start the child ahead of the first call, so that call does not wait for imports."""
        with self._lock:
            self._child()

    def call(self, task: str, request: msgspec.Struct, result_type: type[T], *, wall_seconds: float) -> T:
        """What the child answers to `task`, within `wall_seconds` of wall time, twice that where it is tried again.

        Raises:
            LimitExceeded: code `timed_out` or `too_large`; the child was killed or ran out of memory.
            Corrupt: the file cannot be read, or reading it crashed the child (code `damaged`).
            PasswordRequired: no password given fits.
            Unsupported: the bytes are no document (code `not_a_document`).
            TooLarge: a stated limit is exceeded.
            Misconfigured: no child can be started; it says why on standard error.
        """
        with self._lock:
            call = Call(task, msgspec.Raw(msgspec.msgpack.encode(request)), min(wall_seconds, self.limits.cpu_seconds))
            self._child()  # its start is not the time of the file
            deadline = time.monotonic() + wall_seconds
            answer = self._answer_carefully(call, deadline)
            self._retire(answer.resident)
        if answer.error:
            raise _error_of(answer)
        try:
            return msgspec.msgpack.decode(answer.result, type=result_type)
        except msgspec.MsgspecError as error:
            raise Corrupt(DAMAGED) from error

    def close(self) -> None:
        """End the child. A later call starts another."""
        with self._lock:
            self._kill()

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _answer_carefully(self, call: Call, deadline: float) -> Answer:
        """The answer; a file that kills the child while it is inspected is gone through page by page the second time.

        The second time has as long as the first: a page that stalled cost most of that.
        """
        begun = time.monotonic()
        try:
            return self._answer(msgspec.msgpack.encode(call), deadline)
        except (Corrupt, LimitExceeded):
            if call.task not in _PAGE_BY_PAGE or time.monotonic() >= deadline:
                raise
        self._child()
        deadline = time.monotonic() + (deadline - begun)
        return self._answer(msgspec.msgpack.encode(msgspec.structs.replace(call, careful=True)), deadline)

    def _answer(self, call: bytes, deadline: float) -> Answer:
        """Send and wait; a child found dead before it took the call is replaced once."""
        for attempt in (1, 2):
            process = self._child()
            try:
                _send(process, call, deadline)
            except BrokenPipeError:
                self._kill()
                if attempt == 1:
                    continue
                raise Corrupt(DAMAGED) from None
            except TimeoutError:
                self._kill()
                raise LimitExceeded(TIMED_OUT) from None
            return self._receive(process, deadline)
        raise Corrupt(DAMAGED)

    def _receive(self, process: "subprocess.Popen[bytes]", deadline: float) -> Answer:
        try:
            data = _read_frame(process, deadline, self.limits.answer_bytes)
            return msgspec.msgpack.decode(data, type=Answer)
        except TimeoutError:
            self._kill()
            raise LimitExceeded(TIMED_OUT) from None
        except EOFError:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=2)
            status = process.returncode
            self._kill()
            raise _death(status) from None
        except (ValueError, msgspec.MsgspecError) as error:
            self._kill()
            raise Corrupt(DAMAGED) from error

    def _child(self) -> "subprocess.Popen[bytes]":
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._kill()
        limits = msgspec.json.encode(self.limits).decode()
        arguments = [sys.executable, "-P", "-m", "indexer.child", str(os.getpid()), limits]
        self._process = _starter.start(arguments, _environment())
        self._calls = 0
        try:
            _read_frame(self._process, time.monotonic() + _START_SECONDS, self.limits.answer_bytes)
        except (TimeoutError, EOFError, ValueError) as error:
            self._kill()
            raise Misconfigured("No se pudo iniciar el proceso que abre los archivos.") from error
        return self._process

    def _retire(self, resident: int) -> None:
        self._calls += 1
        if self._calls >= self.limits.calls_per_child or resident > self.limits.resident_bytes:
            self._kill()

    def _kill(self) -> None:
        """End the child and all it started; nothing is left to become a zombie."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _environment() -> dict[str, str]:
    """What a child may know of our environment: no address, key or password of a back end."""
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    root = str(Path(__file__).resolve().parent.parent)
    return kept | dict.fromkeys(_ONE_THREAD, "1") | _MALLOC | {"PYTHONPATH": root, "PYTHONUTF8": "1"}


def _send(process: "subprocess.Popen[bytes]", data: bytes, deadline: float) -> None:
    descriptor = cast("IO[bytes]", process.stdin).fileno()
    os.set_blocking(descriptor, False)
    write_all(descriptor, LENGTH.pack(len(data)) + data, deadline)


def _read_frame(process: "subprocess.Popen[bytes]", deadline: float, most: int) -> bytes:
    descriptor = cast("IO[bytes]", process.stdout).fileno()
    (length,) = LENGTH.unpack(read_exactly(descriptor, LENGTH.size, deadline))
    if length > most:
        raise ValueError("answer too long")
    return read_exactly(descriptor, length, deadline)


def _death(status: int | None) -> ArchiveError:
    """The error for a child that ended in the middle of a call; `status` as `Popen.returncode` gives it."""
    if status is not None and status < 0:
        number = -status
        if number in {signal.SIGXCPU, signal.SIGALRM}:
            return LimitExceeded(TIMED_OUT)
        if number == signal.SIGKILL or number in _OUT_OF_MEMORY:
            return LimitExceeded(TOO_LARGE, code="too_large")
    return Corrupt(DAMAGED)


def _error_of(answer: Answer) -> ArchiveError:
    kind = _RAISABLE.get(answer.error, Corrupt)
    error = kind(answer.detail or DAMAGED, code=answer.code or None)
    if answer.cause:
        error.add_note(answer.cause[:500])
    return error
