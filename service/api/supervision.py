"""`/lawsuits/{key}/supervision-notes`: that somebody watches the lawyer in charge."""

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath, JSONBody

from schemas.supervision import SupervisionNote, SupervisionNoteIn
from service.api.asked import ActorGiven, ArchiveGiven, Cursor, Limit, cursor_id
from service.operations import supervising


class SupervisionNotes(msgspec.Struct, frozen=True):
    """A page of notes."""

    items: tuple[SupervisionNote, ...]
    next: str | None


@get("/lawsuits/{key:str}/supervision-notes", sync_to_thread=True, summary="Notas de supervisión de un juicio")
def list_notes(
    archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str], cursor: Cursor = None, limit: Limit = 50
) -> SupervisionNotes:
    """The newest first. Read by the house alone."""
    return SupervisionNotes(*supervising.supervision_notes(archive, actor, key, after=cursor_id(cursor), limit=limit))


@post("/lawsuits/{key:str}/supervision-notes", sync_to_thread=True, summary="Añade una nota de supervisión")
def add_note(
    archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str], data: JSONBody[SupervisionNoteIn]
) -> SupervisionNote:
    """Its moment and author are those of the request; it is never changed nor removed."""
    return supervising.note_supervision(archive, actor, key, data)


router = Router("/", tags=["queues"], route_handlers=[list_notes, add_note])
