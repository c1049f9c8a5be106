"""Every reservation there ever was as a table, for a system that knows nothing of ours."""

from collections.abc import Iterator

from schemas.access import Action, Actor
from schemas.reservations import Extension, HarmTest, Reservation
from service.archive import Archive, require
from service.operations.days import today
from service.operations.reservations.views import each_reservation, shown_reservation
from storage.records.reservations import Wanted

HEADINGS = (
    *("folio", "estado", "documento", "expediente_de_archivo", "solicitud", "fundamento", "motivo", "partes"),
    *("riesgo", "interes_publico", "proporcion", "firma", "cargo", "clasificada", "hasta", "ultimo_dia"),
    *("decision", "decidida", "acta_decision", "ampliada", "ampliada_hasta", "motivo_ampliacion"),
    *("riesgo_ampliacion", "interes_publico_ampliacion", "proporcion_ampliacion", "acta_ampliacion"),
    *("firma_ampliacion", "cargo_ampliacion", "terminada", "causa", "motivo_termino", "acta_termino"),
    *("anotada_por", "anotada"),
)
_NOT_EXTENDED = ("",) * 9


def reservation_rows(archive: Archive, actor: Actor) -> Iterator[list[str]]:
    """A row a reservation, the newest first, in the order of `HEADINGS`: days as ISO 8601, states and causes by their codes.

    A document is named by its id, an archival file by its code.

    Raises:
        Forbidden: the actor may not read records management.
    """
    require(actor, Action.READ_RECORDS)
    with archive.database.read() as session:
        for one in each_reservation(session, Wanted()):
            yield _row(shown_reservation(one, today()), one.code)


def _row(one: Reservation, code: str | None) -> list[str]:
    known = (
        *(one.folio, one.state, one.document_id, code, one.request, one.legal_basis, one.reason, one.parts),
        *(*_parts(one.harm), one.signed_by, one.signed_office, one.classified_on, one.until, one.last_day),
        *(one.decision, one.decided_on, one.decision_act),
        *(_extended(one.extension) if one.extension else _NOT_EXTENDED),
        *(one.ended_on, one.end_cause, one.end_reason, one.end_act, one.recorded_by, one.recorded_at.isoformat()),
    )
    return ["" if value is None else str(value) for value in known]


def _extended(more: Extension) -> tuple[object, ...]:
    return (more.on, more.until, more.reason, *_parts(more.harm), more.act, more.signed_by, more.signed_office)


def _parts(harm: HarmTest) -> tuple[str, str, str]:
    return harm.risk, harm.outweighs, harm.proportion
