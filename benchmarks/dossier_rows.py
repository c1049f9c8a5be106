"""An archive with one debtor of many documents with real files, among many documents of others that are rows alone."""

import hashlib
import io
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from PIL import Image, ImageDraw
from sqlalchemy import insert

from schemas.access import Actor, Role
from service.archive import Archive
from service.operations import registry
from storage.objects.keys import original_key
from storage.records import new_id, now
from storage.records.tables import CreditRow, DocumentRow, LinkRow, PageRow, PersonRow, ReceiptRow

ME = Actor("medición", Role.ADMINISTRATOR, "bench")
CURP, CREDIT = "LOGR900314HSRPRB04", "1-23456-15"
TYPES = ("promissory_note", "complaint", "filing_receipt", "court_order", "judicial_agreement", "account_statement")
TO_A_CREDIT = 20
BATCH = 500

Rows = dict[type, list[dict[str, Any]]]


def fill(
    archive: Archive, documents: range, pages: int, others: int, about: list[tuple[str, str]] | None = None
) -> list[tuple[str, str]]:
    """The debtor's documents, every other one linked to the lawsuit too, among those of other debtors; what they are linked to."""
    about = about or _register(archive)
    for at in range(0, others, BATCH):
        _write(archive, _of_others(range(at, min(at + BATCH, others)), pages))
    for at in range(documents.start, documents.stop, BATCH):
        rows = _empty()
        for number in range(at, min(at + BATCH, documents.stop)):
            data, kind = _file(number, pages)
            sha256 = hashlib.sha256(data).hexdigest()
            archive.objects.put(original_key(sha256), data)
            _add(rows, number, pages, (sha256, kind, len(data)), about[: 1 + number % 2])
        _write(archive, rows)
    archive.database.checkpoint()
    return about


def _register(archive: Archive) -> list[tuple[str, str]]:
    def put(kind: str, **data: object) -> str:
        return registry.upsert(archive, ME, kind, data).entity.id

    put("debtors", curp=CURP, full_name="Roberto López García")
    credit = put("credits", number=CREDIT, debtor_curp=CURP, status="judicial")
    put("courts", code="2MH", name="Juzgado Segundo de lo Mercantil")
    lawsuit = put("lawsuits", court_code="2MH", number=1234, year=2024, credit_numbers=[CREDIT])
    return [("credit", credit), ("lawsuit", lawsuit)]


def _of_others(numbers: range, pages: int) -> Rows:
    rows = _empty()
    for number in numbers:
        person, credit = f"p{number // TO_A_CREDIT}", f"c{number // TO_A_CREDIT}"
        if number % TO_A_CREDIT == 0:
            name = f"DEUDORA NÚMERO {number}"
            stamp = {"version": 1, "updated_at": now()}
            named = {"full_name": name, "name_key": name, "sort_key": name}
            rows[PersonRow].append({"id": person, "curp": f"X{number:017d}", **named, **stamp})
            key = f"9{number:09d}"
            owed = {"debtor_id": person, "status": "vigente", "number": key, "number_key": key}
            rows[CreditRow].append({"id": credit, **owed, **stamp})
        sha256 = hashlib.sha256(f"{number}".encode()).hexdigest()
        _add(rows, number, pages, (sha256, "pdf", 1), [("credit", credit)])
    return rows


def _empty() -> Rows:
    return {table: [] for table in (PersonRow, CreditRow, ReceiptRow, DocumentRow, PageRow, LinkRow)}


def _add(rows: Rows, number: int, pages: int, file: tuple[str, str, int], about: list[tuple[str, str]]) -> None:
    document, receipt = new_id(), new_id()
    sha256, kind, size = file
    same = {"sha256": sha256, "bytes": size, "kind": kind, "media_type": f"application/{kind}"}
    rows[ReceiptRow].append(
        {"id": receipt, "received_at": now(), "received_by": "x", "origin": "x", "channel": "x", "filename": "f",
         "given": {}, "notes": [], "outcome": "filed", **same}
    )  # fmt: skip
    rows[DocumentRow].append(
        {"id": document, "receipt_id": receipt, "position": 0, "state": "filed", "reasons": [],
         "title": f"Documento {number}", "type": TYPES[number % len(TYPES)], "date": date(2020, 1, 1 + number % 28),
         "page_count": pages, "created_at": now(), "version": 1, "indexed_version": 1, **same}
    )  # fmt: skip
    rows[PageRow] += [
        {"id": new_id(), "document_id": document, "number": at + 1, "source_page": at, "state": "read",
         "source": "ocr", "width": 612.0, "height": 792.0, "text": f"renglón {number}", "barcodes": []}
        for at in range(pages)
    ]  # fmt: skip
    rows[LinkRow] += [
        {"id": new_id(), "document_id": document, "entity_kind": kind, "entity_id": entity, "role": "about",
         "state": "linked", "confidence": 1.0, "reason": "", "source": "person", "updated_at": now()}
        for kind, entity in about
    ]  # fmt: skip


def _write(archive: Archive, rows: Rows) -> None:
    with archive.database.write() as session:
        for table, made in rows.items():
            if made:
                session.execute(insert(table), made)


def _file(number: int, pages: int) -> tuple[bytes, str]:
    """A scan of black and white letter sheets: a PDF, a TIFF of one strip a page, or of many as most scanners write it."""
    buffer, sheets = io.BytesIO(), list(_sheets(number, pages))
    if number % 3 == 0:
        sheets[0].save(buffer, "PDF", resolution=200, save_all=True, append_images=sheets[1:])
        return buffer.getvalue(), "pdf"
    strips = {"strip_size": 1 << 31} if number % 3 == 1 else {}
    sheets[0].save(
        buffer, "TIFF", compression="group4", dpi=(200, 200), save_all=True, append_images=sheets[1:], **strips
    )
    return buffer.getvalue(), "tiff"


def _sheets(number: int, pages: int) -> Iterator[Image.Image]:
    """Sheets that differ in their first line: drawing a whole one takes a fifth of a second."""
    for page in range(pages):
        sheet = _written_sheet().copy()
        ImageDraw.Draw(sheet).text((150, 110), f"documento {number}, hoja {page}", fill=0)
        yield sheet


@cache
def _written_sheet() -> Image.Image:
    sheet = Image.new("1", (1700, 2200), 1)
    draw = ImageDraw.Draw(sheet)
    for y in range(150, 2050, 40):
        draw.text((150, y), f"renglón {y} de la hoja de prueba " * 6, fill=0)
    return sheet
