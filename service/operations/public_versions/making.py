"""Make the PDF of a public version as a job, have it seen by a second person, and hand it out."""

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import msgspec

from indexer.sandbox import Sandbox
from schemas.access import Action, Actor
from schemas.document_types import type_name
from schemas.errors import Conflict, Forbidden, InvalidInput, NotFound
from schemas.printed import Fields, Printed, Signatures, Table, Words, day
from schemas.public_versions import (
    CATEGORY_NAMES,
    BurntPage,
    KeptRegion,
    PublicRequest,
    PublicResult,
    PublicVersion,
    Region,
    ReviewIn,
    State,
    numbered,
    removed_in_words,
)
from service.archive import Archive, require
from service.operations.days import today
from service.operations.documents import FileToSend
from service.operations.inspecting import LeaseLost
from service.operations.page_images import picture_of
from service.operations.printed_forms import HOUSE, UNIT, write_form
from service.operations.public_versions.giving_back import asked_at, give_back
from service.operations.public_versions.preparing import draft, note
from service.operations.public_versions.views import (
    JOB,
    found_version,
    is_confirmed,
    kept_regions,
    shown_version,
    standing_pages,
)
from service.renderers import OneRenderer
from storage.objects.digest import file_digest
from storage.objects.keys import derivative_key
from storage.records import Session, documents, events, jobs, now, pipeline, public_versions, receipts
from storage.records.tables import DocumentRow, PageRow, PublicVersionRow

_SECONDS_AT_LEAST, _SECONDS_A_PAGE = 60.0, 2.0
_LONGEST_NOTE, _ORIGIN = 1_000, "worker"
STRETCH = 20
"""Pages burnt in one call."""
PRIORITY = 40
"""Somebody waits for it: it goes before papers."""


class _Sheet(msgspec.Struct, frozen=True):
    """A page to burn, with its places."""

    page: PageRow
    regions: tuple[KeptRegion, ...]


def ask_making(archive: Archive, actor: Actor, key: str) -> PublicVersion:
    """Have the PDF made as a job: what was confirmed burnt into the pictures of the pages; it then waits for a second person.

    Raises:
        Forbidden: the actor may not write records management.
        NotFound: there is no such public version.
        Conflict: it is no draft (`not_a_draft`), pages wait to be looked at (`unconfirmed_pages`), or the pages of the
            document are others than when it was begun (`pages_changed`).
    """
    require(actor, Action.WRITE_RECORDS)
    with archive.database.write() as session:
        row = draft(session, key)
        documents.visible(session, actor, row.document_id)
        pages = len(_sheets(session, row))
        row.state, row.prepared_by, row.prepared_at = State.MAKING.value, actor.name, now()
        row.version += 1
        jobs.enqueue(session, jobs.NewJob(JOB, row.id, asked_at(row), priority=PRIORITY))
        note(session, actor, "ask_public_version", row, {"pages": pages})
        session.flush()
        return shown_version(session, actor, row)


def make_version(archive: Archive, sandbox: Sandbox, job: jobs.Claim) -> None:
    """Do one job: burn the pages, a stretch at a time, into pictures that people saw, and keep the PDF.

    The original is not opened and stays as it is. One that was cancelled meanwhile is left; one whose pages are
    others by now goes back to be prepared, and says why.

    Raises:
        Corrupt: a page cannot be drawn.
        Unavailable: a back end is away; the job is to be tried again.
        LeaseLost: the job went to another worker meanwhile.
    """
    with archive.database.read() as session:
        row = found_version(session, job.subject)
        document = pipeline.document(session, row.document_id)
        try:
            sheets, why = _sheets(session, row), ""
        except Conflict as error:
            sheets, why = [], error.detail
    if row.state != State.MAKING or why:
        with archive.database.write() as session:
            _end(session, job)
            give_back(session, row.id, why)
        return
    with tempfile.TemporaryDirectory(dir=archive.settings.staging) as folder:
        output = Path(folder) / "version.pdf"
        cover = Path(folder) / "cover.pdf"
        write_form(cover_form(row, document, sheets, row.prepared_by or ""), cover)
        parts = _stretches(archive, sandbox, job, (row, document, sheets), Path(folder))
        whole = PublicRequest(str(output), (str(cover), *parts), f"Versión pública {row.folio}", ())
        sandbox.call("public_version", whole, PublicResult, wall_seconds=_seconds(len(sheets)))
        digest = file_digest(output)
        size, kept = output.stat().st_size, derivative_key(document.id, digest, "pdf")
        archive.objects.put(kept, output)
    _keep(archive, job, (kept, digest, size), {str(one.page.number): len(one.regions) for one in sheets if one.regions})


