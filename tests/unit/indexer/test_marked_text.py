"""What systems hand out under the names of Word and Excel files and is HTML or XML."""

import pytest

from indexer.engines.office import texts_of
from indexer.engines.sniff import sniff
from indexer.limits import Limits
from schemas.work import FileKind


@pytest.fixture
def lines_of(tmp_path):
    def read(text):
        (tmp_path / "file").write_text(text, encoding="utf-8")
        assert sniff(tmp_path / "file") == FileKind.TEXT
        (read,) = texts_of(tmp_path / "file", FileKind.TEXT, Limits())
        return [" ".join(line.split()) for line in read.splitlines() if line.strip()]

    return read


def test_a_table_handed_out_as_excel_is_read_row_by_row(lines_of):
    table = "<table><tr><th>Cr&eacute;dito</th><th>Saldo</th></tr><tr><td>1234</td><td>31,000</td></tr></table>"
    head = "<html xmlns:x='urn:schemas-microsoft-com:office:excel'><head><style>td {x}</style></head><body>"
    assert lines_of(head + table + "<br/>Total") == ["Crédito Saldo", "1234 31,000", "Total"]


def test_xml_of_word_and_excel_of_2003_is_read_without_what_is_not_seen(lines_of):
    word = '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument><o:DocumentProperties>'
    word += "<o:Title>oculto</o:Title></o:DocumentProperties><w:body><w:p><w:r><w:t>Primero</w:t></w:r></w:p>"
    word += "<w:p><w:delText>tachado</w:delText><w:t>Segundo</w:t></w:p><w:binData>QUJD</w:binData></w:body>"
    assert lines_of(word) == ["Primero", "Segundo"]
    excel = '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?><Workbook><Worksheet><Table>'
    rows = "<Row><Cell><Data>Crédito</Data></Cell><Cell><Data>1234</Data></Cell></Row><Row><Cell/><Cell>x</Cell></Row>"
    assert lines_of(excel + rows) == ["Crédito 1234", "x"]


@pytest.mark.parametrize(
    "text", ['<cfdi:Comprobante Total="100.00" Folio="7"/>', "a < b\n<table> no es una tabla", "nota"]
)
def test_other_text_stays_as_it_is(lines_of, text):
    assert lines_of(text) == text.splitlines()
