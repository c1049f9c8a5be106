import pytest

from indexer.stages.extract import extract
from schemas.fields import Known, KnownCourt
from tests.unit.indexer.papers import (
    AUTO,
    CONTRATO,
    CONVENIO,
    COURT,
    DEMANDA,
    FACTS,
    FINIQUITO,
    INSTITUTE,
    PAGARE,
    SELLO,
    misread,
    page,
)

KNOWN = Known(
    curps=frozenset({FACTS["borrower_curp"], FACTS["guarantor_curp"]}),
    credits=frozenset({"12345615"}),
    courts=(
        KnownCourt("H2", COURT, ("JUZGADO 2° MERCANTIL DE HERMOSILLO",), "Hermosillo"),
        KnownCourt("H1", COURT.replace("Segundo", "Primero"), (), "Hermosillo"),
    ),
    own_names=(INSTITUTE,),
)


def values(pages, kind, name):
    return [field.value for field in extract(pages, kind, KNOWN) if field.name == name]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("promissory_note", "004512"), ("credit", "12345615"), ("amount", "31200.50"), ("amount_figures", "31200.50"),
        ("amount_words", "31200.50"), ("signed_on", "2019-03-12"), ("due_on", "2021-03-12"), ("ordinary_rate", "9.00"),
        ("default_rate", "2.50"), ("borrower", FACTS["borrower"]), ("guarantor", FACTS["guarantor"]),
        ("borrower_curp", FACTS["borrower_curp"]), ("guarantor_curp", FACTS["guarantor_curp"]),
    ],
)  # fmt: skip
def test_a_promissory_note_is_read_whole(name, value):
    assert values([page(PAGARE)], "promissory_note", name) == [value]


@pytest.mark.parametrize(
    ("text", "kind", "name", "value"),
    [
        (CONVENIO, "judicial_agreement", "court_file", "EXP:2024:1234"),
        (CONVENIO, "judicial_agreement", "court", COURT),
        (CONVENIO, "judicial_agreement", "amount", "31200.50"),
        (CONVENIO, "judicial_agreement", "document_date", "2024-06-03"),
        (CONVENIO, "judicial_agreement", "borrower", FACTS["borrower"]),
        (CONVENIO, "judicial_agreement", "lawyer", FACTS["lawyer"]),
        (DEMANDA, "complaint", "license", "4512378"),
        (DEMANDA, "complaint", "lawyer_rfc", "MEVA8511025T8"),
        (DEMANDA, "complaint", "lawyer", FACTS["lawyer"]),
        (DEMANDA, "complaint", "guarantor", FACTS["guarantor"]),
        (DEMANDA, "complaint", "plaintiff", INSTITUTE),
        (DEMANDA, "complaint", "signed_on", "2019-03-12"),
        (DEMANDA, "complaint", "due_on", "2021-03-12"),
        (AUTO, "admission_order", "document_date", "2024-04-23"),
        (AUTO, "admission_order", "published_on", "2024-04-25"),
        (AUTO, "admission_order", "lawyer", FACTS["lawyer"]),
        (AUTO, "admission_order", "court", COURT),
        (CONTRATO, "services_contract", "contract", "CJ-012/2024"),
        (CONTRATO, "services_contract", "commission_rate", "15.00"),
        (FINIQUITO, "settlement_letter", "letter", "CJ/0123/2024"),
        (FINIQUITO, "settlement_letter", "receipt", "A-12345"),
        (FINIQUITO, "settlement_letter", "document_date", "2024-08-05"),
        (FINIQUITO, "settlement_letter", "borrower", FACTS["borrower"]),
        (FINIQUITO, "settlement_letter", "guarantor", FACTS["guarantor"]),
    ],
)
def test_the_other_samples_give_their_fields(text, kind, name, value):
    assert values([page(text)], kind, name)[0] == value


def test_every_folio_of_a_list_is_a_field():
    assert values([page(FINIQUITO)], "settlement_letter", "promissory_note") == ["004512", "004513", "004514"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("stamp_date", "2024-04-12"),
        ("stamp_time", "10:35"),
        ("stamp_folio", "004711"),
        ("stamp_sheets", "8"),
        ("stamp_copies", "2"),
    ],
)
def test_a_received_stamp_is_read(name, value):
    assert values([page(DEMANDA, stamp=SELLO)], "filing_receipt", name) == [value]


