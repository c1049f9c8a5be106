"""A small office put into a running site through the operations: a debtor in court, a lawyer, a vault with originals."""

import contextlib
from collections.abc import Iterator
from datetime import timedelta

import msgspec

from schemas.access import SYSTEM, Role
from schemas.clocks.calendar import add_months
from schemas.custody import HolderKind
from schemas.originals import HolderIn, OriginalIn, PlaceIn, PlaceKind
from service.archive import Archive
from service.configuration import read_settings
from service.operations import access, registry
from service.operations.custody import places, registering
from service.operations.days import today

from .browsing import Site

TODAY = today()
HEARING = TODAY + timedelta(days=6)
UNSUED = "1-77777-21"
CURP, CREDIT, LICENCE, COURT = "LOGR900314HSRPRB04", "1-23456-15", "1234567", "2MH"


class Office(msgspec.Struct, frozen=True):
    """Ids and codes of what was put in, and the lawyer's login with its one-time password."""

    debtor: str
    lawsuit: str
    originals: tuple[str, ...]
    login: str
    password: str


@contextlib.contextmanager
def archive_of(site: Site) -> Iterator[Archive]:
    """The archive of the site, beside the program that serves it."""
    opened = Archive(read_settings({"LEGAJO_DATA": str(site.data)}))
    try:
        yield opened
    finally:
        opened.close()


def furnished(site: Site) -> Office:
    """Put the office in."""
    with archive_of(site) as archive:
        made = {kind: registry.upsert(archive, SYSTEM, kind, data).entity for kind, data in (*_OTHERS, *_ROWS)}
        for kind, code, parent in _PLACES:
            places.put_place(archive, SYSTEM, PlaceIn(kind=kind, barcode=code, name=f"{kind} {code}", parent=parent))
        kept = [registering.register_original(archive, SYSTEM, _note(number)).barcode for number in range(1, 5)]
        new = access.NewUser("abogado", Role.EXTERNAL_LAWYER, "Lic. Juan Rentería", LICENCE)
        password = access.add_user(archive, SYSTEM, new)
    return Office(made["debtors"].id, made["lawsuits"].id, tuple(kept), "abogado", password)


def _note(number: int) -> OriginalIn:
    return OriginalIn(
        type="promissory_note", title=f"Pagaré {number}", credit=CREDIT, holder=HolderIn(HolderKind.VAULT, "H-0142")
    )


_ROWS = (
    ("debtors", {"curp": CURP, "full_name": "Roberto López García", "phone": "6621234567"}),
    ("credits", {"number": CREDIT, "debtor_curp": CURP, "status": "judicial", "principal": "25000.00"}),
    ("courts", {"code": COURT, "name": "Juzgado Segundo de lo Mercantil"}),
    ("lawyers", {"cedula": LICENCE, "name": "Lic. Juan Rentería"}),
    ("assignments", {"credit_number": CREDIT, "lawyer_cedula": LICENCE, "assigned_on": "2026-01-02"}),
    ("lawsuits", {"court_code": COURT, "number": 1234, "year": 2026, "credit_numbers": [CREDIT], "lawyer_cedula": LICENCE,
                  "status": "DEMANDA_PRESENTADA", "filed_on": "2026-11-03"}),
    ("resolutions", {"lawsuit": f"{COURT} 1234/2026", "kind": "auto", "issued_on": "2026-11-20", "hearing_on": str(HEARING),
                     "hearing_at": "10:30", "orders": ["desahogo de la confesional"]}),
    ("credits", {"number": UNSUED, "debtor_curp": CURP, "status": "vencido", "principal": "12000.00"}),
    ("promissory-notes", {"credit_number": UNSUED, "number": "1", "amount": "12000.00", "maker_curps": [CURP],
                          "signed_on": "2023-01-10", "due_on": str(add_months(TODAY, -34))}),
)  # fmt: skip
_OTHERS = (
    ("debtors", {"curp": "MEVA851102MSRNLN01", "full_name": "Ana Méndez Valle"}),
    ("credits", {"number": "9-99999-99", "debtor_curp": "MEVA851102MSRNLN01", "status": "judicial"}),
    ("courts", {"code": COURT, "name": "Juzgado Segundo de lo Mercantil"}),
    ("lawyers", {"cedula": "7654321", "name": "Lic. Otra Persona"}),
    ("lawsuits", {"court_code": COURT, "number": 77, "year": 2025, "credit_numbers": ["9-99999-99"], "lawyer_cedula": "7654321"}),
)  # fmt: skip
"""Matters of another lawyer, which ours must never see."""

_PLACES = (
    (PlaceKind.SITE, "HMO", None),
    (PlaceKind.ROOM, "HMO-1", "HMO"),
    (PlaceKind.SHELF, "HMO-1-A", "HMO-1"),
    (PlaceKind.BOX, "H-0142", "HMO-1-A"),
    (PlaceKind.BOX, "H-0143", "HMO-1-A"),
)
