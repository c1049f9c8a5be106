"""`/debtors/{key}/merge`, `/person-merges`: two entries of one person made one, and that undone."""

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath, JSONBody

from schemas.registry.people import MergeIn, PersonMerge
from service.api.asked import ActorGiven, ArchiveGiven, Cursor, Limit, Text, cursor_id
from service.operations.registry import merging


class PersonMerges(msgspec.Struct, frozen=True):
    """A page of merges."""

    items: tuple[PersonMerge, ...]
    next: str | None


@post("/debtors/{key:str}/merge", sync_to_thread=True, status_code=201, summary="Une a esta persona otro registro suyo")
def merge_person(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str], data: JSONBody[MergeIn]) -> PersonMerge:
    """What refers to `merged` moves to this person; its name and keys lead here from now on. Undone with `person-merges/{id}/undo`."""
    return merging.merge(archive, actor, key, data)


@get("/person-merges", sync_to_thread=True, summary="Fusiones de personas")
def list_merges(
    archive: ArchiveGiven, actor: ActorGiven, debtor: Text = None, cursor: Cursor = None, limit: Limit = 50
) -> PersonMerges:
    """The newest first, undone ones too; with `debtor` (id, CURP or RFC) those of one person."""
    after = cursor_id(cursor) or ""
    return PersonMerges(*merging.list_merges(archive, actor, debtor=debtor or "", after=after, limit=limit))


@post("/person-merges/{merge_id:str}/undo", sync_to_thread=True, status_code=200, summary="Deshace una fusión")
def undo_merge(archive: ArchiveGiven, actor: ActorGiven, merge_id: FromPath[str]) -> PersonMerge:
    """Moves back what the merge moved, and nothing else: `note` says what stays with the person kept."""
    return merging.undo(archive, actor, merge_id)


router = Router("/", tags=["registry"], route_handlers=[merge_person, list_merges, undo_merge])