@pytest.mark.parametrize("read", ["1035 HRS", "10 35 HRS", "10.35 HRS", "10,35 horas", "10' 35 HRS"])
def test_a_time_that_lost_its_colon_is_a_time_before_the_word_for_hours(read):
    stamp = SELLO.replace("10:35 HRS", read)
    assert values([page(DEMANDA, stamp=stamp)], "filing_receipt", "stamp_time") == ["10:35"]


@pytest.mark.parametrize("read", ["120 horas", "EN 24 HORAS", "1035", "2019 10 35", "1075 HRS"])
def test_other_numbers_are_no_time(read):
    stamp = SELLO.replace("10:35 HRS", read)
    assert values([page(DEMANDA, stamp=stamp)], "filing_receipt", "stamp_time") == []


@pytest.mark.parametrize("read", ["FOLfO: 004711", "oso. 004711", "004711"])
def test_a_number_before_the_sheets_is_the_folio_whose_label_was_misread(read):
    stamp = SELLO.replace("FOLIO: 004711", read)
    assert values([page(DEMANDA, stamp=stamp)], "filing_receipt", "stamp_folio") == ["004711"]


def test_the_folio_of_a_label_whose_last_letter_was_misread_is_one_without_sheets_behind_it():
    stamp = SELLO.replace("FOLIO: 004711", "FOLIC: 004711\n")
    assert values([page(DEMANDA, stamp=stamp)], "filing_receipt", "stamp_folio") == ["004711"]


@pytest.mark.parametrize("read", ["", "EN 120", "2024,", "MAYO 2024\n"])
def test_other_numbers_before_the_sheets_are_no_folio(read):
    stamp = SELLO.replace("FOLIO: 004711", read)
    assert values([page(DEMANDA, stamp=stamp)], "filing_receipt", "stamp_folio") == []


def test_words_win_over_figures_and_the_conflict_is_told():
    text = page(PAGARE, figures="32,200.50")
    (amount,) = [field for field in extract([text], "promissory_note", KNOWN) if field.name == "amount"]
    assert amount.value == "31200.50"
    assert "no coinciden" in amount.conflict


def test_a_misread_dollar_sign_does_not_hide_the_figures():
    text = page(PAGARE.replace("${figures}", "S{figures}"))
    assert values([text], "promissory_note", "amount_figures") == ["31200.50"]


def test_a_wrong_curp_is_kept_as_printed_with_a_warning():
    (curp,) = [
        field
        for field in extract([page(PAGARE, borrower_curp="LOGR900314HSRPRB07")], "promissory_note", KNOWN)
        if field.name == "borrower_curp"
    ]
    assert curp.value == "LOGR900314HSRPRB07"
    assert "verificador" in curp.conflict


def test_a_field_knows_its_page_and_the_box_of_its_words():
    pages = [page("Página en blanco"), page(PAGARE, number=2)]
    (curp,) = [field for field in extract(pages, "promissory_note", KNOWN) if field.name == "borrower_curp"]
    word = next(word for word in pages[1].words if word.text == FACTS["borrower_curp"])
    assert curp.page == 2
    assert curp.box == pytest.approx(word.box)
    assert curp.raw == FACTS["borrower_curp"]


def test_judges_and_clerks_are_no_lawyers():
    assert values([page(AUTO)], "admission_order", "lawyer") == [FACTS["lawyer"]]


def test_the_institute_is_never_taken_for_a_person():
    for text, kind in ((CONVENIO, "judicial_agreement"), (DEMANDA, "complaint"), (FINIQUITO, "settlement_letter")):
        people = [
            v for name in ("borrower", "guarantor", "lawyer", "defendants") for v in values([page(text)], kind, name)
        ]
        assert people
        assert not any("INSTITUTO" in name.upper() for name in people)


@pytest.mark.parametrize("name", ["credit", "borrower_curp", "amount", "document_date"])
def test_most_misread_notes_still_give_their_fields(name):
    clean = values([page(PAGARE)], "promissory_note", name)
    read = [values([misread(page(PAGARE), seed)], "promissory_note", name)[:1] for seed in range(20)]
    assert read.count(clean[:1]) >= 18


def test_text_without_places_gives_fields_without_boxes():
    bare = page(PAGARE)
    bare = type(bare)(1, bare.text)
    fields = extract([bare], "promissory_note", KNOWN)
    assert {field.value for field in fields if field.name == "credit"} == {"12345615"}
    assert all(field.box is None for field in fields)


