import pytest

from indexer.stages.classify import classify
from schemas.document_types import document_types
from schemas.fields import PageText
from tests.unit.indexer.papers import CONVENIO, DEMANDA, FINIQUITO, PAGARE, PAPERS, SELLO, misread, page

ENDOSO = """ENDOSO EN PROCURACIÓN. Endosamos en procuración el presente pagaré a favor del LICENCIADO X, en términos del
artículo 35 de la Ley General de Títulos y Operaciones de Crédito."""


@pytest.mark.parametrize("kind", PAPERS)
def test_each_sample_is_told_with_confidence(kind):
    guess = classify([page(PAPERS[kind])])
    assert guess.type == kind
    assert guess.confidence >= 0.8
    assert guess.reasons


@pytest.mark.parametrize("kind", PAPERS)
def test_each_sample_is_told_through_misreadings(kind):
    told = [classify([misread(page(PAPERS[kind]), seed, 0.04)]).type for seed in range(10)]
    assert told.count(kind) >= 9


def test_a_note_with_its_endorsed_back_is_a_note():
    assert classify([page(PAGARE), page(ENDOSO, number=2)]).type == "promissory_note"


def test_an_endorsement_alone_is_an_endorsement():
    assert classify([page(ENDOSO)]).type == "endorsement_sheet"


def test_a_complaint_with_a_received_stamp_is_its_acknowledgement():
    guess = classify([page(DEMANDA, stamp=SELLO)])
    assert guess.type == "filing_receipt"
    assert guess.runner_up == "complaint"
    assert classify([page(DEMANDA)]).type == "complaint"


def test_a_stamp_read_with_the_body_counts_too():
    assert classify([page(SELLO + "\n" + DEMANDA)]).type == "filing_receipt"


def test_an_agreement_without_court_is_not_judicial():
    header, body = CONVENIO.split("CONVENIO JUDICIAL", 1)
    text = "CONVENIO EXTRAJUDICIAL" + body.replace("LOS DEMANDADOS", "LOS DEUDORES").split("QUINTA")[0]
    assert header
    assert classify([page(text)]).type == "settlement_ajc"


def test_a_receipt_is_not_a_settlement_letter():
    text = "RECIBO DE PAGO No. A-12345\nRECIBIMOS DE RAMÓN LÓPEZ la cantidad de $500.00\nCONCEPTO: abono al crédito 1-23456-15"
    assert classify([page(text)]).type == "payment_receipt"
    assert classify([page(FINIQUITO)]).type == "settlement_letter"


def test_spaced_titles_are_read():
    text = "S E N T E N C I A   D E F I N I T I V A\nV I S T O S los autos\nC O N S I D E R A N D O\nR E S U E L V E"
    assert classify([page(text)]).type == "judgment"


@pytest.mark.parametrize(
    "text",
    [
        "The borrower shall pay to the order of the bank all of the sums that are due under this note and it is agreed "
        "by the parties that this note is to be governed by the laws of the State of Arizona and not by others.",
        "lista de compras: pan, leche, huevos",
        "",
    ],
)
def test_what_is_no_paper_of_the_office_is_left_unclassified(text):
    guess = classify([page(text)])
    assert guess.type == "unclassified"
    assert guess.reasons


def test_a_company_as_payee_is_pointed_out():
    text = PAGARE.replace("{institute}", "Financiera del Yaqui, S.A. de C.V.")
    guess = classify([page(text)])
    assert guess.type in ("promissory_note", "unclassified")
    assert "FINANCIERA DEL YAQUI" in guess.reasons[0]


@pytest.mark.parametrize("item", [item for item in document_types() if item.title], ids=lambda item: item.code)
def test_a_page_that_bears_the_phrases_of_a_type_is_of_it(item):
    required = item.required[0] if item.required else ""
    text = "\n".join((item.title[0].upper(), *(item.strong[:3]), *(item.medium[:3]), required))
    stamp = SELLO if item.code == "filing_receipt" else ""
    assert classify([page(text, stamp=stamp)]).type == item.code


def test_text_without_places_is_classified_by_its_lines():
    assert classify([PageText(1, page(PAGARE).text)]).type == "promissory_note"


def test_no_pages_are_no_type():
    assert classify([]).confidence == 0.0
