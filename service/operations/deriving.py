"""Make what can always be made again: the searchable PDF of a document."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

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


class _Made(NamedTuple):
    """What was made: its key in the store, None where there is none, and what is to be told of it."""

    key: str | None
    note: str
    digest: str = ""
    bytes: int = 0


def derive_searchable(archive: Archive, sandbox: Sandbox, job: jobs.Claim) -> None:
    """Do one `derive` job: the searchable PDF, kept in the store, or the reason why there is none.

    Where pages were laid anew, turned or read again meanwhile it is made again of them as they stand now.

    Raises:
        Unavailable: a back end is away; the job is to be tried again.
        LeaseLost: the job went to another worker meanwhile.
    """
    while not _derived(archive, sandbox, job):
        pass


def _derived(archive: Archive, sandbox: Sandbox, job: jobs.Claim) -> bool:
    """Whether it is done; False when the pages stand otherwise by now than they did."""
    with archive.database.read() as session:
        document = pipeline.document(session, job.subject)
        standing = pipeline.pages_standing(session, document.id)
        pages = _pages(session, standing)
    if FileKind(document.kind) in WORDS_OF_OFFICE or not pages:
        return _write(archive, job, standing, _Made(None, "no tiene páginas de imagen"))
    with tempfile.TemporaryDirectory(dir=archive.settings.staging) as folder:
        output = Path(folder) / "searchable.pdf"
        try:
            result = _make(archive, sandbox, document, pages, output)
        except ArchiveError as error:
            if error.kind in (Kind.UNAVAILABLE, Kind.MISCONFIGURED, Kind.INTERNAL):
                raise
            return _write(archive, job, standing, _Made(None, error.detail))
        digest = file_digest(output)
        key = derivative_key(document.id, digest, "pdf")
        archive.objects.put(key, output)
        made = _Made(key, result.declared or result.why_not, digest, output.stat().st_size)
        return _write(archive, job, standing, made)


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


def _pages(session: Session, pages: Sequence[pipeline.StandingPage]) -> tuple[SearchablePage, ...]:
    """Words of the layers read from the image; a text layer is in the original already."""
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


def _write(archive: Archive, job: jobs.Claim, standing: list[pipeline.StandingPage], made: _Made) -> bool:
    with archive.database.write(lasting=False) as session:  # what a power cut takes is made again, under the same name
        if made.key is not None:
            receipts.remember_object(session, made.key, made.digest, made.bytes, "searchable", "application/pdf")
        if pipeline.pages_standing(session, job.subject) != standing:
            return False
        if not jobs.finish(session, job):
            raise LeaseLost
        document = pipeline.document(session, job.subject)
        document.searchable_key, document.searchable_note = made.key, made.note
        return True
