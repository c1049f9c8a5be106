"""Whose an identity paper is: names stand in boxes of their own there, surnames first."""

import re
from collections.abc import Iterator

from indexer.stages.names_on_page import whole_name
from indexer.stages.surface import Surface, any_of, loose
from schemas.fields import Known

CARDS = frozenset(("id_document", "birth_certificate"))
_BEGINS = re.compile(rf"(?:{loose('nombre')}|{loose('apellidos')})(?!\w)[^\n]{{0,40}}\n")
_ENDS = re.compile(
    any_of("domicilio", "clave", "curp", "folio", "edad", "seccion", "estado", "localidad", "nacionalidad")
)
_BESIDE = re.compile(rf"\s*(?:{any_of('fecha', 'sexo', 'edad', 'nombre', 'nombres')}(?!\w)|\d).*\Z")
_CHILD = re.compile(rf"{loose('persona registrada')}[^\n]*\n")
_MOST_LINES = 4


def card_names(surface: Surface, kind: str, known: Known) -> Iterator[tuple[str, int, int]]:
    """The bearer's name, given names first, with the stretch it stands in; none where it is not plain."""
    if kind == "birth_certificate":
        ends = ((match.end(), surface.folded.find("\n", match.end())) for match in _CHILD.finditer(surface.folded))
        names = (whole_name(surface, at, end if end >= 0 else len(surface.text), known) for at, end in ends)
        yield from [name for name in names if name is not None][:1]
        return
    begun = _BEGINS.search(surface.folded)
    lines = list(_lines(surface, begun.end())) if begun else []
    if len(lines) > 1:
        words = [surface.text[start:end].strip() for start, end in (lines[-1], *lines[:-1])]
        yield " ".join(" ".join(words).split()), lines[0][0], lines[-1][1]
    elif lines and (found := whole_name(surface, *lines[0], known)):
        yield found


def _lines(surface: Surface, at: int) -> Iterator[tuple[int, int]]:
    """The lines of the name, each without what stands in the next column."""
    for start, end in [line for line in surface.lines() if line[0] >= at][:_MOST_LINES]:
        if _ENDS.match(surface.folded, start):
            return
        beside = _BESIDE.search(surface.folded, start, end)
        stop = beside.start() if beside else end
        if surface.text[start:stop].replace(" ", "").isalpha():
            yield start, stop
