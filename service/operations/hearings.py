"""Lists of pieces for a hearing: chosen from a dossier, put in order, kept, and bound like a dossier."""

from collections.abc import Sequence

from msgspec import UNSET

from schemas.access import Action, Actor
from schemas.dossier import Dossier, DossierScope
from schemas.errors import Conflict, InvalidInput, NotFound
from schemas.hearings import HearingChange, HearingIn, HearingList
from service.archive import Archive, require
from service.operations.dossier import assembled, find_dossier
from service.operations.dossier_choice import chosen
from service.operations.paging import next_after, page_length
from storage.records import Session, events, hearings, new_id, now
from storage.records.tables import HearingListRow

MOST_LETTERS, MOST_NOTE = 120, 2_000


def make_list(archive: Archive, actor: Actor, given: HearingIn) -> HearingList:
    """Keep a new list.

    Raises:
        Forbidden: the actor may not prepare hearings.
        NotFound, Conflict: as for the dossier.
        InvalidInput: no name, or pieces that are not of the dossier or named twice.
    """
    require(actor, Action.PREPARE_HEARINGS)
    name = _name(given.name)
    with archive.database.write() as session:
        dossier = assembled(session, archive, actor, given.key, given.of)
        moment = now()
        row = HearingListRow(
            id=new_id(),
            name=name,
            scope=given.of.value,
            subject_id=dossier.subject_id,
            subject=dossier.subject,
            hearing_on=given.hearing_on,
            note=given.note[:MOST_NOTE],
            pieces=_pieces(dossier, given.pieces),
            created_by=actor.name,
            created_at=moment,
            updated_at=moment,
            version=1,
        )
        session.add(row)
        session.flush()
        _record(session, actor, "make_hearing_list", row)
        return _shown(row)


def change_list(
    archive: Archive, actor: Actor, list_id: str, change: HearingChange, *, version: int | None = None
) -> HearingList:
    """Change name, day, note or the choice and order of the pieces.

    Raises:
        Forbidden, InvalidInput: as `make_list`.
        NotFound: there is no such list.
        Conflict: code `changed_meanwhile`, it is not at `version` any more.
    """
    require(actor, Action.PREPARE_HEARINGS)
    with archive.database.write() as session:
        row = _row(session, actor, list_id)
        if version is not None and version != row.version:
            raise Conflict("Otra persona cambió la lista; vuelva a abrirla.", code="changed_meanwhile")
        if change.name is not UNSET:
            row.name = _name(change.name)
        if change.hearing_on is not UNSET:
            row.hearing_on = change.hearing_on
        if change.note is not UNSET:
            row.note = change.note[:MOST_NOTE]
        if change.pieces is not UNSET:
            dossier = assembled(session, archive, actor, row.subject_id, DossierScope(row.scope))
            row.pieces = _pieces(dossier, change.pieces)
        row.version, row.updated_at = row.version + 1, now()
        session.flush()
        _record(session, actor, "change_hearing_list", row)
        return _shown(row)


def remove_list(archive: Archive, actor: Actor, list_id: str) -> None:
    """Remove a list; the documents stay where they are.

    Raises:
        Forbidden, NotFound: as `change_list`.
    """
    require(actor, Action.PREPARE_HEARINGS)
    with archive.database.write() as session:
        row = _row(session, actor, list_id)
        _record(session, actor, "remove_hearing_list", row)
        session.delete(row)


def get_list(archive: Archive, actor: Actor, list_id: str) -> HearingList:
    """One list.

    Raises:
        Forbidden: the actor may not read dossiers.
        NotFound: there is no such list, or the actor may not know of it.
    """
    require(actor, Action.READ_DOSSIERS)
    with archive.database.read() as session:
        found = _shown(_row(session, actor, list_id))
    archive.looks.viewed(actor, "hearing_list", found.id)
    return found


def list_lists(
    archive: Archive,
    actor: Actor,
    about: tuple[DossierScope, str] | None = None,
    before: str | None = None,
    limit: int = 50,
) -> tuple[tuple[HearingList, ...], str | None]:
    """A page of lists, the newest first, and where the next begins; `about` is a scope and the key of a subject.

    Raises:
        Forbidden, NotFound, Conflict: as for the dossier.
    """
    require(actor, Action.READ_DOSSIERS)
    limit = page_length(limit)
    with archive.database.read() as session:
        wanted = None
        if about is not None:
            wanted = about[0].value, assembled(session, archive, actor, about[1], about[0]).subject_id
        rows = hearings.listing(session, actor, wanted, before, limit + 1)
        shown = tuple(map(_shown, rows[:limit]))
    archive.looks.listed(actor, "hearing_list", "-", len(shown), about=about and about[1])
    return shown, next_after(rows, limit)


def hearing_dossier(archive: Archive, actor: Actor, list_id: str) -> Dossier:
    """The pieces of the list as a dossier of their own, its look recorded; what is not there any more is left out.

    Raises:
        Forbidden, NotFound: as `get_list`.
    """
    found = get_list(archive, actor, list_id)
    dossier = find_dossier(archive, actor, found.subject_id, found.scope)
    return chosen(dossier, found, archive.settings.volume_folios)


def _row(session: Session, actor: Actor, list_id: str) -> HearingListRow:
    row = hearings.get(session, actor, list_id)
    if row is None:
        raise NotFound("No se encontró la lista de piezas.")
    return row


def _name(given: str) -> str:
    name = " ".join(given.split())
    if not name or len(name) > MOST_LETTERS:
        raise InvalidInput(f"La lista lleva un nombre de hasta {MOST_LETTERS} letras.", code="bad_name")
    return name


def _pieces(dossier: Dossier, wanted: Sequence[str] | None) -> list[str]:
    """The ids of the pieces; a copy is taken for the document that stands for it."""
    if wanted is None:
        return [document.id for document in dossier.documents]
    stands = {document.id: document.id for document in dossier.documents}
    stands |= {copy.id: document.id for document in dossier.documents for copy in document.copies}
    strange = [one for one in wanted if one not in stands]
    if strange:
        raise InvalidInput(f"No es un documento del dossier: {strange[0][:40]}.", code="not_of_the_dossier")
    pieces = [stands[one] for one in wanted]
    if len(set(pieces)) < len(pieces):
        raise InvalidInput("Una pieza se nombra dos veces.", code="named_twice")
    return pieces


def _shown(row: HearingListRow) -> HearingList:
    same = {name: getattr(row, name) for name in HearingList.__struct_fields__ if name not in ("scope", "pieces")}
    return HearingList(scope=DossierScope(row.scope), pieces=tuple(row.pieces), **same)


def _record(session: Session, actor: Actor, action: str, row: HearingListRow) -> None:
    detail = {"list": row.id, "name": row.name, "pieces": len(row.pieces), "version": row.version}
    events.record(session, events.Act(actor.name, actor.origin, action, row.scope, row.subject_id, detail))
