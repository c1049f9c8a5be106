"""Credits whose dossier lacks what their status requires (dossieres incompletos, DOMAIN 3.5)."""

from schemas.completeness import needed_for_credit
from schemas.document_types import type_name
from schemas.queues import Figure, Headings, Level, Line, QueueName, Ref, share
from schemas.registry.credits import status_name
from service.operations.matters import Asked, PaperFacts, paper_parts
from service.operations.queues.asked import Built, Queue


def build(asked: Asked) -> Built:
    """The most incomplete first."""
    parts = paper_parts(asked).parts.values()
    lines = [line for part in parts if (line := part.told("missing", _line)) is not None]
    lines.sort(key=lambda line: (-(line.days or 0), line.about.label))
    whole = share(len(parts) - len(lines), len(parts))
    return Built(lines, (
        Figure("credits", "Créditos", len(parts), "créditos"),
        Figure("complete", "Créditos con su dossier completo", whole, "%"),
    ))  # fmt: skip


def _line(facts: PaperFacts) -> Line | None:
    one, types = facts.credit, facts.types
    missing = []
    for needed in needed_for_credit(one.status, sued=one.wants.sued):
        lacking = one.wants.number(needed) - sum(types.get(kind, 0) for kind in needed)
        if lacking > 0:
            name = " o ".join(map(type_name, needed))
            missing.append(name if lacking == 1 else f"{name} ({lacking})")
    if not missing:
        return None
    return Line(
        about=Ref("credit", one.id, one.number),
        what=status_name(one.status),
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
    rests_on=paper_parts,
)
