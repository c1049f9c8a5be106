"""How long a dossier takes: `python -m benchmarks.dossier --documents 500 --pages 2`.

Half the documents are PDFs of scans, half TIFFs; the sandbox child is the real one. Prints one JSON object.
"""

import argparse
import hashlib
import io
import resource
import tempfile
import time
from datetime import date
from pathlib import Path

import msgspec
from PIL import Image, ImageDraw

from indexer.sandbox import Sandbox
from schemas.access import Actor, Role
from schemas.settings import Settings
from service.archive import Archive
from service.operations import registry
from service.operations.dossier import find_dossier, write_dossier_pdf
from storage.objects.keys import original_key
from storage.records import new_id, now
from storage.records.migrate import migrate
from storage.records.tables import DocumentRow, LinkRow, PageRow, ReceiptRow

ME = Actor("medición", Role.ADMINISTRATOR, "bench")
TYPES = ("promissory_note", "complaint", "filing_receipt", "court_order", "judicial_agreement", "account_statement")
LOOKS = 40


def _sheet(number: int) -> Image.Image:
    sheet = Image.new("1", (1700, 2200), 1)
    draw = ImageDraw.Draw(sheet)
    for y in range(150, 2050, 40):
        draw.text((150, y), f"renglón de prueba del documento {number} " * 4, fill=0)
    return sheet


def _file(number: int, pages: int) -> tuple[bytes, str]:
    buffer, sheet = io.BytesIO(), _sheet(number)
    if number % 2:
        sheet.save(
            buffer, "TIFF", compression="group4", strip_size=1 << 31, dpi=(200, 200), save_all=True,
            append_images=[sheet] * (pages - 1),
        )  # fmt: skip
        return buffer.getvalue(), "tiff"
    sheet.save(buffer, "PDF", resolution=200, save_all=True, append_images=[sheet] * (pages - 1))
    return buffer.getvalue(), "pdf"


def _fill(archive: Archive, documents: int, pages: int) -> None:
    def put(kind: str, **data: object) -> str:
        return registry.upsert(archive, ME, kind, data).entity.id

    put("debtors", curp="LOGR900314HSRPRB04", full_name="Roberto López García")
    credit = put("credits", number="1-23456-15", debtor_curp="LOGR900314HSRPRB04", status="judicial")
    put("courts", code="2MH", name="Juzgado Segundo de lo Mercantil")
    lawsuit = put("lawsuits", court_code="2MH", number=1234, year=2024, credit_numbers=["1-23456-15"])
    for number in range(documents):
        data, kind = _file(number, pages)
        sha256 = hashlib.sha256(data).hexdigest()
        archive.objects.put(original_key(sha256), data)
        _file_document(archive, (number, pages, len(data)), (kind, sha256), (credit, lawsuit))


def _file_document(
    archive: Archive, sizes: tuple[int, int, int], file: tuple[str, str], about: tuple[str, str]
) -> None:
    number, pages, size = sizes
    receipt, document = new_id(), new_id()
    with archive.database.write() as session:
        session.add(
            ReceiptRow(
                id=receipt,
                received_at=now(),
                received_by="x",
                origin="x",
                channel="x",
                filename="f",
                sha256=file[1],
                bytes=size,
                given={},
                notes=[],
            )  # fmt: skip
        )
        session.flush()
        session.add(
            DocumentRow(
                id=document,
                receipt_id=receipt,
                position=0,
                sha256=file[1],
                kind=file[0],
                media_type="x",
                bytes=size,
                state="filed",
                reasons=[],
                title=f"Documento {number}",
                type=TYPES[number % len(TYPES)],
                date=date(2020, 1, 1 + number % 28),
                page_count=pages,
                created_at=now(),
            )  # fmt: skip
        )
        session.flush()
        for at in range(pages):
            session.add(
                PageRow(
                    id=new_id(),
                    document_id=document,
                    number=at + 1,
                    source_page=at,
                    state="read",
                    source="ocr",
                    width=612,
                    height=792,
                )  # fmt: skip
            )
        for kind, entity in zip(("credit", "lawsuit"), about, strict=True):
            session.add(
                LinkRow(
                    id=new_id(),
                    document_id=document,
                    entity_kind=kind,
                    entity_id=entity,
                    role="about",
                    state="linked",
                    confidence=1.0,
                    reason="",
                    source="person",
                    updated_at=now(),
                )  # fmt: skip
            )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dossier")
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--pages", type=int, default=2)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, Sandbox() as sandbox:
        folder = Path(name)
        archive = Archive(
            Settings(data=folder, database=f"sqlite:///{folder / 'a.db'}", objects=f"file://{folder / 'store'}")
        )
        migrate(archive.database)
        _fill(archive, given.documents, given.pages)
        times = []
        for _ in range(LOOKS):
            begun = time.perf_counter()
            found = find_dossier(archive, ME, "12345615")
            msgspec.json.encode(found)
            times.append((time.perf_counter() - begun) * 1000)
        sandbox.start()
        begun = time.perf_counter()
        write_dossier_pdf(archive, ME, found, folder / "d.pdf", sandbox)
        seconds = time.perf_counter() - begun
        size = (folder / "d.pdf").stat().st_size
        archive.close()
    times.sort()
    child = resource.getrusage(resource.RUSAGE_CHILDREN)
    figures = {
        "documents": given.documents,
        "folios": found.folios,
        "json_ms_p50": round(times[LOOKS // 2], 1),
        "json_ms_p95": round(times[int(LOOKS * 0.95)], 1),
        "pdf_seconds": round(seconds, 2),
        "pdf_cpu_seconds": round(child.ru_utime + child.ru_stime, 2),
        "pdf_bytes": size,
        "child_megabytes": child.ru_maxrss // 1024,
    }
    print(msgspec.json.encode(figures).decode())


if __name__ == "__main__":
    main()
