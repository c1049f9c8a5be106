"""Spreadsheets of every kind, and presentations."""

import struct
import zipfile

import pytest
from odfdo import Cell, Document, Row, Table

from indexer.engines.office import texts_of
from indexer.engines.sniff import sniff
from indexer.limits import Limits
from indexer.stages.inspect import inspect_file
from schemas.errors import Corrupt, TooLarge
from schemas.work import FileKind, InspectRequest
from tests.compound_file import compound_file
from tests.old_office import old_book


@pytest.fixture
def file(tmp_path):
    return tmp_path / "file"


def test_an_xls_gives_a_text_per_sheet_with_its_name(file):
    file.write_bytes(old_book({"Cartera": [["Crédito", 1234.0, "vigente"], [], ["ñandú"]], "Pagos": [[250.5]]}))
    assert sniff(file) == FileKind.XLS
    assert texts_of(file, FileKind.XLS, Limits()) == ["Cartera\nCrédito  1234  vigente\nñandú", "Pagos\n250.5"]


def test_dates_and_times_of_an_xls_are_shown_as_such(file):
    file.write_bytes(old_book({"Hoja1": [["Firmado", 46030.0, 46030.75, 0.4375]]}, date_format=14))
    assert texts_of(file, FileKind.XLS, Limits()) == ["Hoja1\nFirmado  2026-01-08  2026-01-08 18:00  10:30:00"]


@pytest.mark.parametrize("cut", [600, 3000, 4200])
def test_an_xls_cut_short_is_damaged(file, cut):
    file.write_bytes(old_book({"Hoja1": [["texto"]]})[:cut])
    assert inspect_file(InspectRequest(str(file), str(file.parent)), Limits()).problem == "damaged"


def test_an_xls_of_more_text_than_allowed_is_refused(file):
    file.write_bytes(old_book({"Hoja1": [["x" * 200]] * 20}))
    with pytest.raises(TooLarge):
        texts_of(file, FileKind.XLS, Limits(text_bytes=1000))


def test_an_ods_gives_its_rows_as_they_are_shown(file):
    document, table = Document("spreadsheet"), Table("Cartera")
    document.body.clear()
    row = Row()
    row.append_cell(Cell("Crédito"))
    row.append_cell(Cell(0.25, text="25 %", repeated=2))
    table.append_row(row)
    table.append_row(Row(repeated=1_000_000))
    document.body.append(table)
    document.save(str(file))
    assert sniff(file) == FileKind.ODS
    assert texts_of(file, FileKind.ODS, Limits()) == ["Cartera\nCrédito  25 %  25 %"]


DRAWN = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
SHOWN = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LISTED = "http://schemas.openxmlformats.org/package/2006/relationships"


def relations(kind, **targets):
    rows = "".join(f'<Relationship Id="{one}" Type="{LINKS}/{kind}" Target="{to}"/>' for one, to in targets.items())
    return f'<Relationships xmlns="{LISTED}">{rows}</Relationships>'


def presentation(file, slides):
    order = "".join(f'<p:sldId r:id="{one}"/>' for one in ("r2", "r1"))
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("ppt/presentation.xml", f'<p:x {SHOWN} xmlns:r="{LINKS}">{order}</p:x>')
        targets = relations("slide", r1="slides/slide1.xml", r2="/ppt/slides/slide2.xml")
        archive.writestr("ppt/_rels/presentation.xml.rels", targets)
        for number, paragraphs in enumerate(slides, 1):
            archive.writestr(f"ppt/slides/slide{number}.xml", f"<s {DRAWN}>{paragraphs}</s>")
        archive.writestr("ppt/slides/_rels/slide1.xml.rels", relations("notesSlide", n="../notesSlides/n1.xml"))
        archive.writestr("ppt/notesSlides/n1.xml", f"<s {DRAWN}><a:p><a:r><a:t>nota</a:t></a:r></a:p></s>")


def test_a_pptx_gives_a_text_per_slide_in_the_order_shown_with_its_notes(file):
    cell = "<a:tc><a:p><a:r><a:t>{}</a:t></a:r></a:p></a:tc>"
    table = f"<a:tbl><a:tr>{cell.format('Monto')}{cell.format('31,000')}</a:tr></a:tbl>"
    presentation(file, [f"<a:p><a:r><a:t>Segunda</a:t></a:r></a:p>{table}", "<a:p><a:r><a:t>Primera</a:t></a:r></a:p>"])
    assert sniff(file) == FileKind.PPTX
    assert texts_of(file, FileKind.PPTX, Limits()) == ["Primera", "Segunda\n\nMonto  31,000\n\nnota"]


def test_a_pptx_whose_slide_is_no_xml_is_damaged(file):
    presentation(file, ["<a:p>", ""])
    with pytest.raises(Corrupt):
        texts_of(file, FileKind.PPTX, Limits())


def test_an_xls_whose_sectors_go_round_is_damaged_and_keeps_nobody_waiting(file):
    data = compound_file({"Workbook": b"\x09\x08\x10\x00" + bytes(1000)})
    chain = struct.pack("<5I", 1, 2, 3, 4, 5)
    assert data.count(chain) == 1
    file.write_bytes(data.replace(chain, struct.pack("<5I", 1, 2, 0, 4, 5)))
    assert inspect_file(InspectRequest(str(file), str(file.parent)), Limits()).problem == "damaged"