def test_nothing_is_found_on_empty_pages():
    assert extract([], "unclassified", KNOWN) == ()
    assert extract([page("")], "promissory_note", Known()) == ()


AGREEMENT = """CONVENIO DE REESTRUCTURACIÓN que celebran el {institute} y {borrower} Y {guarantor}, en relación con el crédito
número {credit}, con un pago inicial de $4,800.00 y 36 mensualidades de $1,060.00. Se condonan intereses por $9,332.00."""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("borrower", FACTS["borrower"]), ("guarantor", FACTS["guarantor"]), ("first_payment", "4800.00"),
        ("instalment", "1060.00"), ("waived", "9332.00"), ("credit", "12345615"),
    ],
)  # fmt: skip
def test_an_agreement_gives_its_parties_and_the_parts_of_its_sum(name, value):
    assert values([page(AGREEMENT)], "restructure", name)[:1] == [value]


@pytest.mark.parametrize(("name", "value"), [("first_payment", "45100.00"), ("principal", "122640.50")])
def test_a_part_of_a_sum_may_be_named_behind_it(name, value):
    text = """la parte demandada reconoce deber $185,708.00 (CIENTO OCHENTA Y CINCO MIL SETECIENTOS OCHO PESOS 00/100 M.N.), de los que
$122,640.50 corresponden a suerte principal y el resto a accesorios. Se entregan en este acto $45,100.00 y el saldo en seis pagos"""
    assert values([page(text)], "judicial_agreement", name) == [value]


def test_crumbs_of_print_within_a_name_do_not_cut_it():
    text = "comparecen IVÁN PERALTA [SALAZAR (CURP:\nPESI510227HSRRLV05) como AVALISTA Y/O DEUDOR SOLIDARIO"
    assert values([page(text)], "credit_contract_note", "guarantor") == ["IVÁN PERALTA SALAZAR"]


def test_a_mark_of_the_document_system_is_no_received_date():
    stamp = "Firmado electrónicamente 15/04/2025 18:58 - 611D29\nRECIBIDO\n29/11/2010 13:05\nFOLIO: 015329"
    pages = [page(DEMANDA, stamp=stamp)]
    assert values(pages, "filing_receipt", "stamp_date") == ["2010-11-29"]
    assert values(pages, "filing_receipt", "stamp_time") == ["13:05"]


def test_a_fax_header_is_not_the_date_of_the_paper():
    text = "02/11/2023 08:15 FAX 6629844050 P.008\nEN HERMOSILLO, SONORA, siendo las 9:00 horas del día TRES DE MAYO DE DOS MIL VEINTE"
    assert values([page(text)], "seizure_record", "document_date") == ["2020-05-03"]


def test_a_number_below_its_label_in_a_table_is_read():
    text = "Memorándum interno\nDe Para Oficio No. Fecha\nSubdirector Archivo CJ/0717/2026 3/5/2026"
    assert values([page(text)], "official_letter", "letter") == ["CJ/0717/2026"]


def test_a_court_run_together_is_still_that_court():
    text = "C. JUEZ DEL JUZGADO SEGUNDO DE PRIMERA INSTANCIADE LO MERCANTILDEL\nDISTRITO JUDICIAL DE HERMOSILLO"
    assert values([page(text)], "complaint", "court") == [COURT]


@pytest.mark.parametrize("after", ["LEY. ANTECEDENTES", "LEY El presente se remite", "LEY. RESULTANDO"])
def test_a_name_ends_where_a_sentence_ends(after):
    assert values([page(f"DEMANDADO: SERGIO YÁÑEZ {after}")], "judgment", "defendants") == ["SERGIO YÁÑEZ LEY"]


