"""Lawsuits filed without the court's stamped acknowledgement (acuse): the office's first measure of efficiency."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from schemas.clocks.calendar import OFFICE
from schemas.court_files import FileOf
from schemas.queues import Figure, Headings, Level, Line, QueueName, median, share
from schemas.stages import stage_name
from service.operations.clocks import is_filed
from service.operations.matters import Asked, SuitFacts, suit_parts
from service.operations.queues.asked import Built, Queue
from service.operations.queues.lapse import dress, suit_ref
from storage.records.suits import Suit

LATE = "office.acknowledgement_late"


def build(asked: Asked) -> Built:
    """Lawsuits filed of which no acknowledgement is here, the longest ago first; those without a date before all."""
    late = asked.rules.value(LATE, asked.today).days
    standing = [
        part.told("acknowledgement", lambda facts: _standing(asked, facts, late))
        for part in suit_parts(asked).parts.values()
    ]
    filed = [one for one in standing if one is not None]
    lines = [one.line for one in filed if one.line is not None]
    lines.sort(key=lambda one: (one.since is not None, one.since, one.about.label))
    return Built(lines, tuple(_figures(filed, lines, late)))


class _Standing(NamedTuple):
    """A lawsuit filed: whether an acknowledgement was checked, natural days to its capture, and the line where none is here."""

    is_valid: bool
    days_to_capture: int | None
    line: Line | None


def _standing(asked: Asked, facts: SuitFacts, late: int) -> _Standing | None:
    """None for what is no lawsuit of ours or not filed. Checked is a stamp found valid, or a document of a sure type and lawsuit."""
    suit, stamp, papers = facts.known.suit, facts.stamped, facts.known.papers
    if suit.kind != FileOf.MAIN or (not is_filed(suit) and facts.first_filed is None):
        return None
    filed = suit.filed_on or facts.first_filed
    is_here = stamp is not None or (papers is not None and papers.receipt)
    is_valid = (stamp is not None and stamp.valid) or (papers is not None and papers.receipt_filed)
    captured = papers.receipt_captured if papers else None
    days = None if filed is None or captured is None else max(0, (captured - filed).days)
    return _Standing(is_valid, days, None if is_here else _line(asked, suit, filed, late))


def _line(asked: Asked, suit: Suit, filed: date | None, late: int) -> Line:
    days = None if filed is None else OFFICE.count(filed, asked.today)
    limit = None if filed is None else OFFICE.add(filed, late)
    said = "no está registrado el día en que se presentó" if filed is None else f"presentada el {filed:%d/%m/%Y}"
    return Line(
        about=suit_ref(suit),
        what=stage_name(suit.status),
        lawyer=suit.lawyer,
        since=filed,
        limit=limit,
        days=days,
        level=Level.PAST if days is None or days > late else Level.WARN if days > late // 2 else Level.WATCH,
        why=f"Falta el acuse de la demanda: {said}.",
        source="LGTOC 166",
    )


def _figures(filed: list[_Standing], lines: list[Line], late: int) -> Iterable[Figure]:
    valid = sum(one.is_valid for one in filed)
    taken = [one.days_to_capture for one in filed if one.days_to_capture is not None]
    yield Figure("filed", "Juicios presentados", len(filed), "juicios")
    yield Figure("acknowledged", "Juicios con acuse validado", share(valid, len(filed)), "%")
    yield Figure("median_days", "Mediana de días entre presentación y captura del acuse", median(taken), "días")
    overdue = sum(line.days is not None and line.days > late for line in lines)
    yield Figure("late", f"Sin acuse a más de {late} días hábiles", overdue, "juicios")


QUEUE = Queue(
    QueueName.ACKNOWLEDGEMENTS,
    "Demandas sin acuse",
    Headings("Etapa", "Presentada", "Acuse esperado", "Días hábiles sin acuse"),
    build,
    dress,
    suit_parts,
)
