"""Rows of a demo office that no paper brings: contracts, notes, acts of suits, pauses, lost notes, payments, requests."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from benchmarks.office.days import working_day
from schemas.access import SYSTEM
from schemas.contracts import PROCESSOR_CLAUSES
from schemas.registry.lawsuits import Lawsuit
from service.archive import Archive
from service.operations import data_request_desk, documents, registry
from service.operations.days import today

INFORMATION = f"INF-{today().year}-0031"
"""The request for public information that reservations and public versions answer."""
REPRESENTED = "C.P. Elsa Guadalupe Noriega Tapia"


def fill_registry(archive: Archive) -> None:
    """Put them in, through the operation that pages, API and imports use."""
    suits: tuple[Lawsuit, ...] = listed(archive, "lawsuits")
    _contracts(archive)
    _notes(archive)
    _acts(archive, suits)
    _pauses(archive, suits)
    _money(archive)
    _requests(archive)


def ago(days: int) -> date:
    """The day so many days before today; negative: after it."""
    return today() - timedelta(days=days)


def listed(archive: Archive, kind: str) -> tuple[Any, ...]:
    """The entities of a kind, up to 200."""
    return tuple(registry.listing(archive, SYSTEM, kind, limit=200).items)


def papers(archive: Archive, **narrow: str) -> list[documents.DocumentView]:
    """The documents that are read, narrowed as `documents.Narrow` says."""
    found = documents.list_documents(archive, SYSTEM, msgspec.convert(narrow, documents.Narrow), limit=200).items
    return [one for one in found if one.state != "processing"]


def _put(archive: Archive, book: str, /, **data: object) -> None:
    given = {name: value.isoformat() if isinstance(value, date) else value for name, value in data.items()}
    registry.upsert(archive, SYSTEM, book, given)


def _contracts(archive: Archive) -> None:
    """One that holds, one that ends in twenty days, one that is over; an amendment and a power."""
    year = today().year
    lawyers = listed(archive, "lawyers")
    for number, (lawyer, left) in enumerate(zip(lawyers, (180, 20, -15), strict=False), 1):
        _put(
            archive, "contracts", number=f"CPS-{year}-{number:02d}", lawyer_cedula=lawyer.cedula, commission="12.5",
            represented_by=REPRESENTED, represented_as="Directora General", starts_on=ago(345 - left),
            ends_on=ago(-left), signed_on=ago(350 - left), territory=["Hermosillo", "Guaymas"], return_days=10,
            scope="Cobranza judicial de créditos educativos", acknowledgement_days=5, report_days=5,
            clauses=list(PROCESSOR_CLAUSES)[: 8 - number],
        )  # fmt: skip
    _put(archive, "contract-amendments", contract=f"CPS-{year}-01", number="CM-1", signed_on=ago(30), ends_on=ago(-210),
         subject="Se prorroga la vigencia")  # fmt: skip
    _put(archive, "powers", deed="18,442", notary="35", city="Hermosillo", signed_on=ago(700), grantor=REPRESENTED,
         grantor_office="Directora General", lawyer_cedula=lawyers[0].cedula)  # fmt: skip


def _notes(archive: Archive) -> None:
    """Two notes of every credit, one nearly prescribed; two of them lost, one with its decree published."""
    for credit in listed(archive, "credits"):
        for number, signed, due in ((1, 1500, 1060), (2, 900, 200)):
            _put(
                archive, "promissory-notes", credit_number=credit.number, number=f"P{number}", amount="24000.00",
                signed_on=ago(signed), signed_at="Hermosillo, Sonora", due_kind="dia_fijo", due_on=ago(due),
                amount_words="veinticuatro mil pesos 00/100 M.N.", default_rate="3", default_period="mensual",
            )  # fmt: skip
    first, second = listed(archive, "credits")[:2]
    court = listed(archive, "courts")[0]
    _put(archive, "note-cancellations", note=f"{first.number}:P1", noticed_on=ago(90), loss="extravio", decreed_on=ago(60),
         court_code=court.code, court_file=f"77/{today().year}", filed_on=ago(80), published_on=ago(45))  # fmt: skip
    _put(archive, "note-cancellations", note=f"{second.number}:P1", noticed_on=ago(9), loss="robo")


def _acts(archive: Archive, suits: Sequence[Lawsuit]) -> None:
    """A filing and an order with a hearing in every suit; in the first also a notice, a seizure, a letter rogatory."""
    for number, suit in enumerate(suits):
        _put(archive, "filings", lawsuit=suit.id, filed_on=ago(120 + 15 * number), pushes="yes",
             subject="Se acuse la rebeldía del demandado")  # fmt: skip
        _put(archive, "resolutions", lawsuit=suit.id, kind="auto", issued_on=ago(20 + number), listed_on=ago(19 + number),
             orders=["se señala fecha para el desahogo de la confesional"], hearing_on=working_day(ago(-5 - 3 * number)),
             hearing_at="10:30", deadline_on=working_day(ago(-3)), responsible="abogado")  # fmt: skip
    suit = suits[0]
    _put(archive, "notifications", lawsuit=suit.id, way="boletin", practised_on=ago(18), addressee="la parte actora")
    _put(archive, "diligences", lawsuit=suit.id, on=ago(60), result="embargo", officer="Lic. Mario Tapia Soto")
    _put(archive, "seizures", lawsuit=suit.id, seized_on=ago(60), goods="Automóvil sedán 2016", value="68000.00")
    _put(archive, "letters-rogatory", lawsuit=suit.id, number=f"88/{today().year}", issued_on=ago(40), due_on=ago(-10),
         receiving_court=listed(archive, "courts")[-1].code, purpose="Emplazar al demandado")  # fmt: skip
    _put(archive, "stages", lawsuit=suit.id, stage="DILIGENCIA", on=ago(60))


def _pauses(archive: Archive, suits: Sequence[Lawsuit]) -> None:
    """Pauses of the lapse: one that goes on, with its paper, and one that is over and nothing proves."""
    proven = [(suit, papers(archive, lawsuit=suit.id)) for suit in suits]
    suit, found = next(((suit, found) for suit, found in proven if found), (suits[0], []))
    _put(archive, "lapse-pauses", lawsuit=suit.id, cause="suspension_amparo", first=ago(40), note="Amparo 512/2026",
         document_id=found[0].id if found else None)  # fmt: skip
    _put(archive, "lapse-pauses", lawsuit=suits[-1].id, cause="fuerza_mayor", first=ago(70), last=ago(50),
         note="Suspensión de labores por inundación")  # fmt: skip


def _money(archive: Archive) -> None:
    """Balances and payments of every credit, and an agreement with its instalments."""
    credits = listed(archive, "credits")
    for number, credit in enumerate(credits):
        _put(archive, "balances", credit_number=credit.number, on=ago(30), capital="18000.00", interest="4200.50",
             default_interest="9800.00", source="SIAF")  # fmt: skip
        _put(archive, "recoveries", credit_number=credit.number, receipt=f"R-{4400 + number}", on=ago(2 + number),
             capital="3500.00", interest="500.00", channel="ventanilla", act="convenio")  # fmt: skip
    _put(archive, "agreements", number="CONV-2026-014", credit_number=credits[0].number, type="extrajudicial",
         signed_on=ago(100), recognised="32000.00", no_novation=True)  # fmt: skip
    for number in range(1, 5):
        paid = {"paid_on": ago(70), "receipt": "R-4300"} if number == 1 else {}
        _put(archive, "agreement-instalments", agreement="CONV-2026-014", number=number, due_on=ago(100 - 30 * number),
             amount="4000.00", **paid)  # fmt: skip


def _requests(archive: Archive) -> None:
    """Requests about one's own data, one of them granted and not carried out, and one for public information."""
    people = listed(archive, "debtors")
    for person, more in (
        (people[0], {"kind": "acceso", "received_on": ago(6), "subject": "Copia de todo lo que obra a mi nombre"}),
        (people[1], {"kind": "rectificacion", "received_on": ago(60), "subject": "El domicilio no es el mío",
                     "answered_on": ago(40), "outcome": "procedente", "grounds": "Se acreditó el domicilio"}),
        (None, {"folio": INFORMATION, "kind": "informacion", "received_on": ago(10), "requester": "Anónimo",
                "subject": "Demandas presentadas por el Instituto en Guaymas"}),
    ):  # fmt: skip
        own = {"person_curp": person.curp, "identity_proven": True} if person else {}
        folio = {} if "folio" in more else {"folio": data_request_desk.next_folio(archive, SYSTEM)}
        given = {**more, **own, **folio}
        said = {name: value.isoformat() if isinstance(value, date) else value for name, value in given.items()}
        data_request_desk.take_in(archive, SYSTEM, said)
