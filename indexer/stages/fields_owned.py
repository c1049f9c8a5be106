"""Whose CURP or RFC a number is: the person named beside it, else the role named last before it."""

import re
from collections.abc import Iterator, Sequence

from indexer.stages.names_on_page import name_before
from indexer.stages.role_labels import role_at
from indexer.stages.signatures import columns
from indexer.stages.surface import Surface, any_of, loose
from schemas.curp import FoundCurp, as_printed, curp_problem, find_curps
from schemas.fields import Field, Known
from schemas.names import similarity

_PEOPLE = ("borrower", "guarantor", "lawyer")
_SAID_AFTER = re.compile(
    rf"[\s,.)]{{1,4}}(?:como|en\s+su\s+{loose('caracter de')})\s+(?:(?:el\s+)?{any_of('acreditado', 'acreditada', 'suscriptor', 'deudor principal')}"
    rf"|((?:el\s+)?{any_of('avalista', 'aval', 'deudor solidario', 'obligado solidario')}))"
)
_LABEL_BEFORE = re.compile(rf"[\s,.(]*(?:{loose('con')}\s+)?(?:{loose('clave')}\s+)?[cg(][uv]r[pf][\s:.,;]*\Z")


def curp_fields(bodies: Sequence[Surface], known: Known, kind: str, people: Sequence[Field]) -> Iterator[Field]:
    """`<role>_curp` of every CURP; `people` are the names already found, which tell whose a CURP beside a name is."""
    for surface in bodies:
        curps = [found for found in find_curps(surface.text, known.curps) if found.candidates or found.labelled]
        sheets = columns(surface) if curps else []
        for found in curps:
            over = next((column.role for column in sheets if column.role in _PEOPLE and column.holds(found.start)), "")
            role = over or _beside(surface, found, known, people) or role_at(surface, found.start, kind)
            yield _curp_field(surface, found, known, role)


def _beside(surface: Surface, found: FoundCurp, known: Known, people: Sequence[Field]) -> str:
    """The role of the person named right before a CURP, or told right behind it; empty where neither is."""
    said = _SAID_AFTER.match(surface.folded, found.end)
    if said is not None:
        return "guarantor" if said.group(1) else "borrower"
    label = _LABEL_BEFORE.search(surface.folded, max(0, found.start - 60), found.start)
    named = name_before(surface, label.start(), known) if label else None
    if named is None:
        return ""
    alike = [field for field in people if field.name in _PEOPLE and similarity(field.value, named[0]) > 0.9]
    best = max(alike, key=lambda field: field.confidence, default=None)
    return best.name if best is not None and best.confidence >= 0.75 else ""


def _curp_field(surface: Surface, found: FoundCurp, known: Known, role: str) -> Field:
    name = f"{role}_curp" if role else "curp"
    span = (found.start, found.end)
    printed = as_printed(surface.text[found.start : found.end])
    if len(found.candidates) == 1:
        value = found.candidates[0]
        return surface.field(name, span, value, 0.99 if value in known.curps or value == printed else 0.92)
    if found.candidates:
        return surface.field(
            name, span, found.candidates[0], 0.5, f"Varias lecturas posibles: {', '.join(found.candidates[:4])}."
        )
    return surface.field(name, span, printed, 0.5, f"{curp_problem(printed) or ''} Se anotó como está impresa.".strip())
