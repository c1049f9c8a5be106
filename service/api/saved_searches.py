"""`/saved-searches`: the searches that whoever asks keeps under a name."""

from litestar import Router, delete, get, post
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from schemas.saved_searches import SavedSearch, SavedSearchIn
from service.api.asked import ActorGiven, ArchiveGiven
from service.operations import saved_searches


class SavedSearches(Struct, frozen=True):
    """All of one's own, by name."""

    items: tuple[SavedSearch, ...]


@get("/saved-searches", sync_to_thread=True, summary="Mis búsquedas guardadas")
def list_saved(archive: ArchiveGiven, actor: ActorGiven) -> SavedSearches:
    """Each with the parameters to ask `search` with."""
    return SavedSearches(saved_searches.list_saved(archive, actor))


@post("/saved-searches", sync_to_thread=True, summary="Guarda una búsqueda con un nombre")
def save_search(archive: ArchiveGiven, actor: ActorGiven, data: JSONBody[SavedSearchIn]) -> SavedSearch:
    """Seen by who saved it alone."""
    return saved_searches.save_search(archive, actor, data)


@delete("/saved-searches/{search_id:str}", sync_to_thread=True, status_code=204, summary="Quita una búsqueda guardada")
def remove_saved(archive: ArchiveGiven, actor: ActorGiven, search_id: FromPath[str]) -> None:
    """One's own; the log keeps that there was one."""
    saved_searches.remove_saved(archive, actor, search_id)


router = Router("/", tags=["search"], route_handlers=[list_saved, save_search, remove_saved])
