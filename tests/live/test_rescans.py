"""The same paper scanned twice is proposed as one; two papers of one debtor are not."""

import io

import pytest
from PIL import Image, ImageFilter

from storage.records import pipeline

from .conftest import scan

NOTE = (
    "PAGARÉ No. {folio}",
    "BUENO POR: ${sum}",
    "Crédito número: 1-23456-15",
    "En Hermosillo, Sonora, a los 12 días del mes de marzo de 2019.",
    "Por este PAGARÉ me obligo incondicionalmente a pagar a la orden",
    "del Instituto de Crédito Educativo del Estado, el día {due},",
    "la cantidad de ${sum} ({words} PESOS 00/100 M.N.).",
    "EL SUSCRIPTOR",
    "Nombre: RAMÓN LÓPEZ GARCÍA",
)
FIRST = {"folio": "004512", "sum": "31,200.00", "words": "TREINTA Y UN MIL DOSCIENTOS", "due": "12 de marzo de 2021"}
SECOND = {"folio": "004513", "sum": "31,200.00", "words": "TREINTA Y UN MIL DOSCIENTOS", "due": "12 de marzo de 2022"}


def note(**facts):
    return scan(*(line.format(**facts) for line in NOTE))


def scanned_again(picture):
    """The sheet on another scanner: a little turned, paler, softer, at another resolution, as JPEG."""
    page = Image.open(io.BytesIO(picture)).rotate(0.7, fillcolor=245, resample=Image.Resampling.BICUBIC)
    page = page.filter(ImageFilter.GaussianBlur(0.8)).point(lambda value: 40 + value * 5 // 6)
    out = io.BytesIO()
    page.resize((1870, 2420)).save(out, "JPEG", quality=55, dpi=(220, 220))
    return out.getvalue()


@pytest.fixture
def filed(archive, worker, hand_in, ends):
    """Hand in a scan and wait for it; its document as it stands."""

    def file(data, name):
        [line] = ends(hand_in(data, name))
        with archive.database.read() as session:
            return pipeline.document(session, line.document_id)

    return file


def test_a_paper_scanned_again_is_proposed_as_a_rescan(filed):
    first = filed(note(**FIRST), "a.png")
    again = filed(scanned_again(note(**FIRST)), "b.jpg")
    assert first.type == again.type == "promissory_note"
    assert first.rescan_of is None and "possible_rescan" not in first.reasons
    assert again.rescan_of == first.id
    assert "possible_rescan" in again.reasons and again.state == "needs_review"


def test_two_notes_of_one_debtor_are_two_papers(filed):
    first, second = filed(note(**FIRST), "a.png"), filed(note(**SECOND), "b.png")
    assert first.type == second.type == "promissory_note"
    assert second.rescan_of is None and "possible_rescan" not in second.reasons
