"""From documents found to hits: their pages, the best first, with snippet and matched words."""

from collections import defaultdict
from concurrent.futures import Executor

import msgspec
import tantivy

from indexer.search.layout import document_key
from indexer.search.plan import Plan
from indexer.search.queries import SLOT, QueryBuilder, Resolved
from indexer.search.snippets import Marker
from schemas.search import DocumentHit, PageHit

MOST_PAGES = 50
"""Pages listed for one document."""
SHOWN_PAGES = 1
"""Pages of a document that carry snippet and terms; those behind carry number and score."""

_AT_ONCE = 600
_MOST_PAIRED = 5000

_Address = tantivy.DocAddress


class _Page(msgspec.Struct):
    """A page that fills `slots` slots, `score` without what they added."""

    page: int
    slots: int
    score: float
    address: _Address


def total_of(found: tantivy.SearchResult) -> int:
    """How many entries answered in all, when they were counted."""
    return int(found.count or 0)  # type: ignore[attr-defined]  # missing from the stub of tantivy 0.27


def resolve_pairs(searcher: tantivy.Searcher, builder: QueryBuilder, pool: Executor) -> Resolved:
    """The documents in which misread words of a name stand beside its other words, at most 5,000 per class.

    The engine lets other threads run meanwhile, so the classes are asked for at the same time.
    """
    pairs = builder.pairs()
    found: Resolved = {}
    answers = pool.map(lambda pair: _keys_of(searcher, pair[2]), pairs)
    for (word, worth, _), keys in zip(pairs, answers, strict=True):
        if keys:
            found.setdefault(word, []).append((worth, keys))
    return found


def _keys_of(searcher: tantivy.Searcher, query: tantivy.Query) -> list[int]:
    addresses = [address for _, address in searcher.search(query, limit=_MOST_PAIRED, count=False).hits]
    return [int(key) for key in searcher.fast_field_values("key", addresses) if key is not None]


def by_keys(searcher: tantivy.Searcher, schema: tantivy.Schema, hits: list[tuple[float, _Address]]) -> tantivy.Query:
    """Exactly the given documents, as a query."""
    keys = [int(key or 0) for key in searcher.fast_field_values("key", [address for _, address in hits])]
    known = tantivy.Query.term_set_query(schema, "key", keys)
    documents = tantivy.Query.term_query(schema, "kind", "d", index_option="basic")
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, known), (tantivy.Occur.Must, documents)])


def gather(
    searcher: tantivy.Searcher, plan: Plan, builder: QueryBuilder, hits: list[tuple[float, _Address]]
) -> tuple[DocumentHit, ...]:
    """The hits in the order given, each with those of its pages that answer best."""
    if not hits:
        return ()
    marker = Marker(plan)
    addresses = [address for _, address in hits]
    counts = [int(count or 0) for count in searcher.fast_field_values("pages", addresses)]
    firsts = [int(page or 0) for page in searcher.fast_field_values("page", addresses)]
    loaded = [searcher.doc(address) for address in addresses]
    names = [str(document["id"][0]) for document in loaded]
    several = [document_key(name) for name, count in zip(names, counts, strict=True) if count > 1]
    pages = _pages_of(searcher, builder, several, len(plan.wanted))
    found: list[DocumentHit] = []
    shown: tuple[PageHit, ...]
    for (score, _), document, name, count, first in zip(hits, loaded, names, counts, firsts, strict=True):
        if count == 1:
            shown = (_shown(marker, document, first, score),)
            found.append(DocumentHit(name, score, shown, 1))
        else:
            listed, total = pages[document_key(name)]
            shown = tuple(
                _shown(marker, searcher.doc(page.address), page.page, page.score)
                if place < SHOWN_PAGES
                else PageHit(page.page, page.score, "", ())
                for place, page in enumerate(listed)
            )
            found.append(DocumentHit(name, score, shown, total))
    return tuple(found)


def _shown(marker: Marker, document: tantivy.Document, page: int, score: float) -> PageHit:
    marks = marker.mark(bytes(document["text"][0]).decode())
    return PageHit(page, score, marks.snippet, marks.terms)


def _pages_of(
    searcher: tantivy.Searcher, builder: QueryBuilder, keys: list[int], slots: int
) -> dict[int, tuple[list[_Page], int]]:
    """Per document its best pages and how many are as good: those that fill the most slots any of them fills."""
    if not keys:
        return {}
    found = searcher.search(builder.pages(keys, min(slots, 1)), limit=_AT_ONCE, count=True)
    hits = [(float(score), address) for score, address in found.hits]
    if total_of(found) > _AT_ONCE:
        return {key: _pages_of_one(searcher, builder, key, slots) for key in keys}
    by_key = _read(searcher, hits)
    return {key: _best(by_key[key]) if key in by_key else _pages_of_one(searcher, builder, key, 0) for key in keys}


def _pages_of_one(searcher: tantivy.Searcher, builder: QueryBuilder, key: int, slots: int) -> tuple[list[_Page], int]:
    """The same for a single document, whatever its length; all pages where none fills a slot."""
    for least in (min(slots, 1), 0):
        found = searcher.search(builder.pages([key], least), limit=MOST_PAGES, count=True)
        pages = _read(searcher, [(float(score), address) for score, address in found.hits]).get(key, [])
        if pages:
            most = pages[0].slots
            exact = searcher.search(builder.pages([key], most), limit=1, count=True) if most > least else found
            return _best(pages)[0], total_of(exact)
    return [], 0


def _read(searcher: tantivy.Searcher, hits: list[tuple[float, _Address]]) -> dict[int, list[_Page]]:
    addresses = [address for _, address in hits]
    keys = searcher.fast_field_values("key", addresses)
    numbers = searcher.fast_field_values("page", addresses)
    by_key: dict[int, list[_Page]] = defaultdict(list)
    for (score, address), key, number in zip(hits, keys, numbers, strict=True):
        slots = int(score // SLOT)
        by_key[int(key or 0)].append(_Page(int(number or 0), slots, score - slots * SLOT, address))
    return by_key


def _best(pages: list[_Page]) -> tuple[list[_Page], int]:
    most = max(page.slots for page in pages)
    best = [page for page in pages if page.slots == most]
    best.sort(key=lambda page: (-page.score, page.page))
    return best[:MOST_PAGES], len(best)
