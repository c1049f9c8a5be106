"""The papers of a large office without reading a file: rows of documents and pages, words with boxes, and the index.

The texts are a stock of synthetic pages used again and again, each under a line of its own with the names and numbers
of its matter; so the vocabulary is that of the stock, and posting lists those of all pages.
"""

import hashlib
import io
import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from PIL import Image, ImageDraw
from sqlalchemy import insert

from benchmarks.search_pages import Maker
from benchmarks.search_rows import packed
from schemas.search import PageRecord
from service.archive import Archive
from service.operations.indexing import IDENTITY
from storage.objects.keys import original_key
from storage.records import facts, now
from storage.records.tables import BatchRow, DocumentRow, LinkRow, PageRow, ReadingRow, ReceiptRow

TYPES = (
    "promissory_note", "credit_contract_note", "complaint", "filing_receipt", "court_order", "admission_order",
    "account_statement", "judicial_agreement", "id_document", "power_of_attorney",
)  # fmt: skip
STOCK, AT_ONCE, IN_A_BATCH = 5_000, 250, 60
LONG, LONG_PAGES = "d-long", 400
WAITING = 40
"""One document of so many waits for a person."""

Rows = dict[type, list[dict[str, Any]]]


class Matter(NamedTuple):
    """What a document is about: ids and names of a credit, and of the lawsuit over it if there is one."""

    credit: str
    number: str
    debtor: str
    name: str
    lawsuit: str | None
    court: str
    lawyer: str


class _Text(NamedTuple):
    text: str
    words: bytes


def fill_papers(archive: Archive, pages: int, matters: list[Matter]) -> None:
    """Documents of one to twelve pages, and one of 400 with a real file; all of them in the index."""
    stock = _stock(min(STOCK, pages))
    batches = pages // IN_A_BATCH // 3 + 1
    with archive.database.write() as session:
        session.execute(insert(BatchRow), [
            {"id": f"b{number}", "name": f"lote-{number}", "created_at": now(), "created_by": "medición",
             "found_separators": 0}
            for number in range(batches)
        ])  # fmt: skip
    archive.index.rebuild(_written(archive, _sizes(pages), matters, stock), pages)
    with archive.database.write() as session:
        facts.put(session, IDENTITY, archive.index.state().identity)
    archive.database.checkpoint()


def _stock(count: int) -> list[_Text]:
    made = Maker(people=200, rate=0.015).documents(count)
    texts = [record.text for _, records in made for record in records]
    return [_Text(text, packed(text)) for text in texts]


def _sizes(pages: int) -> Iterator[tuple[str, int]]:
    """The name and number of pages of each document."""
    rng, left, number = random.Random(5), pages - LONG_PAGES, 0
    yield LONG, LONG_PAGES
    while left > 0:
        count = min(left, rng.choice((1, 1, 2, 2, 3, 4, 6, 12)))
        yield f"d{number:07d}", count
        left -= count
        number += 1


def _written(
    archive: Archive, sizes: Iterator[tuple[str, int]], matters: list[Matter], stock: list[_Text]
) -> Iterator[dict[str, list[PageRecord]]]:
    """Batches of documents, each written as rows before it is handed on."""
    rows, batch, at = _empty(), dict[str, list[PageRecord]](), 0
    for place, (document, count) in enumerate(sizes):
        matter, kind = matters[place % len(matters)], TYPES[place % len(TYPES)]
        day = date(2026, 11, 20) - timedelta(days=place * 7 % 4000)
        file = _long_file(archive) if document == LONG else ("0" * 64, "pdf", 1)
        _document(rows, (document, place, count), matter, (kind, day), file)
        texts = [stock[(at + page) % len(stock)] for page in range(count)]
        batch[document] = [
            _page(rows, (document, page), matter, (kind, day), text) for page, text in enumerate(texts, 1)
        ]
        at += count
        if len(batch) == AT_ONCE:
            _flush(archive, rows)
            yield batch
            rows, batch = _empty(), {}
    _flush(archive, rows)
    yield batch


def _empty() -> Rows:
    return {table: [] for table in (ReceiptRow, DocumentRow, LinkRow, PageRow, ReadingRow)}


def _flush(archive: Archive, rows: Rows) -> None:
    with archive.database.write() as session:
        for table, made in rows.items():
            if made:
                session.execute(insert(table), made)