SIDE_BY_SIDE = """Nº {folio}                BUENO POR $31,200.50
PAGARÉ
Debo y pagaré a la orden del {institute} el día 12 de marzo de 2021 la cantidad de $31,200.50.
DATOS DEL DEUDOR              AVAL
Nombre: {borrower}            Nombre: {guarantor}
CURP {borrower_curp}          CURP {guarantor_curp}"""
SIGNED_BELOW = """Suscrito en Nogales, Sonora, el día doce de marzo de dos mil diecinueve.
EL SUSCRIPTOR
____________
C. {borrower}
POR AVAL
____________
C. {guarantor}"""
SIGNED_ABOVE = """Por este pagaré me obligo a pagar.
____________
{borrower}
EL ACREDITADO
____________
{guarantor}
EL AVAL"""
CALLED = """CONTRATO que celebran el {institute}, representado por su Directora, LIC. ADELA MENDOZA VEGA, en adelante "EL
INSTITUTO"; y LA C. {guarantor}, POR SU PROPIO DERECHO, A QUIEN SE LE DENOMINARÁ "LA DEUDORA"."""
OWNER = "Se actualice el historial de la C. {guarantor}, titular del crédito número {credit}."
ANSWER = "EXP. 12/2024\n{borrower}, por mi propio derecho, doy contestación a la demanda.\nHermosillo, Sonora, marzo 4 de 2024"
APPOSED = "Se hace saber que {borrower}, acreditada, y {guarantor}, avalista, pagaron el crédito."
SHEET = "ACREDITADO    {borrower}\nCURP    {borrower_curp}\nOBLIGADO SOLIDARIO    {guarantor}\nCURP    {guarantor_curp}"
TABLE = "CREDITO      NOMBRE                      CONCEPTO      IMPORTE\n{credit}    {borrower}         ABONO         $100.00"
LIST = TABLE + "\n2-00000-11   {guarantor}   ABONO   $200.00"
OFFICIALS = "Lo acordó la C. Juez Segundo de lo Mercantil, Lic. {guarantor}, y Secretaria de Acuerdos, Lic. {borrower}, que da fe."
SEATED = """Así lo acordó el Juez Primero de Primera Instancia de lo Mercantil de este Distrito Judicial, Licenciado
RAÚL OTERO DÍAZ, ante su Secretaria.
LA SECRETARIA SEGUNDA DE ACUERDOS
LIC. {guarantor}"""
BORROWED = "VALE DE PRÉSTAMO\nSolicitante: Lic. {lawyer}"
TERMED = """Convenio que celebran el {institute} (el "Instituto"), {borrower} (el "Acreditado") y {guarantor} (el "Obligado
Solidario")."""
IN_QUALITY = (
    "Comparecen la C. {borrower}, acreditada del crédito número {credit}, y el C. {guarantor}, en su calidad de aval."
)
ACCREDITED = "EXP. 12/2024\n{lawyer}, con la personalidad reconocida en autos, ante Usted expongo."
ENDORSER = """PAGARÉ. Endosamos en procuración el presente a favor del {lawyer}, cédula profesional 4512378.
{institute}. RAÚL OTERO DÍAZ, Apoderado Legal."""
THROUGH = "CONVENIO que celebran el {institute}, representado por su apoderado legal RAÚL OTERO DÍAZ, y por la otra {borrower}."
ADDRESSED = """C. JUEZ SEGUNDO DE PRIMERA INSTANCIA DE LO MERCANTIL DE HERMOSILLO
Adela Mendoza Vega, endosataria en procuración, ante usted expongo."""
HER_GUARANTOR = "Comparece el C. {borrower}, y su aval la C. {guarantor}, respecto del crédito."
ATTENDING = "Compareció la licenciada ADELA MENDOZA VEGA y otorga poder a favor de la licenciada MARTA SOTO REY."
CARD = """INSTITUTO NACIONAL ELECTORAL
NOMBRE                 FECHA DE NACIMIENTO
LÓPEZ                  14/03/1990
GARCÍA                 SEXO H
RAMÓN
DOMICILIO
CURP {borrower_curp}"""


