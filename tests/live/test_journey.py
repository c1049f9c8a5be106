"""A stack of paper becomes filed, linked, found and bound: the same on the embedded back ends and on PostgreSQL with S3."""

import io

import pikepdf
import pypdfium2
import pytest

from indexer.engines.coversheet import Titled, make_coversheets
from schemas.coversheet import CoverSheet
from schemas.search import Query
from service.operations.dossier import find_dossier, write_dossier_pdf
from service.operations.importing import import_table
from service.operations.indexing import feed_index
from service.operations.searching import search
from service.operations.verifying import verify

from .conftest import CLERK, text_pdf

CURP = "MEPR910203HSRNRC09"
TABLES = {
    "debtors": f"curp,full_name\n{CURP},Ricardo Núñez Pérez\n",
    "credits": f"number,debtor_curp,signed_on,principal\n1-23456-15,{CURP},2015-03-04,25000.50\n",
}
NOTE = (
    "PAGARÉ No. 004512",
    "BUENO POR: $25,000.50",
    "Crédito número: 1-23456-15",
    "En Hermosillo, Sonora, a los 4 días del mes de marzo de 2015.",
    "Por este PAGARÉ me obligo incondicionalmente a pagar a la orden",
    "del Instituto de Crédito Educativo del Estado, el día 4 de marzo de 2017,",
    "la cantidad de $25,000.50 (VEINTICINCO MIL PESOS 50/100 M.N.).",
    "EL SUSCRIPTOR",
    "Nombre: RICARDO NÚÑEZ PÉREZ",
)
LETTER = ("OFICIO No. 117/2024", "Hermosillo, Sonora, a 3 de mayo de 2024", "Se remite el anexo.", "ATENTAMENTE")


@pytest.fixture
def stack(tmp_path):
    """A scanned file: a note, a cover sheet that names the credit, and a letter of two pages behind it."""
    make_coversheets([Titled(CoverSheet("", credit="1-23456-15"), {})], tmp_path / "cover.pdf")
    sheet, out = io.BytesIO(), io.BytesIO()
    printed = pypdfium2.PdfDocument(tmp_path / "cover.pdf")
    printed[0].render(scale=200 / 72).to_pil().save(sheet, "PDF", resolution=200.0)
    printed.close()
    with pikepdf.new() as whole:
        for part in (text_pdf(NOTE), sheet.getvalue(), text_pdf(LETTER, LETTER)):
            with pikepdf.open(io.BytesIO(part)) as pages:
                whole.pages.extend(pages.pages)
        whole.save(out)
    return out.getvalue()


@pytest.fixture
def registered(archive, tmp_path):
    for kind, text in TABLES.items():
        (tmp_path / f"{kind}.csv").write_text(text)
        assert import_table(archive, CLERK, tmp_path / f"{kind}.csv", kind).errors == ()
    return archive


def test_a_stack_is_parted_linked_found_and_bound_twice_the_same(
    registered, worker, hand_in, ends, settled, stack, tmp_path
):
    [note, letter] = ends(hand_in(stack))
    settled()
    while feed_index(registered):
        pass
    dossier = find_dossier(registered, CLERK, CURP)
    for name in ("one", "two"):
        write_dossier_pdf(registered, CLERK, dossier, tmp_path / name)

    assert [note.type, letter.type] == ["promissory_note", "official_letter"]
    assert {one.id: one.pages for one in dossier.documents} == {note.document_id: 1, letter.document_id: 2}
    assert [(one.folio_first, one.folio_last) for one in dossier.documents] in ([(1, 1), (2, 3)], [(1, 2), (3, 3)])
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert [hit.document_id for hit in search(registered, CLERK, Query("nunes peres ricardo")).hits][
        0
    ] == note.document_id
    assert verify(registered, grace=0).sound
