"""What a barcode read at the desk stands for, and the move that two reads make: an original, then its box."""

import msgspec

from schemas.access import Action, Actor
from schemas.custody import CustodyAct, HolderKind, normal_barcode
from schemas.errors import NotFound
from schemas.originals import CustodyIn, HolderIn, Original, PlaceKind, ReturnIn
from service.archive import Archive, require
from service.operations.custody import handing, lending, views
from service.operations.days import today
from storage.records import custody, loans

MOST_READ = 500


class Read(msgspec.Struct, frozen=True):
    """What was read: `original`, `box`, `place` (another place), `loan`; and the code or folio it goes by."""

    kind: str
    key: str


class ReadOriginal(msgspec.Struct, frozen=True):
    """One of the codes read, and the original it is of; None where nobody registered it."""

    code: str
    original: Original | None


def what_is(archive: Archive, actor: Actor, code: str) -> Read:
    """What the code stands for.

    Raises:
        Forbidden: the actor may not look into the vault.
        NotFound: nothing bears it.
    """
    require(actor, Action.READ_RECORDS)
    wanted = normal_barcode(code)
    with archive.database.read() as session:
        if (item := custody.original(session, actor, wanted.lower(), wanted)) is not None:
            return Read("original", item.barcode)
        if (place := custody.place_by_barcode(session, wanted)) is not None:
            return Read("box" if place.kind == PlaceKind.BOX else "place", place.barcode)
        if (slip := loans.loan(session, actor, wanted)) is not None:
            return Read("loan", slip.folio)
    raise NotFound(f"Nada lleva el código «{wanted[:60]}».", code="unknown_barcode")


def originals_read(archive: Archive, actor: Actor, codes: list[str]) -> tuple[ReadOriginal, ...]:
    """The originals of the codes, in the order read, each once; those nobody registered among them.

    Raises:
        Forbidden: the actor may not look into the vault.
    """
    require(actor, Action.READ_RECORDS)
    read = list(dict.fromkeys(code for one in codes if (code := normal_barcode(one))))[:MOST_READ]
    with archive.database.read() as session:
        rows = custody.originals_by_barcode(session, read)
        shown = {one.barcode: one for one in views.originals(session, actor, tuple(rows.values()), today())}
    archive.looks.listed(actor, "custody", "originals", len(shown), barcodes=" ".join(read))
    return tuple(ReadOriginal(code, shown.get(code)) for code in read)


def put_away(archive: Archive, actor: Actor, item: str, box: str) -> Original:
    """Put an original into a box: one in the vault moves, one that was out comes back.

    Raises:
        Forbidden: the actor may not write custody.
        NotFound: there is no such original or box.
        Conflict: the rules refuse it, or the box is full.
    """
    require(actor, Action.WRITE_CUSTODY)
    original = next((one.original for one in originals_read(archive, actor, [item])), None)
    if original is None:
        raise NotFound(f"No hay un original con el código «{item[:60]}».", code="unknown_items")
    if original.holder_kind is HolderKind.VAULT:
        return handing.act(archive, actor, item, CustodyIn(act=CustodyAct.MOVE, to=HolderIn(HolderKind.VAULT, box)))
    return lending.take_back(archive, actor, ReturnIn(items=(item,), box=box))[0]
