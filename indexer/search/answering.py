"""From a plan to an answer by the embedded index: hits in order, the exact total, facets.

Where few documents answer, all are ranked, and the first of them are looked into for names side by side.
Where many answer, ranking them all would take long and tell little: they are taken in steps, the best step
first. More than a few are counted by another thread meanwhile.
"""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from math import comb, inf, log

import msgspec
import tantivy

from indexer.search.dictionary import IndexLexicon
from indexer.search.grouping import Found, PageFinder, total_of
from indexer.search.layout import ID_CODES, column, letters_of
from indexer.search.nearness import TOGETHER
from indexer.search.plan import EXACT, KIN, Plan
from indexer.search.queries import IN_ORDER, WORDS_WEIGHT, DocumentQueries, Unions
from indexer.search.query import Slot, SlotKind
from schemas.search import DocumentHit, FacetValue, Filters, Query, SearchResult

MOST_LIMIT = 1000
FACET_VALUES = 20
MANY = 20_000
"""Documents expected beyond which they are no longer all ranked."""
LOOKED_INTO = 40
"""So many of the first documents are looked into for the words of a name side by side."""

_COUNTED_BY_KEY = 500
_MOST_REMEMBERED = 500
_MOST_TYPES = 1000
_FACETS = ("type", "year", "debtor", "court", "batch")
_Hits = list[tuple[float, tantivy.DocAddress]]


class Reading(msgspec.Struct):
    """One state of the index as read."""

    documents: tantivy.Searcher
    document_schema: tantivy.Schema
    pages: tantivy.Searcher
    page_schema: tantivy.Schema
    lexicon: IndexLexicon
    pool: Executor
    counts: "Counts"
    unions: Unions


class _Counted(msgspec.Struct):
    total: int
    facets: dict[str, tuple[FacetValue, ...]]


Counts = dict[tuple[Plan, tuple[Filters, ...], bool], Future[_Counted]]
"""What was counted before; holds as long as the searcher. Who turns to the next page of results has it from here."""


class Begun(msgspec.Struct, frozen=True):
    """An answer of which the hits are known; total and facets may still be being counted."""

    hits: tuple[DocumentHit, ...]
    total: int
    counting: Future[_Counted] | None

    def whole(self) -> SearchResult:
        """The answer, once all is counted."""
        if self.counting is None:
            return SearchResult(total=self.total, took_ms=0.0, hits=self.hits, facets={})
        counted = self.counting.result()
        return SearchResult(total=counted.total, took_ms=0.0, hits=self.hits, facets=counted.facets)


def begin(reading: Reading, plan: Plan, query: Query, filters: tuple[Filters, ...]) -> Begun:
    """The documents that answer, from `query.offset` on, each with its best pages."""
    queries = DocumentQueries(reading.document_schema, plan, filters, reading.unions)
    finder = PageFinder(reading.pages, reading.page_schema, plan)
    window = max(query.offset, 0), min(max(query.limit, 0), MOST_LIMIT)
    if window[0] >= reading.documents.num_docs:
        window = 0, 0
    likely = expected(plan, reading.lexicon)
    counting: Future[_Counted] | None = None
    # The words of a name stand together more often than by chance.
    if likely > MANY or (query.facets and (likely > _COUNTED_BY_KEY or plan.names)):
        counting = _counting(reading, queries, (plan, filters, query.facets))
    if likely > MANY:
        shown = _of_many(reading.documents, queries, window)
        total, hits = 0, finder.hits(_named(reading.documents, shown))
    else:
        sure = _as_typed(reading, queries, plan, window) if counting else None
        found, total = (sure, 0) if sure else _of_few(reading, queries, window, facets=query.facets)
        if counting is None and query.facets and total > len(found):
            counting = _counting(reading, queries, (plan, filters, True))
        elif counting is None and query.facets:
            counting = reading.pool.submit(_counted, reading.documents, _by_keys(reading, found), facets=True)
        hits = finder.hits(_nearer(reading.documents, plan, finder, found, window))
    return Begun(hits, total, counting)


