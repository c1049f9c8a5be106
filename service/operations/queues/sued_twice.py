"""Notes that are the base of more than one lawsuit (juicios espejo): used to defraud public creditors (DOMAIN 4.6, G1)."""

from schemas.queues import Figure, Headings, Level, Line, QueueName, Ref
from service.operations.matters import Asked
from service.operations.queues.asked import Built, Queue
from service.operations.queues.lapse import dress, suit_ref
from storage.records import suits
from storage.records.suits import Scope, Suit


def build(asked: Asked) -> Built:
    """A line for each such note, under its first lawsuit, naming the others."""
    twice = suits.sued_twice(asked.session, Scope(asked.actor))
    wanted = {one for ids in twice.values() for one in ids}
    of = {one.id: one for one in suits.suits(asked.session, asked.actor, wanted)}
    lines = [_line(note_id, [of[one] for one in ids if one in of]) for note_id, ids in twice.items()]
    lines.sort(key=lambda line: line.about.label)
    return Built(lines, (Figure("notes", "Pagarés con más de un juicio", len(lines), "pagarés"),))


def _line(note_id: str, brought: list[Suit]) -> Line:
    first, *others = sorted(brought, key=lambda suit: (suit.year, suit.number, suit.id))
    return Line(
        about=suit_ref(first),
        what="Pagaré demandado dos veces",
        lawyer=first.lawyer,
        since=first.filed_on,
        days=len(brought),
        level=Level.URGENT,
        why=f"El mismo pagaré es base de {len(brought)} juicios.",
        refs=(Ref("promissory_note", note_id, note_id), *map(suit_ref, others)),
    )


QUEUE = Queue(
    QueueName.SUED_TWICE,
    "Pagarés demandados dos veces",
    Headings("Motivo", "Primera demanda", "Límite", "Juicios"),
    build,
    dress,
)
