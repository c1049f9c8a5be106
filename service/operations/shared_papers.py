"""Papers that are an external lawyer's and somebody else's besides: found by what the lawyer may know of them alone.

The index knows every matter, person and number of a paper. Whoever narrows a search by a credit, or asks for a name,
would learn that a paper of theirs also belongs to it. Such papers are few: they are looked through here, once as the
index has them and once as the lawyer may know them, and what comes of the one is put in the place of the other.
"""

from collections import Counter
from typing import NamedTuple

import msgspec

from indexer.search.open import open_search_index
from indexer.search.protocol import SearchIndex
from schemas.access import SYSTEM, Actor
from schemas.search import FacetValue, Query, SearchResult
from service.archive import Archive
from service.operations.indexing import page_records
from storage.records import documents, indexing, touching

MOST_SHARED = 2000
"""Papers looked through apart for one lawyer; of a shared paper beyond them the index answers for itself."""

_Facets = dict[str, tuple[FacetValue, ...]]
_State = tuple[list[tuple[str, int]], list[dict[str, indexing.Surroundings]]]
"""Id and version of the papers, and what each belongs to: to whoever sees all, and to the lawyer."""


class SharedPapers(NamedTuple):
    """The ids of the papers, and the papers as the index has them and as the lawyer may know them."""

    ids: frozenset[str]
    whole: SearchIndex
    known: SearchIndex


def shared_papers(archive: Archive, actor: Actor) -> SharedPapers | None:
    """Those of the actor, the newest `MOST_SHARED`; None where there are none, as for everybody who sees all.

    What they belong to is read again when anything has changed, and they themselves when that has.
    """
    if actor.sees_only is None:
        return None
    who = actor.sees_only, actor.name
    with archive.database.read() as session:

        def state() -> _State:
            rows = documents.shared_with_others(session, actor, MOST_SHARED)
            ids = [row.id for row in rows]
            of_each = [indexing.surroundings(session, ids, each) for each in (SYSTEM, actor)] if rows else []
            return [(row.id, row.version) for row in rows], of_each

        def made() -> SharedPapers | None:
            rows = documents.shared_with_others(session, actor, MOST_SHARED)
            if not rows:
                return None
            papers = SharedPapers(frozenset(row.id for row in rows), *(open_search_index("memory:") for _ in range(2)))
            papers.whole.replace(page_records(session, rows))
            papers.known.replace(page_records(session, rows, actor))
            return papers

        now = archive.remembered.answer(("state of shared papers", *who), touching.latest(session), state)
        return archive.remembered.answer(("shared papers", *who), now, made)


def search_around(archive: Archive, query: Query, papers: SharedPapers) -> SearchResult:
    """Answer the query, which is narrowed to the actor, as if nobody else's matters stood on the papers.

    Raises:
        Unavailable: the index cannot be reached.
    """
    bare = msgspec.structs.replace(query.filters, access=None)
    alone = msgspec.structs.replace(query, filters=bare, offset=0, limit=len(papers.ids))
    whole, known = papers.whole.search(alone), papers.known.search(alone)
    theirs = {hit.document_id for hit in known.hits}
    most = query.offset + query.limit + len(papers.ids)
    found = archive.index.search(msgspec.structs.replace(query, offset=0, limit=most))
    hits = [hit for hit in found.hits if hit.document_id not in papers.ids - theirs]
    listed = {hit.document_id for hit in hits}
    if found.total <= most:
        hits += [hit for hit in known.hits if hit.document_id not in listed]
    total = max(found.total - whole.total + known.total, len(hits))
    shown = tuple(hits[query.offset : query.offset + query.limit])
    facets = _exchanged(found.facets, whole.facets, known.facets)
    return msgspec.structs.replace(found, total=total, hits=shown, facets=facets)


def _exchanged(found: _Facets, whole: _Facets, known: _Facets) -> _Facets:
    """The facets with the papers counted as they may be known."""
    exchanged: _Facets = {}
    for name, values in found.items():
        counts = Counter({one.value: one.count for one in values})
        counts.subtract({one.value: one.count for one in whole.get(name, ())})
        counts.update({one.value: one.count for one in known.get(name, ())})
        exchanged[name] = tuple(FacetValue(value, count) for value, count in counts.most_common() if count > 0)
    return exchanged
