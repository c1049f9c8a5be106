"""What DOMAIN 2.15 says people will type, asked of filed documents; what the queues answer is not documents."""

from datetime import date

import pytest

from schemas.access import Actor, Role
from schemas.search import Query
from service.operations.searching import search
from storage.records import now
from storage.records.tables import CourtRow
from tests.service.conftest import Office, registry

CLERK = Actor("clerk", Role.ARCHIVIST, "test")

PAPERS = {
    "note": ("promissory_note", "PAGARÉ No. 000123. Debo y pagaré la cantidad de $25,000.00 (veinticinco mil pesos 00/100 M.N.). "
             "Suscriptora: MARTHA ELENA LÓPEZ BÓRQUEZ, CURP LOBM900314MSRPRR04, crédito 1-23456-15"),
    "complaint": ("complaint", "Que vengo a demandar de la C. López Bórquez Martha Elena el pago del título que se exhibe, pagaré 000123, "
                  "del crédito número 1-23456-15, y de su aval Raúl Quijada Islas"),
    "seizure": ("seizure_record", "Se traba embargo sobre el vehículo tipo pick up modelo 2016. Testigo: Martha Elena Lopez Borquez"),
    "agreement": ("judicial_agreement", "El presente convenio no constituye novación de la obligación. P R E S T A C I O N E S"),
    "tax": ("bureau_letter", "Constancia de situación fiscal. RFC: LOBM900314AB7"),
    "order_nogales": ("admission_order", "Nogales, Sonora. Expediente número 1234/2024, se tiene por presentada la demanda"),
    "order_hermosillo": ("admission_order", "Hermosillo, Sonora. Exp. 1234/24. Agréguese a los autos"),
    "other": ("payment_receipt", "Recibo de 1,250.00 pesos del expediente 77/2019 a nombre de Norma Tapia"),
}  # fmt: skip


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory):
    office = Office(tmp_path_factory.mktemp("asked"))
    office.add(*registry())
    office.add(
        CourtRow(id="j2", code="J2", name="Juzgado Segundo de lo Mercantil", aliases=[], version=1, updated_at=now())
    )
    names = {office.file(text, type=kind): name for name, (kind, text) in PAPERS.items()}
    for name, day in (("acknowledged", date(2026, 10, 5)), ("earlier", date(2026, 9, 1))):
        names[office.file("Acuse sellado", type="filing_receipt", date=day, links=(("court", "j2"),))] = name
    yield lambda typed: [names[hit.document_id] for hit in search(office.archive, CLERK, Query(typed)).hits], office
    office.archive.close()


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("martha lopez borquez", {"note", "complaint", "seizure"}),
        ("LOPEZ BORQUEZ MARTHA", {"note", "complaint", "seizure"}),
        ("marta lopes", {"note", "complaint", "seizure"}),
        ("LOBM900314", {"note", "tax"}),
        ("1-23456-15", {"note", "complaint"}),
        ("12345615", {"note", "complaint"}),
        ("1234/2024", {"order_nogales", "order_hermosillo"}),
        ("exp 1234/24 nogales", {"order_nogales"}),
        ("pagaré 000123", {"note", "complaint"}),
        ("000123", {"note", "complaint"}),
        ('"no constituye novación"', {"agreement"}),
        ("embargo vehículo pick up 2016", {"seizure"}),
        ("embargado vehiculos 2016", {"seizure"}),
        ("25,000.00", {"note"}),
        ("25000", {"note"}),
        ("veinticinco mil", {"note"}),
        ("prestaciones", {"agreement"}),
        ("tipo:pagaré", {"note"}),
        ("tipo:convenio novación", {"agreement"}),
        ("tipo:auto nogales", {"order_nogales"}),
        ('tipo:acuse juzgado:"segundo mercantil" desde:2026-10-01', {"acknowledged"}),
    ],
)
def test_what_people_type_finds_what_it_must(papers, typed, wanted):
    ask, _ = papers
    assert set(ask(typed)) == wanted


@pytest.mark.parametrize("typed", ["pagaré 000123", "000123"])
def test_the_note_itself_comes_before_what_cites_it(papers, typed):
    ask, _ = papers
    assert ask(typed)[0] == "note"


def test_a_phrase_is_highlighted_word_by_word(papers):
    _, office = papers
    hit = search(office.archive, CLERK, Query('"no constituye novación"')).hits[0]
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["no", "constituye", "novación"]
    assert len(hit.boxes) == 3


def test_what_cannot_be_answered_says_so_and_offers_the_filters(papers):
    _, office = papers
    assert "filtros" in search(office.archive, CLERK, Query("convenio firmado aval ≠ acreditado")).note
