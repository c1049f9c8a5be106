"""A password given later: the document that waited for it goes on."""

from schemas.access import Action, Actor
from schemas.errors import Conflict, InvalidInput
from schemas.outcomes import Reason
from service.archive import Archive, require
from storage.records import events, jobs, pipeline

MOST_LETTERS = 256


def passwords_for(archive: Archive, job: jobs.Claim) -> tuple[str, ...]:
    """The passwords to try for this `inspect` job."""
    with archive.database.read() as session:
        waiting = pipeline.documents_of_receipt(session, job.subject)
        return tuple(row.secret for row in waiting if row.secret)


def give_password(archive: Archive, actor: Actor, document_id: str, password: str) -> None:
    """Try the password on a document that waits for one; the outcome comes as for a new file.

    Raises:
        Conflict: the document does not wait for a password.
        InvalidInput: the password is empty or longer than 256 letters.
    """
    require(actor, Action.REVIEW_DOCUMENTS)
    if not 0 < len(password) <= MOST_LETTERS:
        raise InvalidInput("La contraseña debe tener de 1 a 256 caracteres.")
    with archive.database.write() as session:
        document = pipeline.document(session, document_id)
        if Reason.PASSWORD_REQUIRED.value not in document.reasons:
            raise Conflict("El documento no espera una contraseña.")
        document.secret = password
        receipt_id = document.receipt_id
        jobs.enqueue(session, jobs.NewJob("inspect", receipt_id, priority=40, dedupe_key=f"inspect:{receipt_id}"))
        events.record(session, events.Act(actor.name, actor.origin, "give_password", "document", document_id))
