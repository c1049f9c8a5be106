"""How keys are made: from digests, so that the same bytes always have the same key."""

import re

from schemas.errors import InvalidInput

ORIGINALS = "originals/"
_PICTURES = {"image/jpeg": "jpg", "image/webp": "webp", "image/png": "png"}

_FORM = re.compile(r"[a-z0-9][a-z0-9/._-]{0,199}")
_OURS = re.compile(r"originals/([0-9a-f]{2})/\1[0-9a-f]{62}|derived/.+|doctor/[0-9]+")


def original_key(sha256: str) -> str:
    """The key of an original, from the SHA-256 of its bytes in lower-case hex."""
    return f"{ORIGINALS}{sha256[:2]}/{sha256}"


def derivative_key(document_id: str, sha256: str, suffix: str) -> str:
    """The key of something made from a document: a page image, a thumbnail, a searchable PDF."""
    return f"derived/{document_id[-2:]}/{document_id}/{sha256[:40]}.{suffix}"


def picture_key(document_id: str, sha256: str, media_type: str) -> str:
    """The key of a picture of one of the document's pages."""
    return derivative_key(document_id, sha256, _PICTURES.get(media_type, "bin"))


def is_ours(key: str) -> bool:
    """Whether the archive itself gives such a key; anything else in the store was put there by somebody else."""
    return bool(_OURS.fullmatch(key) and _FORM.fullmatch(key))


def checked(key: str) -> str:
    """The key itself, if it has the stated form; `InvalidInput` otherwise."""
    if not _FORM.fullmatch(key) or ".." in key:
        raise InvalidInput("La clave del objeto no es válida.")
    return key
