"""The first look at a received file: what it is, which pages it has, where a stack is parted.

Everything the look found becomes rows in one transaction with the end of the
job, so that a worker killed at any moment leaves either nothing or all of it.
"""

import tempfile
from pathlib import Path
from typing import Any

import msgspec

from indexer.sandbox import Sandbox
from indexer.stages.separate import DocumentRange, split
from schemas.access import SYSTEM, Actor, Role
from schemas.coversheet import CoverSheet
from schemas.document_types import find_type
from schemas.errors import ArchiveError, Kind
from schemas.folding import letter_count
from schemas.outcomes import SENTENCES, Outcome, Reason
from schemas.pages import PageSource, Reading
from schemas.word_codec import encode_words
from schemas.work import FileKind, InspectedPage, InspectRequest, InspectResult
from service.archive import Archive
from service.operations.looking_through import look_through
from service.operations.receive import Given, end_receipt, receive, stage_file
from storage.objects.keys import original_key
from storage.records import Session, events, jobs, new_id, now, pipeline, receipts
from storage.records.tables import DocumentRow, ReceiptRow

WORDS_OF_OFFICE = {
    *(
        FileKind.DOCX,
        FileKind.ODT,
        FileKind.XLSX,
        FileKind.ODS,
        FileKind.PPTX,
        FileKind.DOC,
        FileKind.XLS,
        FileKind.RTF,
    ),
    *(FileKind.EML, FileKind.MSG, FileKind.TEXT),
}
"""Kinds whose pages are text only: there is no image to read or to show."""


MOST_DEEP = 5
"""Files within files: how deep they are still taken out. Deeper ones stay inside theirs, which is kept."""


class LeaseLost(Exception):
    """The job is no longer ours: another worker has it, and what we made is thrown away."""


def inspect_receipt(
    archive: Archive, sandbox: Sandbox, job: jobs.Claim, passwords: tuple[str, ...] = ()
) -> jobs.Claim | None:
    """Do one `inspect` job: from a receipt to documents, pages and the jobs that read them.

    Returns:
        The job that the worker goes on with: the last step of a document that need not be read from images.

    Raises:
        Unavailable: a back end is away; the job is to be tried again.
        LeaseLost: the job went to another worker meanwhile.
    """
    with archive.database.read() as session:
        receipt = receipts.get(session, job.subject)
    if receipt is None or (receipt.outcome is not None and not passwords):
        _finish_only(archive, job)
        return None
    with tempfile.TemporaryDirectory(dir=archive.settings.staging) as folder:
        result = _inspected(archive, sandbox, receipt, folder, passwords)
        _take_attachments(archive, receipt, result, Path(folder))
        return _write(archive, job, receipt.id, result)


def _inspected(
    archive: Archive, sandbox: Sandbox, receipt: ReceiptRow, folder: str, passwords: tuple[str, ...]
) -> InspectResult:
    with archive.objects.local_copy(original_key(receipt.sha256)) as path:
        language, engine = archive.settings.language, archive.settings.ocr_engine
        request = InspectRequest(str(path), folder, passwords, language=language, engine=engine)
        try:
            return look_through(sandbox, request, archive.settings.inspect_seconds)
        except ArchiveError as error:
            if error.kind in (Kind.UNAVAILABLE, Kind.MISCONFIGURED, Kind.INTERNAL):
                raise
            return InspectResult(FileKind.UNKNOWN, "application/octet-stream", problem=error.code)


def _take_attachments(archive: Archive, receipt: ReceiptRow, result: InspectResult, folder: Path) -> None:
    """Receive what came inside the file, once each also when this job is repeated."""
    if not result.attachments:
        return
    with archive.database.read() as session:
        if pipeline.depth_of(session, receipt) >= MOST_DEEP:
            return
        there = {(child.filename, child.sha256) for child in pipeline.children_of(session, receipt.id)}
    given = msgspec.convert(receipt.given, Given)
    sender = Actor(receipt.received_by, Role.ADMINISTRATOR, receipt.origin)
    for attachment in result.attachments:
        path = Path(attachment.path)
        if not path.resolve().is_relative_to(folder.resolve()):
            continue
        with stage_file(archive, path) as staged:
            named = msgspec.structs.replace(staged, filename=attachment.name)
            if (named.filename[-255:], named.sha256) not in there:
                receive(archive, sender, named, given, channel="attachment", parent=receipt.id)


