"""Who stands under or over the word of his role: blocks for signatures and sheets of data, one alone or several side by side."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec

from indexer.stages.names_on_page import whole_name
from indexer.stages.surface import Surface, any_of, loose
from schemas.fields import Known

_HEAD = (
    rf"(?:(?:{loose('nombre')}\s+y\s+)?{any_of('firma', 'datos', 'nombre')}\s+)?"
    rf"(?:(?:{any_of('nombre', 'firma', 'datos')})\s+)?(?:(?:de\s+la|del|de|los|las|el|la|por\s+el|por\s+la|por)\s+)?"
)
_ROLES = {
    "guarantor": any_of("aval del suscriptor", "aval del acreditado", "avalista", "aval", "deudor solidario", "deudora solidaria",
                        "obligado solidario", "obligada solidaria"),
    "borrower": any_of("acreditado", "acreditada", "suscriptor", "suscriptora", "deudor", "deudora", "deudor principal", "estudiante"),
    "lawyer": any_of("prestador", "prestadora", "profesionista", "endosatario", "endosataria"),
    "other": any_of("instituto", "testigo", "testigos", "acreedor", "beneficiario", "representante legal"),
}  # fmt: skip
_ROLE = re.compile(
    rf"[\s\"“”«».,:_-]*{_HEAD}[\"“”«»]?(?:"
    + "|".join(rf"(?P<{name}>{words})" for name, words in _ROLES.items())
    + r")(?!\w)[\s\"“”«».,:_-]*(?:\([^)\n]*\))?[\s\"“”«».,:_-]*"
)
_LABEL = re.compile(rf"\s*(?:{loose('nombre')}|{loose('firma')})(?:\s+y\s+{loose('firma')})?\s*[:.\s_]*")
_EMPTY = re.compile(rf"[\s_.,:|-]*(?:(?:{any_of('firma', 'nombre y firma', 'acepto')}|\w)[\s_.,:|-]*)?")
_REACH, _DEEP = 3, 8
"""Lines between the word of a role and the name; lines of a sheet of data under it."""
_GAP = 0.02  # of the page's width: what parts columns
_MOST = 40


class Column(msgspec.Struct, frozen=True):
    """A role, and the stretches of lines below its word that belong to it."""

    role: str
    parts: tuple[tuple[int, int], ...]

    def holds(self, at: int) -> bool:
        """Whether a place in the text lies in the column."""
        return any(start <= at < end for start, end in self.parts)


def columns(surface: Surface) -> list[Column]:
    """The columns under roles that stand side by side in one line."""
    lines = surface.lines()
    found: list[Column] = []
    for at, line in enumerate(lines):
        roles = _roles(surface, line)
        if len(roles) < 2:
            continue
        below = [
            parts
            for below in lines[at + 1 : at + 1 + _DEEP]
            if len(parts := _parts(surface, below, len(roles))) == len(roles)
        ]
        found += [Column(role, tuple(parts[order] for parts in below)) for order, role in enumerate(roles)]
    return found


def signed(surface: Surface, known: Known) -> Iterator[tuple[str, tuple[str, int, int]]]:
    """Role and name of all who stand under or over the word of their role; whichever the page does more often."""
    lines = surface.lines()
    marked = [(at, roles) for at, line in enumerate(lines) if (roles := _roles(surface, line))]
    below, above = [], []
    for at, roles in islice(marked, _MOST):
        below += _named(surface, lines[at + 1 : at + 1 + _REACH], roles, known)
        above += _named(surface, lines[max(0, at - _REACH) : at][::-1], roles, known)
    for role, name in below if len(below) >= len(above) else above:
        if role != "other":
            yield role, name


def _roles(surface: Surface, line: tuple[int, int]) -> list[str]:
    """The roles that a line names if it says nothing else, in order."""
    at, end = line
    roles: list[str] = []
    while at < end:
        match = _ROLE.match(surface.folded, at, end)
        if match is None or match.end() == at:
            return []
        roles.append(match.lastgroup or "other")
        at = match.end()
    return roles


def _named(
    surface: Surface, lines: Sequence[tuple[int, int]], roles: list[str], known: Known
) -> list[tuple[str, tuple[str, int, int]]]:
    """The names on the first of some lines that has any, one for each role; lines to sign on are passed over."""
    for line in lines:
        if _EMPTY.fullmatch(surface.folded, *line):
            continue
        parts = _parts(surface, line, len(roles))
        if len(parts) != len(roles):
            return []
        names = [(role, _name(surface, part, known)) for role, part in zip(roles, parts, strict=True)]
        return [(role, name) for role, name in names if name is not None]
    return []


def _name(surface: Surface, part: tuple[int, int], known: Known) -> tuple[str, int, int] | None:
    label = _LABEL.match(surface.folded, *part)
    return whole_name(surface, label.end() if label else part[0], part[1], known)


def _parts(surface: Surface, line: tuple[int, int], wanted: int) -> list[tuple[int, int]]:
    """A line cut at its widest gaps into as many parts as wanted; fewer where it has not so many."""
    if wanted == 1:
        return [line]
    words = surface.placed(*line)
    gaps = [
        (after[2].box[0] - before[2].box[0] - before[2].box[2], before[1], after[0])
        for before, after in zip(words, words[1:], strict=False)
    ]
    widest = sorted((gap for gap in gaps if gap[0] >= _GAP), reverse=True)[: wanted - 1]
    edges = [
        line[0],
        *(edge for _, end, start in sorted(widest, key=lambda gap: gap[1]) for edge in (end, start)),
        line[1],
    ]
    return list(zip(edges[::2], edges[1::2], strict=True))
