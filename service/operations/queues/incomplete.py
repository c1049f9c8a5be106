"""Credits whose dossier lacks what their status requires (dossieres incompletos, DOMAIN 3.5)."""

from collections.abc import Iterable

from schemas.completeness import needed_for_credit
from schemas.document_types import type_name
from schemas.queues import Figure, Headings, Level, Line, QueueName, Ref, share
from schemas.registry.credits import status_name
from service.kept_boards import Key, Told
from service.operations.matters import Asked, PaperFacts, paper_parts
from service.operations.queues.asked import ByMatter, Counted, Queue, ordered


def tell(_asked: Asked, facts: PaperFacts) -> Told[Line]:
    """The most incomplete first."""
    line = _line(facts)
    return ordered([line] if line is not None else (), _key, {"credits": 1})


def _key(line: Line) -> Key:
    return -(line.days or 0), line.about.label


def figures(_asked: Asked, counted: Counted) -> Iterable[Figure]:
    """Credits, and how many lack nothing."""
    credits = counted.of("credits")
    yield Figure("credits", "Créditos", credits, "créditos")
    yield Figure("complete", "Créditos con su dossier completo", share(credits - counted.lines, credits), "%")


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
    ByMatter(paper_parts, tell, figures),
)
