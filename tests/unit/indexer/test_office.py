import struct
import textwrap
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from odfdo import Document as OdfDocument
from odfdo import Element, Paragraph
from PIL import Image

from indexer.engines.office import inspect_office
from indexer.engines.plain_page import ROWS, draw_words, set_pages
from indexer.engines.sniff import sniff
from indexer.limits import Limits
from indexer.stages.inspect import inspect_file
from schemas.errors import Corrupt, TooLarge
from schemas.work import FileKind, InspectRequest
from tests.compound_file import compound_file
from tests.foreign import SPANISH, bytes_of, zip_bomb
from tests.old_office import OldLetter


def texts(path):
    result = inspect_office(path, sniff(path), path.parent, Limits())
    return [page.reading.text for page in result.pages]


def test_a_docx_is_read_in_order_with_tables_and_page_breaks(tmp_path):
    document = docx.Document()
    document.add_paragraph("Pagaré número 77")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Monto", "31,000.00"
    document.add_page_break()
    document.add_paragraph("Segunda hoja")
    document.save(str(tmp_path / "file"))
    first, second = texts(tmp_path / "file")
    assert first.splitlines()[0] == "Pagaré número 77"
    assert "Monto 31,000.00" in first
    assert second == "Segunda hoja"


def test_a_docx_gives_what_is_printed_beside_its_paragraphs(tmp_path):
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Instituto de Crédito"
    document.sections[0].footer.paragraphs[0].text = "Hermosillo, Sonora"
    wrap(
        document.add_paragraph("antes"), "<w:sdt {ns}><w:sdtContent><w:r><w:t>campo</w:t></w:r></w:sdtContent></w:sdt>"
    )
    box = "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"
    wrap(
        document.add_paragraph("cuerpo"),
        "<w:r {ns}><mc:AlternateContent><mc:Choice>" + box.format("recuadro") + "</mc:Choice>"
        "<mc:Fallback>" + box.format("repetido") + "</mc:Fallback></mc:AlternateContent></w:r>",
    )
    wrap(document.add_paragraph("final"), "<w:del {ns}><w:r><w:delText>tachado</w:delText></w:r></w:del>")
    document.save(str(tmp_path / "file"))
    (text,) = texts(tmp_path / "file")
    lines = [line for line in text.splitlines() if line]
    assert lines == ["Instituto de Crédito", "antescampo", "cuerpo", "recuadro", "final", "Hermosillo, Sonora"]


