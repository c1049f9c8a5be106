"""Lawsuits filed without the court's stamped acknowledgement (acuse): the office's first measure of efficiency."""

from collections.abc import Hashable, Iterable
from datetime import date
from typing import NamedTuple

from schemas.clocks.calendar import OFFICE
from schemas.court_files import FileOf
from schemas.queues import Figure, Headings, Level, Line, QueueName, median, share
from schemas.stages import stage_name
from service.kept_boards import Key, Told
from service.operations.clocks import is_filed
from service.operations.matters import Asked, SuitFacts, suit_parts
from service.operations.queues.asked import ByMatter, Counted, Queue, ordered
from service.operations.queues.lapse import dress, suit_ref
from storage.records.suits import Suit

LATE = "office.acknowledgement_late"


def tell(asked: Asked, facts: SuitFacts) -> Told[Line]:
    """Lawsuits filed of which no acknowledgement is here, the longest ago first; those without a date before all."""
    late = asked.rules.value(LATE, asked.today).days
    one = _standing(asked, facts, late)
    if one is None:
        return Told()
    counts: dict[Hashable, int] = {"filed": 1, "valid": one.is_valid}
    if one.days_to_capture is not None:
        counts["days", one.days_to_capture] = 1
    if one.line is not None and one.line.days is not None:
        counts["late"] = one.line.days > late
    return ordered([one.line] if one.line is not None else (), _key, counts)


def _key(line: Line) -> Key:
    return line.since is not None, line.since, line.about.label


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


def figures(asked: Asked, counted: Counted) -> Iterable[Figure]:
    """Of lawsuits filed, how many have a valid acknowledgement and how soon it came."""
    late = asked.rules.value(LATE, asked.today).days
    taken = [days for days, number in counted.under("days") for _ in range(number)]
    yield Figure("filed", "Juicios presentados", counted.of("filed"), "juicios")
    yield Figure("acknowledged", "Juicios con acuse validado", share(counted.of("valid"), counted.of("filed")), "%")
    yield Figure("median_days", "Mediana de días entre presentación y captura del acuse", median(taken), "días")
    yield Figure("late", f"Sin acuse a más de {late} días hábiles", counted.of("late"), "juicios")


QUEUE = Queue(
    QueueName.ACKNOWLEDGEMENTS,
    "Demandas sin acuse",
    Headings("Etapa", "Presentada", "Acuse esperado", "Días hábiles sin acuse"),
    ByMatter(suit_parts, tell, figures),
    dress,
)
