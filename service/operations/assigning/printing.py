"""The relation of a batch (relación de asignación y entrega), set on paper to be signed."""

from pathlib import Path

from schemas.access import Action, Actor
from schemas.assigning import AssignmentBatch, BatchLine
from schemas.printed import Fields, Part, Printed, Signatures, Table, Words, day
from service.archive import Archive, require
from service.operations.printed_forms import HOUSE, UNIT, write_form
from storage.records import events

_DUTY = (
    "El abogado recibe los créditos y los originales que se detallan para su cobro judicial, y se obliga a presentar la "
    "demanda, a entregar el acuse, a informar y a devolver los originales en los plazos de su contrato."
)
ENDORSEMENT = "Páguese a {lawyer}, cédula profesional {cedula}, en procuración, al cobro (LGTOC 35)."
"""The text to be written on the back of each note."""


def print_relation(archive: Archive, actor: Actor, batch: AssignmentBatch, target: Path) -> None:
    """Write the relation, found for the same actor, as a PDF; the hand-over of the copy is recorded.

    Raises:
        Forbidden: the actor may not read the registry.
        InvalidInput: `target` cannot be written.
    """
    require(actor, Action.READ_REGISTRY)
    write_form(relation_form(batch), target)
    with archive.database.write() as session:
        act = events.Act(actor.name, actor.origin, "print", "assignment_batch", batch.id, {"number": batch.number})
        events.record(session, act)


def relation_form(batch: AssignmentBatch) -> Printed:
    """What the relation says."""
    given = [line for line in batch.lines if (line.assigned if batch.issued_on else not line.refused)]
    kept = [line for line in batch.lines if line not in given]
    parts: list[Part] = [
        Fields(
            (
                ("Relación", batch.number), ("Fecha de asignación", day(batch.assigned_on)),
                ("Abogado", batch.lawyer), ("Cédula profesional", batch.lawyer_cedula),
                ("Estado", f"emitida el {day(batch.issued_on)}" if batch.issued_on else "borrador, sin efectos"),
                ("Créditos", f"{len(given)} de {len(batch.lines)}"),
            )
        ),
        Words(f"Créditos que se entregan: {len(given)}", heading=True),
        Table(
            ("Nº", "Crédito", "Deudor", "Pagarés", "Importe", "Originales", "Vale", "Prescribe"),
            tuple(_row(number, line) for number, line in enumerate(given, 1)),
            (0.4, 1.2, 2.4, 1.1, 1, 1.4, 1, 0.9),
        ),
    ]  # fmt: skip
    noted = [(line.credit, finding.sentence) for line in given for finding in line.findings]
    if noted:
        parts += [Words("Observaciones", heading=True), Table(("Crédito", "Observación"), tuple(noted), (1.2, 6))]
    if kept:
        reasons = tuple((one.credit, one.debtor, " ".join(_reasons(one))) for one in kept)
        parts += [
            Words(f"Créditos que no se entregan: {len(kept)}", heading=True),
            Table(("Crédito", "Deudor", "Motivo"), reasons, (1.2, 2.4, 4)),
        ]
    parts += [Words(notice) for notice in batch.notices]
    endorsement = ENDORSEMENT.format(lawyer=batch.lawyer, cedula=batch.lawyer_cedula)
    parts += [
        Words(f"Texto del endoso de cada pagaré: «{endorsement}»"),
        Words(_DUTY),
        Signatures(("Entrega: Responsable de Cartera Judicial", f"Recibe: {batch.lawyer}", "Vo. Bo.", "Testigo")),
    ]
    return Printed(HOUSE, UNIT, "Relación de asignación y entrega", tuple(parts), code=batch.number, landscape=True)


def _row(number: int, line: BatchLine) -> tuple[str, ...]:
    return (
        str(number), line.credit, line.debtor, ", ".join(line.notes), line.amount or "", ", ".join(line.originals),
        line.slip or "", day(line.prescribes_on),
    )  # fmt: skip


def _reasons(line: BatchLine) -> list[str]:
    return [one.sentence for one in line.findings if one.refuses] or ["No se asignó."]
