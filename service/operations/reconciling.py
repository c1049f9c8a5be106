"""Compare the search index with the rows, and have what differs fed again.

The feed keeps both together; this finds what no feed can see: an index folder brought back from an
older copy, entries lost or kept by a fault, a database brought back with older rows.
"""

import time
from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from service.archive import Archive
from service.operations.indexing import rebuild_if_outgrown
from service.operations.scheduled import is_due_tonight, take_turn_tonight
from storage.records import facts, now, reconciling

TURN, FACT = "reconcile_index", "index.reconciled"
BATCH_DOCUMENTS, BATCH_PAGES = 500, 20_000


class Reconciled(msgspec.Struct, frozen=True):
    """What a comparison found, in documents: not in the index, there otherwise, there without a row.

    `documents` and `pages` are how many were compared, `seconds` what it took.
    """

    at: datetime
    documents: int
    pages: int
    missing: int
    different: int
    unknown: int
    seconds: float

    @property
    def wrong(self) -> int:
        """How many documents were not as they should be."""
        return self.missing + self.different + self.unknown


def last_reconciled(archive: Archive) -> Reconciled | None:
    """What the last comparison found, None before the first."""
    with archive.database.read() as session:
        kept = facts.get(session, FACT)
    return None if kept is None else msgspec.json.decode(kept, type=Reconciled)


def reconcile_tonight(archive: Archive, go_on: Callable[[], bool] = lambda: True) -> Reconciled | None:
    """Compare once a night, by whichever writer of the index asks first; None when it is not due.

    An index that has outgrown what it was built for is then built anew.

    Raises:
        Conflict: another process writes the index here, and the turn is left to it.
        Unavailable: the index or the database is away.
    """
    if not is_due_tonight(archive, TURN):
        return None
    archive.index.replace({})
    found = reconcile_index(archive, go_on) if take_turn_tonight(archive, TURN) else None
    if found is not None:
        rebuild_if_outgrown(archive)
    return found


def reconcile_index(archive: Archive, go_on: Callable[[], bool] = lambda: True) -> Reconciled | None:
    """Have fed again what the index lacks or holds differently, and take out what has no row.

    Only documents whose newest version counts as fed are compared: the others are fed anyway. What changes
    meanwhile is left to the feed.

    Returns:
        What was found; None when `go_on` said no before the end.
    """
    begun = time.monotonic()
    documents = pages = missing = different = unknown = 0
    after = ""
    while batch := _next(archive, after):
        if not go_on():
            return None
        after = batch[-1].document_id
        documents, pages = documents + len(batch), pages + sum(one.pages for one in batch)
        lacking, other = _compare(archive, batch)
        missing, different = missing + lacking, different + other
    for ids in archive.index.document_ids():
        if not go_on():
            return None
        unknown += _remove_unknown(archive, ids)
    found = Reconciled(now(), documents, pages, missing, different, unknown, round(time.monotonic() - begun, 2))
    with archive.database.write() as session:
        facts.put(session, FACT, msgspec.json.encode(found).decode())
    return found


def _next(archive: Archive, after: str) -> list[reconciling.Expected]:
    """The next documents, as many as stay within the page bound and at least one."""
    with archive.database.read() as session:
        found = reconciling.expected(session, after, BATCH_DOCUMENTS)
    pages = 0
    for number, one in enumerate(found):
        pages += one.pages
        if number and pages > BATCH_PAGES:
            return found[:number]
    return found


def _compare(archive: Archive, batch: Sequence[reconciling.Expected]) -> tuple[int, int]:
    """How many of the documents are not held, and how many otherwise than they should be; both are fed again."""
    held = archive.index.held([one.document_id for one in batch])
    missing = [one for one in batch if one.pages and one.document_id not in held]
    different = [
        one
        for one in batch
        if (there := held.get(one.document_id)) and (there.version, there.pages) != (one.version, one.pages)
    ]
    if not missing and not different:
        return 0, 0
    with archive.database.write() as session:
        return reconciling.feed_again(session, missing), reconciling.feed_again(session, different)


def _remove_unknown(archive: Archive, ids: Sequence[str]) -> int:
    with archive.database.read() as session:
        unknown = reconciling.unknown(session, ids)
    if unknown:
        archive.index.replace({document_id: [] for document_id in unknown})
    return len(unknown)
