"""An original that rotted in the store is whole again once somebody hands the same file in."""

from pathlib import Path

from schemas.errors import Conflict, NotFound, Unavailable
from service.archive import Archive
from storage.objects.digest import digest_now
from storage.objects.keys import original_key


def kept_bytes(archive: Archive, sha256: str) -> int | None:
    """How many bytes the store has of the original; None when they are not there, or not those that were received."""
    try:
        digest, size = digest_now(archive.objects, original_key(sha256))
    except NotFound:
        return None
    return size if digest == sha256 else None


def mend_original(archive: Archive, sha256: str, whole: Path) -> bool:
    """Put the whole file, just handed in, in the place of what the store has under its digest, where that is no longer it.

    To be done before anybody is told that the file is kept: what is taken away may not be followed by what is put.
    What is under a hold or a retention cannot be taken away, and what cannot be read now is not touched; both stay as
    they are: the nightly reading goes on telling of them.

    Returns:
        Whether it was mended, for the caller to record.

    Raises:
        Unavailable: the store does not take it; it may have nothing of it now.
    """
    try:
        if kept_bytes(archive, sha256) is not None:
            return False
    except Unavailable:
        return False
    key = original_key(sha256)
    try:
        archive.objects.delete(key)  # what a key holds is never written over
    except Conflict:
        return False
    archive.objects.put(key, whole)
    return True