def review_version(archive: Archive, actor: Actor, key: str, given: ReviewIn) -> PublicVersion:
    """A second person approves the PDF as it was made, or gives it back to be prepared anew.

    Raises:
        Forbidden: the actor may not decide about records, or prepared it themselves (`same_person`).
        NotFound: there is no such public version.
        InvalidInput: given back without saying what is to be changed.
        Conflict: it waits for no review (`not_prepared`).
    """
    require(actor, Action.DECIDE_RECORDS)
    if not given.approve and not given.note.strip():
        raise InvalidInput("Diga qué hay que corregir.", code="incomplete")
    with archive.database.write() as session:
        row = found_version(session, key)
        if row.state != State.PREPARED:
            raise Conflict("La versión pública no espera revisión.", code="not_prepared")
        if actor.name in _who_prepared(session, row):
            raise Forbidden("La autoriza una persona distinta de quien la preparó.", code="same_person")
        row.state = (State.APPROVED if given.approve else State.DRAFT).value
        row.note, row.version = given.note.strip()[:_LONGEST_NOTE], row.version + 1
        row.reviewed_by, row.reviewed_at = actor.name, now()
        action = "approve_public_version" if given.approve else "give_back_public_version"
        note(session, actor, action, row, {"sha256": row.sha256, "note": row.note})
        return shown_version(session, actor, row)


def open_version_file(archive: Archive, actor: Actor, key: str) -> FileToSend:
    """The PDF as made, its handing out recorded; until it is approved its name says that it is to be reviewed.

    Raises:
        Forbidden: the actor may not read records management.
        NotFound: there is no such public version, or (code `not_made`) no PDF of it as it stands.
    """
    require(actor, Action.READ_RECORDS)
    with archive.database.write() as session:
        row = found_version(session, key)
        made = row.state in (State.PREPARED, State.APPROVED)
        kept = documents.stored_object(session, row.key) if row.key and made else None
        if kept is None:
            raise NotFound("El PDF de esta versión pública no está hecho.", code="not_made")
        note(session, actor, "download", row, {"sha256": row.sha256, "state": row.state})
        name = f"Versión pública {row.folio}{'' if row.state == State.APPROVED else ' (por revisar)'}.pdf"
    return FileToSend(kept.key, kept.sha256, kept.bytes, name, "application/pdf")


def cover_form(row: PublicVersionRow, document: DocumentRow, sheets: Sequence[_Sheet], prepared_by: str) -> Printed:
    """The sheet in front: what was removed, in general terms and page by page, on what ground and why (LGTAIP 109, 120).

    The title of the document is not told: it may name the very person.
    """
    numbers = numbered(tuple(sheet.regions for sheet in sheets))
    rows = tuple(
        (str(number), str(sheet.page.number), CATEGORY_NAMES[region.category])
        for sheet, own in zip(sheets, numbers, strict=True)
        for number, region in zip(own, sheet.regions, strict=True)
    )
    everything = tuple(region for sheet in sheets for region in sheet.regions)
    return Printed(HOUSE, UNIT, "Versión pública", (
        Fields((
            ("Folio", row.folio), ("Documento", type_name(document.type)),
            ("Fecha del documento", day(document.date)), ("Fojas", str(len(sheets))),
            ("Fecha de clasificación", day(today())), ("Clasificación", "Parcialmente confidencial, sin plazo"),
            ("Solicitud", row.request or "ninguna"), ("Elaboró", prepared_by),
        )),
        Words("Fundamento legal", heading=True), Words(row.legal_basis),
        Words("Motivo", heading=True), Words(row.reason),
        Words("Datos suprimidos", heading=True), Words(removed_in_words(everything) or "Ninguno."),
        *((Table(("Nº", "Foja", "Dato suprimido"), rows, (0.6, 0.6, 4.0)),) if rows else ()),
        Words("Lo suprimido se borró de la imagen de cada foja; el documento original se conserva íntegro en el archivo. "
              "La publicación se autoriza por persona distinta de quien la elaboró (LGTAIP, artículos 109, 120 y 121)."),
        Signatures((f"Elaboró: {prepared_by}", "Titular del área", "Comité de Transparencia")),
    ), code=row.folio)  # fmt: skip


