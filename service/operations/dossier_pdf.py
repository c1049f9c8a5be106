"""Gather the files of a dossier and have a sandbox child bind them into one PDF."""

import contextlib
import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec

from indexer.sandbox import Sandbox
from schemas.binding import BindRequest, BindResult, BoundDocument, BoundPage, BoundSection
from schemas.dossier import Dossier, DossierDocument, DossierScope
from schemas.errors import Corrupt, InvalidInput, NotFound
from schemas.printed import day
from schemas.reservations import legend
from schemas.system_errors import reason
from schemas.versions import Sameness
from schemas.volumes import Volume
from schemas.work import FileKind
from service.archive import Archive
from storage.objects.keys import original_key
from storage.records import dossiers

_TITLES = {
    DossierScope.DEBTOR: "Dossier del deudor",
    DossierScope.CREDIT: "Dossier del crédito",
    DossierScope.LAWSUIT: "Dossier del juicio",
}
_SAME = {
    Sameness.BYTES: "Recibido también con los mismos bytes",
    Sameness.RESCAN: "Otro escaneo",
    Sameness.VERSION: "Otra versión",
}
_FULL = 1 << 20
"""Bytes free of a disk below which it is full."""
_SECONDS_AT_LEAST, _SECONDS_PER_FOLIO = 60.0, 0.6


def bind(
    archive: Archive, dossier: Dossier, target: Path, sandbox: Sandbox, volume: Volume | None = None
) -> BindResult:
    """Write the PDF of the dossier, or of one volume of it, to `target`, replacing what is there only when it is complete.

    Pages are taken from the searchable PDF of a document where there is one (the
    original's pages as they are, with the text read laid under them), else from the original.
    """
    whole = Volume(1, 1, dossier.folios)
    span = volume or whole
    within = [
        one for one in dossier.documents if one.folio_first <= span.folio_last and one.folio_last >= span.folio_first
    ]
    ids = [document.id for document in within]
    with archive.database.read() as session:
        pages = dossiers.pages_to_bind(session, ids)
        rows = dossiers.files_to_bind(session, ids)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(dir=archive.settings.staging))
        by_id = {
            document.id: _portion(
                _document(archive, document, rows[document.id], pages.get(document.id, []), stack), span
            )
            for document in within
        }
        request = BindRequest(
            output="",
            folder=folder,
            title=f"Dossier: {dossier.subject}" + (f", legajo {volume.number}" if volume else ""),
            cover=_cover(dossier, volume),
            sections=_sections(dossier, by_id),
            first_folio=span.folio_first,
        )
        return run_binding(sandbox, request, target, span.folio_last - span.folio_first + 1)


def run_binding(sandbox: Sandbox, request: BindRequest, target: Path, folios: int) -> BindResult:
    """Have the child bind so many folios into `target`, which is there only when it is complete.

    Raises:
        InvalidInput: it cannot be written.
        LimitExceeded: binding took too long or too much memory.
    """
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.partial")
    asked = msgspec.structs.replace(request, output=str(unfinished.absolute()))
    try:
        seconds = _SECONDS_AT_LEAST + _SECONDS_PER_FOLIO * folios
        result = sandbox.call("dossier", asked, BindResult, wall_seconds=seconds)
        unfinished.replace(target)
    except OSError as error:
        raise InvalidInput(f"No se puede escribir el PDF: {reason(error)}.", code="unwritable") from error
    except Corrupt as error:  # the child dies where the disk is full, and can no more say why
        if not _is_full(unfinished.parent):
            raise
        raise InvalidInput("No se puede escribir el PDF: no queda espacio en el disco.", code="unwritable") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return result


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _FULL
    except OSError:  # there is no such folder
        return False


def file_to_bind(
    archive: Archive,
    row: Any,  # noqa: ANN401 - a row of named columns
    pages: list[tuple[int, int]],
    stack: ExitStack,
) -> tuple[str, FileKind, str, tuple[BoundPage, ...]]:
    """Where the file of a document is while `stack` is open (empty when it is lost), its kind, password and all its pages.

    Raises:
        Unavailable: the store does not answer.
    """
    if row.searchable_key:
        with contextlib.suppress(NotFound):  # it can be made again, and the original does as well
            path = str(stack.enter_context(archive.objects.local_copy(row.searchable_key)))
            return path, FileKind.PDF, "", tuple(BoundPage(at) for at in range(len(pages)))
    try:
        path = str(stack.enter_context(archive.objects.local_copy(original_key(row.sha256))))
    except NotFound:
        path = ""  # the page in its place says so; `verify` finds what is lost
    return path, FileKind(row.kind), row.secret or "", tuple(BoundPage(page, rotation) for page, rotation in pages)


def _sections(dossier: Dossier, by_id: dict[str, BoundDocument]) -> tuple[BoundSection, ...]:
    """The parts of which anything is bound."""
    found = (
        BoundSection(section.title, tuple(by_id[one] for one in section.document_ids if one in by_id))
        for section in dossier.sections
    )
    return tuple(section for section in found if section.documents)


