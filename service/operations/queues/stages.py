"""Stages of lawsuits that no document shows (sin soporte documental)."""

from datetime import date
from typing import Any

from schemas.queues import Figure, Headings, Level, Line, QueueName, Ref, share
from service.operations.queues.asked import Asked, Built, Queue
from service.operations.queues.lapse import dress, suit_ref
from storage.records import suits
from storage.records.suits import Scope, Suit


def build(asked: Asked) -> Built:
    """Stage events without a document, the newest first: those can still be asked for."""
    of = {one.id: one for one in suits.suits(asked.session, asked.actor)}
    events = suits.stage_events(asked.session, Scope(asked.actor))
    lines = [_line(event, of[event.lawsuit_id], asked.today) for event in events if event.document_id is None]
    lines.reverse()
    shown = share(len(events) - len(lines), len(events))
    return Built(lines, (
        Figure("stages", "Etapas registradas", len(events), "etapas"),
        Figure("supported", "Etapas con soporte documental", shown, "%"),
    ))  # fmt: skip


def _line(event: Any, suit: Suit, today: date) -> Line:  # noqa: ANN401 - a row of a query
    return Line(
        about=suit_ref(suit),
        what=event.stage.replace("_", " ").capitalize(),
        lawyer=suit.lawyer,
        since=event.on,
        days=max(0, (today - event.on).days),
        level=Level.WATCH,
        why="Sin soporte documental: ningún documento acredita la etapa.",
        refs=(Ref("stage_event", event.id, event.stage),),
    )


QUEUE = Queue(
    QueueName.STAGES,
    "Etapas sin soporte documental",
    Headings("Etapa", "Fecha de la etapa", "Límite", "Días desde la etapa"),
    build,
    dress,
)
