"""Notes of supervision on lawsuits (notas de supervisión, DOMAIN 1.3): written once, read by the house alone."""

from schemas.access import Action, Actor
from schemas.supervision import SupervisionNote, SupervisionNoteIn, checked_text
from service.archive import Archive, require
from service.operations.paging import next_after, page_length
from service.operations.registry.lawsuits import the_lawsuit
from storage.records import events, supervision
from storage.records.tables import SupervisionNoteRow


def note_supervision(archive: Archive, actor: Actor, key: str, given: SupervisionNoteIn) -> SupervisionNote:
    """Add a note, of this moment and this author, to the lawsuit of that id or number.

    Raises:
        Forbidden: the actor does not supervise lawyers.
        InvalidInput: the text is empty, too long or not to be written.
        NotFound: there is no such lawsuit.
        Conflict: courts share the number.
    """
    require(actor, Action.SUPERVISE)
    text = checked_text(given.text)
    with archive.database.write() as session:
        lawsuit = the_lawsuit(session, actor, key)
        made = shown(supervision.add(session, lawsuit.id, actor.name, text))
        act = events.Act(
            actor.name, actor.origin, "note_supervision", "lawsuit", lawsuit.id, {"note": made.id, "text": text}
        )
        events.record(session, act)
    return made


def supervision_notes(
    archive: Archive, actor: Actor, key: str, *, after: str | None = None, limit: int = 50
) -> tuple[tuple[SupervisionNote, ...], str | None]:
    """The notes on a lawsuit, the newest first, and the place the next page begins after (None on the last).

    Raises:
        Forbidden: the actor may not read notes of supervision.
        NotFound: there is no such lawsuit.
        Conflict: courts share the number.
    """
    require(actor, Action.READ_SUPERVISION)
    limit = page_length(limit)
    with archive.database.read() as session:
        lawsuit = the_lawsuit(session, actor, key)
        rows = supervision.of_lawsuit(session, lawsuit.id, after, limit + 1)
        notes = tuple(map(shown, rows[:limit]))
    archive.looks.viewed(actor, "lawsuit", lawsuit.id, part="supervision")
    return notes, next_after(rows, limit)


def shown(row: SupervisionNoteRow) -> SupervisionNote:
    """A note as shown."""
    return SupervisionNote(row.id, row.lawsuit_id, row.at, row.author, row.text)
