"""Slips, reports of counts and labels, set on paper to be signed or stuck on."""

from pathlib import Path

from indexer.engines.labels import make_labels
from schemas.access import Action, Actor
from schemas.custody import LINE_NAMES, CustodyAct, normal_barcode
from schemas.errors import InvalidInput, NotFound
from schemas.originals import ORIGINALITY_NAMES, Count, LabelsIn, Loan
from schemas.printed import Fields, Label, Part, Printed, Signatures, Table, Words, day, moment
from schemas.system_errors import reason
from service.archive import Archive, require
from service.operations.custody.desk import pick
from service.operations.custody.views import called
from service.operations.printed_forms import HOUSE, UNIT, write_form
from storage.records import Session, custody, events, registry

ACTS = {
    CustodyAct.REGISTER: "alta",
    CustodyAct.MOVE: "cambio de lugar",
    CustodyAct.LEND: "préstamo",
    CustodyAct.FILE_IN_COURT: "presentación en juzgado",
    CustodyAct.COLLECT_FROM_COURT: "recolección en juzgado",
    CustodyAct.RETURN: "devolución",
    CustodyAct.DELIVER_TO_DEBTOR: "entrega al deudor",
    CustodyAct.REPORT_LOST: "reporte de extravío",
    CustodyAct.FIND: "hallazgo",
    CustodyAct.TRANSFER: "transferencia",
    CustodyAct.DESTROY: "baja",
}
_DUTY = (
    "Quien recibe se obliga a custodiar los originales, a no entregarlos a terceros y a devolverlos completos en la fecha "
    "señalada. Sustraer, ocultar, alterar o destruir documentos en custodia se sanciona conforme a los artículos 118 y 121 "
    "de la Ley General de Archivos."
)


def print_slip(archive: Archive, actor: Actor, loan: Loan, target: Path) -> None:
    """Write the loan slip, found for the same actor, as a PDF to sign; the hand-over of the copy is recorded.

    Raises:
        Forbidden: the actor may not read custody.
        InvalidInput: `target` cannot be written.
    """
    require(actor, Action.READ_CUSTODY)
    write_form(slip_form(loan), target)
    with archive.database.write() as session:
        _record(session, actor, "loan", loan.id, loan.folio)


def write_slip(session: Session, actor: Actor, loan: Loan, target: Path) -> None:
    """Write a loan slip in the caller's transaction, so that what cannot be printed need not be lent.

    Raises:
        InvalidInput: `target` cannot be written.
    """
    write_form(slip_form(loan), target)
    _record(session, actor, "loan", loan.id, loan.folio)


def print_count(archive: Archive, actor: Actor, count: Count, target: Path) -> None:
    """Write the differences of a count as a PDF with places to sign.

    Raises:
        Forbidden: the actor may not look into the vault.
        InvalidInput: `target` cannot be written.
    """
    require(actor, Action.READ_RECORDS)
    write_form(count_form(count), target)
    with archive.database.write() as session:
        _record(session, actor, "count", count.id, count.folio)


def write_count(session: Session, actor: Actor, count: Count, target: Path) -> None:
    """Write the differences of a count in the caller's transaction.

    Raises:
        InvalidInput: `target` cannot be written.
    """
    write_form(count_form(count), target)
    _record(session, actor, "count", count.id, count.folio)


def print_labels(archive: Archive, actor: Actor, given: LabelsIn, target: Path) -> int:
    """Write labels of originals and places; how many.

    Raises:
        Forbidden: the actor may not write custody.
        NotFound: an original or a place does not exist.
        InvalidInput: none is asked for, or `target` cannot be written.
    """
    require(actor, Action.WRITE_CUSTODY)
    with archive.database.read() as session:
        items = pick(session, given.originals) if given.originals else []
        credits = registry.credits_by_id(session, {item.credit_id for item in items if item.credit_id})
        labels = []
        for item in items:
            credit = credits.get(item.credit_id or "")
            about = (called(item.type), f"Crédito {credit.number}" if credit else item.title)
            labels.append(Label(item.barcode, about))
        for barcode in given.places:
            place = custody.place_by_barcode(session, normal_barcode(barcode))
            if place is None:
                raise NotFound(f"No hay un lugar con el código «{barcode[:60]}».", code="unknown_place")
            labels.append(Label(place.barcode, (place.path, *((place.series,) if place.series else ())), large=True))
    try:
        make_labels(labels, target)
    except OSError as error:
        raise InvalidInput(f"No se puede escribir {target}: {reason(error)}.", code="unwritable") from error
    return len(labels)


