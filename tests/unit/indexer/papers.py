"""Fictitious papers of the office for tests: the sample texts of DOMAIN 7, filled, and set on pages with word boxes."""

import random

from schemas.fields import PageText
from schemas.pages import Word, text_of

INSTITUTE = "Instituto de Crédito Educativo del Estado"
COURT = "Juzgado Segundo de Primera Instancia de lo Mercantil del Distrito Judicial de Hermosillo"
FACTS = {
    "institute": INSTITUTE,
    "court": COURT,
    "borrower": "RAMÓN LÓPEZ GARCÍA",
    "borrower_curp": "LOGR900314HSRPRB04",
    "guarantor": "MARTHA VALENZUELA PEÑÚÑURI",
    "guarantor_curp": "MEVA851102MSRNLN01",
    "lawyer": "ADELA MENDOZA VEGA",
    "credit": "1-23456-15",
    "folio": "004512",
    "figures": "31,200.50",
    "words": "TREINTA Y UN MIL DOSCIENTOS",
}

PAGARE = """PAGARÉ No. {folio}                 BUENO POR: ${figures}
Crédito número: {credit}          Periodo escolar: 2019-1
En Hermosillo, Sonora, a los 12 días del mes de marzo de 2019.
Por este PAGARÉ prometo y me obligo incondicionalmente a pagar a la orden del {institute}, en su domicilio
ubicado en Calle Kino No. 12, el día 12 de marzo de 2021, la cantidad de ${figures} (SON: {words} PESOS 50/100 M.N.),
valor recibido a mi entera satisfacción para cubrir mis estudios de Arquitectura en la Universidad del Desierto.
La suma principal causará intereses ordinarios a razón del 9% anual sobre saldos insolutos. De no cubrirse a su
vencimiento causará, además, intereses moratorios al 2.5% mensual hasta su total liquidación.
EL SUSCRIPTOR (ACREDITADO)
Nombre: {borrower}
CURP: {borrower_curp}
Domicilio: Calle Sonora No. 3, Hermosillo
POR AVAL DEL SUSCRIPTOR
Nombre: {guarantor}
CURP: {guarantor_curp}
Domicilio: Calle Yáñez No. 9, Hermosillo"""

CONVENIO = """EXPEDIENTE: 1234/2024
JUICIO: EJECUTIVO MERCANTIL
ACTOR: {institute}
DEMANDADO: {borrower} Y {guarantor}
{court}
CONVENIO JUDICIAL DE RECONOCIMIENTO DE ADEUDO Y PAGO que celebran, por una parte, el {institute}, representado por su
apoderada LICENCIADA {lawyer}, y por la otra {borrower} y {guarantor}, a quienes se denominará "LOS DEMANDADOS".
C L Á U S U L A S
PRIMERA.- LOS DEMANDADOS reconocen expresamente adeudar, por el crédito número {credit}, la cantidad de ${figures}
(SON: {words} PESOS 50/100 M.N.), que comprende suerte principal, intereses y gastos de cobranza.
SEGUNDA.- Pagarán $5,000.00 a la firma y 12 mensualidades consecutivas de $2,183.38.
QUINTA.- Las partes solicitan a su Señoría apruebe este convenio y lo eleve a la categoría de cosa juzgada.
Leído que fue, lo ratifican y firman en Hermosillo, Sonora, a los 3 días del mes de junio de 2024."""

DEMANDA = """{institute}
VS.
{borrower} Y {guarantor}
JUICIO EJECUTIVO MERCANTIL
ESCRITO INICIAL DE DEMANDA
C. JUEZ DE PRIMERA INSTANCIA DE LO MERCANTIL EN TURNO DEL DISTRITO JUDICIAL DE HERMOSILLO, SONORA.
P R E S E N T E .-
{lawyer}, mexicana, mayor de edad, con cédula profesional número 4512378, RFC MEVA8511025T8, en mi carácter de
endosataria en procuración del {institute}, ante Usted con el debido respeto comparezco para exponer:
Que en la VÍA EJECUTIVA MERCANTIL y en ejercicio de la ACCIÓN CAMBIARIA DIRECTA, vengo a demandar de {borrower}, en su
carácter de suscriptor, y de {guarantor}, en su carácter de avalista, las siguientes
P R E S T A C I O N E S :
A).- El pago de la cantidad de ${figures} (SON: {words} PESOS 50/100 M.N.), por concepto de suerte principal.
B).- El pago de los intereses moratorios a razón del 2.5% mensual, hasta la total solución del adeudo.
H E C H O S :
1.- Con fecha 12 de marzo de 2019, en Hermosillo, Sonora, los hoy demandados suscribieron a favor de mi endosante el
pagaré número {folio}, con vencimiento el 12 de marzo de 2021, que se acompaña en original."""

SELLO = """OFICIALÍA DE PARTES COMÚN
PODER JUDICIAL DEL ESTADO DE SONORA
RECIBIDO 12 ABR 2024 10:35 HRS
FOLIO: 004711 FOJAS: 8 COPIAS: 2"""

