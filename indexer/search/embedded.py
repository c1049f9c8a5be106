"""The embedded back end: tantivy in process, one writing process, any number of reading ones."""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

import msgspec
import tantivy

from indexer.search.dictionary import IndexLexicon, KnownWords
from indexer.search.generations import IndexFolder, Pointer
from indexer.search.grouping import by_keys, gather, resolve_pairs, total_of
from indexer.search.layout import dictionary_entry, entries
from indexer.search.plan import Plan, bolder, make_plan
from indexer.search.protocol import IndexState
from indexer.search.queries import QueryBuilder
from indexer.search.query import parse_query
from schemas.errors import ArchiveError, Unavailable
from schemas.search import FacetValue, Filters, PageRecord, Query, SearchResult

WRITER_MEMORY, REBUILD_MEMORY = 64_000_000, 192_000_000
"""Bytes of the writer's buffer; a rebuild takes more, since fewer and larger segments answer sooner."""
COMMIT_PAGES = 50_000
"""Pages between commits of a rebuild."""
MOST_LIMIT = 1000
FACET_VALUES = 20
MOST_THREADS = 4
"""Threads in which the parts of one search run; made when first needed."""

_COUNTED_BY_KEY = 500
"""Up to so many documents, facets are counted over the hits themselves, without asking the query again."""

_FACETS = {"type": "type", "year": "year", "debtor": "debtor", "court": "court", "batch": "batch"}
_AWAY = "El índice de búsqueda no se puede usar por ahora."


class _View(msgspec.Struct):
    """One state of the index as read: until the next commit or swap."""

    pointer: Pointer
    index: tantivy.Index
    searcher: tantivy.Searcher
    lexicon: IndexLexicon
    pool: ThreadPoolExecutor
    current: tuple[int, int]
    content: tuple[int, int]


