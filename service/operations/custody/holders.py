"""Who is meant by a holder as people name it, and what is known of a borrower."""

from datetime import date

from schemas.access import Actor
from schemas.contracts import refusal_of_contract
from schemas.custody import Borrower, Holder, HolderKind, normal_barcode
from schemas.errors import Conflict, InvalidInput, NotFound
from schemas.originals import HolderIn, PlaceKind
from service.operations.registry.book import Book
from service.operations.registry.courts import CourtBook
from service.operations.registry.lawyers import LawyerBook
from service.operations.registry.people import DebtorBook
from storage.records import Session, custody, lawyers_work, loans
from storage.records.tables import PlaceRow

VAULT = "Bóveda"
"""How the vault is called where no box is named."""

_REGISTRY: dict[HolderKind, tuple[type[Book], str, str]] = {
    HolderKind.LAWYER: (LawyerBook, "un abogado", "name"),
    HolderKind.COURT: (CourtBook, "un juzgado", "name"),
    HolderKind.DEBTOR: (DebtorBook, "una persona", "full_name"),
}
_NAMELESS = (HolderKind.LOST, HolderKind.DESTROYED)


def holder(session: Session, actor: Actor, given: HolderIn) -> Holder:
    """The holder that is meant.

    Raises:
        InvalidInput: nothing names it.
        NotFound: nobody has that key.
        Conflict: several have; code `ambiguous`.
    """
    key = given.key.strip()
    if given.kind is HolderKind.VAULT:
        return vault(session, key)
    if given.kind in _NAMELESS:
        return Holder(given.kind)
    if not key:
        raise InvalidInput("Falta decir quién recibe el original.", code="holder_missing")
    if given.kind not in _REGISTRY:
        return Holder(given.kind, "", key[:200])
    book, who, name = _REGISTRY[given.kind]
    rows = book.find(session, actor, key)
    if not rows:
        raise NotFound(f"No hay {who} con la clave «{key[:60]}».", code="unknown_holder")
    if len(rows) > 1:
        raise Conflict(f"«{key[:60]}» corresponde a varios.", code="ambiguous")
    return Holder(given.kind, rows[0].id, getattr(rows[0], name))


def vault(session: Session, barcode: str) -> Holder:
    """A box of the vault, or the vault itself where none is named.

    Raises:
        NotFound: there is no such box.
    """
    return box_holder(box(session, barcode)) if barcode.strip() else Holder(HolderKind.VAULT, "", VAULT)


def box(session: Session, barcode: str) -> PlaceRow:
    """The box of that barcode or id.

    Raises:
        NotFound: there is none.
    """
    row = custody.place_by_barcode(session, normal_barcode(barcode))
    row = row or custody.places_by_id(session, [barcode.strip().lower()]).get(barcode.strip().lower())
    if row is None or row.kind != PlaceKind.BOX.value:
        raise NotFound(f"No hay una caja con el código «{barcode.strip()[:60]}».", code="unknown_box")
    return row


def box_holder(row: PlaceRow) -> Holder:
    """A box as a holder."""
    return Holder(HolderKind.VAULT, row.id, row.path)


def check_room(session: Session, to: Holder, coming: int) -> None:
    """Refuse what a box does not take.

    Raises:
        Conflict: it would be over its capacity; code `box_full`.
    """
    row = custody.places_by_id(session, [to.id]).get(to.id) if to.kind is HolderKind.VAULT and to.id else None
    if row is None or row.capacity is None:
        return
    inside = custody.contents(session, [row.id]).get(row.id, 0)
    if inside + coming > row.capacity:
        raise Conflict(f"La caja {row.barcode} admite {row.capacity} originales y ya guarda {inside}.", code="box_full")


def borrower(session: Session, to: Holder, today: date) -> Borrower:
    """What stands for and against lending to the holder today."""
    refused = None
    if to.kind is HolderKind.LAWYER:
        refused = refusal_of_contract(lawyers_work.contract_terms(session, [to.id]).get(to.id, ()), today)
    return loans.borrower(session, to, today, refused)
