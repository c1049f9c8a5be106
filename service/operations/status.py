"""How the archive stands: counts that reconcile, queues, lag."""

from typing import Any

import msgspec

from indexer.search.protocol import IndexState
from schemas.errors import Unavailable
from schemas.outcomes import Outcome
from service.archive import Archive
from service.operations.indexing import IDENTITY
from storage.records import facts, jobs, pipeline, receipts, workers


class IndexStatus(msgspec.Struct, frozen=True):
    """Pages in the index and pages it is behind; `pages` is null when the index cannot be opened."""

    pages: int | None
    behind: int


class Status(msgspec.Struct, frozen=True):
    """The shape of `status --json`; `pages_waiting` are those without text that are still to be read."""

    receipts: dict[str, int]
    documents: int
    pages: int
    pages_without_text: int
    pages_waiting: int
    jobs: dict[str, dict[str, int]]
    index: IndexStatus
    workers: int


def status(archive: Archive, *, with_index: bool = True) -> Status:
    """Counts as of now; every receipt is in exactly one of the five."""
    with archive.database.read() as session:
        counted = receipts.outcome_counts(session)
        documents, pages, behind = pipeline.totals(session)
        found: dict[str, Any] = {
            "receipts": {name: counted.get(name, 0) for name in (*Outcome, "in_progress")},
            "documents": documents,
            "pages": pages,
            "pages_without_text": pipeline.unread_pages(session),
            "pages_waiting": pipeline.waiting_pages(session),
            "jobs": jobs.counts(session),
            "workers": len(workers.alive(session)),
        }
        fed = facts.get(session, IDENTITY)
    state = _state(archive) if with_index else None
    if state is not None and fed != state.identity:
        behind = pages  # another index than the one that was fed: a worker feeds it anew
    return Status(index=IndexStatus(state.pages if state else None, behind), **found)


def _state(archive: Archive) -> IndexState | None:
    try:
        return archive.index.state()
    except Unavailable:
        return None
