"""Lawsuits filed without the court's stamped acknowledgement (acuse): the office's first measure of efficiency."""

from collections.abc import Iterable
from datetime import date

from schemas.clocks.calendar import OFFICE
from schemas.queues import Figure, Headings, Level, Line, QueueName, median, share
from service.operations.clocks import is_filed
from service.operations.queues.asked import Asked, Built, Queue
from service.operations.queues.lapse import dress, suit_ref
from storage.records import suits
from storage.records.suits import Acknowledged, Papers, Scope, Suit

LATE = "office.acknowledgement_late"


class _Known:
    """What is known of the acknowledgements of all lawsuits."""

    def __init__(self, asked: Asked) -> None:
        scope = Scope(asked.actor)
        self.papers = suits.papers(asked.session, scope, asked.today)
        self.stamped = suits.acknowledged(asked.session, scope)
        self.first = suits.first_filings(asked.session, scope)
        known = suits.suits(asked.session, asked.actor)
        self.filed = [one for one in known if is_filed(one) or one.id in self.first]

    def filed_on(self, suit: Suit) -> date | None:
        return suit.filed_on or self.first.get(suit.id)

    def is_acknowledged(self, suit: Suit) -> bool:
        """Whether any acknowledgement is there, checked or not."""
        paper = self.papers.get(suit.id)
        return suit.id in self.stamped or (paper is not None and paper.receipt)

    def is_valid(self, suit: Suit) -> bool:
        """Whether one was checked: validated as a stamp, or filed as a document of a sure type and lawsuit."""
        stamp: Acknowledged | None = self.stamped.get(suit.id)
        paper: Papers | None = self.papers.get(suit.id)
        return (stamp is not None and stamp.valid) or (paper is not None and paper.receipt_filed)

    def days_to_capture(self, suit: Suit) -> int | None:
        """Natural days from filing to capture."""
        filed, paper = self.filed_on(suit), self.papers.get(suit.id)
        if filed is None or paper is None or paper.receipt_captured is None:
            return None
        return max(0, (paper.receipt_captured - filed).days)


def build(asked: Asked) -> Built:
    """Lawsuits filed of which no acknowledgement is here, the longest ago first; those without a date before all."""
    known = _Known(asked)
    late = asked.rules.value(LATE, asked.today).days
    lines = [_line(asked, one, known.filed_on(one), late) for one in known.filed if not known.is_acknowledged(one)]
    lines.sort(key=lambda one: (one.since is not None, one.since, one.about.label))
    return Built(lines, tuple(_figures(known, lines, late)))


def _line(asked: Asked, suit: Suit, filed: date | None, late: int) -> Line:
    days = None if filed is None else OFFICE.count(filed, asked.today)
    limit = None if filed is None else OFFICE.add(filed, late)
    said = "no está registrado el día en que se presentó" if filed is None else f"presentada el {filed:%d/%m/%Y}"
    return Line(
        about=suit_ref(suit),
        what=suit.status,
        lawyer=suit.lawyer,
        since=filed,
        limit=limit,
        days=days,
        level=Level.PAST if days is None or days > late else Level.WARN if days > late // 2 else Level.WATCH,
        why=f"Falta el acuse de la demanda: {said}.",
        source="LGTOC 166",
    )


def _figures(known: _Known, lines: list[Line], late: int) -> Iterable[Figure]:
    valid = sum(map(known.is_valid, known.filed))
    taken = [days for days in map(known.days_to_capture, known.filed) if days is not None]
    yield Figure("filed", "Juicios presentados", len(known.filed), "juicios")
    yield Figure("acknowledged", "Juicios con acuse validado", share(valid, len(known.filed)), "%")
    yield Figure("median_days", "Mediana de días entre presentación y captura del acuse", median(taken), "días")
    overdue = sum(line.days is not None and line.days > late for line in lines)
    yield Figure("late", f"Sin acuse a más de {late} días hábiles", overdue, "juicios")


QUEUE = Queue(
    QueueName.ACKNOWLEDGEMENTS,
    "Demandas sin acuse",
    Headings("Etapa", "Presentada", "Acuse esperado", "Días hábiles sin acuse"),
    build,
    dress,
)
