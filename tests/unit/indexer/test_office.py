import docx
import openpyxl
import pytest
from odfdo import Document as OdfDocument
from odfdo import Paragraph

from indexer.engines.office import inspect_office
from indexer.engines.plain_page import ROWS, draw_words, set_pages
from indexer.engines.sniff import sniff
from indexer.limits import Limits
from schemas.errors import Corrupt, TooLarge
from schemas.work import FileKind
from tests.foreign import SPANISH, zip_bomb


def texts(path):
    result = inspect_office(path, sniff(path), Limits())
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


def test_an_odt_gives_its_paragraphs(tmp_path):
    document = OdfDocument("text")
    document.body.clear()
    document.body.append(Paragraph("Convenio de pago ñandú"))
    document.save(str(tmp_path / "file"))
    assert texts(tmp_path / "file") == ["Convenio de pago ñandú"]


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
        inspect_office(path, FileKind.DOCX, Limits())


def test_an_archive_that_is_no_document_inside_is_damaged(tmp_path):
    path = zip_bomb(tmp_path / "file", 1)
    with pytest.raises(Corrupt):
        inspect_office(path, FileKind.DOCX, Limits())


def test_long_text_goes_on_to_the_next_sheet_and_stays_on_paper():
    pages = set_pages([SPANISH * 200], "text", 100)
    lines = [page.reading.words[-1].line + 1 for page in pages]
    assert max(lines) <= ROWS and len(pages) > 3
    corners = [(w.box[0] + w.box[2], w.box[1] + w.box[3]) for page in pages for w in page.reading.words]
    assert all(x <= 1 and y <= 1 for x, y in corners)


def test_the_picture_of_a_text_has_ink_where_its_words_are():
    words = set_pages(["palabra"], "text", 1)[0].reading.words
    picture = draw_words(words, 1100)
    x, y, width, height = words[0].box
    there = picture[int(y * 1100) : int((y + height) * 1100) + 4, int(x * 850) : int((x + width) * 850)]
    assert there.min() < 100
    assert picture[600:].min() == 255
