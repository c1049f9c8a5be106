"""Search as values: what goes into the index, what a person asks, what comes back."""

from datetime import date

import msgspec

from schemas.pages import Box


class PageRecord(msgspec.Struct, frozen=True):
    """One page as the index holds it.

    `access` lists the ids of the external lawyers who may see the page now;
    everybody else sees all. `identifiers` are normal forms (see
    `schemas.identifiers`) of every number read from or linked to the page.
    `version` grows with every change of the document.
    """

    document_id: str
    page: int
    version: int
    text: str
    title: str
    type: str
    date: date | None
    debtor: str
    debtor_ids: tuple[str, ...]
    credits: tuple[str, ...]
    lawsuits: tuple[str, ...]
    court: str
    lawyer: str
    batch: str
    identifiers: tuple[str, ...]
    access: tuple[str, ...]


class Filters(msgspec.Struct, frozen=True):
    """Narrowing by what is known of the document; every given filter must hold.

    `access` is None for those who see everything, else the id of the external
    lawyer on whose behalf the search runs. Values of `type` and the free-text
    filters are compared accent- and case-blind; `credit` and `lawsuit` by their
    normal form.
    """

    type: str | None = None
    credit: str | None = None
    debtor: str | None = None
    debtor_id: str | None = None
    lawsuit: str | None = None
    court: str | None = None
    lawyer: str | None = None
    batch: str | None = None
    year: int | None = None
    date_from: date | None = None
    date_to: date | None = None
    access: str | None = None


class Query(msgspec.Struct, frozen=True):
    """What is wanted, as typed, and the slice of documents to return.

    `text` may hold Spanish filters (`tipo:`, `desde:` …); those given in
    `filters` hold besides. `limit` and `offset` count documents, not pages.
    Without `facets` nothing is counted but the total, which is cheaper.
    """

    text: str
    filters: Filters = Filters()
    limit: int = 20
    offset: int = 0
    facets: bool = True


class PageHit(msgspec.Struct, frozen=True):
    """One page that answers the query.

    `terms` are the folded words of the page that matched (for the boxes), in
    order of first occurrence. In `snippet` each matched word stands between
    U+0002 and U+0003; all else is plain text, never markup. Both are filled for
    the best page of a document only.
    """

    page: int
    score: float
    snippet: str
    terms: tuple[str, ...]


class DocumentHit(msgspec.Struct, frozen=True):
    """One document that answers, its best page first; `pages` holds at most 50, `page_count` all."""

    document_id: str
    score: float
    pages: tuple[PageHit, ...]
    page_count: int


class FacetValue(msgspec.Struct, frozen=True):
    """A value and in how many documents that answer it occurs."""

    value: str
    count: int


class SearchResult(msgspec.Struct, frozen=True):
    """`total` counts documents, exactly. `note` says, in Spanish, what of the query was not understood."""

    total: int
    took_ms: float
    hits: tuple[DocumentHit, ...]
    facets: dict[str, tuple[FacetValue, ...]]
    note: str = ""


class SearchHit(msgspec.Struct, frozen=True):
    """A hit as the API and the command return it, with what SQL knows of the document.

    `snippet` is plain text; `marks` are start and end of each matched word in it,
    in code points. `boxes` are those of the matched words of page `page`; `pages` names at most 49 others,
    `page_count` counts all that answer.
    """

    document_id: str
    type: str
    title: str
    date: date | None
    debtor: str | None
    credit: str | None
    lawsuit: str | None
    page: int
    score: float
    snippet: str
    boxes: tuple[Box, ...]
    pages: tuple[int, ...]
    marks: tuple[tuple[int, int], ...] = ()
    state: str = "filed"
    page_count: int = 1
