"""From documents found to hits: their pages, the best first, with snippet and matched words."""

from collections import defaultdict
from collections.abc import Iterable

import msgspec
import tantivy

from indexer.search.layout import column, document_key
from indexer.search.nearness import places_of, together
from indexer.search.plan import Plan
from indexer.search.queries import SLOT, PageQueries
from indexer.search.snippets import Marker
from schemas.folding import tokens
from schemas.search import DocumentHit, PageHit

MOST_PAGES = 50
"""Pages listed for one document."""

_AT_ONCE = 600
_LOOKED_INTO = 2
_FORMS_A_PAGE = 10
"""A page is read and parted into words in the time that so many forms are asked for."""

_Address = tantivy.DocAddress


class Found(msgspec.Struct):
    """A document that answers."""

    document_id: str
    score: float

    @property
    def key(self) -> int:
        """By which its pages are found."""
        return document_key(self.document_id)


class _Page(msgspec.Struct):
    """A page that fills `slots` slots, `score` without what they added."""

    page: int
    slots: int
    score: float
    address: _Address


_Pages = tuple[list[_Page], int]
"""The best pages of a document, and how many are as good."""


def total_of(found: tantivy.SearchResult) -> int:
    """How many entries answered in all, when they were counted."""
    return int(found.count or 0)  # type: ignore[attr-defined]  # missing from the stub of tantivy 0.27


class PageFinder:
    """Finds the pages of documents by one plan; what was found is remembered for as long as the finder is used."""

    def __init__(self, searcher: tantivy.Searcher, schema: tantivy.Schema, plan: Plan) -> None:
        self._searcher = searcher
        self._queries = PageQueries(searcher, schema, plan)
        self._plan = plan
        self._slots = len(plan.wanted)
        self._texts: dict[tuple[int, int], str] = {}
        self._words: dict[tuple[int, int], list[str]] = {}
        self._pages: dict[int, _Pages] = {}

    def nearer(self, documents: list[Found]) -> list[Found]:
        """The documents anew in order, now that their pages were looked into for words of the name side by side."""
        self._find(document.key for document in documents)
        moved = [
            msgspec.structs.replace(document, score=document.score + self._looked_into(document.key))
            for document in documents
        ]
        return sorted(moved, key=lambda document: -document.score)

    def _looked_into(self, key: int) -> float:
        """What standing together adds on the best page, which is put first."""
        pages, _ = self._pages[key]
        worth = [
            together(self._plan, places_of(tokens(self._text(page.address)))) if page.slots > 1 else 0.0
            for page in pages[:_LOOKED_INTO]
        ]
        if not worth:
            return 0.0
        best = worth.index(max(worth))
        pages.insert(0, pages.pop(best))
        pages[0].score += worth[best]
        return worth[best]

    def hits(self, documents: list[Found]) -> tuple[DocumentHit, ...]:
        """The documents in the order given, each with those of its pages that answer best."""
        self._find(document.key for document in documents)
        marker = Marker(self._plan)
        return tuple(self._hit(document, marker) for document in documents)

    def _hit(self, document: Found, marker: Marker) -> DocumentHit:
        pages, total = self._pages[document.key]
        shown = [PageHit(page.page, page.score, "", ()) for page in pages]
        if pages:
            address = pages[0].address
            marks = marker.mark(self._text(address), self._words.get((address.segment_ord, address.doc)))
            shown[0] = PageHit(pages[0].page, pages[0].score, marks.snippet, marks.terms)
        return DocumentHit(document.document_id, document.score, tuple(shown), total)

    def _text(self, address: _Address) -> str:
        place = (address.segment_ord, address.doc)
        if place not in self._texts:
            self._texts[place] = bytes(self._searcher.doc(address)["text"][0]).decode()
        return self._texts[place]

    def _find(self, keys: Iterable[int]) -> None:
        """Per document its best pages: those that fill the most slots any of them fills.

        Where the words of their pages are not known the dearest forms are looked for only in the documents where
        the likelier ones leave a slot empty.
        """
        missing = [key for key in keys if key not in self._pages]
        if not missing:
            return
        words = self._words_of(missing)
        self._pages |= self._asked(missing, words, thorough=words is not None)
        unsure = [key for key in missing if not self._pages[key][0] or self._pages[key][0][0].slots < self._slots]
        if unsure and words is None:
            self._pages |= self._asked(unsure, self._words_of(unsure), thorough=True)
        for key in unsure:
            if not self._pages[key][0]:
                self._pages[key] = self._all_of(key)

    def _asked(self, keys: list[int], words: set[str] | None, *, thorough: bool) -> dict[int, _Pages]:
        least = min(self._slots, 1)
        query = self._queries.pages(keys, least, thorough=thorough, among=words)
        found = self._searcher.search(query, limit=_AT_ONCE, count=True)
        if total_of(found) > _AT_ONCE:
            if len(keys) == 1:
                return {keys[0]: self._of_one(keys[0], least)}
            half = len(keys) // 2
            return self._asked(keys[:half], words, thorough=thorough) | self._asked(
                keys[half:], words, thorough=thorough
            )
        by_key = self._read(found)
        return {key: _best(by_key.get(key, [])) for key in keys}

    def _words_of(self, keys: list[int]) -> set[str] | None:
        """All words of the documents' pages, where to read these is quicker than to ask for every form."""
        most = self._queries.forms() // _FORMS_A_PAGE
        if most < len(keys):
            return None
        found = self._searcher.search(self._queries.of(keys), limit=most + 1, count=False).hits
        if len(found) > most:
            return None
        words = {(at.segment_ord, at.doc): tokens(self._text(at)) for _, at in found}
        self._words |= words
        return set().union(*words.values())

    def _all_of(self, key: int) -> _Pages:
        """The first pages of a document of which none fills a slot: it answers by what is known of it."""
        found = self._searcher.search(self._queries.of([key]), limit=MOST_PAGES, count=True)
        return _best(self._read(found).get(key, []))[0], total_of(found)

    def _of_one(self, key: int, least: int) -> _Pages:
        """The same for a single document, whatever its length."""
        found = self._searcher.search(
            self._queries.pages([key], least, thorough=True), limit=MOST_PAGES, count=True
        )  # fmt: skip
        pages = self._read(found).get(key, [])
        if not pages:
            return [], 0
        most = pages[0].slots
        if most <= least:
            return _best(pages)[0], total_of(found)
        exact = self._searcher.search(self._queries.pages([key], most, thorough=True), limit=1, count=True)
        return _best(pages)[0], total_of(exact)

    def _read(self, found: tantivy.SearchResult) -> dict[int, list[_Page]]:
        addresses = [address for _, address in found.hits]
        keys, numbers = (column(self._searcher, name, addresses) for name in ("key", "page"))
        by_key: dict[int, list[_Page]] = defaultdict(list)
        for (score, address), key, number in zip(found.hits, keys, numbers, strict=True):
            slots = int(score // SLOT)
            by_key[key].append(_Page(number, slots, score - slots * SLOT, address))
        return by_key


def _best(pages: list[_Page]) -> _Pages:
    most = max((page.slots for page in pages), default=0)
    best = [page for page in pages if page.slots == most]
    best.sort(key=lambda page: (-page.score, page.page))
    return best[:MOST_PAGES], len(best)