def _stretches(
    archive: Archive,
    sandbox: Sandbox,
    job: jobs.Claim,
    of: tuple[PublicVersionRow, DocumentRow, Sequence[_Sheet]],
    folder: Path,
) -> list[str]:
    """The PDFs of the pages, some at a time, so that memory stays flat and it can be told how far it is."""
    row, document, sheets = of
    numbers, made = numbered(tuple(sheet.regions for sheet in sheets)), []
    for start in range(0, len(sheets), STRETCH):
        some = list(zip(sheets, numbers, strict=True))[start : start + STRETCH]
        with ExitStack() as stack:
            pages = []
            for sheet, own in some:
                picture = picture_of(archive, OneRenderer(sandbox), document, sheet.page, "view")
                path = stack.enter_context(archive.objects.local_copy(picture.key))
                pages.append(_burnt(row, sheet, own, (path, len(sheets))))
            part = str(folder / f"{start}.pdf")
            request = PublicRequest(part, (), f"Versión pública {row.folio}", tuple(pages))
            sandbox.call("public_version", request, PublicResult, wall_seconds=_seconds(len(pages)))
        made.append(part)
        with archive.database.write() as session:
            if not jobs.tell(session, job, pages=start + len(some)):
                raise LeaseLost
    return made


def _seconds(pages: int) -> float:
    return _SECONDS_AT_LEAST + _SECONDS_A_PAGE * pages


def _burnt(row: PublicVersionRow, sheet: _Sheet, own: Sequence[int], picture: tuple[Path, int]) -> BurntPage:
    path, pages = picture
    return BurntPage(
        str(path), sheet.page.width, tuple(Region(one.box, one.category) for one in sheet.regions),
        tuple(f"{number} {CATEGORY_NAMES[one.category]}" for number, one in zip(own, sheet.regions, strict=True)),
        _legend(row, sheet, pages),
    )  # fmt: skip


def _keep(archive: Archive, job: jobs.Claim, made: tuple[str, str, int], removed: dict[str, int]) -> None:
    kept, digest, size = made
    with archive.database.write() as session:
        _end(session, job)
        row = found_version(session, job.subject)
        if row.state != State.MAKING:
            return
        receipts.remember_object(session, kept, digest, size, "public_version", "application/pdf")
        row.state, row.key, row.sha256, row.bytes = State.PREPARED.value, kept, digest, size
        row.prepared_at, row.note, row.version = now(), "", row.version + 1
        told = {"folio": row.folio, "document": row.document_id, "sha256": digest, "removed": removed}
        act = events.Act(row.prepared_by or "", _ORIGIN, "make_public_version", "public_version", row.id, told)
        events.record(session, act)


def _end(session: Session, job: jobs.Claim) -> None:
    if not jobs.finish(session, job):
        raise LeaseLost


def _legend(row: PublicVersionRow, sheet: _Sheet, pages: int) -> tuple[str, ...]:
    removed = removed_in_words(sheet.regions)
    head = f"VERSIÓN PÚBLICA {row.folio}, foja {sheet.page.number} de {pages}. Clasificada el {day(today())}."
    if not removed:
        return (f"{head} En esta foja no se suprimió nada.",)
    return (f"{head} Se suprimió: {removed}.", f"Fundamento: {row.legal_basis}. Motivo: {row.reason}.")


def _sheets(session: Session, row: PublicVersionRow) -> list[_Sheet]:
    """The pages with their places, all of them confirmed and those of the document as it stands.

    Raises:
        Conflict: code `unconfirmed_pages` or `pages_changed`.
    """
    standing = standing_pages(session, row)
    kept = public_versions.pages_of(session, row.id)
    if [page.page_id for page in kept] != list(standing):
        said = "Las páginas del documento cambiaron después de empezar la versión pública; cancélela y empiece otra."
        raise Conflict(said, code="pages_changed")
    waiting = [page.number for page in kept if not is_confirmed(page, standing[page.page_id])]
    if waiting:
        said = ", ".join(map(str, waiting[:20])) + ("…" if len(waiting) > 20 else "")
        raise Conflict(f"Faltan páginas por confirmar: {said}.", code="unconfirmed_pages")
    return [_Sheet(standing[page.page_id], kept_regions(page, standing[page.page_id])) for page in kept]


def _who_prepared(session: Session, row: PublicVersionRow) -> set[str]:
    confirmed = {page.confirmed_by for page in public_versions.pages_of(session, row.id) if page.confirmed_by}
    return {row.created_by, row.prepared_by or "", *confirmed}
