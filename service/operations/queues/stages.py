"""Stages of lawsuits that no document shows (sin soporte documental)."""

from collections.abc import Iterable
from datetime import date

from schemas.queues import Figure, Headings, Level, Line, QueueName, Ref, share
from schemas.stages import stage_name
from service.kept_boards import Key, Told
from service.operations.matters import Asked, SuitFacts, suit_parts
from service.operations.queues.asked import ByMatter, Counted, Queue, ordered
from service.operations.queues.lapse import dress, suit_ref
from storage.records.suits import Stage, Suit


def tell(asked: Asked, facts: SuitFacts) -> Told[Line]:
    """Stage events without a document, the newest first: those can still be asked for."""
    lines = (_line(one, facts.known.suit, asked.today) for one in facts.stages if one.document_id is None)
    return ordered(lines, _key, {"stages": len(facts.stages)})


def _key(line: Line) -> Key:
    return line.since, line.refs[0].id


def figures(_asked: Asked, counted: Counted) -> Iterable[Figure]:
    """Stages, and how many of them a document shows."""
    stages = counted.of("stages")
    yield Figure("stages", "Etapas registradas", stages, "etapas")
    yield Figure("supported", "Etapas con soporte documental", share(stages - counted.lines, stages), "%")


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
    ByMatter(suit_parts, tell, figures, newest_first=True),
    dress,
)
