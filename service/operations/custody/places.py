"""Sites, rooms, shelves and boxes: make them, list them, see what is in one."""

import msgspec

from schemas.access import Action, Actor
from schemas.custody import checked_barcode, normal_barcode
from schemas.errors import Conflict, InvalidInput, NotFound
from schemas.originals import Original, Place, PlaceIn, PlaceKind
from service.archive import Archive, require
from service.operations.custody import views
from service.operations.days import today
from service.operations.paging import page_length
from storage.records import Session, custody, events, new_id, now
from storage.records.tables import PlaceRow

_STANDS_IN = {
    PlaceKind.SITE: None,
    PlaceKind.ROOM: PlaceKind.SITE,
    PlaceKind.SHELF: PlaceKind.ROOM,
    PlaceKind.BOX: PlaceKind.SHELF,
}
_NAMES = {PlaceKind.SITE: "Sede", PlaceKind.ROOM: "Sala", PlaceKind.SHELF: "Anaquel", PlaceKind.BOX: "Caja"}


class BoxContent(msgspec.Struct, frozen=True):
    """A box and the originals the register says are in it."""

    box: Place
    originals: tuple[Original, ...]


def put_place(archive: Archive, actor: Actor, given: PlaceIn) -> Place:
    """Make the place, or change the one of that barcode; a box may be moved from shelf to shelf with what is in it.

    Raises:
        Forbidden: the actor may not write custody.
        InvalidInput: no barcode, or a place inside one of the wrong kind.
        NotFound: what it should stand in does not exist.
        Conflict: the barcode is of another kind of place, or what it should stand in is full (`place_full`).
    """
    require(actor, Action.WRITE_CUSTODY)
    barcode = checked_barcode(given.barcode)
    if given.capacity is not None and not 0 < given.capacity <= 100_000:
        raise InvalidInput("La capacidad debe ser un número positivo.", code="bad_capacity")
    with archive.database.write() as session:
        row = custody.place_by_barcode(session, barcode)
        if row is not None and row.kind != given.kind.value:
            raise Conflict(f"El código {barcode} ya es de otro tipo de lugar.", code="barcode_taken")
        parent = _parent(session, given, row)
        name = given.name.strip()[:120] or (row.name if row else f"{_NAMES[given.kind]} {barcode}")
        act = "update" if row else "create"
        row = row or PlaceRow(id=new_id(), kind=given.kind.value, barcode=barcode, version=0)
        row.name, row.parent_id = name, parent.id if parent else None
        row.path = f"{name}, {parent.path}" if parent else name
        row.capacity, row.series = given.capacity, given.series
        row.version, row.updated_at = row.version + 1, now()
        session.add(row)
        session.flush()
        custody.rename_paths(session, row, row.updated_at)
        detail = {"kind": row.kind, "barcode": barcode, "path": row.path}
        events.record(session, events.Act(actor.name, actor.origin, act, "place", row.id, detail))
        return views.places(session, [row])[0]


def list_places(
    archive: Archive, actor: Actor, *, kind: str = "", parent: str = "", after: str = "", limit: int = 50
) -> tuple[tuple[Place, ...], str | None]:
    """A page of places in order of their barcodes, and where the next begins.

    Raises:
        Forbidden: the actor may not look into the vault.
    """
    require(actor, Action.READ_RECORDS)
    limit = page_length(limit)
    with archive.database.read() as session:
        parent_id = _known(session, parent).id if parent else ""
        rows = custody.places(session, kind, parent_id, normal_barcode(after), limit + 1)
        more = len(rows) > limit
        return views.places(session, rows[:limit]), rows[limit - 1].barcode if more else None


def box_content(archive: Archive, actor: Actor, barcode: str) -> BoxContent:
    """A box and what is in it; the look is recorded.

    Raises:
        Forbidden: the actor may not look into the vault.
        NotFound: there is no such box.
    """
    require(actor, Action.READ_RECORDS)
    with archive.database.read() as session:
        row = _known(session, barcode)
        inside = views.originals(session, actor, custody.in_box(session, row.id), today())
        found = BoxContent(views.places(session, [row])[0], inside)
    archive.looks.viewed(actor, "place", row.id, barcode=row.barcode)
    return found


def _known(session: Session, barcode: str) -> PlaceRow:
    row = custody.place_by_barcode(session, normal_barcode(barcode))
    if row is None:
        raise NotFound(f"No hay un lugar con el código «{barcode[:60]}».", code="unknown_place")
    return row


def _parent(session: Session, given: PlaceIn, row: PlaceRow | None) -> PlaceRow | None:
    """What the place stands in; a box may stand in the room while it has no shelf."""
    kind = _STANDS_IN[given.kind]
    if given.parent is None or kind is None:
        if given.parent is not None:
            raise InvalidInput("Una sede no está dentro de otro lugar.", code="bad_parent")
        return custody.places_by_id(session, [row.parent_id]).get(row.parent_id) if row and row.parent_id else None
    parent = _known(session, given.parent)
    fits = parent.kind == kind.value or (given.kind is PlaceKind.BOX and parent.kind != PlaceKind.BOX.value)
    if not fits:
        raise InvalidInput(f"{_NAMES[given.kind]} no puede estar en ese tipo de lugar.", code="bad_parent")
    moves = row is None or row.parent_id != parent.id
    if moves and parent.capacity is not None:
        inside = custody.contents(session, [parent.id]).get(parent.id, 0)
        if inside >= parent.capacity:
            raise Conflict(f"{parent.name} ya está lleno ({parent.capacity}).", code="place_full")
    return parent
