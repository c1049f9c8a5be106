"""The plain back end: everything in one process's memory, looked through page by page.

Says in the simplest way what the port means; for tests and for archives of a few
hundred pages. Words are worked out by the same plan as in the embedded back end.
"""

import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import msgspec
from rapidfuzz.distance import OSA

from indexer.search.judging import JudgedPage, Standing, best_pages, filled_plainly, judge
from indexer.search.layout import described, lawsuit_forms, number_forms, prepared, visible_to
from indexer.search.near_words import NearWords, sorted_out
from indexer.search.plan import Plan, bolder, make_plan
from indexer.search.protocol import Batches, Held, IndexState, OnHits
from indexer.search.query import parse_query
from indexer.search.snippets import Marker
from indexer.search.words import of_stem
from schemas.document_types import types_named
from schemas.folding import fold, tokens
from schemas.identifiers import credit_key
from schemas.search import DocumentHit, FacetValue, Filters, PageHit, PageRecord, Query, SearchResult

_FACET_VALUES = 20


class _Document(msgspec.Struct):
    pages: list[PageRecord]
    whole: Standing
    single: list[tuple[PageRecord, Standing]]


class MemorySearchIndex:
    """`SearchIndex` in memory. Not shared between processes."""

    def __init__(self) -> None:
        self._identity = uuid.uuid4().hex
        self._documents: dict[str, _Document] = {}
        self._frequencies: Counter[str] = Counter()

    def replace(self, documents: dict[str, list[PageRecord]]) -> None:
        """See `SearchIndex.replace`."""
        self._documents = _replaced(self._documents, documents)
        self._count()

    def rebuild(self, batches: Batches, pages: int = 0, changed: Batches = ()) -> None:
        """See `SearchIndex.rebuild`."""
        made: dict[str, _Document] = {}
        for batch in chain(batches, changed):
            made = _replaced(made, batch)
        self._documents, self._identity = made, uuid.uuid4().hex
        self._count()

    def _count(self) -> None:
        self._frequencies = Counter(word for document in self._documents.values() for word in document.whole.places)

    def state(self) -> IndexState:
        """See `SearchIndex.state`; bytes are those of the texts."""
        pages = [page for document in self._documents.values() for page in document.pages]
        return IndexState(self._identity, len(pages), sum(len(page.text.encode()) for page in pages))

    def held(self, document_ids: Sequence[str]) -> dict[str, Held]:
        """See `SearchIndex.held`."""
        found = {name: self._documents[name].pages for name in document_ids if name in self._documents}
        return {name: Held(pages[0].version, len(pages)) for name, pages in found.items()}

    def document_ids(self) -> Iterator[list[str]]:
        """See `SearchIndex.document_ids`."""
        names = list(self._documents)
        return (names[first : first + 1000] for first in range(0, len(names), 1000))

    def files(self) -> Sequence[Path]:
        """See `SearchIndex.files`."""
        return ()

    def close(self) -> None:
        """See `SearchIndex.close`; the content is gone."""
        self._documents = {}

    def documents(self) -> int:
        """See `Lexicon.documents`."""
        return len(self._documents)

    def frequency(self, word: str) -> int:
        """See `Lexicon.frequency`."""
        return self._frequencies[word]

    def about(self, word: str) -> int:
        """See `Lexicon.about`."""
        return self.frequency(word)

    def near(self, word: str) -> NearWords:
        """See `Lexicon.near`."""
        return sorted_out(word, self._frequencies)

    def beyond(self, word: str) -> Iterable[str]:
        """See `Lexicon.beyond`."""
        return [other for other in self._frequencies if OSA.distance(word, other) <= 2]

    def inflected(self, root: str) -> Iterable[str]:
        """See `Lexicon.inflected`."""
        return sorted(of_stem(root, self._frequencies), key=lambda word: -self._frequencies[word])

    def told_of(self, word: str, near: Iterable[str]) -> frozenset[str] | None:
        """See `Lexicon.told_of`."""
        return None

    def is_common(self, word: str) -> bool:
        """See `Lexicon.is_common`."""
        return False

    def is_name(self, word: str) -> bool:
        """See `Lexicon.is_name`."""
        pages = (page for document in self._documents.values() for page in document.pages)
        return any(word in tokens(page.debtor) or word in tokens(page.lawyer) for page in pages)

    def search(self, query: Query, on_hits: OnHits | None = None) -> SearchResult:
        """See `SearchIndex.search`."""
        started = time.perf_counter()
        parsed = parse_query(query.text)
        plan = make_plan(parsed, self)
        filters = (query.filters, *parsed.filters)
        found = self._found(plan, filters)
        if not found and (bold := bolder(plan, self)) is not None:
            plan, found = bold, self._found(bold, filters)
        marker = Marker(plan)
        shown = found[max(query.offset, 0) :][: max(query.limit, 0)]
        hits = tuple(_hit(name, score, plan, (self._documents[name], marker)) for score, name in shown)
        if hits and on_hits is not None:
            on_hits(hits)
        facets = _facets([self._documents[name].pages[0] for _, name in found]) if query.facets else {}
        return SearchResult(len(found), (time.perf_counter() - started) * 1000, hits, facets, parsed.note)

    def _found(self, plan: Plan, filters: tuple[Filters, ...]) -> list[tuple[float, str]]:
        """Score and id of every document that answers, the best first."""
        found = []
        for name, document in self._documents.items():
            slots, score = judge(plan, document.whole)
            excluded = any(filled_plainly(slot, document.whole) for slot in plan.unwanted)
            if slots == len(plan.wanted) and not excluded and all(_holds(each, document.pages) for each in filters):
                found.append((score, name))
        return sorted(found, key=lambda item: (-item[0], item[1]))


