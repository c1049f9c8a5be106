"""A file system of a few megabytes that can be filled to the last byte and emptied again; needs the right to mount."""

import contextlib
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

_PIECE = 1 << 16


class SmallDisk:
    """A tmpfs over a folder while `mounted`."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self.folder = folder
        self._megabytes = megabytes

    @contextlib.contextmanager
    def mounted(self) -> Iterator["SmallDisk"]:
        """The disk, empty at first; gone with all that is on it at the end."""
        options = f"size={self._megabytes}m"
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(self.folder)], check=True)
        try:
            yield self
        finally:
            subprocess.run(["umount", "-l", str(self.folder)], check=True)

    def fill_for(self, seconds: float) -> None:
        """Leave no byte for so long, whoever else makes room meanwhile; then give all back."""
        ballast = self.folder / "ballast"
        until = time.monotonic() + seconds
        try:
            with ballast.open("ab", buffering=0) as file:  # what a buffer could not write would be told at its close
                while time.monotonic() < until:
                    with contextlib.suppress(OSError):
                        while file.write(bytes(_PIECE)):
                            pass
                    time.sleep(0.05)
        finally:
            ballast.unlink()
