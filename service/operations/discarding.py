"""Give up the original of a file that was no document at all."""

import contextlib

from schemas.access import Action, Actor
from schemas.errors import Conflict, NotFound
from schemas.outcomes import Outcome
from service.archive import Archive, require
from storage.objects.keys import original_key
from storage.objects.protocol import held_object
from storage.records import events, receipts


def discard_rejected(archive: Archive, actor: Actor, receipt_id: str) -> None:
    """Discard what a rejected receipt kept; the receipt itself stays, with who did it in the log.

    The same bytes handed in again are looked at anew.

    Raises:
        Forbidden: only an administrator may.
        NotFound: there is no such receipt.
        Conflict: the receipt is not rejected, was discarded before, or a legal hold keeps the bytes (`object_held`);
            no document's original is ever given up here.
    """
    require(actor, Action.DISCARD_DOCUMENTS)
    with archive.database.write() as session:
        receipt = receipts.get(session, receipt_id)
        if receipt is None:
            raise NotFound("El acuse no existe.")
        if receipt.outcome != Outcome.REJECTED.value or receipt.discarded_at is not None:
            raise Conflict("Sólo se puede descartar, una vez, un archivo rechazado.")
        key = original_key(receipt.sha256)
        _refuse_held(archive, key)
        gone = receipts.discard(session, receipt, key)
        detail = {"sha256": receipt.sha256, "filename": receipt.filename}
        events.record(session, events.Act(actor.name, actor.origin, "discard", "receipt", receipt_id, detail))
        session.flush()
        if gone:
            # While no other may write: who hands in the same bytes writes before, and they stay, or after, and brings
            # them again. Where the rows are not kept after all, what was to be discarded is told as missing.
            archive.objects.delete(key)


def _refuse_held(archive: Archive, key: str) -> None:
    """The store refuses it anyway; asked first, so that the row is not gone when it does."""
    with contextlib.suppress(NotFound):
        if archive.objects.stat(key).held:
            raise held_object()
