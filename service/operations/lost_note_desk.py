"""The cancellations of one lost note, as pages show them."""

from schemas.access import Action, Actor
from schemas.registry.note_cancellations import NoteCancellation
from service.archive import Archive, require
from service.operations.registry.note_cancellations import NoteCancellationBook
from storage.records import registry_rows
from storage.records.tables import NoteRow


def cancellations_of(archive: Archive, actor: Actor, note_id: str) -> tuple[NoteCancellation, ...]:
    """Those of a note, the newest first, for a page whose look is recorded as that; none of a note the actor may not know of.

    Raises:
        Forbidden: the actor may not read the registry.
    """
    require(actor, Action.READ_REGISTRY)
    with archive.database.read() as session:
        notes = registry_rows.one(session, actor, NoteRow, note_id)
        rows = registry_rows.children(session, NoteCancellationBook.table, "note_id", [one.id for one in notes])
        ordered = sorted(rows.get(note_id, ()), key=lambda row: (row.noticed_on, row.id), reverse=True)
        return NoteCancellationBook.views(session, ordered)
