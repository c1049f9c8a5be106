"""Requests about personal data and for information that run against a term (solicitudes ARCO, LGPDPPSO 43-49)."""

from schemas.clocks.calendar import OFFICE
from schemas.queues import Figure, Headings, Level, Line, QueueName, Ref
from service.operations.matters import Asked
from service.operations.queues.asked import Built, Queue
from service.operations.registry.requests import terms_of
from storage.records import requests
from storage.records.tables import DataRequestRow

WARN_DAYS, URGENT_DAYS = 7, 3
SAID = {
    "acceso": "Acceso", "rectificacion": "Rectificación", "cancelacion": "Cancelación", "oposicion": "Oposición",
    "informacion": "Información",
}  # fmt: skip


def build(asked: Asked) -> Built:
    """Those to be answered or carried out, the nearest last day first; none of them is an external lawyer's."""
    lines = []
    if asked.actor.sees_only is None:
        lines = [_line(asked, row, name or "") for row, name in requests.waiting(asked.session)]
    lines.sort(key=lambda one: (one.limit or asked.today, one.about.label))
    return Built(lines, (
        Figure("waiting", "Solicitudes por responder o ejecutar", len(lines), "solicitudes"),
        Figure("late", "Fuera de plazo", sum(one.level is Level.PAST for one in lines), "solicitudes"),
    ))  # fmt: skip


def _line(asked: Asked, row: DataRequestRow, name: str) -> Line:
    given = {one: getattr(row, one) for one in ("received_on", "extended_on", "answered_on", "outcome")}
    terms = terms_of(given, asked.rules)
    due = terms.carry_out_by or terms.answer_by
    left = OFFICE.count(asked.today, due.on) if due.on >= asked.today else -OFFICE.count(due.on, asked.today)
    todo = "Ejecutar lo concedido" if terms.carry_out_by else "Responder"
    unproven = "" if row.identity_proven or row.kind == "informacion" else "; falta acreditar la identidad del titular"
    extended = ", prórroga incluida" if row.extended_on and not terms.carry_out_by else ""
    level = Level.PAST if due.on < asked.today else Level.URGENT if left <= URGENT_DAYS else Level.WARN if left <= WARN_DAYS else Level.WATCH  # fmt: skip
    return Line(
        about=Ref("data_request", row.id, row.folio),
        what=SAID[row.kind],
        who=name or row.requester or "",
        since=row.received_on,
        limit=due.on,
        days=left,
        level=level,
        why=f"{todo} en {due.days} días hábiles{extended}{unproven}.",
        source=due.source,
        refs=((Ref("debtor", row.person_id, name),) if row.person_id else ())
        + ((Ref("document", row.document_id, "Solicitud"),) if row.document_id else ()),
    )


QUEUE = Queue(
    QueueName.DATA_REQUESTS,
    "Solicitudes ARCO y de información",
    Headings("Derecho", "Recibida", "Último día", "Días hábiles restantes"),
    build,
)
