"""Pages as a person picks them: `1-3, 7`."""

import re
from collections.abc import Sequence

import msgspec

from schemas.errors import InvalidInput

MOST_LETTERS = 20_000
"""Of all that is written together; every other page of a document of some thousands fits."""

_RUN = re.compile(r"(\d{1,7})(?:\s*[-–—]\s*(\d{1,7})?)?")


class Run(msgspec.Struct, frozen=True):
    """Pages that follow one another, counted from 1, both included."""

    first: int
    last: int

    @property
    def pages(self) -> int:
        """How many."""
        return self.last - self.first + 1


def runs_of(written: str, last: int) -> tuple[Run, ...]:
    """The pages that `1-3, 7, 12-` names of a document of `last` pages: in order, each once, runs joined.

    Raises:
        InvalidInput: code `no_pages` when none is named, `bad_pages` when it cannot be read, `no_such_pages`.
    """
    if len(written) > MOST_LETTERS:
        raise InvalidInput("Se escribieron demasiadas páginas.", code="bad_pages")
    parts = [part for part in re.split(r"[,;]|\s+y\s+", written) if part.strip()]
    if not parts:
        raise InvalidInput("Diga qué páginas; por ejemplo, 1-3, 7.", code="no_pages")
    return _joined(sorted((_run(part.strip(), last) for part in parts), key=lambda run: run.first))


def written(runs: Sequence[Run]) -> str:
    """`1-3, 7`."""
    return ", ".join(str(run.first) if run.first == run.last else f"{run.first}-{run.last}" for run in runs)


def _run(part: str, last: int) -> Run:
    found = _RUN.fullmatch(part)
    if found is None:
        raise InvalidInput(f"No se entendió «{part[:20]}»; escriba las páginas como 1-3, 7.", code="bad_pages")
    first = int(found[1])
    until = int(found[2]) if found[2] else first if part == found[1] else last
    if not 1 <= first <= until <= last:
        said = f"El documento tiene {last} páginas; «{part[:20]}» no está entre ellas."
        raise InvalidInput(said, code="no_such_pages")
    return Run(first, until)


def _joined(runs: list[Run]) -> tuple[Run, ...]:
    joined: list[Run] = []
    for run in runs:
        if joined and run.first <= joined[-1].last + 1:
            joined[-1] = Run(joined[-1].first, max(joined[-1].last, run.last))
        else:
            joined.append(run)
    return tuple(joined)