def _counting(
    reading: Reading, queries: DocumentQueries, asked: tuple[Plan, tuple[Filters, ...], bool]
) -> Future[_Counted]:
    """The total and the facets, counted by another thread unless they were before."""
    known = reading.counts.get(asked)
    if known is None or (known.done() and known.exception() is not None):
        if len(reading.counts) >= _MOST_REMEMBERED:
            reading.counts.clear()
        known = reading.pool.submit(lambda: _counted(reading.documents, queries.matching(), facets=asked[2]))
        reading.counts[asked] = known
    return known


def expected(plan: Plan, lexicon: IndexLexicon) -> float:
    """About how many documents answer, were the words strewn at random; filters left aside."""
    every = max(lexicon.documents(), 1)
    share = 1.0
    for slot, word in plan.wanted:
        if word is not None and not slot.wildcard:
            share *= min(1.0, sum(map(lexicon.frequency, word.heads)) / every)
        else:
            share *= _share(slot, lexicon, every)
    return share * every


def _share(slot: Slot, lexicon: IndexLexicon, every: int) -> float:
    if slot.kind is SlotKind.NUMBER:
        return 0.0
    if slot.kind is SlotKind.PHRASE and len(slot.words) > 1:
        return min(map(lexicon.frequency, slot.words)) / every / 10
    return min(1.0, max(lexicon.frequency(slot.words[0]), lexicon.starting(slot.words[0])) / every)


def _of_few(reading: Reading, queries: DocumentQueries, window: tuple[int, int], *, facets: bool) -> tuple[_Hits, int]:
    """The first documents in order, at least to the end of the window; and how many there are."""
    most = max(window[0] + window[1], LOOKED_INTO, _COUNTED_BY_KEY if facets else 0)
    found = reading.documents.search(queries.ranked(), limit=most, count=True)
    return [(float(score), address) for score, address in found.hits], total_of(found)


class _Step(msgspec.Struct, frozen=True):
    """Documents to ask for, `most` of them; those left out are worth `otherwise` at most, the rarity of their words not counted."""

    query: Callable[[], tantivy.Query]
    most: int
    otherwise: float = -inf


def _steps(queries: DocumentQueries, plan: Plan, last: int) -> list[_Step]:
    """What is sooner found than all that answers, the soonest first: those that bear a whole name, those with every word as typed."""
    steps = [_Step(queries.as_typed, max(last, LOOKED_INTO if plan.names else 0))]
    if queries.row:
        steps.insert(0, _Step(queries.in_a_row, last, queries.row - IN_ORDER))
    return steps


def _as_typed(reading: Reading, queries: DocumentQueries, plan: Plan, window: tuple[int, int]) -> _Hits | None:
    """The first documents in order, where all of them hold every word as typed; else None.

    These are found much sooner than all that answer, and none of the others can come before them.
    """
    ceiling = _otherwise_at_most(plan, reading.lexicon)
    last = window[0] + window[1]
    if not last or ceiling == inf:
        return None
    rarity = sum(_rarity_at_most(word, reading.lexicon) for slot, _ in plan.wanted for word in slot.words)
    for step in _steps(queries, plan, last):
        hits = _first(reading, step.query(), step.most)
        needed = step.most if _doubtful(plan, hits, window) else last
        if len(hits) >= needed and hits[needed - 1][0] > max(ceiling, step.otherwise + rarity):
            return hits
    return None


def _first(reading: Reading, query: tantivy.Query, most: int) -> _Hits:
    return [(float(score), address) for score, address in reading.documents.search(query, limit=most, count=False).hits]


def _otherwise_at_most(plan: Plan, lexicon: IndexLexicon) -> float:
    """What a document can be worth at most in which some word stands otherwise than typed; infinite where one looks mistyped."""
    rarities = [sum(_rarity_at_most(word, lexicon) for word in slot.words) for slot, _ in plan.wanted]
    most = []
    for rarity, (slot, word) in zip(rarities, plan.wanted, strict=True):
        if word is None:
            continue
        if word.meant or slot.wildcard:
            return inf
        pairs = comb(sum(other is not word for other in plan.names), 2)
        most.append(EXACT * (len(rarities) - 1) + KIN + TOGETHER * pairs + sum(rarities) - rarity)
    return max(most, default=inf)


