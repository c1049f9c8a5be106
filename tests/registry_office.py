"""A small office on real SQLite and a real folder: people, a credit, a lawsuit, and documents made as rows with files."""

import hashlib
import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pytest
from PIL import Image

from schemas.access import Actor, Role
from schemas.errors import ArchiveError
from schemas.settings import Settings
from service.archive import Archive
from service.operations import registry
from storage.objects.keys import original_key
from storage.records import new_id, now
from storage.records.tables import DocumentRow, LinkRow, PageRow, ReceiptRow
from tests.databases import sqlite_in

CLERK = Actor("ana", Role.ARCHIVIST, "prueba")
AUDITOR = Actor("otto", Role.AUDITOR, "prueba")
CURP, GUARANTOR = "LOGR900314HSRPRB04", "MEVA851102MSRNLN01"
CREDIT, COURT, LICENCE = "1-23456-15", "2MH", "1234567"


def open_archive(folder: Path, database: str | None = None) -> Archive:
    """The archive of a new office in the folder; a given database has our tables already."""
    database = database or sqlite_in(folder)
    return Archive(Settings(data=folder, database=database, objects=f"file://{folder / 'store'}"))


class Office:
    """The archive with one debtor, guarantor, credit, court, lawyer, assignment and lawsuit."""

    def __init__(
        self, folder: Path, *, status: str = "judicial", stage: str = "DEMANDA_PRESENTADA", database: str | None = None
    ) -> None:
        self.archive = open_archive(folder, database)
        self.debtor = self.put("debtors", curp=CURP, full_name="Roberto López García").id
        self.guarantor = self.put("debtors", curp=GUARANTOR, full_name="Ana Méndez Valle").id
        self.credit = self.put("credits", number=CREDIT, debtor_curp=CURP, guarantor_curp=GUARANTOR, status=status).id
        self.court = self.put("courts", code=COURT, name="Juzgado Segundo de lo Mercantil").id
        self.lawyer = self.put("lawyers", cedula=LICENCE, name="Lic. Juan Rentería").id
        self.put("assignments", credit_number=CREDIT, lawyer_cedula=LICENCE, assigned_on="2020-01-02")
        self.lawsuit = self.put(
            "lawsuits", court_code=COURT, number=1234, year=2024, credit_numbers=[CREDIT], lawyer_cedula=LICENCE, status=stage
        ).id  # fmt: skip
        self.outsider = Actor("lic", Role.EXTERNAL_LAWYER, "prueba", lawyer_id=self.lawyer)

    def resize(self, **settings: Any) -> None:
        """The same archive under other settings."""
        self.archive.settings = msgspec.structs.replace(self.archive.settings, **settings)

    def put(self, kind: str, /, **data: Any) -> Any:
        return registry.upsert(self.archive, CLERK, kind, data).entity

    def document(self, type: str, *links: tuple[str, str], on: date | None = None, **more: Any) -> str:
        """A filed document linked to `(kind, id)`; `data` is its file, else a one-page PDF of its own."""
        data, kind = more.pop("data", None) or pdf_file(type + new_id()), more.pop("kind", "pdf")
        pages, rotation = more.pop("pages", 1), more.pop("rotation", 0)
        sha256 = hashlib.sha256(data).hexdigest()
        self.archive.objects.put(original_key(sha256), data)
        receipt, document = new_id(), new_id()
        with self.archive.database.write() as session:
            session.add(
                ReceiptRow(
                    id=receipt,
                    received_at=now(),
                    received_by="ana",
                    origin="x",
                    channel="x",
                    filename="f",
                    sha256=sha256,
                    bytes=len(data),
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
                    sha256=sha256,
                    kind=kind,
                    media_type="application/pdf",
                    bytes=len(data),
                    state="filed",
                    reasons=[],
                    title=f"{type} {on or ''}",
                    type=type,
                    date=on,
                    page_count=pages,
                    created_at=now(),
                    **more,
                )  # fmt: skip
            )
            session.flush()
            for number in range(pages):
                session.add(
                    PageRow(
                        id=new_id(),
                        document_id=document,
                        number=number + 1,
                        source_page=number,
                        state="read",
                        source="ocr",
                        width=612,
                        height=792,
                        rotation=rotation,
                    )  # fmt: skip
                )
            for entity_kind, entity_id in links:
                session.add(
                    LinkRow(
                        id=new_id(),
                        document_id=document,
                        entity_kind=entity_kind,
                        entity_id=entity_id,
                        role="about",
                        state="linked",
                        confidence=1.0,
                        reason="",
                        source="person",
                        updated_at=now(),
                    )  # fmt: skip
                )
        return document

    def version(self, document_id: str) -> int:
        with self.archive.database.read() as session:
            row = session.get(DocumentRow, document_id)
            assert row is not None
            return row.version


@pytest.fixture
def office_on_either(tmp_path: Path, new_database: Callable[[], str]) -> Iterator[Office]:
    """The office on SQLite and on PostgreSQL. A module that wants it as its own says `office = office_on_either`."""
    made = Office(tmp_path, database=new_database())
    yield made
    made.archive.close()


@pytest.fixture
def office_with_unsued_credit(tmp_path: Path, new_database: Callable[[], str]) -> Iterator[Office]:
    """The same with credit 9-9, which no lawsuit claims."""
    made = Office(tmp_path, database=new_database())
    made.put("credits", number="9-9", debtor_curp=CURP)
    yield made
    made.archive.close()


def code_of(act: Callable[[], object]) -> str:
    """The code with which it is refused; what is said is a whole sentence."""
    with pytest.raises(ArchiveError) as refused:
        act()
    assert refused.value.detail.endswith(".")
    return refused.value.code


def pdf_file(mark: str = "", pages: int = 1) -> bytes:
    """A PDF whose content hides everything after it: a clip, a scale and a colour left behind, all black at the top."""
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(612, 792))
            pdf.pages[-1].obj.Contents = pdf.make_stream(
                f"%{mark}\n0 g 300 700 312 92 re f q q 0.1 0 0 0.1 0 0 cm 0 0 5 5 re W n".encode()
            )
        pdf.save(buffer)
    return buffer.getvalue()


def tiff_file(pages: int) -> bytes:
    buffer = io.BytesIO()
    sheets = [Image.new("1", (425, 550), 1) for _ in range(pages)]
    sheets[0].save(buffer, "TIFF", compression="group4", dpi=(50, 50), save_all=True, append_images=sheets[1:])
    return buffer.getvalue()