def _write(archive: Archive, job: jobs.Claim, receipt_id: str, result: InspectResult) -> jobs.Claim | None:
    complete: list[str] = []
    reason = _hopeless(result)
    with archive.database.write(lasting=reason is not None) as session:
        if not jobs.finish(session, job):
            raise LeaseLost
        receipt = receipts.get(session, receipt_id)
        if receipt is None:
            return None
        receipt.kind, receipt.media_type = result.kind.value, result.media_type
        if reason is Reason.PASSWORD_REQUIRED:
            _wait_for_password(session, receipt, result)
        elif reason is not None:
            _give_up(session, receipt, reason)
        else:
            complete = _write_documents(session, receipt, result, result.password or None)
        detail = {"kind": result.kind.value, "pages": len(result.pages), "problem": result.problem}
        events.record(session, _act("inspect", "receipt", receipt.id, detail))
        for document_id in complete[1:]:
            jobs.enqueue(session, finish_job(document_id))
        return jobs.go_on(session, job, finish_job(complete[0]), archive.settings.lease_seconds) if complete else None


def finish_job(document_id: str) -> jobs.NewJob:
    """The last step of a document, before pages of others are read."""
    return jobs.NewJob("finish", document_id, priority=30, dedupe_key=f"finish:{document_id}")


def _hopeless(result: InspectResult) -> Reason | None:
    """Why nothing of the file can be used, or None."""
    if result.problem:
        return Reason(result.problem) if result.problem in set(Reason) else Reason.DAMAGED
    if not result.pages:
        return Reason.NO_PAGES
    if all(page.problem for page in result.pages):
        first = result.pages[0].problem
        return Reason(first) if first in set(Reason) else Reason.DAMAGED
    return None


def _wait_for_password(session: Session, receipt: ReceiptRow, result: InspectResult) -> None:
    """The file is kept as a document without pages until somebody gives the password."""
    waiting = pipeline.documents_of_receipt(session, receipt.id)
    tried = [known for known in waiting if known.secret]
    for known in tried:
        known.secret = None
        known.reasons = [Reason.PASSWORD_REQUIRED.value, Reason.WRONG_FILE_PASSWORD.value]
    if not waiting:
        row = _document(receipt, result, position=1)
        row.state, row.reasons = Outcome.NEEDS_REVIEW.value, [Reason.PASSWORD_REQUIRED.value]
        session.add(row)
    said = SENTENCES[Reason.WRONG_FILE_PASSWORD] if tried else None
    end_receipt(receipt, Outcome.NEEDS_REVIEW, Reason.PASSWORD_REQUIRED, said)


def _give_up(session: Session, receipt: ReceiptRow, reason: Reason) -> None:
    """Nothing can be had of the file; where a password has opened it, its document stays, with the reason."""
    waiting = pipeline.documents_of_receipt(session, receipt.id)
    for known in waiting:
        known.secret, known.reasons = None, [reason.value]
    end_receipt(receipt, Outcome.NEEDS_REVIEW if waiting else Outcome.REJECTED, reason)


def _write_documents(session: Session, receipt: ReceiptRow, result: InspectResult, password: str | None) -> list[str]:
    """A document for each part of the stack, with its pages; the pages to be read become jobs.

    Returns:
        The documents of which no page must be read from its image.
    """
    complete: list[str] = []
    waiting = {row.position: row for row in pipeline.documents_of_receipt(session, receipt.id)}
    receipt.outcome = receipt.reason = receipt.detail = receipt.finished_at = None
    stack = _stack(result)
    parts = [part for part in stack if part.pages] or [DocumentRange(tuple(range(len(result.pages))))]
    whole = len(parts) == 1 and len(parts[0].pages) == len(result.pages)
    for position, part in enumerate(parts, start=1):
        row = waiting.get(position) or _document(receipt, result, position)
        row.whole_file, row.secret, row.state = whole, password, "processing"
        row.kind, row.media_type = result.kind.value, result.media_type
        row.page_count, row.serial = len(part.pages), None if part.serial is None else str(part.serial)
        if part.sheet is not None:
            _note_cover(row, part.sheet)
        session.add(row)
        session.flush()
        row.pending_pages = _add_pages(session, row, [result.pages[index] for index in part.pages])
        if row.pending_pages == 0:
            complete.append(row.id)
    if result.repaired:
        receipt.notes = [*receipt.notes, "repaired"]
    receipts.count_separators(session, receipt, sum(len(part.separators) for part in stack))
    return complete


