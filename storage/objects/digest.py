"""What the bytes of an object or a file are now, read from the first to the last."""

import hashlib
from pathlib import Path

from schemas.errors import Corrupt
from storage.objects.protocol import ObjectStore


def digest_now(store: ObjectStore, key: str) -> tuple[str, int]:
    """The SHA-256 in hexadecimal of what the store has under the key, and how many bytes; an empty digest where the disk cannot read them.

    Raises:
        NotFound: there is no such object.
        Unavailable: the store does not answer.
    """
    digest, size = hashlib.sha256(), 0
    try:
        for piece in store.read(key):
            digest.update(piece)
            size += len(piece)
    except Corrupt:
        return "", size
    return digest.hexdigest(), size


def file_digest(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal; OSError when it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