def _replaced(present: dict[str, _Document], documents: dict[str, list[PageRecord]]) -> dict[str, _Document]:
    made = dict(present)
    for name, pages in documents.items():
        if pages:
            made[name] = _made(sorted(pages, key=lambda page: page.page))
        else:
            made.pop(name, None)
    return made


def _made(pages: list[PageRecord]) -> _Document:
    words = [tokens(prepared(page.text)) for page in pages]
    numbers = [number_forms(page) for page in pages]
    everything = [word for page_words in words for word in page_words] + described(pages[0])
    whole = Standing.of(everything, set().union(*numbers))
    single = [(page, Standing.of(*parts)) for page, parts in zip(pages, zip(words, numbers, strict=True), strict=True)]
    return _Document(pages, whole, single)


def _hit(name: str, score: float, plan: Plan, of: tuple[_Document, Marker]) -> DocumentHit:
    document, marker = of
    best, count = best_pages([JudgedPage(page.page, *judge(plan, words)) for page, words in document.single])
    texts = {page.page: page.text for page in document.pages}
    marks = marker.mark(prepared(texts[best[0].page]))
    shown = [PageHit(page.page, page.score, "", ()) for page in best]
    shown[0] = PageHit(best[0].page, best[0].score, marks.snippet, marks.terms)
    return DocumentHit(name, score, tuple(shown), count)


def _holds(filters: Filters, pages: list[PageRecord]) -> bool:
    first = pages[0]
    day = first.date
    checks: list[tuple[object, Callable[[], bool]]] = [
        (filters.type, lambda: _has_words(filters.type, first.type) or first.type in types_named(filters.type or "")),
        (filters.debtor, lambda: _has_words(filters.debtor, first.debtor)),
        (filters.court, lambda: _has_words(filters.court, first.court)),
        (filters.lawyer, lambda: _has_words(filters.lawyer, first.lawyer)),
        (filters.batch, lambda: fold(filters.batch or "").strip() == fold(first.batch).strip()),
        (filters.year, lambda: day is not None and day.year == filters.year),
        (filters.date_from, lambda: day is not None and filters.date_from is not None and day >= filters.date_from),
        (filters.date_to, lambda: day is not None and filters.date_to is not None and day <= filters.date_to),
        (filters.access, lambda: filters.access in visible_to(pages)),
        (filters.debtor_id, lambda: any(filters.debtor_id in page.debtor_ids for page in pages)),
        (filters.credit, lambda: _has_credit(filters.credit or "", pages)),
        (filters.lawsuit, lambda: _has_lawsuit(filters.lawsuit or "", pages)),
    ]
    return all(check() for value, check in checks if value is not None)


def _has_words(wanted: str | None, value: str) -> bool:
    words = tokens(wanted or "")
    return bool(words) and set(words) <= set(tokens(value))


def _has_credit(wanted: str, pages: list[PageRecord]) -> bool:
    return credit_key(wanted) in {credit_key(credit) for page in pages for credit in page.credits}


def _has_lawsuit(wanted: str, pages: list[PageRecord]) -> bool:
    asked = lawsuit_forms(wanted)
    return any(asked & lawsuit_forms(lawsuit) for page in pages for lawsuit in page.lawsuits)


def _facets(firsts: list[PageRecord]) -> dict[str, tuple[FacetValue, ...]]:
    values = {
        "type": [page.type for page in firsts],
        "year": [str(page.date.year) if page.date else "" for page in firsts],
        "debtor": [page.debtor for page in firsts],
        "court": [page.court for page in firsts],
        "batch": [page.batch for page in firsts],
    }
    return {
        name: tuple(FacetValue(*item) for item in Counter(filter(None, found)).most_common(_FACET_VALUES))
        for name, found in values.items()
    }