def _stack(result: InspectResult) -> tuple[DocumentRange, ...]:
    """The documents of the stack; a file of separator sheets alone has none with pages."""
    barcodes = {page.index: page.barcodes for page in result.pages if page.barcodes}
    blank = {page.index for page in result.pages if page.blank}
    return split(len(result.pages), barcodes, blank)


def _note_cover(row: DocumentRow, cover: CoverSheet) -> None:
    kind = find_type(cover.document_type)
    row.cover = {
        name: value
        for name, value in (("type", kind.code if kind else ""), ("credit", cover.credit), ("lawsuit", cover.lawsuit))
        if value
    }
    row.paper_location = row.paper_location or cover.box or None


def _document(receipt: ReceiptRow, result: InspectResult, position: int) -> DocumentRow:
    given = receipt.given
    return DocumentRow(
        id=new_id(),
        receipt_id=receipt.id,
        position=position,
        sha256=receipt.sha256,
        kind=result.kind.value,
        media_type=result.media_type,
        bytes=receipt.bytes,
        batch_id=receipt.batch_id,
        state="processing",
        reasons=[],
        title=given.get("title") or result.title or receipt.filename,
        type="unclassified",
        page_count=0,
        paper_location=given.get("paper_location"),
        created_at=now(),
        version=1,
        indexed_version=0,
    )


def _add_pages(session: Session, document: DocumentRow, pages: list[InspectedPage]) -> int:
    """Write the pages and what is known of them; the number that must still be read."""
    rows = [_page(document, number, page) for number, page in enumerate(pages, start=1)]
    both = list(zip((row["id"] for row in rows), pages, strict=True))
    layers = [reading_values(id_, 0, page.reading, page.packed_words) for id_, page in both if page.reading is not None]
    pipeline.add_pages(session, rows)
    pipeline.add_readings(session, layers)
    wanted = [id_ for id_, page in both if page.needs_reading and not page.problem]
    for id_ in wanted:
        jobs.enqueue(session, jobs.NewJob("read", id_, {"document": document.id}, 50, dedupe_key=f"read:{id_}"))
    return len(wanted)


def _page(document: DocumentRow, number: int, page: InspectedPage) -> dict[str, Any]:
    text = page.reading.text if page.reading else ""
    letters = letter_count(text)
    source = PageSource.TEXT_LAYER if page.reading and not page.needs_reading else PageSource.NONE
    state = "failed" if page.problem else "pending" if page.needs_reading else "read" if letters else "blank"
    return dict(
        id=new_id(),
        document_id=document.id,
        number=number,
        source_page=page.index,
        state=state,
        problem=page.problem or None,
        why=page.why,
        source=source.value,
        width=page.width,
        height=page.height,
        confidence=page.reading.confidence if page.reading else None,
        text=text,
        letters=letters,
        barcodes=msgspec.to_builtins(page.barcodes),
        reading=0,
    )


def reading_values(page_id: str, generation: int, reading: Reading, packed: bytes = b"") -> dict[str, Any]:
    """The row of one layer of one page; `packed` are its words where they come packed already."""
    return dict(
        id=new_id(),
        page_id=page_id,
        generation=generation,
        part=reading.part.value,
        engine=reading.engine,
        engine_version=reading.engine_version,
        language=reading.language,
        confidence=reading.confidence,
        parameters=dict(reading.parameters),
        text=reading.text,
        words=packed or encode_words(reading.words),
        read_at=now(),
    )


def _finish_only(archive: Archive, job: jobs.Claim) -> None:
    with archive.database.write() as session:
        jobs.finish(session, job)


def _act(action: str, kind: str, subject: str, detail: dict[str, Any]) -> events.Act:
    return events.Act(SYSTEM.name, SYSTEM.origin, action, kind, subject, detail)
