"""Whether the object store answers, and is the one that the rows speak of."""

import contextlib

from schemas.errors import ArchiveError, Unavailable
from service.archive import Archive
from storage.objects.protocol import is_there
from storage.records import checking

LOOKED_FOR = 3
"""Newest originals that are asked for; one alone may have been lost by itself."""


def ask_store(archive: Archive) -> None:
    """Ask the store for little, and for the newest originals.

    A folder whose disk is not mounted, or a bucket of another name, answers as well as the right one.

    Raises:
        Unavailable: it does not answer, or has none of them.
    """
    next(iter(archive.objects.keys("health/")), None)
    newest: list[str] = []
    with contextlib.suppress(ArchiveError), archive.database.read() as session:  # rows that are away are told elsewhere
        newest = checking.newest_originals(session, LOOKED_FOR)
    if newest and not any(is_there(archive.objects, key) for key in newest):
        raise Unavailable(
            "El almacén responde y no tiene lo último que se recibió: ¿está montado el disco, es ése el cubo?",
            code="other_store",
        )
