"""What became of receipts, in the shape that `ingest --json` and the API give."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from schemas.access import SYSTEM, Actor
from schemas.outcomes import Outcome, Reason, in_words
from service.archive import Archive
from service.operations.document_views import ReasonView, hidden_kin, reasons_of
from storage.records import Session, pipeline, receipts, registry, registry_names
from storage.records.tables import DocumentRow, ReceiptRow


class FileOutcome(msgspec.Struct, frozen=True):
    """One line of `ingest --json`: a document that came of a file, or the file itself when none did.

    One that could not be received at all has no receipt, hence no digest nor size. `reason` is the first of `reasons`,
    `detail` tells them all.
    """

    path: str
    receipt_id: str | None
    outcome: str | None
    reason: str | None
    detail: str | None
    document_id: str | None
    sha256: str | None
    bytes: int | None
    pages: int
    type: str | None
    links: tuple[dict[str, Any], ...] = ()
    notes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


class Rejected(msgspec.Struct, frozen=True):
    """A file as it was handed in, and the sentence that says why nothing came of it."""

    filename: str
    sha256: str
    bytes: int
    detail: str


def pending(archive: Archive, receipt_ids: Sequence[str]) -> set[str]:
    """Those of the receipts that have no outcome yet, or whose attachments have none."""
    with archive.database.read() as session:
        return pipeline.unfinished(session, receipt_ids)


def rejected_since(archive: Archive, since: datetime) -> list[Rejected]:
    """What was received since the moment and came to be rejected, or brought something that was."""
    with archive.database.read() as session:
        found = receipts.rejected_since(session, since)
    return [
        Rejected(row.filename, row.sha256, row.bytes, _why(outcomes(archive, row.id, row.filename))) for row in found
    ]


def _why(lines: Sequence[FileOutcome]) -> str:
    return next((line.detail or "" for line in lines if line.outcome == Outcome.REJECTED.value), "")


def outcomes(archive: Archive, receipt_id: str, path: str, *, seen_by: Actor = SYSTEM) -> list[FileOutcome]:
    """A line for each document of the receipt, and for each file that came inside.

    Links are those to what `seen_by` may know of; whether the documents are visible is left to the caller.
    """
    with archive.database.read() as session:
        lines: list[FileOutcome] = []
        names = {receipt_id: path}
        for receipt in pipeline.family_of(session, receipt_id):
            if receipt.parent_id in names:
                names[receipt.id] = f"{names[receipt.parent_id]}/{receipt.filename}"
            lines += _lines(session, seen_by, receipt, names[receipt.id])
        return lines


def _lines(session: Session, actor: Actor, receipt: ReceiptRow, path: str) -> list[FileOutcome]:
    documents = pipeline.documents_of_receipt(session, receipt.duplicate_of or receipt.id)
    if receipt.outcome == Outcome.DUPLICATE.value:
        documents = documents[:1]
    links = {row.id: _links(session, actor, row) for row in documents}
    hidden = hidden_kin(session, actor, documents)
    return [_line(session, receipt, path, (row, links[row.id], reasons_of(row, hidden))) for row in documents] or [
        _line(session, receipt, path)
    ]


def _line(
    session: Session,
    receipt: ReceiptRow,
    path: str,
    of: tuple[DocumentRow, Sequence[dict[str, Any]], Sequence[ReasonView]] | None = None,
) -> FileOutcome:
    document, links, told = of or (None, (), ())
    outcome, detail = receipt.outcome, receipt.detail
    reasons: tuple[str, ...] = (receipt.reason,) if receipt.reason else ()
    if document is not None and outcome in (Outcome.FILED.value, Outcome.NEEDS_REVIEW.value):
        outcome, reasons = document.state, tuple(one.code for one in told)
        detail = in_words(reasons)
    return FileOutcome(
        path=path,
        receipt_id=receipt.id,
        outcome=outcome,
        reason=reasons[0] if reasons else None,
        detail=detail,
        document_id=document.id if document else None,
        sha256=receipt.sha256,
        bytes=receipt.bytes,
        pages=document.page_count if document else 0,
        type=document.type if document else None,
        links=tuple(links),
        notes=(*receipt.notes, *_batch_notes(session, receipt)),
        reasons=reasons,
    )


def _batch_notes(session: Session, receipt: ReceiptRow) -> list[str]:
    """Whether the batch expected more separator sheets than were found, once all of it has its outcome."""
    return [Reason.MISSING_SEPARATORS.value] if receipts.lacks_separators(session, receipt.batch_id) else []


def _links(session: Session, actor: Actor, document: DocumentRow) -> list[dict[str, Any]]:
    rows = [row for row in registry.links_of(session, actor, document.id) if row.state != "refused"]
    names = registry_names.names_of(session, [(row.entity_kind, row.entity_id) for row in rows])
    return [
        {
            "kind": row.entity_kind,
            "id": row.entity_id,
            "name": names.get((row.entity_kind, row.entity_id), ""),
            "role": row.role,
            "state": row.state,
            "confidence": round(row.confidence, 3),
            "reason": row.reason,
        }
        for row in rows
    ]
