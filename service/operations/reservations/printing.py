"""What is printed of reservations: the agreement with its harm test, and the public index of what is reserved (LGTAIP 105-109)."""

from datetime import date
from pathlib import Path

from schemas.access import Action, Actor
from schemas.document_types import type_name
from schemas.printed import Fields, Part, Printed, Signatures, Table, Words, day
from schemas.reservations import (
    CAUSE_NAMES,
    DECISION_NAMES,
    STATE_NAMES,
    HarmTest,
    Reservation,
    ReservationMark,
    legend,
)
from service.archive import Archive, require
from service.operations.days import today
from service.operations.printed_forms import HOUSE, UNIT, write_form
from service.operations.queues.running import write_table
from service.operations.reservations.views import each_reservation, found_reservation, known_of, mark_of, shown_row
from storage.records import events
from storage.records.reservations import Named, Wanted

HEADINGS = (
    "Área que generó la información", "Tema", "Documento", "Reserva", "Partes que se reservan", "Inicia", "Termina", "Plazo",
    "En prórroga", "Fundamento", "Justificación", "Folio",
)  # fmt: skip
"""What the index tells of each (LGTAIP 105)."""
_WIDTHS = (2.0, 1.6, 2.2, 1.0, 1.6, 1.1, 1.1, 1.0, 1.0, 2.0, 3.4, 1.3)


def print_reservation(archive: Archive, actor: Actor, key: str, target: Path) -> None:
    """Write the agreement of a reservation with its harm test as a PDF; the copy is recorded.

    Raises:
        Forbidden: the actor may not read records management.
        NotFound: there is no such reservation.
        InvalidInput: `target` cannot be written.
    """
    require(actor, Action.READ_RECORDS)
    with archive.database.read() as session:
        row = found_reservation(session, key)
        one, mark = shown_row(session, row), mark_of(row, today())
    write_form(agreement_form(one, mark), target)
    with archive.database.write() as session:
        events.record(
            session, events.Act(actor.name, actor.origin, "print", "reservation", one.id, {"folio": one.folio})
        )


def write_index(archive: Archive, actor: Actor, target: Path) -> int:
    """Write the index of what is reserved today; how many lines. Its ending says as what: `.xlsx`, `.csv` or `.pdf`.

    The index is public: a document is called by its type and an archival file by its code, never by a title that may name somebody.

    Raises:
        Forbidden: the actor may not read records management.
        InvalidInput: `target` cannot be written.
    """
    require(actor, Action.READ_RECORDS)
    with archive.database.read() as session:
        rows = [_line(one) for one in each_reservation(session, Wanted(standing_on=today()))]
    title = f"Índice de expedientes reservados al {day(today())}"
    if target.suffix == ".pdf":
        table: tuple[Part, ...] = (Table(HEADINGS, tuple(rows), _WIDTHS),) if rows else (Words("Nada está reservado."),)
        write_form(Printed(HOUSE, UNIT, title, (*table, Signatures(("Titular del área",))), landscape=True), target)
    else:
        write_table(target, title, HEADINGS, rows)
    with archive.database.write() as session:
        said = {"index": "reservations", "lines": len(rows)}
        events.record(session, events.Act(actor.name, actor.origin, "export", "reservation", "all", said))
    return len(rows)


def agreement_form(one: Reservation, mark: ReservationMark) -> Printed:
    """What the agreement says: what, for which request, on what ground and why, until when, and what became of it."""
    parts: list[Part] = [
        Fields((
            ("Folio", one.folio), ("Solicitud", one.request), ("Se reserva", one.subject), ("Partes", one.parts or "completo"),
            ("Fecha de clasificación", day(one.classified_on)), ("Reservado hasta", day(one.last_day)),
            ("Firma por el área", f"{one.signed_by}, {one.signed_office}"), ("Estado", STATE_NAMES[one.state]),
        )),
        Words("Leyenda (LGTAIP 109)", heading=True), Words(legend(mark)),
        Words("Fundamento legal", heading=True), Words(one.legal_basis),
        Words("Motivo", heading=True), Words(one.reason),
        *_harm(one.harm, "Prueba de daño (LGTAIP 107)"),
    ]  # fmt: skip
    if one.decision is not None:
        said = f"{DECISION_NAMES[one.decision]}, el {day(one.decided_on)}. {one.decision_act}"
        parts += [Words("Comité de Transparencia (LGTAIP 106)", heading=True), Words(said)]
    if (more := one.extension) is not None:
        said = f"Hasta el {day(more.until)}, aprobada el {day(more.on)}. {more.act}. Firma: {more.signed_by}, {more.signed_office}."
        parts += [Words("Ampliación única del plazo (LGTAIP 104)", heading=True), Words(said), Words(more.reason)]
        parts += _harm(more.harm, "Prueba de daño de la ampliación")
    if one.end_cause is not None:
        said = f"{CAUSE_NAMES[one.end_cause]}, el {day(one.ended_on)}. {one.end_reason} {one.end_act}".strip()
        parts += [Words("Desclasificación", heading=True), Words(said)]
    parts.append(Signatures((f"{one.signed_by}, {one.signed_office}", "Comité de Transparencia")))
    return Printed(HOUSE, UNIT, "Acuerdo de clasificación como reservado", tuple(parts), code=one.folio)


def _harm(harm: HarmTest, title: str) -> tuple[Part, ...]:
    return (
        Words(title, heading=True),
        Words(f"I. Riesgo real, demostrable e identificable: {harm.risk}"),
        Words(f"II. El perjuicio supera el interés público de que se difunda: {harm.outweighs}"),
        Words(f"III. Proporcionalidad y medio menos restrictivo: {harm.proportion}"),
    )


def _line(one: Named) -> tuple[str, ...]:
    row, known = one.row, known_of(one.row)
    what = f"Expediente de archivo {one.code}" if one.code else type_name(one.type or "")
    theme = one.code.rsplit("/", 2)[0] if one.code else "Documentos de la cartera judicial"
    return (
        row.signed_office, theme, what, "parcial" if row.parts else "completa", row.parts, day(row.classified_on),
        day(known.last_day), _term(row.classified_on, known.last_day), "sí" if known.extended_until else "no", row.legal_basis,
        row.reason, row.folio,
    )  # fmt: skip


def _term(start: date, end: date) -> str:
    """How long it lasts, in months begun."""
    months = (end.year - start.year) * 12 + end.month - start.month + (end.day > start.day)
    years, rest = divmod(months, 12)
    said = [f"{years} {'año' if years == 1 else 'años'}"] if years else []
    said += [f"{rest} {'mes' if rest == 1 else 'meses'}"] if rest or not years else []
    return " ".join(said)