def _portion(document: BoundDocument, span: Volume) -> BoundDocument:
    """The pages of a document that stand in the span, which may cut it."""
    first, last = max(document.folio_first, span.folio_first), min(document.folio_last, span.folio_last)
    if (first, last) == (document.folio_first, document.folio_last):
        return document
    return msgspec.structs.replace(
        document,
        pages=document.pages[first - document.folio_first : last - document.folio_first + 1],
        folio_first=first,
        folio_last=last,
        page_first=document.page_first + first - document.folio_first,
        notes=(
            *document.notes,
            f"El documento completo va de la foja {document.folio_first} a la {document.folio_last}.",
        ),
    )


def _document(
    archive: Archive,
    document: DossierDocument,
    row: Any,  # noqa: ANN401 - a row of named columns
    pages: list[tuple[int, int]],
    stack: ExitStack,
) -> BoundDocument:
    path, kind, password, bound = file_to_bind(archive, row, pages, stack)
    return BoundDocument(
        path=path, kind=kind, pages=bound, folio_first=document.folio_first, folio_last=document.folio_last,
        title=document.title if document.title.startswith(document.type_name) else f"{document.type_name}: {document.title}",
        type_name=document.type_name, date=day(document.date), sha256=document.sha256, location=document.location or "",
        notes=_notes(document), password=password,
    )  # fmt: skip


def _notes(document: DossierDocument) -> tuple[str, ...]:
    notes = []
    if not document.whole_file:
        notes.append("Parte de un archivo con varios documentos; el SHA-256 es del archivo completo.")
    if document.state != "filed":
        notes.append("Pendiente de revisión.")
    if document.reservation is not None:
        notes.append(legend(document.reservation))
    notes += [f"{_SAME[copy.why]}, {copy.pages} págs., SHA-256 {copy.sha256}" for copy in document.copies]
    return tuple(notes)


def _cover(dossier: Dossier, volume: Volume | None) -> tuple[tuple[str, str], ...]:
    """The lines of the cover with their weights. The only date is that of the newest document: no clock is asked."""
    lines = [("title", _TITLES[dossier.scope]), ("name", dossier.subject)]
    if dossier.hearing is not None:
        on = f", {day(dossier.hearing_on)}" if dossier.hearing_on else ""
        lines.append(("name", f"Piezas para audiencia: {dossier.hearing}{on}"))
    if volume is not None:
        lines.append(("name", f"Legajo {volume.number} de {len(dossier.volumes)}"))
        lines.append(("text", f"Fojas {volume.folio_first} a {volume.folio_last}."))
    for debtor in dossier.debtors:
        if dossier.scope is not DossierScope.DEBTOR:
            lines.append(("heading", debtor.full_name))
        lines.append(("text", f"CURP: {debtor.curp or 'sin CURP'}"))
        if debtor.rfc:
            lines.append(("text", f"RFC: {debtor.rfc}"))
    newest = max((one.date for one in dossier.documents if one.date), default=None)
    last = f", numeradas de la 1 a la {dossier.folios}" if dossier.folios else ""
    lines.append(("text", f"{len(dossier.documents)} documentos en {dossier.folios} fojas{last}."))
    if newest:
        lines.append(("text", f"Documento más reciente: {day(newest)}."))
    lines += _matters(dossier)
    if dossier.hearing is None:
        lines.append(("heading", "Documentos que faltan"))
        lines += [("small", f"{one.name}. {one.reason}") for one in dossier.missing] or [("text", "Ninguno.")]
    lines += _reserved(dossier)
    lines.append(("heading", "Nota"))
    lines.append(("small", "Cada documento se reproduce de su archivo original, que se identifica con su SHA-256."))
    return tuple(lines)


def _reserved(dossier: Dossier) -> list[tuple[str, str]]:
    """The legends of what is reserved, as lines of the cover (LGTAIP 109)."""
    marked = [(one.title, one.reservation) for one in dossier.documents if one.reservation is not None]
    lines = [("small", f"{title}: {legend(mark)}") for title, mark in marked]
    return [("heading", "Información reservada"), *lines] if marked else []


def _matters(dossier: Dossier) -> list[tuple[str, str]]:
    """The credits with their lawsuits, as lines of the cover."""
    lines = [("heading", "Créditos y juicios")]
    for credit in dossier.credits:
        role = "acreditado" if credit.role == "borrower" else f"aval de {credit.debtor}"
        if dossier.scope is DossierScope.LAWSUIT:
            role = f"acreditado: {credit.debtor}"
        lines.append(("text", f"Crédito {credit.number}, {credit.status.replace('_', ' ')}; {role}."))
        for lawsuit in credit.lawsuits:
            lines.append(
                ("small", f"Juicio {lawsuit.file}, {lawsuit.court}; {lawsuit.status.replace('_', ' ').lower()}.")
            )
    return lines if dossier.credits else [*lines, ("text", "Ninguno registrado.")]