AUTO = """EXPEDIENTE NÚMERO 1234/2024
AUTO DE RADICACIÓN.- EN HERMOSILLO, SONORA, A VEINTITRÉS DE ABRIL DE DOS MIL VEINTICUATRO.
Por recibido el escrito y anexos de cuenta, se tiene a {lawyer}, en su carácter de endosataria en procuración del
{institute}, demandando en la vía ejecutiva mercantil a {borrower} y {guarantor} por el pago de la
cantidad de ${figures} ({words} PESOS 50/100 M.N.), como suerte principal. Con fundamento en los artículos 1391 y 1392
del Código de Comercio, se admite la demanda. Regístrese en el Libro de Gobierno. Se dicta AUTO DE EXEQUENDO con
efectos de mandamiento en forma: requiérase a la parte demandada y emplácesele dentro del término de OCHO DÍAS.
NOTIFÍQUESE PERSONALMENTE. Así lo acordó y firmó LICENCIADO JULIO SOTO ROBLES, Juez del {court},
por ante ELSA RUIZ COTA, Secretaria de Acuerdos que autoriza y da fe.- DOY FE.
Se publicó en lista de acuerdos el 25 de abril de 2024.- CONSTE."""

CONTRATO = """CONTRATO DE PRESTACIÓN DE SERVICIOS PROFESIONALES DE COBRANZA JUDICIAL No. CJ-012/2024
Que celebran el {institute}, representado por PEDRO SOTO RUIZ, y por la otra {lawyer}, con RFC MEVA8511025T8 y cédula
profesional 4512378, a quien se denominará "EL PRESTADOR", al tenor de las siguientes
CLÁUSULAS
PRIMERA. OBJETO.- EL PRESTADOR se obliga a gestionar por la vía judicial el cobro de los créditos que se le asignen.
SEGUNDA.- Recibirá los pagarés originales contra vale de préstamo, con endoso en procuración.
TERCERA. INFORMES.- Entregará el acuse de recibo de cada demanda y un informe mensual del estado procesal.
CUARTA. HONORARIOS.- Percibirá una comisión del 15% sobre las cantidades efectivamente recuperadas.
Firmado por duplicado en Hermosillo, Sonora, a los 8 días del mes de enero de 2024."""

FINIQUITO = """{institute}
SUBDIRECCIÓN DE CARTERA
Oficio No. CJ/0123/2024
ASUNTO: Carta finiquito y constancia de no adeudo
Hermosillo, Sonora, a 5 de agosto de 2024
A QUIEN CORRESPONDA:
Por medio de la presente se hace constar que {borrower}, con CURP {borrower_curp}, liquidó en su totalidad el
crédito educativo número {credit}, cubriendo la cantidad de ${figures} (SON: {words} PESOS 50/100 M.N.) conforme al
recibo A-12345 de fecha 2 de agosto de 2024. En consecuencia, este Instituto otorga el FINIQUITO más amplio y declara
que a la fecha NO EXISTE ADEUDO alguno a cargo de la persona mencionada ni de su aval, {guarantor}, por el crédito.
Se devuelven los pagarés originales números 004512, 004513 y 004514, y se instruye al abogado para que se desista
en el expediente 1234/2024 del {court}.
A T E N T A M E N T E"""

PAPERS = {
    "promissory_note": PAGARE,
    "judicial_agreement": CONVENIO,
    "complaint": DEMANDA,
    "admission_order": AUTO,
    "services_contract": CONTRATO,
    "settlement_letter": FINIQUITO,
}


def words_of(text: str, *, top: float = 0.06, confidence: float = 0.95) -> tuple[Word, ...]:
    """The words of a text set line under line; letters are 0.008 of the page wide, lines 0.022 apart."""
    words: list[Word] = []
    for line, printed in enumerate(text.splitlines()):
        at = 0
        for token in printed.split():
            at = printed.index(token, at)
            box = (0.08 + at * 0.007, top + line * 0.022, len(token) * 0.007, 0.015)
            words.append(Word(token, box, confidence, line, 0))
            at += len(token)
    return tuple(words)


def page(text: str, *, number: int = 1, stamp: str = "", **facts: str) -> PageText:
    """A page of a text with the facts in it, changed where given, and a stamp apart."""
    words, stamped = words_of(text.format(**FACTS | facts)), words_of(stamp, top=0.3)
    return PageText(number, text_of(words), words, text_of(stamped), stamped)


_MISREADINGS = str.maketrans("O0lI1S5B8eñóéá", "0OI1lS5B8enoea".replace("S5B8", "5S8B"))


def misread(original: PageText, seed: int, share: float = 0.02) -> PageText:
    """The page as a poor scan is read: so many letters of a hundred taken for what they resemble."""
    rng = random.Random(seed)
    words = tuple(
        Word("".join(letter.translate(_MISREADINGS) if rng.random() < share else letter for letter in word.text), *rest)
        for word in original.words
        for rest in [(word.box, 0.9, word.line, word.block)]
    )
    return PageText(original.number, text_of(words), words, original.stamp_text, original.stamp_words)
