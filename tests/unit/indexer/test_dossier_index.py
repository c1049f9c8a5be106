"""The index of a bound dossier: nothing leaves the page, and no heading stands alone at its foot."""

import io

import pikepdf
import pypdfium2 as pdfium

from indexer.engines.dossier_index import front_pages
from schemas.binding import BindRequest, BoundDocument, BoundSection

COURT = (
    "Juicio 2734/2022, Juzgado Tercero de Primera Instancia de lo Mercantil del Distrito Judicial de Hermosillo, Sonora"
)
NOTE = (
    "Pendiente de revisión, y además con una nota que por larga no cabe en un solo renglón de letra tan pequeña. " * 2
)


def document(number: int) -> BoundDocument:
    return BoundDocument("", "pdf", (), number, number, f"Pagaré {number} · ERNESTO BOJÓRQUEZ MORENO", "Pagaré",
                         "12/07/2018", "8" * 64, "", (NOTE,))  # fmt: skip


def index_of(*sections: BoundSection) -> pdfium.PdfDocument:
    made = pikepdf.new()
    request = BindRequest("", "", "Dossier", (("title", "Dossier"),), sections)
    front_pages(made, request, sum(len(section.documents) for section in sections))
    target = io.BytesIO()
    made.save(target)
    return pdfium.PdfDocument(target.getvalue())


def test_no_line_leaves_the_page_and_no_heading_is_cut():
    _, *pages = index_of(BoundSection(COURT, (document(1),)))
    assert pages
    for page in pages:
        text = page.get_textpage()
        rights = [text.get_charbox(at)[2] for at in range(text.count_chars())]
        assert max(rights) <= 612 - 36
        assert "Judicial de Hermosillo, Sonora" in " ".join(text.get_text_range().split())


def test_a_heading_keeps_its_first_document_with_it():
    for many in range(1, 12):
        parts = (
            BoundSection("Primera", tuple(map(document, range(1, many + 1)))),
            BoundSection("Segunda", (document(99),)),
        )
        for page in index_of(*parts):
            text = page.get_textpage().get_text_range()
            assert ("Segunda" in text) == (f"{many + 1}. Pagaré 99" in text), many
