"""Forms and labels on paper: what they say can be read back, by eye and by a barcode reader."""

from pathlib import Path

import docx
import numpy as np
import pypdfium2 as pdfium
import pytest

from indexer.engines.barcodes import find_barcodes
from indexer.engines.labels import make_labels
from indexer.engines.printed import print_form
from indexer.engines.printed_word import write_word
from schemas.errors import InvalidInput
from schemas.printed import Fields, Label, Printed, Signatures, Table, Words

FORM = Printed(
    "Instituto", "Archivo", "Vale de préstamo", code="V2026-00001",
    parts=(
        Fields((("Recibe", "Lic. Ñúñez <&> Peña"), ("Motivo", ""), ("Devolver", "16/12/2026"))),
        Words("Originales que se entregan", heading=True),
        Table(("Código", "Documento"), tuple((f"O{n:07d}", "Pagaré " * 12) for n in range(90)), (1, 4)),
        Signatures(("Entrega", "Recibe", "Autoriza")),
    ),
)  # fmt: skip


def pages(path: Path) -> list[str]:
    with pdfium.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_bounded() for page in pdf]


def picture(path: Path, page: int = 0, scale: float = 300 / 72) -> np.ndarray:
    with pdfium.PdfDocument(path) as pdf:
        return np.asarray(pdf[page].render(scale=scale, grayscale=True).to_numpy()).squeeze()


def test_a_long_table_continues_under_its_headings(tmp_path):
    print_form(FORM, tmp_path / "f.pdf")
    found = pages(tmp_path / "f.pdf")
    assert len(found) > 2 and all("Código" in page and "Vale de préstamo" in page for page in found[:-1])
    assert "Lic. Ñúñez <&> Peña" in found[0] and f"Hoja 1 de {len(found)}" in found[0]
    assert sum(page.count("O00000") for page in found) == 90
    assert "Autoriza" in found[-1]


def test_the_folio_is_read_by_a_barcode_reader(tmp_path):
    print_form(FORM, tmp_path / "f.pdf")
    assert [code.text for code in find_barcodes(picture(tmp_path / "f.pdf"))] == ["V2026-00001"]


def test_the_same_form_gives_the_same_bytes(tmp_path):
    for name in ("a.pdf", "b.pdf"):
        print_form(FORM, tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_every_label_of_a_sheet_is_read(tmp_path):
    labels = [Label(f"O{n:07d}", ("Pagaré", f"Crédito 1-{n}-15")) for n in range(8)]
    labels += [Label("CAJA-DE-NOMBRE-LARGO-0142", ("Sede Hermosillo, Sala 1, Anaquel A",), large=True)]
    make_labels(labels, tmp_path / "l.pdf")
    read = {code.text for code in find_barcodes(picture(tmp_path / "l.pdf"))}
    assert read == {label.barcode for label in labels[:8]}
    assert [code.text for code in find_barcodes(picture(tmp_path / "l.pdf", 1))] == ["CAJA-DE-NOMBRE-LARGO-0142"]


def test_no_label_is_refused(tmp_path):
    with pytest.raises(InvalidInput):
        make_labels([], tmp_path / "l.pdf")


def test_a_form_for_a_word_processor_says_in_spanish_what_the_pdf_says(tmp_path):
    write_word(FORM, tmp_path / "f.docx")
    made = docx.Document(tmp_path / "f.docx")
    assert [one.text for one in made.paragraphs if one.style.name.startswith("Heading")] == [
        FORM.title,
        FORM.parts[1].words,
    ]
    fields, table, signatures = ([[cell.text for cell in row.cells] for row in one.rows] for one in made.tables)
    assert fields == [["Recibe", "Lic. Ñúñez <&> Peña"], ["Motivo", "—"], ["Devolver", "16/12/2026"]]
    assert table == [["Código", "Documento"], *([f"O{n:07d}", "Pagaré " * 12] for n in range(90))]
    assert [[cell.rpartition("\n")[2] for cell in row] for row in signatures] == [
        ["Entrega", "Recibe"],
        ["Autoriza", ""],
    ]
    assert made.sections[0].header.paragraphs[0].text == "Instituto · Archivo · V2026-00001"
    assert 'w:val="es-MX"' in made.styles.element.xml


def test_a_letter_that_xml_cannot_bear_costs_that_letter(tmp_path):
    write_word(Printed("C", "U", "T", (Words("uno\x0bdos"),)), tmp_path / "f.docx")
    assert "uno dos" in [one.text for one in docx.Document(tmp_path / "f.docx").paragraphs]
