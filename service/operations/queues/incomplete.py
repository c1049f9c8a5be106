"""Credits whose dossier lacks what their status requires (dossieres incompletos, DOMAIN 3.5)."""

from collections.abc import Mapping

from schemas.completeness import FOR_EACH_OBLIGOR, needed_for_credit
from schemas.document_types import type_name
from schemas.queues import Figure, Headings, Level, Line, QueueName, Ref, share
from service.operations.queues.asked import Asked, Built, Queue
from storage.records import queued_papers
from storage.records.queued_papers import HeldCredit


def build(asked: Asked) -> Built:
    """The most incomplete first."""
    credits, types = queued_papers.held_credits(asked.session, asked.actor)
    lines = [line for one in credits if (line := _line(one, types.get(one.id, {}))) is not None]
    lines.sort(key=lambda line: (-(line.days or 0), line.about.label))
    whole = share(len(credits) - len(lines), len(credits))
    return Built(lines, (
        Figure("credits", "Créditos", len(credits), "créditos"),
        Figure("complete", "Créditos con su dossier completo", whole, "%"),
    ))  # fmt: skip


def _line(one: HeldCredit, types: Mapping[str, int]) -> Line | None:
    missing = []
    for needed in needed_for_credit(one.status):
        wanted = one.obligors if needed == (FOR_EACH_OBLIGOR,) else 1
        if sum(types.get(kind, 0) for kind in needed) < wanted:
            missing.append(" o ".join(map(type_name, needed)))
    if not missing:
        return None
    return Line(
        about=Ref("credit", one.id, one.number),
        what=one.status.replace("_", " "),
        who=one.debtor,
        days=len(missing),
        level=Level.WARN if len(missing) > 2 else Level.WATCH,
        why=f"Falta: {'; '.join(missing)}.",
        refs=(Ref("debtor", one.debtor_id, one.debtor),),
    )


QUEUE = Queue(
    QueueName.INCOMPLETE,
    "Dossieres incompletos",
    Headings("Estado", "Desde", "Límite", "Documentos que faltan"),
    build,
)
