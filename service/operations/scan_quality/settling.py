"""Attend to the pages of a batch on which a defect was found, and print what is to be done about them."""

from pathlib import Path

from schemas.access import Action, Actor
from schemas.document_types import type_name
from schemas.errors import Conflict, Forbidden, InvalidInput
from schemas.printed import Fields, Printed, Signatures, Table, Words, moment
from schemas.scan_quality import (
    DEFECT_NAMES,
    SETTLED_NAMES,
    STATE_NAMES,
    InspectedPage,
    ScanInspection,
    Settled,
    Settlement,
    State,
    kept_note,
)
from service.archive import Archive, require
from service.operations.printed_forms import HOUSE, UNIT, write_form
from service.operations.scan_quality.inspecting import page_at
from service.operations.scan_quality.views import found_inspection, is_own, shown_with_pages
from storage.records import Session, documents, events, now, scan_quality
from storage.records.tables import InspectedPageRow, ScanInspectionRow


def settle_page(archive: Archive, actor: Actor, page: tuple[str, int], given: Settlement) -> InspectedPage:
    """Say how the page `(folio or id, position)` with a defect was attended to.

    The page stays filed where it is; a new scan of it is named by its document, received after the page was seen.
    That the paper itself is so is said by somebody who did not scan it.

    Raises:
        Forbidden: the actor may not review documents, or scanned what they say is so on paper (`own_scans`).
        NotFound: there is no such inspection, page or document.
        InvalidInput: a new scan is not named (`no_new_scan`), or is no newer one (`old_scan`); the note is too long.
        Conflict: the batch is not judged yet (`still_open`), the page has no defect (`no_defect`) or was attended to
            (`settled`).
    """
    require(actor, Action.REVIEW_DOCUMENTS)
    note = kept_note(given.note)
    with archive.database.write() as session:
        row = found_inspection(session, page[0])
        if row.state == State.OPEN.value:
            raise Conflict("La inspección no ha terminado.", code="still_open")
        pages = scan_quality.pages_of(session, [row.id])[row.id]
        kept = page_at(pages, page[1])
        _check(session, actor, (row, pages), kept, given)
        kept.settled, kept.settled_note = given.how.value, note
        kept.settled_at, kept.settled_by = now(), actor.name
        kept.replaced_by = given.document if given.how is Settled.RESCANNED else None
        row.version += 1
        session.flush()
        told = {"page": kept.page_id, "how": kept.settled, "document": kept.replaced_by}
        act = events.Act(actor.name, actor.origin, "settle_scanned_page", "scan_inspection", row.id, told)
        events.record(session, act)
        return shown_with_pages(session, actor, row)[1][page[1] - 1]


def _check(
    session: Session,
    actor: Actor,
    inspection: tuple[ScanInspectionRow, list[InspectedPageRow]],
    kept: InspectedPageRow,
    given: Settlement,
) -> None:
    row, pages = inspection
    if not kept.defects:
        raise Conflict("En esa página no se halló defecto.", code="no_defect")
    if kept.settled is not None:
        raise Conflict("Esa página ya está atendida.", code="settled")
    if given.how is Settled.AS_ON_PAPER and is_own(
        actor, scan_quality.senders(session, [row.batch_id])[row.batch_id], pages
    ):
        raise Forbidden("Que así está el papel lo dice quien no digitalizó el lote.", code="own_scans")
    if given.how is Settled.RESCANNED:
        if not given.document:
            raise InvalidInput("Indique el documento que se digitalizó otra vez.", code="no_new_scan")
        newer = documents.visible(session, actor, given.document)
        if kept.seen_at is None or newer.created_at <= kept.seen_at or newer.state == "discarded":
            raise InvalidInput("Ese documento no se recibió después de la inspección.", code="old_scan")


def print_inspection(
    archive: Archive, actor: Actor, found: tuple[ScanInspection, tuple[InspectedPage, ...]], target: Path
) -> None:
    """Write the report of an inspection, found for the same actor, as a PDF to sign; the copy is recorded.

    Raises:
        Conflict: the batch is not judged yet (`still_open`).
        InvalidInput: `target` cannot be written.
    """
    shown, pages = found
    if shown.state is State.OPEN:
        raise Conflict("La inspección no ha terminado.", code="still_open")
    write_form(inspection_form(shown, pages), target)
    with archive.database.write() as session:
        events.record(session, events.Act(actor.name, actor.origin, "print", "scan_inspection", shown.id))


def inspection_form(found: ScanInspection, pages: tuple[InspectedPage, ...]) -> Printed:
    """What the report says: how the batch was judged, and of each page with a defect what is to be done."""
    wrong = [page for page in pages if page.defects]
    rows = tuple(
        (str(number), f"{page.title}, página {page.number}", type_name(page.type),
         ", ".join(DEFECT_NAMES[one] for one in page.defects) + (f". {page.note}" if page.note else ""),
         " ".join(page.what_to_do), page.operator or "", page.scanner or "—",
         SETTLED_NAMES[page.settled] if page.settled else "por atender")
        for number, page in enumerate(wrong, 1)
    )  # fmt: skip
    headings = ("Nº", "Página", "Tipo", "Defecto", "Qué hacer", "Digitalizó", "Escáner", "Atención")
    return Printed(HOUSE, UNIT, "Muestreo de calidad de un lote", (
        Fields((
            ("Folio", found.folio), ("Lote", found.batch),
            ("Dictamen", STATE_NAMES[found.state]), ("Defectos", f"{found.defective} de {found.seen} páginas ({found.rate:g} %)"),
            ("Páginas del lote", str(found.population)), ("Se rechaza arriba de", f"{found.reject_over} %"),
            ("Sorteado", moment(found.drawn_at)), ("Muestra", f"{found.percent} %, y todas las de pagarés y acuses"),
            ("Inspeccionó", found.closed_by or ""), ("Terminado", moment(found.closed_at) if found.closed_at else ""),
            ("Semilla del sorteo", found.seed or ""), ("Páginas sorteadas de", found.population_digest),
        )),
        Words("Páginas con defecto" if rows else "Ninguna página con defecto.", heading=True),
        *((Table(headings, rows, (0.4, 2.2, 1.2, 1.4, 2.6, 1.0, 0.9, 1.0)),) if rows else ()),
        Words("Lo archivado sigue en su lugar; lo que se digitaliza otra vez se agrega."),
        Signatures((f"Inspeccionó: {found.closed_by}", "Recibe para digitalizar otra vez")),
    ), code=found.folio, landscape=True)  # fmt: skip
