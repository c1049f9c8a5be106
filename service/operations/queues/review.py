"""Documents that wait for a person's decision (documentos en revisión)."""

from schemas.document_types import type_name
from schemas.outcomes import SENTENCES, Reason
from schemas.queues import Figure, Headings, Level, Line, QueueName, Ref
from service.operations.matters import Asked
from service.operations.queues.asked import Built, Queue
from storage.records import queued_papers
from storage.records.queued_papers import Waiting

_KNOWN = set(Reason)


def build(asked: Asked) -> Built:
    """The longest waiting first."""
    found = queued_papers.awaiting_review(asked.session, asked.actor)
    lines = [_line(asked, one) for one in found]
    old = sum((line.days or 0) > 2 for line in lines)
    return Built(lines, (
        Figure("waiting", "Documentos en revisión", len(lines), "documentos"),
        Figure("waiting_long", "En revisión desde hace más de dos días", old, "documentos"),
    ))  # fmt: skip


def _line(asked: Asked, one: Waiting) -> Line:
    days = max(0, (asked.today - one.since).days)
    return Line(
        about=Ref("document", one.id, one.title or type_name(one.type)),
        what=type_name(one.type),
        since=one.since,
        days=days,
        level=Level.WARN if days > 2 else Level.CALM,
        why=" ".join(SENTENCES[Reason(reason)] for reason in one.reasons if reason in _KNOWN),
        refs=(Ref("document", one.id, type_name(one.type)),),
    )


QUEUE = Queue(
    QueueName.AWAITING_REVIEW,
    "Documentos en revisión",
    Headings("Tipo", "Recibido", "Límite", "Días en revisión"),
    build,
)
