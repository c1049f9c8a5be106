"""Make what can always be made again: the searchable PDF of a document."""

import tempfile
from pathlib import Path

from indexer.sandbox import Sandbox
from schemas.errors import ArchiveError, Kind
from schemas.word_codec import decode_words
from schemas.work import FileKind, SearchablePage, SearchableRequest, SearchableResult
from service.archive import Archive
from service.operations.inspecting import WORDS_OF_OFFICE, LeaseLost
from storage.objects.digest import file_digest
from storage.objects.keys import derivative_key, original_key
from storage.records import Session, jobs, pipeline, receipts
from storage.records.tables import DocumentRow

PIECE = 1 << 20


def derive_searchable(archive: Archive, sandbox: Sandbox, job: jobs.Claim) -> None:
    """Do one `derive` job: the searchable PDF, kept in the store, or the reason why there is none.

    Raises:
        Unavailable: a back end is away; the job is to be tried again.
        LeaseLost: the job went to another worker meanwhile.
    """
    with archive.database.read() as session:
        document = pipeline.document(session, job.subject)
        pages = _pages(session, document)
    if FileKind(document.kind) in WORDS_OF_OFFICE or not pages:
        _write(archive, job, None, "", "no tiene páginas de imagen")
        return
    with tempfile.TemporaryDirectory(dir=archive.settings.staging) as folder:
        output = Path(folder) / "searchable.pdf"
        try:
            result = _make(archive, sandbox, document, pages, output)
        except ArchiveError as error:
            if error.kind in (Kind.UNAVAILABLE, Kind.MISCONFIGURED, Kind.INTERNAL):
                raise
            _write(archive, job, None, "", error.detail)
            return
        digest = file_digest(output)
        key = derivative_key(document.id, digest, "pdf")
        archive.objects.put(key, output)
        _write(archive, job, key, digest, result.declared or result.why_not, output.stat().st_size)


def _make(
    archive: Archive, sandbox: Sandbox, document: DocumentRow, pages: tuple[SearchablePage, ...], output: Path
) -> SearchableResult:
    with archive.objects.local_copy(original_key(document.sha256)) as path:
        request = SearchableRequest(
            path=str(path),
            kind=FileKind(document.kind),
            output=str(output),
            pages=pages,
            title=document.title,
            password=document.secret or "",
        )
        seconds = archive.settings.inspect_seconds + 0.5 * len(pages)
        return sandbox.call("searchable", request, SearchableResult, wall_seconds=seconds)


def _pages(session: Session, document: DocumentRow) -> tuple[SearchablePage, ...]:
    """Words of the layers read from the image; a text layer is in the original already."""
    pages = pipeline.pages_standing(session, document.id)
    layers = pipeline.current_readings(session, [page.id for page in pages if page.source != "text_layer"])
    made = []
    for page in pages:
        words = [
            (word.text, *word.box)
            for row in layers.get(page.id, ())
            if row.part != "text_layer"
            for word in decode_words(row.words)
        ]
        made.append(SearchablePage(page.source_page, tuple(words), page.rotation, page.skew))
    return tuple(made)


def _write(archive: Archive, job: jobs.Claim, key: str | None, digest: str, note: str, size: int = 0) -> None:
    with archive.database.write(lasting=False) as session:  # what a power cut takes is made again, under the same name
        if not jobs.finish(session, job):
            raise LeaseLost
        document = pipeline.document(session, job.subject)
        document.searchable_key, document.searchable_note = key, note
        if key is not None:
            receipts.remember_object(session, key, digest, size, "searchable", "application/pdf")
