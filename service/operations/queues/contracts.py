"""Service contracts of lawyers that end soon, or ended while the lawyer still has credits or originals (contratos por vencer)."""

from datetime import date

from schemas.clocks.terms import Ending, Nearness, ending
from schemas.queues import Figure, Headings, Level, Line, QueueName, Ref
from service.operations.matters import Asked
from service.operations.queues.asked import Built, Queue
from storage.records import lawyers_work
from storage.records.lawyers_work import LastContract

LEVELS = {
    Nearness.IN_60: Level.WATCH,
    Nearness.IN_30: Level.WARN,
    Nearness.IN_7: Level.URGENT,
    Nearness.PAST: Level.PAST,
}


def build(asked: Asked) -> Built:
    """The last contract of each lawyer when it ends within the days of the rule, or ended with credits or originals still out."""
    steps = asked.rules.value("contract.expiry_alerts", asked.today).steps
    found = [
        (one, ending(one.last, asked.today, steps)) for one in lawyers_work.last_contracts(asked.session, asked.actor)
    ]
    kept = [
        (one, end)
        for one, end in found
        if end.nearness in LEVELS and (end.nearness is not Nearness.PAST or one.credits or one.originals)
    ]
    lines = [_line(one, end) for one, end in kept]
    lines.sort(key=lambda line: (line.limit or date.max, line.about.label))
    past = sum(end.nearness is Nearness.PAST for _, end in kept)
    return Built(lines, (
        Figure("ending", "Contratos que terminan pronto", len(lines) - past, "contratos"),
        Figure("ended", "Contratos terminados con créditos u originales", past, "contratos"),
    ))  # fmt: skip


def _line(one: LastContract, end: Ending) -> Line:
    ended = end.nearness is Nearness.PAST
    kept = f"{one.credits} créditos y {one.originals} originales por devolver"
    why = f"Terminó, con él el acceso del abogado, y éste conserva {kept}." if ended else "Está por terminar."
    return Line(
        about=Ref("service_contract", one.id, one.number),
        what=f"Contrato {one.number}",
        who=one.lawyer,
        lawyer=one.lawyer,
        since=one.starts_on,
        limit=one.last,
        days=end.left,
        level=LEVELS[end.nearness],
        why=why,
        refs=(Ref("lawyer", one.lawyer_id, one.lawyer),)
        + ((Ref("document", one.document_id, "Contrato"),) if one.document_id else ()),
    )


QUEUE = Queue(
    QueueName.CONTRACTS,
    "Contratos por vencer",
    Headings("Contrato", "Inicio", "Fin", "Días naturales restantes"),
    build,
)