def _rarity_at_most(word: str, lexicon: IndexLexicon) -> float:
    """More than the rarity of a word can count for: BM25 with k1 = 1.2, however often the word stands there."""
    return WORDS_WEIGHT * 2.2 * log(1 + 2 * lexicon.documents() / (lexicon.frequency(word) + 0.5))


def _by_keys(reading: Reading, hits: _Hits) -> tantivy.Query:
    """Exactly the given documents, as a query."""
    keys = column(reading.documents, "key", [address for _, address in hits])
    return tantivy.Query.term_set_query(reading.document_schema, "key", keys)


def _nearer(
    searcher: tantivy.Searcher, plan: Plan, finder: PageFinder, hits: _Hits, window: tuple[int, int]
) -> list[Found]:
    """The documents of the window; the first ones by how near the words of a name stand, where that is in doubt."""
    first, last = window[0], window[0] + window[1]
    if not _doubtful(plan, hits, window):
        return _named(searcher, hits[first:last])
    looked_into = finder.nearer(_named(searcher, hits[:LOOKED_INTO]))
    return [*looked_into, *_named(searcher, hits[LOOKED_INTO:last])][first:last]


def _doubtful(plan: Plan, hits: _Hits, window: tuple[int, int]) -> bool:
    """Whether the words of a name may stand apart in some document of the window."""
    words = len(plan.names)
    certain = 2 * EXACT * len(plan.wanted) + TOGETHER * (words - 1)
    shown = hits[window[0] : window[0] + window[1]]
    return words > 0 and window[0] < LOOKED_INTO and any(score < certain for score, _ in shown)


def _of_many(searcher: tantivy.Searcher, queries: DocumentQueries, window: tuple[int, int]) -> _Hits:
    """The window's documents out of the steps of the ladder laid end to end."""
    first, wanted = window
    hits: _Hits = []
    above: list[tantivy.Query] = []
    for step in queries.ladder():
        if wanted <= 0:
            break
        clauses = [(tantivy.Occur.Must, step), *((tantivy.Occur.MustNot, query) for query in above)]
        query = tantivy.Query.boolean_query(clauses) if above else step
        found = searcher.search(query, limit=wanted, offset=first, count=False).hits
        hits += [(float(score), address) for score, address in found]
        if first and not found:
            first = max(0, first - total_of(searcher.search(query, limit=1, count=True)))
        elif found:
            first = 0
        wanted -= len(found)
        above.append(step)
    return hits


def _named(searcher: tantivy.Searcher, hits: _Hits) -> list[Found]:
    addresses = [address for _, address in hits]
    names = map("".join, zip(*(letters_of(column(searcher, name, addresses)) for name in ID_CODES), strict=True))
    return [
        Found(name or str(searcher.doc(address)["id"][0]), score)
        for name, (score, address) in zip(names, hits, strict=True)
    ]


def _counted(searcher: tantivy.Searcher, among: tantivy.Query, *, facets: bool) -> _Counted:
    """The total and the facets in one pass; every document has a type, if only an empty one."""
    if not facets:
        return _Counted(total_of(searcher.search(among, limit=1, count=True)), {})
    asked = {name: {"terms": {"field": name, "size": FACET_VALUES + 1}} for name in _FACETS}
    asked["type"] = {"terms": {"field": "type", "size": _MOST_TYPES}}
    counted = {name: values["buckets"] for name, values in searcher.aggregate(among, asked).items()}
    total = sum(int(bucket["doc_count"]) for bucket in counted["type"])
    return _Counted(total, {name: _values(counted[name]) for name in _FACETS})


def _values(buckets: list[dict[str, object]]) -> tuple[FacetValue, ...]:
    found = ((bucket["key"], bucket["doc_count"]) for bucket in buckets)
    named = [(str(int(key)) if isinstance(key, float) else str(key), int(str(count))) for key, count in found if key]
    return tuple(FacetValue(value, count) for value, count in named[:FACET_VALUES])
