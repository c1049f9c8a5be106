"""Take back a review: the document stands again as before it."""

from schemas.access import Action, Actor
from schemas.errors import Conflict
from service.archive import Archive, require
from service.operations.confirmed_notes import follow_review
from service.operations.document_views import DocumentView, view
from storage.records import documents, events, last_reviews, pipeline


def undo_review(archive: Archive, actor: Actor, document_id: str) -> DocumentView:
    """The document as it stood before the actor's last review of it; the taking back is recorded, as the review was.

    What the review gave the registry of a promissory note goes with it (`confirmed_notes`).

    Raises:
        Forbidden: the actor may not review documents.
        NotFound: there is no such document, or the actor may not know of it.
        Conflict: there is nothing to take back, or somebody or something changed the document since (`nothing_to_undo`).
    """
    require(actor, Action.REVIEW_DOCUMENTS)
    with archive.database.write() as session:
        document = documents.visible(session, actor, document_id)
        row = last_reviews.last(session, document_id)
        if row is None or row.reviewed_by != actor.name or row.version != document.version:
            raise Conflict("No hay nada que deshacer: el documento cambió después.", code="nothing_to_undo")
        undone = row.version
        last_reviews.put_back(session, document, row)
        document.version += 1
        session.flush()
        pipeline.settle_receipt(session, document.receipt_id)
        follow_review(session, actor, document)
        detail = {"undone": undone, "state": document.state, "version": document.version}
        events.record(session, events.Act(actor.name, actor.origin, "undo_review", "document", document_id, detail))
        return view(session, actor, document)