def slip_form(loan: Loan) -> Printed:
    """What a loan slip says."""
    rows = [
        (
            str(number), line.barcode, line.title, ORIGINALITY_NAMES[line.originality],
            fojas(line.foja_first, line.foja_last), line.seal or "", LINE_NAMES[line.state],
        )
        for number, line in enumerate(loan.lines, 1)
    ]  # fmt: skip
    parts: list[Part] = [
        Fields(
            (
                ("Folio", loan.folio), ("Fecha y hora", moment(loan.issued_at)),
                ("Recibe", loan.received_by), ("Por cuenta de", loan.borrower),
                ("Motivo", loan.purpose), ("Devolver a más tardar", day(loan.due_on) or "permanece en el juzgado"),
                ("Autoriza", loan.authorised_by), ("Entrega", loan.issued_by),
            )
        ),
        Words(f"Originales que se entregan: {len(rows)}", heading=True),
        Table(("Nº", "Código", "Documento", "Carácter", "Fojas", "Sello", "Estado"), tuple(rows),
              (0.5, 1.3, 3.2, 1.2, 0.8, 0.9, 1.0)),
    ]  # fmt: skip
    if loan.extensions:
        granted = tuple(
            (moment(one.at), day(one.before), day(one.after), one.reason, one.granted_by) for one in loan.extensions
        )
        parts += [Words("Prórrogas", heading=True),
                  Table(("Fecha", "Vencía", "Vence", "Motivo", "Autoriza"), granted, (1.2, 1, 1, 3, 1.5))]  # fmt: skip
    parts += [Words(_DUTY), Signatures((f"Entrega: {loan.issued_by}", f"Recibe: {loan.received_by}",
                                        f"Autoriza: {loan.authorised_by}", "Devolución recibida por"))]  # fmt: skip
    return Printed(HOUSE, UNIT, "Vale de préstamo de originales", tuple(parts), code=loan.folio)


def count_form(count: Count) -> Printed:
    """What the report of a count says."""
    parts: list[Part] = [
        Fields(
            (
                ("Folio", count.folio), ("Fecha y hora", moment(count.at)),
                ("Caja", count.box), ("Ubicación", count.place),
                ("Según el registro", str(count.expected)), ("Códigos leídos", str(count.read)),
                ("En su lugar", str(count.found)), ("Contó", count.counted_by),
            )
        ),
        Words("Resultado: coincide con el registro." if count.agrees else "Resultado: hay diferencias.", heading=True),
    ]  # fmt: skip
    if count.missing:
        parts += [Words(f"Faltan {len(count.missing)}", heading=True), Table(
            ("Código", "Documento", "Último acto", "Fecha", "Lo entregó", "Lo recibió"),
            tuple((one.barcode, one.title, ACTS[one.last_act], moment(one.since), one.last_given_by or one.last_from,
                   one.last_received_by) for one in count.missing), (1.2, 3, 1.4, 1.4, 1.5, 1.5))]  # fmt: skip
    if count.elsewhere:
        parts += [Words(f"Están aquí y el registro los tiene en otro lugar: {len(count.elsewhere)}", heading=True), Table(
            ("Código", "Documento", "Según el registro", "Desde"),
            tuple((one.barcode, one.title, one.where, moment(one.since)) for one in count.elsewhere),
            (1.2, 3, 3.5, 1.4))]  # fmt: skip
    if count.unexpected:
        parts += [
            Words(f"Códigos sin registro: {len(count.unexpected)}", heading=True),
            Words(", ".join(count.unexpected)),
        ]
    if count.twice:
        parts.append(Words(f"Leídos más de una vez: {', '.join(count.twice)}"))
    parts.append(
        Signatures((f"Contó: {count.counted_by}", "Responsable de la bóveda", "Testigo", "Órgano interno de control"))
    )
    return Printed(HOUSE, UNIT, "Acta de arqueo de originales", tuple(parts), code=count.folio)


def fojas(first: int | None, last: int | None) -> str:
    """A range of sheets as printed."""
    if first is None or last is None:
        return ""
    return str(first) if first == last else f"{first} a {last}"


def _record(session: Session, actor: Actor, kind: str, object_id: str, folio: str) -> None:
    events.record(session, events.Act(actor.name, actor.origin, "print", kind, object_id, {"folio": folio}))
