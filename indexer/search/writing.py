"""Writing into one generation of the embedded index: its parts are fed together and committed one after the other."""

import contextlib
import ctypes
from collections import Counter
from collections.abc import Iterable
from itertools import chain
from threading import Thread

import msgspec
import tantivy

from indexer.search.dictionary import KnownWords, dictionary_entries, frequent_entry, frequent_of, near_entries
from indexer.search.entries import Entries, entries, listed_words
from indexer.search.frequent import Frequent, Telling, frequent_words
from indexer.search.generations import Parts
from indexer.search.layout import dictionary_entry
from schemas.search import PageRecord


class Memory(msgspec.Struct, frozen=True):
    """Bytes of the writers' buffers; the engine wants 15 MB for each."""

    documents: int
    pages: int
    words: int


WORKING = Memory(26_000_000, 22_000_000, 16_000_000)
BUILDING = Memory(90_000_000, 80_000_000, 250_000_000)
"""To build takes more, since fewer and larger segments answer sooner; the words, which come last, have the room of the others."""


PAGES_AT_ONCE, PAGES_UNKNOWN = 18_000, 50_000
"""Pages between commits of a rebuild: as many as the buffers hold, and where nobody says how many will come."""
PAGES_SAMPLED = 18_000
"""Of so many pages a rebuild learns which words are frequent."""
MERGING_SECONDS = 10
_MERGED_AT_ONCE = 8
_BEGINNING = 2
"""Letters of a beginning whose words are counted at once; some hundred thousand of a million pages."""


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

    def __init__(self, parts: Parts, known: KnownWords) -> None:
        self._parts = parts
        self._known = known
        self._telling = Telling(frequent_of(parts.words))
        self._documents = parts.documents.writer(WORKING.documents, 1)
        self._pages = parts.pages.writer(WORKING.pages, 1)
        self._words = parts.words.writer(WORKING.words, 1)

    def put(self, documents: dict[str, list[PageRecord]]) -> None:
        """Make the given documents' pages exactly these; an empty list removes the document."""
        searcher = self._parts.words.searcher()
        for document_id, pages in documents.items():
            self._documents.delete_documents_by_term("id", document_id)
            self._pages.delete_documents_by_term("id", document_id)
            if not pages:
                continue
            made = _made(document_id, pages, self._telling)
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

    def end(self) -> None:
        """Wait, `MERGING_SECONDS` at most, until what was committed is merged; nothing can be written afterwards.

        A merge that its writer does not outlive is lost and begun anew by the next one, so that processes which each
        write a little and end would leave ever more segments, and every search goes through them all.
        """
        merging = Thread(target=self._merge, name="merging", daemon=True)
        merging.start()
        merging.join(MERGING_SECONDS)

    def _merge(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            for writer in (self._documents, self._pages, self._words):
                writer.wait_merging_threads()


class Building:
    """Fills an empty generation, which nobody reads yet; each document is given once.

    Commits after each `every` pages. Which words are frequent is learnt from the first `sampled` pages, which are kept
    back so long. Where there are not so many, no document tells of frequent words: there are so few that their forms
    are quickly asked for one by one.
    """

    def __init__(self, parts: Parts, every: int, sampled: int) -> None:
        self._parts = parts
        self._every, self._next_commit = every, every
        self._written = 0
        self._sampled = sampled
        self._sample: dict[str, list[PageRecord]] = {}
        self._frequent = Frequent()
        self._telling: Telling | None = None
        self._beginnings: set[str] = set()
        self._documents = parts.documents.writer(BUILDING.documents, 1)
        self._pages = parts.pages.writer(BUILDING.pages, 1)

    def put(self, documents: dict[str, list[PageRecord]]) -> None:
        """Add the documents."""
        if self._telling is not None:
            self._add(documents, self._telling)
            return
        self._sample |= documents
        if sum(map(len, self._sample.values())) >= self._sampled:
            counts = Counter(
                word for pages in self._sample.values() if pages for word in listed_words(_in_order(pages))
            )
            self._frequent = frequent_words(counts, len(self._sample))
            self._write_sample()

    def _write_sample(self) -> None:
        if self._telling is None:
            self._telling = Telling(self._frequent)
            self._add(self._sample, self._telling)
            self._sample = {}

    def _add(self, documents: dict[str, list[PageRecord]], telling: Telling) -> None:
        for document_id, pages in documents.items():
            if not pages:
                continue
            made = _made(document_id, pages, telling)
            self._beginnings |= {word[:_BEGINNING] for word in made.words}
            for page in made.pages:
                self._pages.add_document(page)
            self._documents.add_document(made.document)
            self._written += len(pages)
            if self._written >= self._next_commit:
                self._pause()
                self._next_commit += self._every

    def _pause(self) -> None:
        """Commit, and give back the memory that is free now: the C library would keep it, and ask for more beside it."""
        for writer in (self._pages, self._documents):
            writer.commit()
        _give_back()

    def finish(self) -> int:
        """Commit, wait until segments are merged, and write the dictionary; nothing can be written afterwards.

        Returns:
            For how many documents the dictionary's words were counted.
        """
        self._write_sample()
        self._pause()
        for writer in (self._pages, self._documents):
            writer.wait_merging_threads()
        self._parts.documents.reload()
        searcher = self._parts.documents.searcher()
        beginnings, words = sorted(self._beginnings), self._parts.words
        self._write_words(dictionary_entries(searcher, beginnings))
        self._write_words(chain((frequent_entry(self._frequent),), near_entries(searcher, words, beginnings)))
        return searcher.num_docs

    def _write_words(self, made: Iterable[tantivy.Document]) -> None:
        writer = self._parts.words.writer(BUILDING.words, 1)
        for entry in made:
            writer.add_document(entry)
        writer.commit()
        writer.wait_merging_threads()
        self._parts.words.reload()
        _give_back()


def _made(document_id: str, pages: list[PageRecord], telling: Telling) -> Entries:
    return entries(document_id, _in_order(pages), telling)


def _in_order(pages: list[PageRecord]) -> list[PageRecord]:
    return sorted(pages, key=lambda page: page.page)


def _give_back() -> None:
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