def wrap(paragraph, xml):
    """Put a piece of XML at the end of the paragraph."""
    names = " ".join((nsdecls("w"), 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'))
    paragraph._p.append(parse_xml(xml.replace("{ns}", names)))


def test_a_file_of_pictures_alone_is_an_empty_page_and_no_refusal(tmp_path):
    document = docx.Document()
    Image.new("L", (40, 40)).save(tmp_path / "picture.png")
    document.add_picture(str(tmp_path / "picture.png"))
    document.save(str(tmp_path / "file"))
    result = inspect_office(tmp_path / "file", FileKind.DOCX, tmp_path, Limits())
    assert (len(result.pages), result.pages[0].reading, result.problem) == (1, None, "")


def test_scans_pasted_into_a_file_without_words_are_taken_out_and_logos_are_not(tmp_path):
    scan, other = (bytes_of(Image.effect_noise((400, 400), 80), "PNG") for _ in range(2))
    with zipfile.ZipFile(tmp_path / "file", "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {nsdecls('w')}><w:body/></w:document>")
        archive.writestr("word/media/image10.png", other)
        archive.writestr("word/media/image2.png", scan)
        archive.writestr("word/media/image4.png", scan)
        archive.writestr("word/media/image1.png", scan[:9_000])
        archive.writestr("word/media/image3.emf", bytes(50_000))
    result = inspect_office(tmp_path / "file", FileKind.DOCX, tmp_path, Limits())
    assert [attachment.name for attachment in result.attachments] == ["image2.png", "image10.png"]
    assert Path(result.attachments[0].path).read_bytes() == scan


def scan_in_doc(scan):
    record = struct.pack("<HHI", 0x6E00, 0xF01E, 17 + len(scan)) + bytes(17) + scan
    return OldLetter("\x01\r").bytes(Data=bytes(68) + record + record + bytes(9))


def scan_in_rtf(scan):
    lines = "\n".join(textwrap.wrap(scan.hex(), 128))
    return (r"{\rtf1 {\*\shppict{\pict\pngblip\picw4 {\*\blipuid 00ff}" + lines + "}}}").encode()


@pytest.mark.parametrize(("made", "kind"), [(scan_in_doc, FileKind.DOC), (scan_in_rtf, FileKind.RTF)])
def test_scans_pasted_into_a_doc_or_rtf_are_taken_out_too_each_once(tmp_path, made, kind):
    scan = bytes_of(Image.effect_noise((400, 400), 80), "PNG")
    (tmp_path / "file").write_bytes(made(scan))
    (taken,) = inspect_office(tmp_path / "file", kind, tmp_path, Limits()).attachments
    assert taken.name == "imagen-1" and Path(taken.path).read_bytes() == scan


@pytest.mark.parametrize(
    ("data", "problem"),
    [(compound_file({"Catalog": b"x"}), "not_a_document"), (compound_file({"Catalog": b"x"})[:600], "damaged")],
)
def test_a_compound_file_of_no_office_program_is_no_document_and_a_cut_one_is_damaged(tmp_path, data, problem):
    (tmp_path / "file").write_bytes(data)
    assert inspect_file(InspectRequest(str(tmp_path / "file"), str(tmp_path)), Limits()).problem == problem


def test_a_docx_cut_short_is_damaged(tmp_path):
    docx.Document().save(str(tmp_path / "file"))
    (tmp_path / "file").write_bytes((tmp_path / "file").read_bytes()[:9000])
    assert inspect_file(InspectRequest(str(tmp_path / "file"), str(tmp_path)), Limits()).problem == "damaged"


def test_an_odt_gives_its_paragraphs(tmp_path):
    document = OdfDocument("text")
    document.body.clear()
    document.body.append(Paragraph("Convenio de pago ñandú"))
    document.save(str(tmp_path / "file"))
    assert texts(tmp_path / "file") == ["Convenio de pago ñandú"]


def test_what_was_struck_out_of_an_odt_is_not_read(tmp_path):
    document = OdfDocument("text")
    document.body.clear()
    document.body.append(
        Element.from_tag(
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>NUNCA</text:p></text:deletion>"
            "</text:changed-region></text:tracked-changes>"
        )
    )
    document.body.append(Paragraph("Se obliga a pagar"))
    document.save(str(tmp_path / "file"))
    assert texts(tmp_path / "file") == ["Se obliga a pagar"]


def test_an_xlsx_gives_a_page_per_sheet_with_its_name(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Cartera"
    book.active.append(["Crédito", 1234.0, None, "vigente"])
    book.create_sheet("Pagos").append([250])
    book.save(tmp_path / "file")
    assert texts(tmp_path / "file") == ["Cartera\nCrédito 1234 vigente", "Pagos\n250"]


def test_a_file_that_unpacks_to_too_much_is_refused_before_it_is(tmp_path):
    path = zip_bomb(tmp_path / "file", 60)
    assert sniff(path) == FileKind.DOCX
    with pytest.raises(TooLarge):
        inspect_office(path, FileKind.DOCX, path.parent, Limits())


def test_an_archive_that_is_no_document_inside_is_damaged(tmp_path):
    path = zip_bomb(tmp_path / "file", 1)
    with pytest.raises(Corrupt):
        inspect_office(path, FileKind.DOCX, path.parent, Limits())


def test_long_text_goes_on_to_the_next_sheet_and_stays_on_paper():
    pages = set_pages([SPANISH * 200], "text", 100)
    lines = [page.reading.words[-1].line + 1 for page in pages]
    assert max(lines) <= ROWS and len(pages) > 3
    corners = [(w.box[0] + w.box[2], w.box[1] + w.box[3]) for page in pages for w in page.reading.words]
    assert all(x <= 1 and y <= 1 for x, y in corners)


def test_letters_with_accents_are_drawn_as_such():
    drawn = {draw_words(set_pages([letter], "text", 1)[0].reading.words, 1100).tobytes() for letter in "óñüÉ¿§"}
    assert len(drawn) == 6


def test_the_picture_of_a_text_has_ink_where_its_words_are():
    words = set_pages(["palabra"], "text", 1)[0].reading.words
    picture = draw_words(words, 1100)
    x, y, width, height = words[0].box
    there = picture[int(y * 1100) : int((y + height) * 1100) + 4, int(x * 850) : int((x + width) * 850)]
    assert there.min() < 100
    assert picture[600:].min() == 255
