"""Processes of this machine, and how many it has room for."""

import contextlib
import os
from pathlib import Path

PAGE_BYTES, OWN_BYTES = 1_500_000_000, 500_000_000
"""Memory that a page may take while it is read, and that the rest of the program takes."""

_LIMITS = "sys/fs/cgroup"
_MOST = 256


def is_running(pid: int) -> bool:
    """Whether there is a process of that number, ours or another user's."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def pages_at_once(root: Path = Path("/")) -> int:
    """How many pages this machine, or the container we are in, can read at once: one a core, where memory allows; at least one.

    Args:
        root: where `proc` and `sys` are.
    """
    cores = min([len(os.sched_getaffinity(0)), *_container_cores(root)])
    memory = _memory(root, OWN_BYTES + cores * PAGE_BYTES)
    return max(1, min(cores, (memory - OWN_BYTES) // PAGE_BYTES, _MOST))


def room_for_files(root: Path = Path("/")) -> int:
    """How many bytes of files may well be read ahead: half of the memory there is; 0 where nobody says how much.

    The system takes it back from them when a program needs it.
    """
    return _memory(root, 0) // 2


def _memory(root: Path, unknown: int) -> int:
    return min([*_machine_memory(root), *_container_memory(root)], default=unknown)


def _container_cores(root: Path) -> list[int]:
    """A container's share of processor time, in cores; nothing where there is no limit."""
    with contextlib.suppress(OSError, ValueError):
        share, period = (root / _LIMITS / "cpu.max").read_text(encoding="ascii").split()
        return [max(1, int(share) // int(period))]
    return []


def _container_memory(root: Path) -> list[int]:
    with contextlib.suppress(OSError, ValueError):
        return [int((root / _LIMITS / "memory.max").read_text(encoding="ascii"))]
    return []


def _machine_memory(root: Path) -> list[int]:
    with contextlib.suppress(OSError, ValueError, StopIteration):
        lines = (root / "proc" / "meminfo").read_text(encoding="ascii").splitlines()
        return [1024 * int(next(line for line in lines if line.startswith("MemTotal:")).split()[1])]
    return []
