"""Stages of lawsuits that no document shows (sin soporte documental)."""

from datetime import date

from schemas.queues import Figure, Headings, Level, Line, QueueName, Ref, share
from schemas.stages import stage_name
from service.operations.matters import Asked, SuitFacts, suit_parts
from service.operations.queues.asked import Built, Queue
from service.operations.queues.lapse import dress, suit_ref
from storage.records.suits import Stage, Suit


def build(asked: Asked) -> Built:
    """Stage events without a document, the newest first: those can still be asked for."""
    parts = suit_parts(asked).parts.values()
    lines = [line for part in parts for line in part.told("stages", lambda facts: _lines(facts, asked.today))]
    lines.sort(key=lambda line: (line.since, line.refs[0].id), reverse=True)
    events = sum(len(part.facts.stages) for part in parts)
    shown = share(events - len(lines), events)
    return Built(lines, (
        Figure("stages", "Etapas registradas", events, "etapas"),
        Figure("supported", "Etapas con soporte documental", shown, "%"),
    ))  # fmt: skip


def _lines(facts: SuitFacts, today: date) -> tuple[Line, ...]:
    return tuple(_line(one, facts.known.suit, today) for one in facts.stages if one.document_id is None)


def _line(one: Stage, suit: Suit, today: date) -> Line:
    return Line(
        about=suit_ref(suit),
        what=stage_name(one.stage),
        lawyer=suit.lawyer,
        since=one.on,
        days=max(0, (today - one.on).days),
        level=Level.WATCH,
        why="Sin soporte documental: ningún documento acredita la etapa.",
        refs=(Ref("stage_event", one.id, one.stage),),
    )


QUEUE = Queue(
    QueueName.STAGES,
    "Etapas sin soporte documental",
    Headings("Etapa", "Fecha de la etapa", "Límite", "Días desde la etapa"),
    build,
    dress,
    suit_parts,
)
