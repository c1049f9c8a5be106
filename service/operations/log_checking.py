"""Check an export of the log against checkpoints kept elsewhere. Needs no archive: two files and a public key."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from schemas.checkpoints import Checkpoint, is_signed_by, parse
from schemas.errors import InvalidInput
from schemas.merkle import Frontier, leaf_hash
from schemas.system_errors import reason

MOST_LINE = 4 << 20


class LogCheck(msgspec.Struct, frozen=True):
    """What the check found.

    `problems` are sentences; `covered` is how many events the longest
    checkpoint vouches for. Those after it (`later`) are only counted: a later checkpoint vouches
    for them. `signed` is false when no key was given.
    """

    events: int
    covered: int
    later: int
    signed: bool
    problems: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def check_log(export: Path, notes: Sequence[Path], key: str | None) -> LogCheck:
    """Whether the export begins with exactly what each checkpoint signed.

    Args:
        export: the file of `legajo log export`, one event a line.
        notes: files of checkpoints, in any order.
        key: the public key, or a file that holds it; None to leave signatures unchecked.

    Raises:
        InvalidInput: a file cannot be read, or is no checkpoint or key.
    """
    problems: list[str] = []
    wanted: list[Checkpoint] = []
    for path in notes:
        note = _text(path)
        wanted.append(parse(note))
        if key is not None and not is_signed_by(note, _text(Path(key)) if Path(key).is_file() else key):
            problems.append(f"La constancia {path.name} no está firmada con esa llave.")
    count = _compare(export, sorted(wanted, key=lambda one: one.size), problems)
    covered = max((one.size for one in wanted), default=0)
    return LogCheck(count, min(covered, count), max(0, count - covered), key is not None, tuple(problems))


def _compare(export: Path, wanted: list[Checkpoint], problems: list[str]) -> int:
    tree, waiting, misplaced = Frontier(), list(wanted), 0
    try:
        with export.open("rb") as file:
            while True:
                _meet(tree, waiting, problems)
                line = file.readline(MOST_LINE + 1)
                if not line:
                    break
                if len(line) > MOST_LINE:
                    raise InvalidInput("El archivo no es una exportación de la bitácora.", code="bad_log")
                tree = tree.appended(leaf_hash(line.removesuffix(b"\n").removesuffix(b"\r")))
                if not line.startswith(b"[%d," % tree.size) and not misplaced:
                    misplaced = tree.size
    except OSError as error:
        raise InvalidInput(f"No se puede leer {export}: {reason(error)}.", code="unreadable") from error
    if misplaced:
        problems.append(f"El renglón {misplaced} no lleva el número de asiento que le toca.")
    problems.extend(f"Faltan asientos: la constancia firmó {one.size} y hay {tree.size}." for one in waiting)
    return tree.size


def _meet(tree: Frontier, waiting: list[Checkpoint], problems: list[str]) -> None:
    """Compare the tree with the checkpoints of its size."""
    while waiting and waiting[0].size == tree.size:
        if waiting.pop(0).root != tree.root():
            problems.append(f"Los primeros {tree.size} asientos no son los que se firmaron.")


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            # Mail turns the ends of lines about, and puts empty ones before and behind.
            return file.read(100_000).decode("utf-8-sig").replace("\r\n", "\n").strip() + "\n"
    except OSError as error:
        raise InvalidInput(f"No se puede leer {path}: {reason(error)}.", code="unreadable") from error
    except UnicodeDecodeError as error:
        raise InvalidInput("El archivo no es una constancia de la bitácora.", code="bad_checkpoint") from error
