"""Search: the index finds pages, the rows decide what of it may be shown and where the words stand."""

import re
import time
from collections.abc import Sequence

import msgspec

from indexer.search.query import no_day_between, parse_query, type_not_known
from indexer.search.snippets import standing
from schemas.access import Action, Actor
from schemas.folding import fold, fold_aligned
from schemas.pages import Box
from schemas.queues import queue_meant
from schemas.search import DocumentHit, FacetValue, Filters, Query, SearchHit
from schemas.word_codec import PackedWords, unpack_words
from service.archive import Archive, require
from service.operations.document_views import Belongings, belongings_by
from service.operations.shared_papers import search_around, shared_papers
from storage.records import documents, events, registry, showing

_NOBODY = "-"
"""The id of no lawyer."""

MOST_BOXES = 200
MOST_HITS = 1000
_OPEN, _CLOSE = "\u0002", "\u0003"


class SearchAnswer(msgspec.Struct, frozen=True):
    """What `search --json` and the API return. `note` says, in Spanish, what of the query was not understood.

    `queue` names the queue that was asked for where no document can answer (*sin acuse*), else it is empty.
    """

    total: int
    took_ms: float
    hits: tuple[SearchHit, ...]
    facets: dict[str, tuple[FacetValue, ...]]
    note: str = ""
    queue: str = ""


def search(archive: Archive, actor: Actor, query: Query) -> SearchAnswer:
    """Answer a query with what the actor may see; the search is recorded.

    The index may be behind: a document that the rows do not show to the actor
    any more is left out, and not counted.

    Raises:
        Forbidden: the actor may not read documents.
        Unavailable: the index cannot be reached.
    """
    require(actor, Action.READ_DOCUMENTS)
    started = time.perf_counter()
    typed = parse_query(query.text)
    if queue := queue_meant(typed.plain):
        _record(archive, actor, query, 0)
        return SearchAnswer(0, round((time.perf_counter() - started) * 1000, 2), (), {}, _OF_QUEUE, queue.value)
    narrowed = (query.filters, *typed.filters)
    theirs = _names_known_batches(archive, actor, narrowed)
    filters = msgspec.structs.replace(query.filters, access=actor.sees_only if theirs else _NOBODY)
    limit, offset = max(0, min(query.limit, MOST_HITS)), max(0, query.offset)
    hits: list[SearchHit] = []

    def show(found: tuple[DocumentHit, ...]) -> None:
        """The rows are read while the index still counts."""
        hits.extend(_shown(archive, actor, found))

    wanted = msgspec.structs.replace(query, filters=filters, limit=limit, offset=offset)
    papers = shared_papers(archive, actor) if theirs else None
    found = archive.index.search(wanted, show) if papers is None else search_around(archive, wanted, papers)
    if papers is not None:
        show(found.hits)
    total = max(found.total - (len(found.hits) - len(hits)), len(hits))
    took = (time.perf_counter() - started) * 1000
    _record(archive, actor, query, total)
    return SearchAnswer(
        total, round(took, 2), tuple(hits), _facets(archive, actor, found.facets), _note(narrowed, found.note, total)
    )


_OF_QUEUE = "Lo que no tiene acuse no está en los documentos: véalo en su cola de trabajo."


def _record(archive: Archive, actor: Actor, query: Query, total: int) -> None:
    asked = {name: str(value) for name, value in msgspec.to_builtins(query.filters).items() if value is not None}
    detail = {"query": query.text[:500], "filters": asked, "total": total}
    archive.looks.note(events.Act(actor.name, actor.origin, "search", "search", "-", detail))


def _names_known_batches(archive: Archive, actor: Actor, narrowed: tuple[Filters, ...]) -> bool:
    """Whether the actor may know of every batch that the query is narrowed to: what is found would tell of another."""
    if actor.sees_only is None:
        return True
    named = {fold(each.batch).strip() for each in narrowed if each.batch is not None}
    return not named or named <= _batches_of(archive, actor)


def _batches_of(archive: Archive, actor: Actor) -> set[str]:
    with archive.database.look() as session:
        return {fold(name).strip() for name in documents.batches_known_to(session, actor)}


