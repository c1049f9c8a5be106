import msgspec
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


@pytest.mark.parametrize("stamp", ["RECIBIDO borroso", ""])
def test_a_filing_under_which_a_stamp_may_hide_is_not_sure(stamp):
    seen = msgspec.structs.replace(page(DEMANDA, stamp=stamp), stamped=True)
    guess = classify([seen])
    assert (guess.type, guess.runner_up) == ("complaint", "filing_receipt")
    assert guess.confidence < 0.8
    assert classify([page(DEMANDA)]).confidence >= 0.8


def test_a_filing_whose_head_read_badly_as_under_a_stamp_is_proposed_as_acknowledgement():
    clean = page(DEMANDA)
    words = tuple(
        msgspec.structs.replace(word, confidence=0.2) if word.box[1] < 0.3 and at % 3 == 0 else word
        for at, word in enumerate(clean.words)
    )
    guess = classify([msgspec.structs.replace(clean, words=words)])
    assert (guess.type, guess.runner_up) == ("filing_receipt", "complaint")
    assert guess.confidence < 0.8


def test_the_end_of_a_sentence_is_no_heading():
    lines = "EXP. NÚM. 12/2024\nACUERDO.\nExpídanse las copias que pide, previa razón de\nrecibo que deje en autos.\nDOY FE."
    assert classify([page(lines)]).type != "payment_receipt"


def test_a_title_misread_by_a_letter_a_word_is_still_that_title():
    misspelt = "CONVENIO DE REESTRUCTURAC1ÓM DE CRÉD1T0\nLas partes convienen en lo siguiente sobre el adeudo."
    assert classify([page(misspelt)]).type == "restructure"


def test_a_title_run_together_with_its_number_is_still_that_title():
    glued = "CONTRATO-PAGARÉNO, C-01693/2024\nPor este pagaré me obligo. EL ACREDITADO. El Instituto otorga. DEUDOR SOLIDARIO"
    assert classify([page(glued)]).type == "credit_contract_note"


QUOTING = """{borrower} Y {guarantor}
SE PROMUEVE DEMANDA
C. JUEZ MERCANTIL. {lawyer}, endosataria, ante Usted con el debido respeto comparezco y vengo a demandar a {borrower}.
El documento dice: "PAGARÉ No. {folio}. BUENO POR ${figures}. Por este pagaré prometo y me obligo incondicionalmente a pagar
a la orden del {institute}. Debo y pagaré incondicionalmente. Valor recibido a mi entera satisfacción. Por aval." Suerte
principal, gastos y costas. PROTESTO LO NECESARIO."""
WITHDRAWAL = """EXP. 31/2022
C. JUEZ PRIMERO DE LO MERCANTIL. {lawyer}, ante Usted comparezco a exponer que cubiertas las prestaciones vengo a DESISTIRME
DE LA INSTANCIA y pido la devolución del documento base de la acción. A USTED C. JUEZ pido proveer de conformidad.
PROTESTO LO NECESARIO."""
TO_THE_ELECTORAL_OFFICE = """{court}
OFICIO No. 310/2024
ASUNTO: Se pide informe
VOCAL DEL INSTITUTO NACIONAL ELECTORAL. Presente. Informe usted el domicilio de {borrower}. Atentamente."""


@pytest.mark.parametrize(
    ("text", "kind"),
    [(QUOTING, "complaint"), (WITHDRAWAL, "withdrawal_lift"), (TO_THE_ELECTORAL_OFFICE, "official_letter")],
)
def test_what_a_paper_quotes_or_shares_with_its_kin_does_not_tell_its_type(text, kind):
    assert classify([page(text)]).type == kind


def test_a_stamp_printed_with_spaced_letters_makes_an_acknowledgement():
    stamped = DEMANDA + "\nOFICIALÍA DE PARTES COMÚN\nR E C I B I D O\n12 ABR 2024 10:35 HRS.\nFOLIO 004711 FOJAS 8"
    assert classify([page(stamped)]).type == "filing_receipt"


def test_on_a_page_all_in_capitals_a_line_in_capitals_is_no_heading():
    text = """PAGARÉ NÚMERO 219. VENCE EL 12 DE FEBRERO DE 2023.
POR EL PRESENTE RECONOZCO DEBER Y ME OBLIGO A PAGAR EN FORMA INCONDICIONAL A LA ORDEN DEL
INSTITUTO DE CRÉDITO EDUCATIVO DEL ESTADO, EN SU DOMICILIO Y EL DÍA DE SU VENCIMIENTO, LA SUMA
DE TRECE MIL PESOS CON SUS INTERESES HASTA SU LIQUIDACIÓN TOTAL, CONFORME AL NÚMERO DE CUENTA DEL
CONTRATO DE CRÉDITO 31 Y SUS ANEXOS, SIN QUE PARA ELLO SEA NECESARIO AVISO NI REQUERIMIENTO."""
    assert classify([page(text)]).type == "promissory_note"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("se declara ejecutoriada la sentencia para todos los efectos", "finality_order"),
        ("transcurridos ciento veinte días se decreta la caducidad de la instancia", "lapse_order"),
        ("expídanse las copias que pide de la sentencia definitiva", "court_order"),
    ],
)
def test_an_order_is_what_it_decides_not_what_it_mentions(said, kind):
    text = f"EXPEDIENTE 12/2024\nAUTO\nHermosillo, Sonora. Visto lo pedido, agréguese a sus autos el escrito; {said}.\nNotifíquese. DOY FE."
    assert classify([page(text)]).type == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "CONSTANCIA DE LIBERACIÓN DE ADEUDO\nA quien corresponda: liquidó en su totalidad el crédito.",
            "settlement_letter",
        ),
        (
            "RECIBO\nRecibí los documentos originales: pagaré 4512, cancelado. Recibí originales de conformidad.",
            "originals_return_receipt",
        ),
        ("CARTA PODER\nOtorgo poder amplio, cumplido y bastante para que en mi nombre cobre.", "power_of_attorney"),
        ("SOLICITUD DE FINANCIAMIENTO EDUCATIVO\nNombre del alumno y datos del aval.", "credit_application"),
    ],
)
def test_a_title_that_many_papers_share_yields_to_what_the_paper_says(text, kind):
    assert classify([page(text)]).type == kind


LETTER = """INSTITUTO DE CRÉDITO EDUCATIVO DEL ESTADO
Oficio No. SC-0931/2023
ASUNTO: {subject}
Nogales, Sonora, a 7 de noviembre de 2023
A QUIEN CORRESPONDA:
Hago constar que Iñaki Zazueta Güereña pagó por completo su crédito por $18,000.50.
{said}
A T E N T A M E N T E
C.P. Ofelia Zúñiga"""


@pytest.mark.parametrize(
    "subject", ["Carta finiquito", "Se extiende constancia de no adeudo", "Se otorga la carta de no adeudo"]
)
def test_the_subject_of_a_letter_tells_what_letter_it_is(subject):
    text = LETTER.format(subject=subject, said="NO EXISTE ADEUDO a su cargo ni de su aval.")
    assert classify([page(text)]).type == "settlement_letter"


def test_a_letter_that_sends_or_asks_for_another_is_an_official_letter():
    for subject in ("Se remite carta finiquito", "Se solicita constancia de no adeudo"):
        text = LETTER.format(subject=subject, said="Adjunto lo que se indica, para su conocimiento.")
        assert classify([page(text)]).type == "official_letter"
