"""The one person of a table: who stands below the heading *Acreditado* or *Nombre*, where the table has a single row."""

import re
from collections.abc import Iterator

from indexer.stages.names_on_page import whole_name
from indexer.stages.surface import Surface
from schemas.fields import Known

_HEADS = {
    "borrower": frozenset(("nombre", "acreditado", "acreditada", "deudor", "deudora", "beneficiario", "alumno", "suscriptor")),
    "guarantor": frozenset(("aval", "avalista")),
}  # fmt: skip
_OTHERS = frozenset(
    ("credito", "no", "num", "numero", "concepto", "importe", "saldo", "fecha", "documento", "curp", "monto", "pagare", "folio",
     "abono", "cargo", "total", "recibo", "periodo", "rfc", "referencia", "capital", "interes", "intereses", "vencimiento",
     "de", "del", "y", "contrato", "programa", "plan", "nivel", "mensualidad", "pago")
)  # fmt: skip
_KNOWN = _OTHERS.union(*_HEADS.values())
_FEWEST_HEADS = 3
_MOST_ROWS = 4
_SLACK = 0.008  # of the page's width, by which a column's text may stand left of its heading
_WORD = re.compile(r"[^\W_]+")


def row_names(surface: Surface, known: Known) -> Iterator[tuple[str, tuple[str, int, int]]]:
    """Role and name of the person below each such heading; of a list of several nobody."""
    lines = surface.lines()
    for at, line in enumerate(lines):
        for role, left, right in _name_columns(surface, line):
            below = (_in_column(surface, row, left, right) for row in lines[at + 1 : at + 1 + _MOST_ROWS])
            names = [name for part in below if part and (name := whole_name(surface, *part, known))]
            if len({name[0] for name in names}) == 1:
                yield role, names[0]


def _name_columns(surface: Surface, line: tuple[int, int]) -> list[tuple[str, float, float]]:
    """Role, left and right edge (0-1) of each column of names, where the line is the heading of a table."""
    heads: list[tuple[str, int]] = []
    for match in _WORD.finditer(surface.folded, *line):
        if match.group() not in _KNOWN:
            return []
        heads.append((match.group(), match.start()))
    if len(heads) < _FEWEST_HEADS:
        return []
    boxes = [surface.box(start, start + len(text)) for text, start in heads]
    lefts = [*(box[0] if box else -1.0 for box in boxes), 1.0]
    if min(lefts) < 0:
        return []
    return [
        (role, lefts[order], lefts[order + 1])
        for order, (text, _) in enumerate(heads)
        for role, words in _HEADS.items()
        if text in words
    ]


def _in_column(surface: Surface, row: tuple[int, int], left: float, right: float) -> tuple[int, int] | None:
    """The stretch of a row that stands between the edges of a column."""
    inside = [place for place in surface.placed(*row) if left - _SLACK <= place[2].box[0] < right - _SLACK]
    return (inside[0][0], inside[-1][1]) if inside else None