class EmbeddedSearchIndex:
    """`SearchIndex` in a folder. The lock is taken by the first `replace` or `rebuild` and held until `close`."""

    def __init__(self, folder: Path) -> None:
        self._folder = IndexFolder(folder)
        self._guard = RLock()
        self._writing = RLock()
        self._writer: tantivy.IndexWriter | None = None
        self._known = KnownWords()
        self._view: _View | None = None
        self._pool = ThreadPoolExecutor(min(MOST_THREADS, os.cpu_count() or 1), "search")
        with _translated():
            self._look()

    def _look(self) -> _View:
        """The newest state; two `stat` calls when nothing has changed."""
        with self._guard:
            view = self._view
            current = self._folder.stamp()
            if view is None or view.current != current:
                pointer, index = self._folder.open()
                view = self._view = self._viewed(pointer, index, self._folder.stamp())
                return view
            content = self._folder.content_stamp(view.pointer)
            if content != view.content:
                view.index.reload()
                view = self._view = self._viewed(view.pointer, view.index, current)
            return view

    def _viewed(self, pointer: Pointer, index: tantivy.Index, current: tuple[int, int]) -> _View:
        content = self._folder.content_stamp(pointer)
        index.reload()
        searcher = index.searcher()
        return _View(pointer, index, searcher, IndexLexicon(searcher, index.schema), self._pool, current, content)

    def _viewed_now(self) -> _View:
        with _translated():
            return self._look()

    def replace(self, documents: dict[str, list[PageRecord]]) -> None:
        """See `SearchIndex.replace`."""
        with self._writing, _translated():
            writer = self._open_writer()
            view = self._look()
            try:
                self._put(writer, documents, view.searcher)
                writer.commit()
            except (ValueError, OSError):
                self._abandon()
                raise
            self._known.committed()
            self._look()

    def _put(
        self, writer: tantivy.IndexWriter, documents: dict[str, list[PageRecord]], searcher: tantivy.Searcher
    ) -> None:
        for document_id, pages in documents.items():
            writer.delete_documents_by_term("id", document_id)
            if not pages:
                continue
            made, words = entries(document_id, sorted(pages, key=lambda page: page.page))
            for word in self._known.new(words, searcher):
                writer.add_document(dictionary_entry(word))
            for entry in made:
                writer.add_document(entry)

    def _open_writer(self) -> tantivy.IndexWriter:
        if self._writer is None:
            held = self._folder.locked
            self._folder.lock()
            if not held:
                self._folder.sweep()
            self._writer = self._look().index.writer(WRITER_MEMORY, 1)
        return self._writer

    def _abandon(self) -> None:
        """Give up what was not committed; the next call begins with a fresh writer."""
        self._known.forget()
        self._writer = None

    def rebuild(self, batches: Iterable[dict[str, list[PageRecord]]]) -> None:
        """See `SearchIndex.rebuild`."""
        with self._writing, _translated():
            self._open_writer()
            pointer, index = self._folder.begin()
            old, self._known = self._known, KnownWords()
            try:
                self._fill(index, batches)
                self._folder.make_current(pointer)
            except BaseException:
                self._known = old
                self._folder.sweep()
                raise
            self._writer = None
            self._look()
            self._folder.sweep()

    def _fill(self, index: tantivy.Index, batches: Iterable[dict[str, list[PageRecord]]]) -> None:
        writer = index.writer(REBUILD_MEMORY, 1)
        waiting = 0
        for batch in batches:
            self._put(writer, batch, index.searcher())
            waiting += sum(map(len, batch.values()))
            if waiting >= COMMIT_PAGES:
                writer.commit()
                index.reload()
                self._known.committed()
                waiting = 0
        writer.commit()
        self._known.committed()
        writer.wait_merging_threads()

    def search(self, query: Query) -> SearchResult:
        """See `SearchIndex.search`."""
        started = time.perf_counter()
        view = self._viewed_now()
        with _translated(lambda: self._folder.mark_damaged(view.pointer)):
            parsed = parse_query(query.text)
            plan = make_plan(parsed, view.lexicon, view.lexicon.remembered)
            filters = (query.filters, *parsed.filters)
            result = _answer(view, plan, query, filters)
            if not result.total and (bold := bolder(plan, view.lexicon)) is not None:
                result = _answer(view, bold, query, filters)
        took = (time.perf_counter() - started) * 1000
        return msgspec.structs.replace(result, took_ms=round(took, 2), note=parsed.note)

    def state(self) -> IndexState:
        """See `SearchIndex.state`."""
        with _translated():
            view = self._look()
            every = tantivy.Query.term_query(view.index.schema, "kind", "d", index_option="basic")
            counted = view.searcher.aggregate(every, {"pages": {"sum": {"field": "pages"}}})
            pages = int(counted["pages"]["value"] or 0)
            dead = self._folder.dead(view.pointer, view.searcher.doc_freq("kind", "l"))
            return IndexState(view.pointer.identity, pages, self._folder.size(view.pointer), dead)

    def close(self) -> None:
        """See `SearchIndex.close`."""
        with self._writing, self._guard:
            self._writer = None
            self._view = None
            self._folder.unlock()
            self._pool.shutdown()


def _answer(view: _View, plan: Plan, query: Query, filters: tuple[Filters, ...]) -> SearchResult:
    builder = QueryBuilder(view.index.schema, plan)
    builder.resolved = resolve_pairs(view.searcher, builder, view.pool)
    wanted = builder.documents(filters)
    limit = min(max(query.limit, 0), MOST_LIMIT)
    offset = max(query.offset, 0)
    within = offset < view.lexicon.documents() and limit > 0
    first, most = (offset, limit) if within else (0, 1)
    if query.facets and first == 0:
        most = max(most, _COUNTED_BY_KEY)
    found = view.searcher.search(wanted, limit=most, offset=first, count=True)
    total = total_of(found)
    hits = [(float(score), address) for score, address in found.hits]
    if query.facets and first == 0 and total <= len(hits):
        wanted = by_keys(view.searcher, view.index.schema, hits)
    facets = _facets(view.searcher, wanted) if query.facets else {}
    shown = hits[:limit] if within else []
    return SearchResult(total=total, took_ms=0.0, hits=gather(view.searcher, plan, builder, shown), facets=facets)


def _facets(searcher: tantivy.Searcher, wanted: tantivy.Query) -> dict[str, tuple[FacetValue, ...]]:
    asked = {name: {"terms": {"field": field, "size": FACET_VALUES}} for name, field in _FACETS.items()}
    counted = searcher.aggregate(wanted, asked)
    return {
        name: tuple(FacetValue(_label(bucket["key"]), int(bucket["doc_count"])) for bucket in counted[name]["buckets"])
        for name in _FACETS
    }


def _label(key: object) -> str:
    return str(int(key)) if isinstance(key, float) else str(key)


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
