"""Writing into one generation of the embedded index: its parts are fed together and committed one after the other."""

import contextlib
import ctypes

import msgspec

from indexer.search.dictionary import KnownWords
from indexer.search.generations import Parts
from indexer.search.layout import dictionary_entry, entries
from schemas.search import PageRecord


class Memory(msgspec.Struct, frozen=True):
    """Bytes of the writers' buffers; the engine wants 15 MB for each."""

    documents: int
    pages: int
    words: int


WORKING = Memory(26_000_000, 22_000_000, 16_000_000)
REBUILDING = Memory(90_000_000, 80_000_000, 40_000_000)
"""A rebuild takes more, since fewer and larger segments answer sooner."""


PAGES_AT_ONCE, PAGES_UNKNOWN = 18_000, 50_000
"""Pages between commits of a rebuild: as many as the buffers hold, and where nobody says how many will come."""
_MERGED_AT_ONCE = 8


def stride(pages: int) -> int:
    """After how many pages a rebuild commits, so that the engine merges all into one segment, which answers soonest.

    The engine merges eight segments of a size into one, eight of those again, and so on: a power of eight commits
    leaves a single one, one more would leave two.
    """
    commits = 1
    while commits * PAGES_AT_ONCE < pages:
        commits *= _MERGED_AT_ONCE
    return -(-pages // commits) if pages else PAGES_UNKNOWN


class Writing:
    """The writers of one generation; given up without `commit`, nothing of it is ever seen."""

    def __init__(self, parts: Parts, memory: Memory, known: KnownWords, *, from_nothing: bool = False) -> None:
        self._parts = parts
        self._known = known
        self._from_nothing = from_nothing
        self._documents = parts.documents.writer(memory.documents, 1)
        self._pages = parts.pages.writer(memory.pages, 1)
        self._words = parts.words.writer(memory.words, 1)

    def put(self, documents: dict[str, list[PageRecord]]) -> None:
        """Make the given documents' pages exactly these; an empty list removes the document.

        What is begun `from_nothing` is given each document once, and holds nothing to take away before.
        """
        searcher = self._parts.words.searcher()
        for document_id, pages in documents.items():
            if not self._from_nothing:
                self._documents.delete_documents_by_term("id", document_id)
                self._pages.delete_documents_by_term("id", document_id)
            if not pages:
                continue
            made = entries(document_id, sorted(pages, key=lambda page: page.page))
            for word in self._known.new(made.words, searcher):
                self._words.add_document(dictionary_entry(word))
            for page in made.pages:
                self._pages.add_document(page)
            self._documents.add_document(made.document)

    def commit(self) -> None:
        """Make it visible to whoever reads from now on. The documents last: all that they lead to is there by then."""
        for writer in (self._words, self._pages, self._documents):
            writer.commit()
        self._known.committed()

    def pause(self) -> None:
        """Commit, and give back the memory that is free now: the C library would keep it, and ask for more beside it."""
        self.commit()
        self._parts.words.reload()
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)

    def finish(self) -> None:
        """Commit, and wait until segments are merged; nothing can be written afterwards."""
        self.commit()
        for writer in (self._words, self._pages, self._documents):
            writer.wait_merging_threads()
