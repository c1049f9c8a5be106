"""Files read once, so that the system has them in memory before somebody waits for them.

A process of its own reads them. Whoever closes a file gives up every POSIX lock that its process holds on it (POSIX.1-2017,
`close`), and such locks are all that tells others that a server has SQLite's file open (sqlite.org/howtocorrupt.html, 2.2):
the next command to end would take itself for the last one and remove the log with what the server had just acknowledged.
"""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

_PIECE = 1 << 20
_LONGEST_REST = 0.1
"""Seconds; the disk is left to others for as long as a piece took."""
_MOST_SECONDS = 3600


def read_ahead(files: Iterable[Path], room: int) -> int:
    """Read the files in the order given; takes twice as long as the disk does, which is left to others half of the time, an hour at most.

    One for which no room is left is left out, and one that cannot be read or is gone.

    Args:
        files: what to read.
        room: bytes to read at most.

    Returns:
        How many bytes were read; 0 where the reading broke off.
    """
    named = "\0".join(str(path.absolute()) for path in files)
    if not named or room <= 0:
        return 0
    command = [sys.executable, "-P", "-m", "service.reading_ahead", str(room)]
    try:
        done = subprocess.run(
            command,
            input=named.encode(errors="surrogateescape"),
            capture_output=True,
            timeout=_MOST_SECONDS,
            check=True,
        )
        return int(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return 0


def _read(files: Iterable[Path], room: int) -> int:
    """The bytes read, until all are or the process for which they are has ended."""
    done, parent = 0, os.getppid()
    buffer = bytearray(_PIECE)
    for path in files:
        with contextlib.suppress(OSError):
            if done + path.stat().st_size <= room:
                with path.open("rb", buffering=0) as file:
                    begun = time.monotonic()
                    while (size := file.readinto(buffer)) and os.getppid() == parent:
                        done += size
                        time.sleep(min(time.monotonic() - begun, _LONGEST_REST))
                        begun = time.monotonic()
    return done


if __name__ == "__main__":
    named = sys.stdin.buffer.read().decode(errors="surrogateescape").split("\0")
    sys.stdout.write(str(_read(map(Path, named), int(sys.argv[1]))))
