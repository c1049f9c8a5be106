"""An original that rotted in the store is whole again once somebody hands the same file in."""

from pathlib import Path

from schemas.access import Actor
from schemas.errors import Conflict, NotFound
from service.archive import Archive
from storage.objects.digest import digest_now
from storage.objects.keys import original_key
from storage.records import events


def kept_bytes(archive: Archive, sha256: str) -> int | None:
    """How many bytes the store has of the original; None when they are not there, or not those that were received."""
    try:
        digest, size = digest_now(archive.objects, original_key(sha256))
    except NotFound:
        return None
    return size if digest == sha256 else None


def mend_original(archive: Archive, actor: Actor, receipt_id: str, sha256: str, whole: Path) -> bool:
    """Put the whole file, just received, in the place of what the store has under its digest, where that is no longer it.

    That is recorded. What is under a hold or a retention cannot be taken away, and stays as it is: the nightly reading
    goes on telling of it.

    Returns:
        Whether it was mended.

    Raises:
        Unavailable: store or database do not answer.
    """
    if kept_bytes(archive, sha256) is not None:
        return False
    key = original_key(sha256)
    try:
        archive.objects.delete(key)  # what a key holds is never written over
    except Conflict:
        return False
    archive.objects.put(key, whole)
    with archive.database.write() as session:
        act = events.Act(actor.name, actor.origin, "mend_original", "receipt", receipt_id, {"sha256": sha256})
        events.record(session, act)
    return True
