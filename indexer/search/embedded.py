"""The embedded back end: tantivy in process, one writing process, any number of reading ones."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import RLock

import msgspec

from indexer.search.answering import Reading, begin
from indexer.search.aside import Aside
from indexer.search.dictionary import IndexLexicon, KnownWords
from indexer.search.generations import IndexFolder, Parts, Pointer
from indexer.search.inventory import held, identities
from indexer.search.plan import bolder, make_plan
from indexer.search.protocol import Batches, Held, IndexState, OnHits
from indexer.search.query import parse_query
from indexer.search.writing import PAGES_SAMPLED, Building, Writing, stride
from schemas.errors import ArchiveError, Unavailable
from schemas.search import PageRecord, Query, SearchResult

MOST_THREADS = 4
"""Threads in which the parts of one search run; made when first needed."""

_AWAY = "El índice de búsqueda no se puede usar por ahora."


class _View(msgspec.Struct):
    """One state of the index as read: until the next commit or swap."""

    pointer: Pointer
    parts: Parts
    reading: Reading
    current: tuple[int, int]
    content: tuple[int, int]
    state: IndexState | None = None
    """Worked out when first asked for: the files of the folder are looked at one by one."""


class EmbeddedSearchIndex:
    """`SearchIndex` in a folder. The lock is taken by the first `replace` or `rebuild` and held until `close`."""

    def __init__(self, folder: Path, sampled: int = PAGES_SAMPLED) -> None:
        """`sampled` says of how many pages a rebuild learns which words are frequent; with fewer pages none are."""
        self._sampled = sampled
        self._folder = IndexFolder(folder)
        self._guard = RLock()
        self._writing = RLock()
        self._rebuilding = RLock()
        self._writer: Writing | None = None
        self._known = KnownWords()
        self._view: _View | None = None
        self._pool = Aside(min(MOST_THREADS, os.cpu_count() or 1), "search")
        with _translated():
            self._look()

    def _look(self) -> _View:
        """The newest state; two `stat` calls when nothing has changed."""
        with self._guard:
            view = self._view
            current = self._folder.stamp()
            if view is None or view.current != current:
                pointer, parts = self._folder.open()
                view = self._view = self._viewed(pointer, parts, self._folder.stamp())
                return view
            content = self._folder.content_stamp(view.pointer)
            if content != view.content:
                view = self._view = self._viewed(view.pointer, view.parts, current)
            return view

    def _viewed(self, pointer: Pointer, parts: Parts, current: tuple[int, int]) -> _View:
        content = self._folder.content_stamp(pointer)
        parts.reload()
        documents, pages = parts.documents, parts.pages
        searcher = documents.searcher()
        before = self._view
        frequent = before.reading.lexicon.frequent if before is not None and before.pointer == pointer else None
        lexicon = IndexLexicon(searcher, parts.words, pointer.counted, frequent)
        reading = Reading(searcher, documents.schema, pages.searcher(), pages.schema, lexicon, self._pool, {}, {})
        return _View(pointer, parts, reading, current, content)

    def _viewed_now(self) -> _View:
        with _translated():
            return self._look()

    def replace(self, documents: dict[str, list[PageRecord]]) -> None:
        """See `SearchIndex.replace`."""
        with self._writing, _translated():
            writer = self._open_writer()
            try:
                writer.put(documents)
                writer.commit()
            except (ValueError, OSError):
                self._abandon()
                raise
            self._look()

    def _open_writer(self) -> Writing:
        if self._writer is None:
            held = self._folder.locked
            self._folder.lock()
            if not held:
                self._folder.sweep()
            self._writer = Writing(self._look().parts, self._known)
        return self._writer

    def _abandon(self) -> None:
        """Give up what was not committed; the next call begins with a fresh writer."""
        self._known.forget()
        self._writer = None

    def rebuild(self, batches: Batches, pages: int = 0, changed: Batches = ()) -> None:
        """See `SearchIndex.rebuild`."""
        with self._rebuilding, _translated():
            with self._writing:
                self._open_writer()
                pointer, parts = self._folder.begin()
            try:
                counted = _fill(Building(parts, stride(pages), self._sampled), batches)
                _top_up(parts, changed)
                with self._writing:
                    self._folder.make_current(msgspec.structs.replace(pointer, counted=counted))
                    self._writer, self._known = None, KnownWords()
                    self._look()
            finally:
                with self._writing:
                    self._folder.sweep()

    def search(self, query: Query, on_hits: OnHits | None = None) -> SearchResult:
        """See `SearchIndex.search`."""
        started = time.perf_counter()
        view = self._viewed_now()
        with self._read(view):
            parsed = parse_query(query.text)
            filters = (query.filters, *parsed.filters)
            lexicon = view.reading.lexicon
            plan = make_plan(parsed, lexicon, lexicon.remembered)
            begun = begin(view.reading, plan, query, filters)
            bold = None if begun.hits or begun.whole().total else bolder(plan, lexicon)
            if bold is not None:
                begun = begin(view.reading, bold, query, filters)
        if begun.hits and on_hits is not None:
            on_hits(begun.hits)
        with self._read(view):
            result = begun.whole()
        took = (time.perf_counter() - started) * 1000
        return msgspec.structs.replace(result, took_ms=round(took, 2), note=parsed.note)

    def _read(self, view: _View) -> AbstractContextManager[None]:
        return _translated(lambda: self._folder.mark_damaged(view.pointer))

    def state(self) -> IndexState:
        """See `SearchIndex.state`."""
        with _translated():
            view = self._look()
            if view.state is None:
                size, dead = self._folder.size(view.pointer), self._folder.dead(view.pointer)
                outgrown = view.reading.lexicon.outgrown
                view.state = IndexState(view.pointer.identity, view.reading.pages.num_docs, size, dead, outgrown)
            return view.state

    def held(self, document_ids: Sequence[str]) -> dict[str, Held]:
        """See `SearchIndex.held`."""
        with _translated():
            return held(self._look().reading, document_ids)

    def document_ids(self) -> Iterator[list[str]]:
        """See `SearchIndex.document_ids`."""
        last, batch = identities(self._viewed_now().reading, -1)
        while batch:
            yield batch
            with _translated():
                last, batch = identities(self._look().reading, last)

    def files(self) -> Sequence[Path]:
        """See `SearchIndex.files`."""
        return self._folder.files(self._viewed_now().pointer)

    def close(self) -> None:
        """See `SearchIndex.close`."""
        with self._rebuilding, self._writing, self._guard:
            if self._writer is not None:
                self._writer.end()
            self._writer = None
            self._view = None
            self._folder.unlock()
            self._pool.shutdown()


def _fill(building: Building, batches: Batches) -> int:
    """Write all batches; how many documents there are."""
    for batch in batches:
        building.put(batch)
    return building.finish()


def _top_up(parts: Parts, changed: Batches) -> None:
    """Put what has changed since it was written in the place of what it was, as a working writer does."""
    writing: Writing | None = None
    for batch in changed:
        writing = writing or Writing(parts, KnownWords())
        writing.put(batch)
        writing.commit()


@contextmanager
def _translated(on_panic: Callable[[], None] | None = None) -> Iterator[None]:
    """The engine's errors as ours; a panic inside it means files that are not what they should be."""
    try:
        yield
    except ArchiveError:
        raise
    except (OSError, ValueError) as error:
        raise Unavailable(_AWAY) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        if on_panic is not None:
            on_panic()
        raise Unavailable(_AWAY) from error