@pytest.mark.parametrize(
    ("text", "kind", "name", "value"),
    [
        (SIDE_BY_SIDE, "promissory_note", "promissory_note", "004512"),
        (SIDE_BY_SIDE, "promissory_note", "borrower", FACTS["borrower"]),
        (SIDE_BY_SIDE, "promissory_note", "guarantor", FACTS["guarantor"]),
        (SIDE_BY_SIDE, "promissory_note", "borrower_curp", FACTS["borrower_curp"]),
        (SIDE_BY_SIDE, "promissory_note", "guarantor_curp", FACTS["guarantor_curp"]),
        (SIGNED_BELOW, "promissory_note", "borrower", FACTS["borrower"]),
        (SIGNED_BELOW, "promissory_note", "guarantor", FACTS["guarantor"]),
        (SIGNED_BELOW, "promissory_note", "signed_on", "2019-03-12"),
        (SIGNED_ABOVE, "promissory_note", "borrower", FACTS["borrower"]),
        (SIGNED_ABOVE, "promissory_note", "guarantor", FACTS["guarantor"]),
        (CALLED, "credit_contract_note", "borrower", FACTS["guarantor"]),
        (CALLED, "credit_contract_note", "lawyer", None),
        (OWNER, "bureau_letter", "borrower", FACTS["guarantor"]),
        (ANSWER, "answer", "borrower", FACTS["borrower"]),
        (ANSWER, "answer", "document_date", "2024-03-04"),
        (CARD, "id_document", "borrower", FACTS["borrower"]),
        (TERMED, "restructure", "borrower", FACTS["borrower"]),
        (TERMED, "restructure", "guarantor", FACTS["guarantor"]),
        (IN_QUALITY, "settlement_ajc", "guarantor", FACTS["guarantor"]),
        (ADDRESSED, "withdrawal_lift", "lawyer", "Adela Mendoza Vega"),
        (HER_GUARANTOR, "settlement_ajc", "guarantor", FACTS["guarantor"]),
        (ATTENDING, "power_of_attorney", "lawyer", "MARTA SOTO REY"),
        (ENDORSER, "promissory_note", "lawyer", FACTS["lawyer"]),
        (THROUGH, "judicial_agreement", "lawyer", "RAÚL OTERO DÍAZ"),
        (ACCREDITED, "filing_receipt", "lawyer", FACTS["lawyer"]),
        (APPOSED, "settlement_letter", "borrower", FACTS["borrower"]),
        (APPOSED, "settlement_letter", "guarantor", FACTS["guarantor"]),
        (SHEET, "credit_contract_note", "borrower", FACTS["borrower"]),
        (SHEET, "credit_contract_note", "guarantor", FACTS["guarantor"]),
        (TABLE, "payment_receipt", "borrower", FACTS["borrower"]),
        (LIST, "payment_receipt", "borrower", None),
        (OFFICIALS, "court_order", "lawyer", None),
        (SEATED, "court_order", "lawyer", None),
        (BORROWED, "loan_slip", "lawyer", FACTS["lawyer"]),
        (BORROWED, "loan_slip", "borrower", None),
    ],
)
def test_people_are_told_by_where_they_sign_and_what_they_are_called(text, kind, name, value):
    assert values([page(text)], kind, name) == ([value] if value else [])


ELSEWHERE = """AUTO. HERMOSILLO, SONORA, A DOS DE JULIO DE DOS MIL VEINTICUATRO.
Así lo acordó el Juez Segundo de Primera Instancia de lo Mercantil de este Distrito Judicial."""
HEADED = (
    "642/2024\nJUZGADO SEGUNDO DE LO MERCANTIL DE HERMOSILLO\nPor recibido el oficio 1904/2024, agréguese a los autos."
)
STATEMENT = (
    "ESTADO DE CUENTA\nFecha de corte: 29 de febrero de 2024\nSe expide en Hermosillo, Sonora, el 7 de marzo de 2024."
)
BORN_BY_LAW = """Organismo creado por ley publicada en el Boletín Oficial el 14 de junio de 1980.
Lo firman en Hermosillo, Sonora, el día diecinueve de agosto de dos mil veintidós."""
ENDORSED = "Se endosa en procuración a favor del LIC. RAÚL OTERO DÍAZ.\nHermosillo, Sonora, veinte de febrero de 2023."
QUOTED_NOTE = """El 27 de enero de 2020 los demandados suscribieron el pagaré por pagar el 15 de enero de 2022. Suscriptor: X.
Hermosillo, Sonora, a 14 de febrero de 2022."""
DUE = "En Hermosillo, Estado de Sonora, siendo el día 15 de agosto de 2016, me obligo a pagar precisamente el 28 de febrero de 2020."
TOTALS = "Saldo insoluto de capital $32,400.00\nIntereses $25,702.77\nAdeudo total $58,102.77"
OLD_NOTE = """NÚMERO DE PAGARÉ 020114     CRÉDITO 2-15590-17
Hermosillo, Sonora, 16 de agosto de 2017. Pagaré el dieciséis de agosto de dos mil veintiuno.
Páguese, en procuración, a la orden de RAÚL OTERO DÍAZ. Hermosillo, Sonora, a 10 de abril de 2024."""
SINCE = "Intereses desde el 3 de septiembre de 2018. El pagaré tiene fecha de vencimiento 2 de septiembre de 2018."
TWICE = "Hermosillo, Sonora, a (30) treinta de septiembre del año (2024) dos mil veinticuatro.\nContestaron el 19 de mayo de 2024."
MATURED = "Con fecha 14 de enero de 2019 los demandados firmaron el pagaré número 18-00456, que venció el 14 de enero de 2021."
INVOICE = "FACTURA\nSubtotal $2,559.60\nIVA 16% $409.54\nTotal $2,969.14"
DOLLAR_AS_FIVE = "Reconocen un saldo de 541,870.00 (cuarenta y un mil ochocientos setenta pesos 00/100 M.N.)."
STAMPED = """Vencido el 30 de agosto de 2019.
Hermosillo, Sonora, 8 de octubre de 2025
OFICIALÍA DE PARTES
R E C I B I D O
9 OCT. 2025 9:17 HRS FOLIO 004711 FOJAS 3"""


