"""What a process that opens foreign files does to itself first."""

import ctypes
import os
import resource
import signal

from indexer.limits import Limits

PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS = 38


def die_with(parent: int) -> None:
    """Ask the kernel to kill this process when `parent` (its process id) is gone, at once if it is gone already."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)


def confine(limits: Limits) -> None:
    """Bound memory, bytes written and open files, and dump no core; none of it can be undone."""
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, limits.written_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def allow_seconds(seconds: float) -> None:
    """Let this process use `seconds` of CPU time from now on; then the kernel ends it.

    CPU time is counted over the life of a process, so the limit is what was used and the new share.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def resident_bytes() -> int:
    """Memory this process holds now; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", "rb") as counters:  # noqa: PTH123 - a counter of the kernel, no file
            return int(counters.read().split()[1]) * resource.getpagesize()
    except OSError:
        return 0