def _document(
    rows: Rows, which: tuple[str, int, int], matter: Matter, what: tuple[str, date], file: tuple[str, str, int]
) -> None:
    document, place, count = which
    sha256, form, size = file
    same = {"sha256": sha256, "bytes": size, "kind": form, "media_type": f"application/{form}"}
    received = now() - timedelta(minutes=17 * (place % 90_000))
    batch = None if document == LONG else f"b{place // IN_A_BATCH}"
    rows[ReceiptRow].append(
        {"id": f"r{document}", "received_at": received, "received_by": "medición", "origin": "-", "channel": "ingest",
         "filename": f"{document}.pdf", "given": {}, "outcome": "filed", "finished_at": received, "notes": [],
         "batch_id": batch, **same}
    )  # fmt: skip
    waits = place % WAITING == 1
    rows[DocumentRow].append(
        {"id": document, "receipt_id": f"r{document}", "position": 1, "batch_id": batch,
         "state": "needs_review" if waits else "filed", "reasons": ["unsure_type"] if waits else [],
         "title": f"{what[0]} {matter.number}", "type": what[0], "date": what[1], "page_count": count, "version": 1,
         "indexed_version": 1, "created_at": received, "filed_at": None if waits else received, **same}
    )  # fmt: skip
    about = [("credit", matter.credit), ("debtor", matter.debtor)]
    if matter.lawsuit and place % 3:
        about.append(("lawsuit", matter.lawsuit))
    rows[LinkRow] += [
        {"id": f"l{document}-{entity[0]}", "document_id": document, "entity_kind": entity[0], "entity_id": entity[1],
         "role": "about", "state": "linked", "confidence": 0.9, "reason": "", "source": "machine", "updated_at": now()}
        for entity in about
    ]  # fmt: skip


def _page(rows: Rows, which: tuple[str, int], matter: Matter, what: tuple[str, date], stock: _Text) -> PageRecord:
    document, number = which
    page, own = f"{document}-{number}", f"{matter.name} {matter.number} hoja {number}"
    text = f"{own}\n{stock.text}"
    rows[PageRow].append(
        {"id": page, "document_id": document, "number": number, "source_page": number - 1, "state": "read",
         "source": "ocr", "width": 612.0, "height": 792.0, "text": text, "letters": len(text), "barcodes": [],
         "reading": 0}
    )  # fmt: skip
    same = {"page_id": page, "generation": 0, "engine": "none", "engine_version": "0", "language": "spa",
            "confidence": 0.9, "parameters": {}, "read_at": now()}  # fmt: skip
    rows[ReadingRow].append({"id": f"0-{page}-0", "part": "head", "text": own, "words": packed(own), **same})
    rows[ReadingRow].append({"id": f"0-{page}-1", "part": "body", "text": stock.text, "words": stock.words, **same})
    return PageRecord(
        document_id=document, page=number, version=1, text=text, title=f"{what[0]} {matter.number}", type=what[0],
        date=what[1], debtor=matter.name, debtor_ids=(matter.debtor,), credits=(matter.number,), lawsuits=(),
        court=matter.court, lawyer=matter.lawyer, batch="", identifiers=(matter.number.replace("-", ""),),
        access=("a1",),
    )  # fmt: skip


def _long_file(archive: Archive) -> tuple[str, str, int]:
    """A scan of 400 letter sheets in black and white, kept in the store."""
    sheet = Image.new("1", (1700, 2200), 1)
    draw = ImageDraw.Draw(sheet)
    for y in range(250, 2050, 40):
        draw.text((150, y), f"renglón {y} de la hoja de prueba " * 6, fill=0)
    sheets = []
    for number in range(1, LONG_PAGES + 1):
        mine = sheet.copy()
        ImageDraw.Draw(mine).text((150, 150), f"hoja {number}", fill=0)
        sheets.append(mine)
    buffer = io.BytesIO()
    sheets[0].save(buffer, "PDF", resolution=200, save_all=True, append_images=sheets[1:])
    data = buffer.getvalue()
    sha256 = hashlib.sha256(data).hexdigest()
    archive.objects.put(original_key(sha256), data)
    return sha256, "pdf", len(data)
