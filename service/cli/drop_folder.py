"""What lies in a scanner's drop folder: which files are complete, and where they go once they are received."""

import errno
import fcntl
import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from schemas.file_names import readable_name

SETTLED_SECONDS = 2.0
"""A file is complete when nobody has it open for writing and nothing of it has changed for so long."""
REMEMBERED_SECONDS = 600.0
"""For how long a file that was taken is looked at again: a copy over the network may pause and go on."""
_UNFINISHED = frozenset((".tmp", ".part", ".partial", ".filepart", ".crdownload"))
_OF_SYSTEMS = frozenset(("thumbs.db", "desktop.ini"))
_OWN = ("done", "failed")
_LONGEST_NAME = 240
"""Bytes of a name to which something can still be added: file systems take 255."""

_Mark = tuple[int, int, int]


class DropFolder:
    """A folder, and the folders in it, emptied into its own `done/` and `failed/`: `2024/a.pdf` goes to `done/2024/a.pdf`.

    `closed` are folders in it that could not be read when they were last looked into.

    Raises:
        OSError: by every method, while the folder cannot be read or written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: dict[Path, tuple[_Mark, float]] = {}
        self._taken: dict[Path, tuple[_Mark, float]] = {}
        self._left: dict[Path, _Mark] = {}
        self.closed: dict[Path, OSError] = {}

    def prepare(self) -> None:
        """Make the folders that files go to, and try whether something can be moved there."""
        for name in _OWN:
            (self._folder / name).mkdir(exist_ok=True)
            probe = self._folder / name / f".legajo-{os.getpid()}"
            probe.touch()
            probe.unlink()

    def waiting(self) -> Iterator[Path]:
        """Files that are still to be taken; hidden ones, half copies by their name and leavings of systems are let alone."""
        self.closed = {}
        for path in self._files():
            name = path.name.lower()
            alone = name.startswith((".", "~$")) or name in _OF_SYSTEMS or path.suffix.lower() in _UNFINISHED
            if not alone and path.is_file() and self._left.get(path) != _mark(path):
                yield path

    def _files(self) -> Iterator[Path]:
        """Scanners make folders by day, by user, by stack; links to folders are not followed, hidden folders let alone."""
        for top, folders, names in os.walk(self._folder, onerror=self._not_read):
            own = _OWN if Path(top) == self._folder else ()
            folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in own)
            yield from (Path(top, name) for name in sorted(names))

    def _not_read(self, error: OSError) -> None:
        if Path(error.filename) == self._folder:
            raise error
        if not isinstance(error, FileNotFoundError):
            self.closed[Path(error.filename)] = error

    def complete(self) -> list[Path]:
        """The files that have stood still long enough."""
        ready, now = [], time.monotonic()
        for path in self.waiting():
            mark = _mark(path)
            if mark is None:
                continue
            known, since = self._seen.get(path, (None, now))
            if known != mark or is_being_written(path):
                self._seen[path] = (mark, now)
            elif now - since >= SETTLED_SECONDS:
                ready.append(path)
        self._seen = {path: seen for path, seen in self._seen.items() if path.exists()}
        return ready

    def done(self, path: Path) -> Path:
        """Move a file that was received to `done/`, and remember it as it was when it was found complete.

        As it is now it may have grown already, behind the back of who read it.
        """
        complete, _ = self._seen.pop(path)
        target = self.move(path, "done")
        mark = _mark(target)
        if mark is not None:
            same_file = mark[0] == complete[0]  # not where done/ is another file system: it keeps times in its own way
            self._taken[target] = (complete if same_file else mark, time.monotonic())
        return target

    def leave(self, path: Path) -> None:
        """Take the file no more while it stays as it is."""
        mark = _mark(path)
        if mark is not None:
            self._left[path] = mark

    def bring_back(self) -> list[Path]:
        """Files of `done/` that went on growing after they were taken, back in the folder to be taken whole."""
        back, now = [], time.monotonic()
        for path, (mark, since) in list(self._taken.items()):
            found = _mark(path)
            if found is not None and found != mark:
                back.append(_move(path, self._folder / self._inside(path)))
            if found != mark or now - since > REMEMBERED_SECONDS:
                del self._taken[path]
        return back

    def received(self, name: str, size: int) -> list[Path]:
        """Files of `done/` that came under that name with so many bytes, also those that got another name there."""
        whole, suffix = Path(name).stem, Path(name).suffix
        renamed = re.compile(rf"{re.escape(whole)}(-[0-9]+)?{re.escape(suffix)}")
        return [
            path
            for path in (self._folder / "done").rglob("*")
            if renamed.fullmatch(readable_name(path.name))
            and not path.is_symlink()
            and path.is_file()
            and path.stat().st_size == size
        ]

    def move(self, path: Path, where: str) -> Path:
        """Move a file to `done/` or `failed/`, under another name when its own is taken there."""
        self._taken.pop(path, None)
        return _move(path, self._folder / where / self._inside(path))

    def _inside(self, path: Path) -> Path:
        """The folder that the file came in, as seen from ours, whether it lies there still or was moved."""
        [first, *further] = path.relative_to(self._folder).parts[:-1] or [""]
        return Path(*further) if first in _OWN else Path(first, *further)


def say_why(path: Path, detail: str) -> None:
    """Write the reason beside the file, as a new one: of that name there may be a link to somewhere else."""
    name = path.name if len(os.fsencode(path.name)) <= _LONGEST_NAME else path.stem[: _LONGEST_NAME // 4]
    reason = path.with_name(name + ".motivo.txt")
    reason.unlink(missing_ok=True)
    with reason.open("x", encoding="utf-8") as file:
        file.write(detail + "\n")


def is_being_written(path: Path) -> bool:
    """Whether a process of this machine has the file open for writing; False where the system does not tell.

    A lease for reading is refused while there is a writer. It is told to the owner of the file and to root alone.
    Links are not followed: to where they lead may be our own database, whose locks it would give up to look there.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return error.errno == errno.EAGAIN
    finally:
        os.close(handle)
    return False


def _mark(path: Path) -> _Mark | None:
    """What changes when the file does; None for one that is gone."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


def _move(path: Path, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / path.name
    for number in range(1, 10_000):
        if not target.exists():
            break
        target = folder / f"{path.stem}-{number}{path.suffix}"
    shutil.move(path, target)
    return target
