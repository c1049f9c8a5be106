"""Furnishes a demo office: a vault with boxes, originals of the titles received, slips, and a lawyer who signs in."""

import os
from pathlib import Path

import msgspec

from benchmarks.demo_desks import work_at_desks
from benchmarks.demo_registry import fill_registry
from schemas.access import SYSTEM, Role
from schemas.custody import HolderKind
from schemas.errors import ArchiveError
from schemas.originals import HolderIn, LoanIn, Original, OriginalIn, PlaceIn, PlaceKind
from service.archive import Archive
from service.configuration import read_settings
from service.operations import access, documents, registry
from service.operations.custody import counting, lending, places, registering

PLACES = (
    (PlaceKind.SITE, "HMO", "Hermosillo", None),
    (PlaceKind.ROOM, "HMO-1", "Bóveda", "HMO"),
    (PlaceKind.SHELF, "HMO-1-A", "Anaquel A", "HMO-1"),
    (PlaceKind.BOX, "H-0142", "Caja 142", "HMO-1-A"),
    (PlaceKind.BOX, "H-0143", "Caja 143", "HMO-1-A"),
)
TITLES = ("promissory_note", "credit_contract_note")


class Furnished(msgspec.Struct, frozen=True):
    """The lawyer who may sign in, with the one-time password; the slip of what they have, the credit it is of, two titles to look at."""

    name: str
    password: str
    slip: str
    credit: str
    documents: tuple[str, str]


def furnish(data: Path) -> Furnished:
    """Furnish the archive of that folder, whose documents have been read."""
    archive = Archive(read_settings({**os.environ, "LEGAJO_DATA": str(data)}))
    try:
        return _furnished(archive)
    finally:
        archive.close()


def _furnished(archive: Archive) -> Furnished:
    for kind, barcode, name, parent in PLACES:
        places.put_place(archive, SYSTEM, PlaceIn(kind=kind, barcode=barcode, name=name, parent=parent))
    kept = [
        registering.register_original(archive, SYSTEM, OriginalIn(
            type=one.type, title=one.title, document_id=one.id, foja_first=1, foja_last=max(1, one.pages),
            holder=HolderIn(HolderKind.VAULT, "H-0142"),
        ))
        for one in documents.list_documents(archive, SYSTEM, documents.Narrow(), limit=200).items
        if one.type in TITLES
    ]  # fmt: skip
    counting.count_box(archive, SYSTEM, "H-0142", [item.barcode for item in kept[1:]])
    fill_registry(archive)
    work_at_desks(archive, kept)
    for lawyer in registry.listing(archive, SYSTEM, "lawyers", limit=200).items:
        cedula, name = lawyer.cedula, lawyer.name  # type: ignore[union-attr]  # of this kind it is a Lawyer
        lent = _lent(archive, cedula, [item for item in kept if item.credit])
        if lent is not None:
            new = access.NewUser("abogado", Role.EXTERNAL_LAWYER, name, cedula)
            shown = kept[0].document_id or "", kept[1].document_id or ""
            return Furnished("abogado", access.add_user(archive, SYSTEM, new), *lent, shown)
    raise LookupError("no lawyer of this office has a credit whose title was received")


def _lent(archive: Archive, cedula: str, items: list[Original]) -> tuple[str, str] | None:
    """The folio of a slip over one of the originals that is the lawyer's, and its credit; None when none is."""
    for item in items:
        to = HolderIn(HolderKind.LAWYER, cedula)
        given = LoanIn(borrower=to, items=(item.barcode,), purpose="Presentar la demanda")
        try:
            return lending.lend(archive, SYSTEM, given).folio, item.credit or ""
        except ArchiveError:
            continue
    return None
