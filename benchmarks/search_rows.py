"""A whole archive of synthetic pages without reading a single file: rows in bulk, words with boxes, and the index."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import msgspec
from sqlalchemy import insert

from benchmarks.search_pages import Maker
from schemas.search import PageRecord
from schemas.word_codec import pack_words
from service.archive import Archive
from service.configuration import read_settings
from service.operations.indexing import IDENTITY
from storage.records import Session, facts, new_id, now
from storage.records.migrate import migrate
from storage.records.tables import CreditRow, DocumentRow, LinkRow, PageRow, PersonRow, ReadingRow, ReceiptRow

BATCH = 200
_SHA = "0" * 64
_LINE, _COLUMN = 0.035, 0.085


def fill_archive(data: Path, pages: int, maker: Maker) -> None:
    """Make the archive in the folder: rows of all pages, linked to credits and debtors, and the index over them."""
    archive = Archive(read_settings({"LEGAJO_DATA": str(data)}))
    migrate(archive.database)
    archive.index.rebuild(written(archive, maker.documents(pages)), pages)
    with archive.database.write() as session:
        facts.put(session, IDENTITY, archive.index.state().identity)
    archive.database.checkpoint()
    archive.close()


def written(
    archive: Archive, documents: Iterable[tuple[str, list[PageRecord]]]
) -> Iterator[dict[str, list[PageRecord]]]:
    """The documents in batches, each written as rows before it is handed on."""
    known: set[str] = set()
    batch: dict[str, list[PageRecord]] = {}
    for document_id, records in documents:
        batch[document_id] = [msgspec.structs.replace(record, page=record.page + 1) for record in records]
        if len(batch) == BATCH:
            with archive.database.write() as session:
                _write(session, batch, known)
            yield batch
            batch = {}
    with archive.database.write() as session:
        _write(session, batch, known)
    yield batch


def _write(session: Session, batch: dict[str, list[PageRecord]], known: set[str]) -> None:
    rows: dict[type, list[dict[str, object]]] = {
        table: [] for table in (PersonRow, CreditRow, ReceiptRow, DocumentRow, LinkRow, PageRow, ReadingRow)
    }
    for document_id, records in batch.items():
        _owners(rows, records[0], known)
        _document(rows, document_id, records)
        for record in records:
            _page(rows, record)
    for table, made in rows.items():
        if made:
            session.execute(insert(table), made)


def _owners(rows: dict[type, list[dict[str, object]]], record: PageRecord, known: set[str]) -> None:
    [debtor], credit = record.debtor_ids, f"c{record.credits[0]}"
    stamp = {"version": 1, "updated_at": now()}
    if debtor not in known:
        named = {"full_name": record.debtor, "name_key": record.debtor, "sort_key": record.debtor}
        rows[PersonRow].append({"id": debtor, "curp": f"X{len(known):017d}", **named, **stamp})
    if credit not in known:
        number = record.credits[0]
        named = {"number": number, "number_key": number.replace("-", "")}
        rows[CreditRow].append({"id": credit, "debtor_id": debtor, "status": "vigente", **named, **stamp})
    known |= {debtor, credit}
    for kind, entity in (("debtor", debtor), ("credit", credit)):
        rows[LinkRow].append(
            {"id": new_id(), "document_id": record.document_id, "entity_kind": kind, "entity_id": entity,
             "role": "about", "state": "linked", "confidence": 0.9, "reason": "", "source": "machine",
             "updated_at": now()}
        )  # fmt: skip


def _document(rows: dict[type, list[dict[str, object]]], document_id: str, records: list[PageRecord]) -> None:
    first, receipt = records[0], f"r{document_id}"
    same = {"sha256": _SHA, "bytes": 1, "kind": "pdf", "media_type": "application/pdf"}
    rows[ReceiptRow].append(
        {"id": receipt, "received_at": now(), "received_by": "medición", "origin": "-", "channel": "ingest",
         "filename": f"{document_id}.pdf", "given": {}, "outcome": "filed", "notes": [], **same}
    )  # fmt: skip
    rows[DocumentRow].append(
        {"id": document_id, "receipt_id": receipt, "position": 1, "state": "filed", "reasons": [],
         "title": first.title, "type": first.type, "date": first.date, "page_count": len(records), "version": 1,
         "indexed_version": 1, "created_at": now(), **same}
    )  # fmt: skip


def _page(rows: dict[type, list[dict[str, object]]], record: PageRecord) -> None:
    page = f"{record.document_id}-{record.page}"
    rows[PageRow].append(
        {"id": page, "document_id": record.document_id, "number": record.page, "source_page": record.page - 1,
         "state": "read", "source": "ocr", "width": 612.0, "height": 792.0, "text": record.text,
         "letters": len(record.text), "barcodes": [], "reading": 0}
    )  # fmt: skip
    rows[ReadingRow].append(
        {"id": f"{page}-0", "page_id": page, "generation": 0, "part": "whole", "engine": "none",
         "engine_version": "0", "language": "spa", "confidence": 0.9, "parameters": {}, "text": record.text,
         "words": packed(record.text), "read_at": now()}
    )  # fmt: skip


def packed(text: str) -> bytes:
    """The words of a text of lines as a reading keeps them, with boxes as if each line were eleven equal columns."""
    lines = [line.split() for line in text.split("\n")]
    widths = [len(words) for words in lines]
    number = sum(widths)
    across = [_across(at) for at in range(max(widths))]
    down = [_down(at) for at in range(len(lines))]
    columns = (
        b"".join(b"".join(across[:width]) for width in widths),
        b"".join(down[line] * width for line, width in enumerate(widths)),
        _share(0.08) * number,
        _share(0.02) * number,
        b"".join(line.to_bytes(2, "little") * width for line, width in enumerate(widths)),
        bytes(2) * number,
    )
    return pack_words([word for words in lines for word in words], columns, bytes([230]) * number)


@cache
def _across(column: int) -> bytes:
    return _share(0.05 + column * _COLUMN)


@cache
def _down(line: int) -> bytes:
    return _share(0.05 + line * _LINE)


def _share(part: float) -> bytes:
    """A part of the page as packed words have it."""
    return round(min(part, 1.0) * 65535).to_bytes(2, "little")
