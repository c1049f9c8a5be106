"""Turn a page (girar una página): a person says which way up it stands, and that holds for every reading to come.

The bytes received are not touched. The page is shown turned at once; where its text was read from the
image it is read again so, and until then what was read stays in force, turned with it.
"""

from typing import Literal

import msgspec

from schemas.access import Action, Actor
from schemas.errors import Conflict
from schemas.pages import PageSource
from service.archive import Archive, require
from service.operations.reading import ask_again
from storage.records import Session, documents, events, jobs, turning
from storage.records.tables import DocumentRow, PageRow


class Turn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Degrees clockwise from how the page is shown now; without `chosen` it is left to the machine from then on."""

    degrees: Literal[0, 90, 180, 270]
    chosen: bool = True


class Turned(msgspec.Struct, frozen=True):
    """How the page stands now, in degrees clockwise from the file's own way; handing `back` in is the undoing."""

    document_id: str
    page: int
    rotation: int
    chosen: bool
    back: Turn


def turn_page(archive: Archive, actor: Actor, document_id: str, number: int, turn: Turn) -> Turned:
    """Turn one page and have it read again that way.

    Raises:
        Forbidden: the actor may not review documents.
        NotFound: there is no such document or page.
        Conflict: the document is discarded (`discarded`).
    """
    require(actor, Action.REVIEW_DOCUMENTS)
    with archive.database.write() as session:
        document = documents.visible(session, actor, document_id)
        if document.state == "discarded":
            raise Conflict("El documento está dado de baja.", code="discarded")
        page = documents.page(session, document_id, number)
        back = Turn(_opposite(turn.degrees), chosen=page.chosen_rotation is not None)
        turning.turn(session, page, turn.degrees)
        page.chosen_rotation = page.rotation if turn.chosen else None
        document.version += 1
        _make_again(session, document, page)
        told = {"page": number, "degrees": turn.degrees, "rotation": page.rotation, "chosen": turn.chosen}
        events.record(session, events.Act(actor.name, actor.origin, "turn_page", "document", document_id, told))
        return Turned(document_id, number, page.rotation, turn.chosen, back)


def _opposite(degrees: int) -> Literal[0, 90, 180, 270]:
    turns: dict[int, Literal[0, 90, 180, 270]] = {90: 270, 180: 180, 270: 90}
    return turns.get(degrees, 0)


def _make_again(session: Session, document: DocumentRow, page: PageRow) -> None:
    """Read the image again; a text layer says the same whichever way up, only the searchable PDF shows it turned."""
    if page.source != PageSource.TEXT_LAYER.value or page.state == "pending":
        ask_again(session, document.id, page)
    else:
        jobs.enqueue(session, jobs.NewJob("derive", document.id, priority=70, dedupe_key=f"derive:{document.id}"))
