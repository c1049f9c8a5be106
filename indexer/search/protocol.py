"""The full-text port: finds pages; the rows remain the truth."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from schemas.search import DocumentHit, PageRecord, Query, SearchResult

Batches = Iterable[dict[str, list[PageRecord]]]
"""Documents with their pages, some at a time."""

OnHits = Callable[[tuple[DocumentHit, ...]], None]
"""Is given the hits of an answer as soon as they are known."""


class IndexState(msgspec.Struct, frozen=True):
    """What an index says of itself.

    `identity` changes whenever the content was begun anew, so that whoever
    feeds the index knows that all must be fed again. `dead` is the share (0-1)
    of the documents and pages stored that were replaced since and are not yet
    merged away; above a third a rebuild pays. `outgrown` is true when so much
    came since the last rebuild that another would make searches quicker.
    """

    identity: str
    pages: int
    bytes: int
    dead: float = 0.0
    outgrown: bool = False


class Held(msgspec.Struct, frozen=True):
    """What an index holds of one document: the version it was fed with, and how many of its pages are there."""

    version: int
    pages: int


class SearchIndex(Protocol):
    """A disposable index of pages, one writer at a time, any number of readers.

    Errors: `Unavailable` when the engine or its folder cannot be reached;
    `Conflict` when another process is the writer. Nothing else is raised for
    any query a person may type: a malformed one is answered leniently.
    """

    def replace(self, documents: dict[str, list[PageRecord]]) -> None:
        """Make the given documents' pages exactly these; an empty list removes the document.

        Atomic for the whole call: visible to every later `search`, in this and
        every other process, when the call returns. Repeating it changes nothing.
        With no documents at all it only makes sure that the caller is the writer.
        """
        ...

    def search(self, query: Query, on_hits: OnHits | None = None) -> SearchResult:
        """Answer a query as DESIGN section 6 says, grouped by document, paged without a cap.

        `on_hits` is called once with the hits of the answer where there are any, and while totals and facets
        are still being counted where these take longer; what it raises comes out as it is.
        """
        ...

    def rebuild(self, batches: Batches, pages: int = 0, changed: Batches = ()) -> None:
        """Build a new content from the batches beside the present one and put it in its place.

        Each document stands in one batch only; `changed`, which is asked for when all these are in, replaces
        what has changed since its batch, and brings what has come since.

        `pages` says about how many pages will come, where it is known, so that the work can be laid out for it.

        Searches go on with the old content until the swap, and so does `replace`, from another thread; on a
        server it may wait for one batch to be written. Memory stays bounded by one batch and the writer's buffer.
        An interrupted rebuild leaves the old content in place, and what it had built is removed by whoever writes next.
        """
        ...

    def state(self) -> IndexState:
        """Identity and size as of now."""
        ...

    def held(self, document_ids: Sequence[str]) -> dict[str, Held]:
        """What is held of each of the documents, at most 1,000; one that is not held is left out."""
        ...

    def document_ids(self) -> Iterator[list[str]]:
        """Every document held, in no order and in batches of at most 1,000, with memory for one batch.

        What is fed while it is read may be named or not.
        """
        ...

    def files(self) -> Sequence[Path]:
        """The files of this machine that searches read at present, those of which each reads most first; none where a server has them."""
        ...

    def close(self) -> None:
        """Give up the writer and every resource; the object is not used afterwards."""
        ...


class Pen(Protocol):
    """Who may write an index that many processes reach: one at a time, for as long as it goes on saying so."""

    def take(self) -> None:
        """Be the writer, or go on being it; called often.

        Raises:
            Conflict: another process is.
        """
        ...

    def lay_down(self) -> None:
        """Let another process be the writer."""
        ...


class OnlyPen:
    """The pen of the only process there is."""

    def take(self) -> None:
        """See `Pen.take`."""

    def lay_down(self) -> None:
        """See `Pen.lay_down`."""