@pytest.mark.parametrize(
    ("text", "kind", "name", "value"),
    [
        (ELSEWHERE, "court_order", "court", COURT),
        (HEADED, "court_order", "court_file", "EXP:2024:642"),
        (STATEMENT, "account_statement", "document_date", "2024-02-29"),
        (BORN_BY_LAW, "credit_contract_note", "document_date", "2022-08-19"),
        (ENDORSED, "endorsement_sheet", "document_date", "2023-02-20"),
        (QUOTED_NOTE, "complaint", "signed_on", "2020-01-27"),
        (QUOTED_NOTE, "complaint", "document_date", "2022-02-14"),
        (TWICE, "judgment", "document_date", "2024-09-30"),
        (MATURED, "complaint", "signed_on", "2019-01-14"),
        (MATURED, "complaint", "due_on", "2021-01-14"),
        (MATURED, "complaint", "promissory_note", "1800456"),
        (OLD_NOTE, "promissory_note", "promissory_note", "020114"),
        (OLD_NOTE, "promissory_note", "endorsed_on", "2024-04-10"),
        (OLD_NOTE, "promissory_note", "signed_on", "2017-08-16"),
        (SINCE, "complaint", "due_on", "2018-09-02"),
        (
            "CONTRATO DE CRÉDITO NÚM. 0877/2017\nNúmero de crédito 1-23456-15",
            "credit_contract_note",
            "credit",
            "12345615",
        ),
        (INVOICE, "commission_invoice", "amount", "2969.14"),
        (DOLLAR_AS_FIVE, "mediated_agreement", "amount", "41870.00"),
        (STAMPED, "filing_receipt", "stamp_date", "2025-10-09"),
        ("VALE DE PRÉSTAMO\nVale No. V-0219\nPagaré original 026650", "loan_slip", "slip", "V-0219"),
        ("VALE DE PRÉSTAMO\nVale No. V-0219\nPagaré original 026650", "loan_slip", "promissory_note", "026650"),
        ("COMPROBANTE DE PAGO\nFOLIO: 0012874", "payment_receipt", "receipt", "0012874"),
        ("CONTRATO DE CRÉDITO EDUCATIVO CA/1102/2019\nCARÁTULA", "credit_contract_note", "contract", "CA/1102/2019"),
        (DUE, "promissory_note", "due_on", "2020-02-28"),
        (TOTALS, "account_statement", "amount", "58102.77"),
        ("MEMORÁNDUM\nNÚM.: 0093/2023\nASUNTO: Aviso", "official_letter", "letter", "0093/2023"),
    ],
)
def test_of_several_values_the_one_of_the_paper_itself_is_taken(text, kind, name, value):
    assert values([page(text)], kind, name) == [value]


@pytest.mark.parametrize(
    ("printed", "known"),
    [
        ("el crédito educativo número EC/2019/00321, por $18,000.50", ()),
        ("el crédito educativo número EC/2O19/00321, por $18,000.50", ()),
        ("el adeudo EC/2019/00321 que tiene", ("EC201900321",)),
        ("el crédito con número EC-2019/00321 de", ()),
    ],
)
def test_a_credit_number_may_have_letters_and_slashes(printed, known):
    found = extract(
        [page(f"Se hace constar {printed} y nada más.")], "settlement_letter", Known(credits=frozenset(known))
    )
    assert [field.value for field in found if field.name == "credit"] == ["EC201900321"]


def test_a_digit_misread_at_the_head_of_a_credit_number_is_no_letter_of_it():
    found = extract([page("Crédito número: I-23456-15")], "promissory_note", Known())
    assert [field.value for field in found if field.name == "credit"] == ["12345615"]
