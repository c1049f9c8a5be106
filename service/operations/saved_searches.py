"""Searches that a person keeps under a name. They hold what is asked, so each time they find what may be seen that day."""

from typing import Any

import msgspec

from schemas.access import Action, Actor
from schemas.errors import Conflict, Forbidden, InvalidInput, NotFound
from schemas.folding import fold
from schemas.saved_searches import SavedSearch, SavedSearchIn, SearchParameters
from service.archive import Archive, require
from storage.records import Session, events, new_id, now, saved_searches
from storage.records.tables import SavedSearchRow

MOST_LETTERS, MOST_KEPT = 80, 100


def list_saved(archive: Archive, actor: Actor) -> tuple[SavedSearch, ...]:
    """The actor's own, by name; never more than 100.

    Raises:
        Forbidden: the actor may not read documents.
    """
    require(actor, Action.READ_DOCUMENTS)
    with archive.database.read() as session:
        rows = saved_searches.of_user(session, actor.user_id or "")
    return tuple(sorted(map(_shown, rows), key=lambda one: (fold(one.name), one.id)))


def save_search(archive: Archive, actor: Actor, given: SavedSearchIn) -> SavedSearch:
    """Keep a search for the actor alone.

    Raises:
        Forbidden: the actor may not read documents, or is no user.
        InvalidInput: no name or too long a one, or nothing is asked for.
        Conflict: code `name_taken`, or `too_many_searches` when 100 are kept.
    """
    require(actor, Action.READ_DOCUMENTS)
    if actor.user_id is None:
        raise Forbidden("Solo un usuario guarda búsquedas.")
    name = " ".join(given.name.split())
    if not name or len(name) > MOST_LETTERS or not name.isprintable():
        raise InvalidInput(f"La búsqueda lleva un nombre de hasta {MOST_LETTERS} letras.", code="bad_name")
    if given.parameters.empty:
        raise InvalidInput("Escriba primero qué busca.", code="nothing_asked")
    with archive.database.write() as session:
        kept = saved_searches.of_user(session, actor.user_id)
        if fold(name) in {fold(one.name) for one in kept}:
            raise Conflict(f"Ya hay una búsqueda guardada como «{name}»; dele otro nombre.", code="name_taken")
        if len(kept) >= MOST_KEPT:
            raise Conflict(f"Se guardan hasta {MOST_KEPT} búsquedas; quite una.", code="too_many_searches")
        row = SavedSearchRow(id=new_id(), user_id=actor.user_id, name=name, created_at=now(),
                             parameters=_kept(given.parameters))  # fmt: skip
        session.add(row)
        session.flush()
        _record(session, actor, "save_search", row)
        return _shown(row)


def remove_saved(archive: Archive, actor: Actor, search_id: str) -> None:
    """Keep it no longer.

    Raises:
        Forbidden: the actor may not read documents.
        NotFound: the actor keeps no such search.
    """
    require(actor, Action.READ_DOCUMENTS)
    with archive.database.write() as session:
        row = saved_searches.get(session, actor.user_id or "", search_id)
        if row is None:
            raise NotFound("No se encontró la búsqueda guardada.")
        _record(session, actor, "remove_saved_search", row)
        session.delete(row)


def _kept(parameters: SearchParameters) -> dict[str, Any]:
    return dict(msgspec.to_builtins(parameters))


def _shown(row: SavedSearchRow) -> SavedSearch:
    return SavedSearch(row.id, row.name, msgspec.convert(row.parameters, SearchParameters), row.created_at)


def _record(session: Session, actor: Actor, action: str, row: SavedSearchRow) -> None:
    detail = {"name": row.name, "parameters": row.parameters}
    events.record(session, events.Act(actor.name, actor.origin, action, "saved_search", row.id, detail))
