"""The plain back end: everything in one process's memory, looked through page by page.

Says in the simplest way what the port means; for tests and for archives of a few
hundred pages. Words are worked out by the same plan as in the embedded back end.
"""

import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec
from rapidfuzz.distance import OSA

from indexer.search.layout import described, lawsuit_forms, number_forms, prepared, visible_to
from indexer.search.nearness import close, places_of, together
from indexer.search.plan import EXACT, KIN, Plan, WordPlan, bolder, make_plan
from indexer.search.protocol import Held, IndexState
from indexer.search.query import Slot, SlotKind, parse_query
from indexer.search.snippets import Marker
from schemas.document_types import types_named
from schemas.folding import confusion_key, fold, tokens
from schemas.identifiers import credit_key
from schemas.search import DocumentHit, FacetValue, Filters, PageHit, PageRecord, Query, SearchResult

_MOST_PAGES, _FACET_VALUES = 50, 20


class _Words(msgspec.Struct):
    """A run of words: where each stands, and the numbers that go with it."""

    places: dict[str, list[int]]
    numbers: set[str]
    page: PageRecord

    @classmethod
    def of(cls, words: list[str], numbers: set[str], page: PageRecord) -> "_Words":
        return cls(places_of(words), numbers, page)


class _Document(msgspec.Struct):
    pages: list[PageRecord]
    whole: _Words
    single: list[_Words]


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

    def rebuild(self, batches: Iterable[dict[str, list[PageRecord]]], pages: int = 0) -> None:
        """See `SearchIndex.rebuild`."""
        made: dict[str, _Document] = {}
        for batch in batches:
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

    def close(self) -> None:
        """See `SearchIndex.close`; the content is gone."""
        self._documents = {}

    def documents(self) -> int:
        """See `Lexicon.documents`."""
        return len(self._documents)

    def frequency(self, word: str) -> int:
        """See `Lexicon.frequency`."""
        return self._frequencies[word]

    def around(self, word: str) -> Iterable[str]:
        """See `Lexicon.around`."""
        key = confusion_key(word)
        return [
            other
            for other in self._frequencies
            if OSA.distance(word, other) <= 1 or OSA.distance(key, confusion_key(other)) <= 1
        ]

    def beyond(self, word: str) -> Iterable[str]:
        """See `Lexicon.beyond`."""
        return [other for other in self._frequencies if OSA.distance(word, other) <= 2]

    def beginning(self, prefix: str) -> Iterable[tuple[str, int]]:
        """See `Lexicon.beginning`."""
        found = [(word, count) for word, count in self._frequencies.items() if word.startswith(prefix)]
        return sorted(found, key=lambda item: -item[1])

    def is_name(self, word: str) -> bool:
        """See `Lexicon.is_name`."""
        pages = (page for document in self._documents.values() for page in document.pages)
        return any(word in tokens(page.debtor) or word in tokens(page.lawyer) for page in pages)

    def search(self, query: Query) -> SearchResult:
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
        facets = _facets([self._documents[name].pages[0] for _, name in found]) if query.facets else {}
        return SearchResult(len(found), (time.perf_counter() - started) * 1000, hits, facets, parsed.note)

    def _found(self, plan: Plan, filters: tuple[Filters, ...]) -> list[tuple[float, str]]:
        """Score and id of every document that answers, the best first."""
        found = []
        for name, document in self._documents.items():
            scores = [_filled(slot, word, plan, document.whole) for slot, word in plan.wanted]
            excluded = any(_plain(slot, document.whole) for slot in plan.unwanted)
            if all(scores) and not excluded and all(_holds(each, document.pages) for each in filters):
                found.append((sum(scores) + _side_by_side(plan, document.whole), name))
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
    whole = _Words.of(everything, set().union(*numbers), pages[0])
    single = [_Words.of(*parts) for parts in zip(words, numbers, pages, strict=True)]
    return _Document(pages, whole, single)


def _filled(slot: Slot, word: WordPlan | None, plan: Plan, words: _Words) -> float:
    """What the slot is worth on these words; 0 where it is not filled."""
    if word is None:
        return _plain(slot, words)
    options = [EXACT] if word.word in words.places else [0.0]
    options += [worth for worth, forms in (*word.near, *word.far) if any(form in words.places for form in forms)]
    options += [KIN for phrase in word.phrases if _in_order(phrase, words)]
    if word.going_on and any(other.startswith(word.going_on) for other in words.places):
        options.append(KIN)
    in_name = word.is_name and bool(plan.names)
    for worth, forms in word.doubtful:
        counts = _stands_beside if in_name else _stands
        options += [worth for form in forms if counts(form, word, plan, words)]
    return max(options)


def _stands(form: str, word: WordPlan, plan: Plan, words: _Words) -> bool:
    return form in words.places


def _stands_beside(form: str, word: WordPlan, plan: Plan, words: _Words) -> bool:
    others = {head for name in plan.names if name is not word for head in name.heads}
    return any(close(words.places.get(form, ()), words.places.get(head, ())) for head in others)


def _side_by_side(plan: Plan, words: _Words) -> float:
    return _all_together(plan, words) + together(plan, words.places)


def _all_together(plan: Plan, words: _Words) -> float:
    wanted = [word.word for _, word in plan.wanted if word is not None]
    if len(wanted) < 2 or not all(word in words.places for word in wanted):
        return 0.0
    reach = len(wanted) + 1
    first = words.places[wanted[0]]
    beside = all(any(abs(a - b) <= reach for a in first for b in words.places[other]) for other in wanted[1:])
    return EXACT * len(wanted) if beside else 0.0


def _plain(slot: Slot, words: _Words) -> float:
    filled = _in_order(slot.words, words) or any(form in words.numbers for form in slot.forms)
    if not filled and slot.prefix and slot.kind is SlotKind.NUMBER:
        filled = any(number.startswith(form) for form in slot.forms if ":" not in form for number in words.numbers)
    if not filled and slot.prefix and slot.kind is SlotKind.WORD:
        filled = any(word.startswith(slot.words[-1]) for word in words.places)
    return EXACT if filled else 0.0


def _in_order(phrase: tuple[str, ...], words: _Words) -> bool:
    if not phrase:
        return False
    return any(
        all(start + step in words.places.get(word, ()) for step, word in enumerate(phrase))
        for start in words.places.get(phrase[0], ())
    )


def _hit(name: str, score: float, plan: Plan, of: tuple[_Document, Marker]) -> DocumentHit:
    document, marker = of
    ranked = []
    for words in document.single:
        scores = [_filled(slot, word, plan, words) for slot, word in plan.wanted]
        ranked.append((sum(map(bool, scores)), sum(scores) + _side_by_side(plan, words), words.page))
    most = max(slots for slots, _, _ in ranked)
    best = sorted((item for item in ranked if item[0] == most), key=lambda item: (-item[1], item[2].page))
    pages = []
    for place, (_, worth, page) in enumerate(best[:_MOST_PAGES]):
        marks = marker.mark(prepared(page.text)) if place == 0 else None
        pages.append(PageHit(page.page, worth, marks.snippet if marks else "", marks.terms if marks else ()))
    return DocumentHit(name, score, tuple(pages), len(best))


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
