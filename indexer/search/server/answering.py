"""From a plan to an answer by the server: the exact total and facets, documents in order, each with its best pages."""

from collections.abc import Sequence

from indexer.search.judging import MOST_PAGES, JudgedPage, Standing, best_pages, judge
from indexer.search.plan import Plan
from indexer.search.server.connection import Connection
from indexer.search.server.filters import DocumentFilters, among, every, page_filter
from indexer.search.server.records import DOCUMENTS, FACETS, PAGES, Entry
from indexer.search.snippets import Marker
from schemas.folding import tokens
from schemas.search import DocumentHit, FacetValue, Filters, PageHit, Query, SearchResult

MOST_LIMIT = 1000
FACET_VALUES = 20
LOOKED_INTO = 200
"""Pages of one document looked into where none of them fills every slot."""

Document = tuple[str, str, float]
"""Key on the server, id and score."""


def answer(connection: Connection, plan: Plan, query: Query, filters: tuple[Filters, ...]) -> SearchResult:
    """The documents that answer, from `query.offset` on, each with its best pages."""
    asked = DocumentFilters(plan, filters)
    ladder = asked.ladder()
    facets = list(FACETS) if query.facets else []
    whole, *steps = connection.ask(
        [
            connection.count(DOCUMENTS, asked.matching(), facets=facets),
            *(connection.count(DOCUMENTS, step) for step in ladder),
        ]
    )
    totals = [int(step["totalHits"]) for step in steps]
    documents = _window(connection, ladder, totals, query)
    counted = whole.get("facetDistribution", {}) if query.facets else {}
    return SearchResult(
        total=int(whole["totalHits"]),
        took_ms=0.0,
        hits=_hits(connection, plan, documents),
        facets={name: _values(counted.get(name, {})) for name in facets},
    )


def _values(counts: dict[str, int]) -> tuple[FacetValue, ...]:
    ranked = sorted(((value, count) for value, count in counts.items() if value), key=lambda item: -item[1])
    return tuple(FacetValue(value, count) for value, count in ranked[:FACET_VALUES])


def _window(connection: Connection, ladder: Sequence[str], totals: Sequence[int], query: Query) -> list[Document]:
    """The documents asked for, out of the steps laid end to end; the newest first within each."""
    first, wanted = max(query.offset, 0), min(max(query.limit, 0), MOST_LIMIT)
    questions, scores = [], []
    for place, (step, total) in enumerate(zip(ladder, totals, strict=True)):
        taken = min(wanted, total - first)
        if taken > 0:
            questions.append(
                connection.question(
                    DOCUMENTS, step, sort=["day:desc"], offset=first, limit=taken, attributesToRetrieve=["key", "id"]
                )
            )
            scores.append(float(len(ladder) - place))
            wanted -= taken
        first = max(0, first - total)
    answers = connection.ask(questions) if questions else []
    return [
        (str(hit["key"]), str(hit["id"]), score)
        for found, score in zip(answers, scores, strict=True)
        for hit in found["hits"]
    ]


def _hits(connection: Connection, plan: Plan, documents: Sequence[Document]) -> tuple[DocumentHit, ...]:
    """The documents, each with those of its pages that fill the most slots, all where none fills any.

    In the order given, but of equals those come last that answer by what is known of them alone.
    """
    pages = _pages(connection, [key for key, _, _ in documents], page_filter(plan, all_slots=True), MOST_PAGES)
    unsure = [key for key, found in pages.items() if not found["hits"]]
    if unsure:
        pages |= _pages(connection, unsure, page_filter(plan, all_slots=False), LOOKED_INTO)
    unfilled = [key for key in unsure if not pages[key]["hits"]]
    if unfilled:
        pages |= _pages(connection, unfilled, "", MOST_PAGES)
    marker = Marker(plan)
    in_order = sorted(documents, key=lambda document: (-document[2], document[0] in unfilled))
    return tuple(_hit(plan, marker, document, pages[document[0]]) for document in in_order)


def _pages(connection: Connection, keys: Sequence[str], condition: str, most: int) -> dict[str, Entry]:
    """Per document the server's answer: pages that may answer, and how many there are."""
    questions = [
        connection.question(
            PAGES,
            every([among("document", [key]), condition]),
            sort=["page:asc"],
            hitsPerPage=most,
            page=1,
            attributesToRetrieve=["page", "text", "ids"],
        )
        for key in keys
    ]
    return dict(zip(keys, connection.ask(questions), strict=True)) if questions else {}


def _hit(plan: Plan, marker: Marker, document: Document, found: Entry) -> DocumentHit:
    _, document_id, score = document
    texts = {int(hit["page"]): str(hit["text"]) for hit in found["hits"]}
    judged = [
        JudgedPage(int(hit["page"]), *judge(plan, Standing.of(tokens(hit["text"]), hit["ids"])))
        for hit in found["hits"]
    ]
    best, count = best_pages(judged)
    shown = [PageHit(page.page, page.score, "", ()) for page in best]
    if shown:
        marks = marker.mark(texts[best[0].page])
        shown[0] = PageHit(best[0].page, best[0].score, marks.snippet, marks.terms)
    unseen = int(found["totalHits"]) - len(judged)
    return DocumentHit(document_id, score, tuple(shown), count + max(0, unseen if count == len(judged) else 0))
