"""Papers held more than once: which belong together and which of them stands for all, from values alone.

Same bytes under two receipts, a paper scanned anew (reescaneo), another version of a paper (versión: a certified copy
beside a plain one). A scan that only seems to be of the same paper counts when a person has said so, never before:
a promissory note must not vanish behind its neighbour.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

import msgspec


class Sameness(StrEnum):
    """Why a paper is listed under another."""

    BYTES = "same_bytes"
    RESCAN = "rescan"
    VERSION = "version"


class Held(msgspec.Struct, frozen=True):
    """A paper as it is held; `rescan_of` is what a person confirmed, `version_of` what a person said."""

    id: str
    sha256: str
    whole_file: bool
    filed: bool
    pages: int
    rescan_of: str | None = None
    version_of: str | None = None


class Legibility(msgspec.Struct, frozen=True):
    """How well a paper was read: mean confidence of its pages 0–1, and the least dots per inch; a text layer is read perfectly."""

    confidence: float = 1.0
    dpi: int = 0


class Group(msgspec.Struct, frozen=True):
    """The paper that stands for the group, and the others, each with why, the better first."""

    best: str
    others: tuple[tuple[str, Sameness], ...]


def together(papers: Iterable[Held]) -> list[list[Held]]:
    """The papers that belong together; those that stand alone are left out."""
    by_id = {paper.id: paper for paper in papers}
    leader = {one: one for one in by_id}

    def find(one: str) -> str:
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    first: dict[str, str] = {}
    for paper in by_id.values():
        same = first.setdefault(paper.sha256, paper.id) if paper.whole_file else None
        for other in (same, paper.rescan_of, paper.version_of):
            if other in by_id:
                leader[find(paper.id)] = find(other)
    groups: dict[str, list[Held]] = {}
    for paper in by_id.values():
        groups.setdefault(find(paper.id), []).append(paper)
    return [group for group in groups.values() if len(group) > 1]


def chosen(group: Sequence[Held], legibility: Mapping[str, Legibility]) -> Group:
    """What stands: filed before in review, then more pages, better read, finer, newer."""

    def worth(paper: Held) -> tuple[bool, int, float, int, str]:
        read = legibility.get(paper.id, Legibility())
        return paper.filed, paper.pages, round(read.confidence, 2), read.dpi, paper.id

    best, *others = sorted(group, key=worth, reverse=True)
    return Group(best.id, tuple((one.id, _why(one, best, group)) for one in others))


def _why(paper: Held, best: Held, group: Sequence[Held]) -> Sameness:
    if paper.whole_file and best.whole_file and paper.sha256 == best.sha256:
        return Sameness.BYTES
    said = {paper.rescan_of} | {other.id for other in group if other.rescan_of == paper.id}
    return Sameness.RESCAN if said & {other.id for other in group} else Sameness.VERSION