def _note(narrowed: tuple[Filters, ...], of_text: str, total: int) -> str:
    """What was not understood of the text, and of what it was narrowed to besides, which is the first."""
    of_type = type_not_known(narrowed[0].type) if narrowed[0].type else ""
    of_dates = "" if total else no_day_between(narrowed)
    return " ".join((of_text, *(each for each in (of_type, of_dates) if each and each not in of_text))).strip()


def _facets(
    archive: Archive, actor: Actor, found: dict[str, tuple[FacetValue, ...]]
) -> dict[str, tuple[FacetValue, ...]]:
    """The facets without the debtors and batches that the actor may not know of: a paper of theirs may also be of others."""
    if actor.sees_only is None:
        return found
    with archive.database.look() as session:
        known = {
            "debtor": registry.known_names(session, actor, [each.value for each in found.get("debtor", ())]),
            "batch": documents.batches_known_to(session, actor) if found.get("batch") else (),
        }
    return {
        name: tuple(each for each in values if each.value in known.get(name, (each.value,)))
        for name, values in found.items()
    }


def _shown(archive: Archive, actor: Actor, found: Sequence[DocumentHit]) -> list[SearchHit]:
    """Those of the hits that the rows show to the actor."""
    with archive.database.look() as session:
        seen = showing.seen(session, actor, [(hit.document_id, hit.pages[0].page) for hit in found if hit.pages])
        known = belongings_by(session, {document_id: row.linked for document_id, row in seen.items()})
    return [_hit(hit, seen[hit.document_id], known[hit.document_id]) for hit in found if hit.document_id in seen]


def _hit(hit: DocumentHit, row: showing.Seen, known: Belongings) -> SearchHit:
    best = hit.pages[0]
    snippet, marks = plain_snippet(best.snippet)
    return SearchHit(
        document_id=row.id,
        type=row.type,
        title=row.title,
        date=row.date,
        debtor=known.debtor,
        credit=known.credit,
        lawsuit=known.lawsuit,
        page=best.page,
        score=hit.score,
        snippet=snippet,
        boxes=boxes_of([unpack_words(words) for words in row.words], best.terms),
        pages=tuple(page.page for page in hit.pages[1:]),
        marks=marks,
        state=row.state,
        page_count=hit.page_count,
    )


def plain_snippet(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The snippet without its marks, and start and end of what they enclosed, in code points."""
    text: list[str] = []
    marks: list[tuple[int, int]] = []
    at = start = 0
    for piece in re.split(f"([{_OPEN}{_CLOSE}])", marked):
        if piece == _OPEN:
            start = at
        elif piece == _CLOSE:
            marks.append((start, at))
        else:
            text.append(piece)
            at += len(piece)
    return "".join(text), tuple(marks)


def boxes_of(layers: Sequence[PackedWords], terms: Sequence[str]) -> tuple[Box, ...]:
    """The boxes of the words in which one of the folded terms stands as a word of its own, at most 200.

    A word broken at the end of a line counts with both its halves.
    """
    wanted = frozenset(terms)
    found: list[Box] = []
    for words in layers if wanted else ():
        found += map(words.box, _matching(words.joined, wanted))
    return tuple(found[:MOST_BOXES])


def _matching(joined: str, terms: frozenset[str]) -> list[int]:
    """The places of the matching words; the whole page is searched at once, which is faster than word by word."""
    folded = fold_aligned(joined)
    places = {folded.count("\0", 0, start) for term in terms for start in standing(term, folded)}
    for match in _BROKEN.finditer(folded) if any(end in folded for end in _LINE_ENDS) else ():
        if match.group(1) + match.group(2) in terms:
            place = folded.count("\0", 0, match.start())
            places |= {place, place + 1}
    return sorted(places)


_LINE_ENDS = tuple(f"{hyphen}\0" for hyphen in "-\u00ac\u00ad\u2010")
_BROKEN = re.compile(r"([^\W\d_]+)[-\u00ac\u00ad\u2010]\0([^\W\d_]+)")
