"""All that is held about a person, as a list to hand over: what is registered, papers, loans of originals, who looked (DOMAIN 4.4)."""

from schemas.access import Action, Actor, may
from schemas.clocks.calendar import local_day
from schemas.custody import LINE_NAMES, LineState
from schemas.dossier import Dossier, DossierScope
from schemas.originals import Original
from schemas.printed import Fields, Part, Printed, Signatures, Table, Words, day, moment
from schemas.registry import Debtor
from service.archive import Archive
from service.operations import registry
from service.operations.custody import views
from service.operations.days import today
from service.operations.dossier import find_dossier
from service.operations.printed_forms import HOUSE, UNIT
from storage.records import custody, events, loans

MOST_ADDRESSES = 100
MOST_LOOKS = 2_000
"""Entries of the log that are listed, the newest: a person's file is looked at a few times a month."""

Rows = tuple[tuple[str, ...], ...]


def held_form(archive: Archive, actor: Actor, person_id: str, code: str = "") -> Printed:
    """The list of the person of that id, as a form to sign; `code` is drawn as its barcode.

    Who may not read the log lists no looks, and the form says so.

    Raises:
        Forbidden: the actor may not read dossiers.
        NotFound: there is no such person.
    """
    dossier = find_dossier(archive, actor, person_id, DossierScope.DEBTOR)
    lent, slips = _lent(archive, actor, dossier)
    parts: list[Part] = [
        Words("Datos registrados", heading=True), Fields(_known(dossier.debtor)),
        *_table("Domicilios", ("Clase", "Domicilio", "Vigente desde"), _addresses(archive, actor, person_id), (1, 4, 1.2)),
        *_table("Créditos", ("Crédito", "Calidad", "Estado", "Importe", "Abogado", "Juicios"), _credits(dossier),
                (1.2, 1, 1, 1, 2, 1.6)),
        *_table("Documentos", ("Nº", "Documento", "Fecha", "Hojas"), _papers(dossier), (0.4, 4, 1, 0.6)),
        *_table("Originales en papel", ("Código", "Original", "Dónde está"), lent, (1, 3, 2.4)),
        *_table("Préstamos de originales", ("Vale", "A quién", "Entregado", "Código", "Estado"), slips,
                (1.2, 2.4, 1, 1, 1.2)),
    ]  # fmt: skip
    if may(actor, Action.READ_EVENTS):
        parts += _table("Quién lo consultó o cambió", ("Cuándo", "Quién"), _looks(archive, person_id), (1, 3))
    else:
        parts.append(Words("Las consultas a este registro las relaciona quien lee la bitácora."))
    parts.append(Signatures(("Responsable de los datos personales", "Recibe")))
    return Printed(HOUSE, UNIT, f"Relación de datos personales al {day(today())}", tuple(parts), code=code)


def _known(person: Debtor | None) -> tuple[tuple[str, str], ...]:
    if person is None:
        return ()
    return (
        ("Nombre", person.full_name), ("CURP", person.curp or "—"), ("RFC", person.rfc or "—"),
        ("Nacimiento", day(person.birth_date) or "—"), ("Teléfono", person.phone or "—"),
        ("Correo", person.email or "—"), ("Empleador", person.employer or "—"),
        *(("Otro registro", f"{one.full_name} {one.curp or one.rfc or ''}".strip()) for one in person.merged_entries),
    )  # fmt: skip


def _addresses(archive: Archive, actor: Actor, person_id: str) -> Rows:
    listed = registry.listing(archive, actor, "addresses", limit=MOST_ADDRESSES, filters={"person": person_id}).items
    return tuple(
        (
            one.type.capitalize(),
            ", ".join(part for part in (one.line, one.city, one.state, one.postal_code) if part),
            day(one.valid_from) or "—",
        )
        for one in listed
    )


def _credits(dossier: Dossier) -> Rows:
    return tuple(
        (one.number, "aval" if one.role == "guarantor" else "acreditado", one.status, one.principal or "—",
         one.lawyer or "—", ", ".join(f"{suit.court_code} {suit.file}" for suit in one.lawsuits) or "—")
        for one in dossier.credits
    )  # fmt: skip


def _papers(dossier: Dossier) -> Rows:
    return tuple(
        (str(number), f"{one.type_name}: {one.title}", day(one.date) or "—", str(one.pages))
        for number, one in enumerate(dossier.documents, 1)
    )


def _lent(archive: Archive, actor: Actor, dossier: Dossier) -> tuple[Rows, Rows]:
    """The originals with their places, and every slip they were lent on."""
    suits = {suit.id for credit in dossier.credits for suit in credit.lawsuits}
    with archive.database.read() as session:
        rows = custody.of_matters(session, actor, [one.id for one in dossier.credits], suits)
        found: dict[str, Original] = {one.id: one for one in views.originals(session, actor, rows, today())}
        slips = [
            (slip.folio, slip.borrower_name, day(local_day(slip.issued_at)), found[line.item_id].barcode,
             LINE_NAMES[LineState(line.state)])
            for slip, line in loans.of_items(session, list(found))
        ]  # fmt: skip
    return tuple((one.barcode, one.title, one.where) for one in found.values()), tuple(slips)


def _looks(archive: Archive, person_id: str) -> Rows:
    with archive.database.read() as session:
        rows = events.listing(session, object_id=person_id, limit=MOST_LOOKS)
        person = views.people(session, (row.actor for row in rows))
        return tuple((moment(row.at), person(row.actor)) for row in rows)


def _table(title: str, headings: tuple[str, ...], rows: Rows, widths: tuple[float, ...]) -> list[Part]:
    """A heading with its table, or with a word that there is none."""
    return [Words(title, heading=True), Table(headings, rows, widths) if rows else Words("Nada registrado.")]
