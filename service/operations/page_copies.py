"""Pages picked from one document as a PDF, each stamped with the number it has there (copia de páginas con folio)."""

import tempfile
from contextlib import ExitStack
from pathlib import Path

from indexer.sandbox import Sandbox
from schemas.access import Action, Actor
from schemas.binding import BindRequest, BoundDocument, BoundSection
from schemas.document_types import type_name
from schemas.errors import LimitExceeded
from schemas.page_ranges import Run, runs_of, written
from service.archive import Archive, require
from service.operations.dossier_pdf import file_to_bind, run_binding
from service.operations.marked_looks import record_shown
from service.operations.watermarks import mark_bound
from storage.records import Session, documents, dossiers, events
from storage.records.tables import DocumentRow

MOST_PAGES = 1_000
"""Of one copy; a longer one is the document itself, or its dossier as a job."""


def copy_asked(archive: Archive, actor: Actor, page: tuple[str, str]) -> tuple[str, str]:
    """The title of the document and the pages as read of a copy that could be had; nothing is made nor handed over.

    Raises:
        Forbidden, NotFound, InvalidInput, LimitExceeded: as `write_pages_pdf`.
    """
    require(actor, Action.READ_DOCUMENTS)
    with archive.database.read() as session:
        row, _, runs = _chosen(session, actor, page)
        return row.title, written(runs)


def write_pages_pdf(
    archive: Archive, actor: Actor, page: tuple[str, str], target: Path, sandbox: Sandbox
) -> tuple[str, str]:
    """Write the pages of `(document id, "1-3, 7")` to `target`; the title of the document and the pages as read.

    The hand-over is recorded before the file is complete, so no copy goes out unrecorded.

    Raises:
        Forbidden: the actor may not read documents.
        NotFound: there is no such document, or the actor may not know of it.
        InvalidInput: the pages cannot be read, or the document has not got them.
        LimitExceeded: code `too_many_pages`, or binding took too long or too much memory.
        Unavailable: the store does not answer.
    """
    require(actor, Action.READ_DOCUMENTS)
    document_id = page[0]
    with archive.database.write() as session:
        row, pages, runs = _chosen(session, actor, page)
        file, title, said = dossiers.files_to_bind(session, [document_id])[document_id], row.title, written(runs)
        kind_name = type_name(row.type)
        detail = {"form": "pages", "pages": said[:500], "sha256": row.sha256}
        act = events.Act(actor.name, actor.origin, "download", "document", document_id, detail)
        words = record_shown(session, actor, act)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(dir=archive.settings.staging))
        path, kind, password, bound = file_to_bind(archive, file, pages, stack)
        parts = tuple(
            BoundDocument(
                path=path, kind=kind, pages=bound[run.first - 1 : run.last], folio_first=run.first, folio_last=run.last,
                title=title, type_name=kind_name, date="", sha256=file.sha256, location="", password=password,
                page_first=run.first,
            )
            for run in runs
        )  # fmt: skip
        request = BindRequest(
            output="", folder=folder, title=f"{title}, fojas {said[:200]}", cover=(),
            sections=(BoundSection(title, parts),), first_folio=runs[0].first,
        )  # fmt: skip
        run_binding(sandbox, request, target, sum(run.pages for run in runs))
    mark_bound(sandbox, target, words)
    return title, said


def _chosen(
    session: Session, actor: Actor, page: tuple[str, str]
) -> tuple[DocumentRow, list[tuple[int, int]], tuple[Run, ...]]:
    document_id, asked = page
    row = documents.visible(session, actor, document_id)
    pages = dossiers.pages_to_bind(session, [document_id]).get(document_id, [])
    runs = runs_of(asked, len(pages))
    if sum(run.pages for run in runs) > MOST_PAGES:
        said = f"Una copia lleva {MOST_PAGES:,} páginas a lo más; pida el documento completo o menos páginas."
        raise LimitExceeded(said, code="too_many_pages")
    return row, pages, runs
