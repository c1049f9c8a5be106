"""How documents lie on a Meilisearch server, and how records become such entries.

Three indexes, as in the embedded back end (docs/decisions/0003-search-forgiveness.md):

* `documents`, one entry per document: what totals, facets, filters and paging are counted over.
* `pages`, one per page: says which pages of the documents shown answer, and keeps the text.
* `words`, one per distinct word: the dictionary that forgiveness draws its candidates from; and one entry, `content`,
  that says which content this is.

What is asked for in `documents` and `pages` stands in filterable attributes, never in searchable ones: a filter has no
bound of ten words, knows "any of these forms", forgives nothing by itself and is counted exactly.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from indexer.search.layout import (
    LONGEST_LISTED,
    MOST_TOKENS,
    SHORTEST_LISTED,
    described,
    document_key,
    lawsuit_forms,
    number_forms,
    prepared,
    traces,
    visible_to,
)
from indexer.search.name_words import NAME_WORDS
from indexer.search.nearness import REACH
from indexer.search.words import sound
from schemas.folding import fold, tokens
from schemas.identifiers import credit_key
from schemas.search import PageRecord

LAYOUT = 2
"""Grows with every change here or in folding that makes older content useless."""

DOCUMENTS, PAGES, WORDS = "documents", "pages", "words"
CONTENT = "content"
"""The entry of `words` that says which content the three hold."""
FACETS = ("type", "year", "debtor", "court", "batch")
MOST_BEGINNING = 400
"""Words that begin alike, looked at most; and values counted of a facet."""
MOST_HELD = 1000
LONGEST_RUN = 3
"""Words in a row that are kept as one value; a longer phrase is where all its runs are."""
MOST_RUNS = 2_000_000
"""Runs of one document, some 50 MB: the server takes 100 MB in one request. Of a longer file, some four thousand pages
full of text, the phrases of the last pages are not found; its words are."""
CUTOFF_MS = 15_000
"""The server answers half after 1.5 s unless told otherwise; ours must be whole."""
NO_CAP = 1_000_000_000
"""The server cuts totals and paging at 1,000 unless told otherwise."""

Entry = dict[str, Any]
"""What is sent as JSON; the server's client asks for plain dictionaries."""

_SOUNDS = frozenset(map(sound, NAME_WORDS))


def _filterable(*names: str, comparison: bool = False, facet_search: bool = False) -> Entry:
    features = {"facetSearch": facet_search, "filter": {"equality": True, "comparison": comparison}}
    return {"attributePatterns": list(names), "features": features}


_EXACT = {"enabled": False, "disableOnAttributes": ["*"], "disableOnNumbers": True}
_SPANISH = [{"attributePatterns": ["*"], "locales": ["spa"]}]

SETTINGS: Mapping[str, Entry] = {
    DOCUMENTS: {
        "searchableAttributes": [],
        "filterableAttributes": [
            _filterable("words", comparison=True, facet_search=True),
            _filterable("ids", "day", "place", comparison=True),
            _filterable("key", "runs", "beside", "of_type", "of_debtor", "of_court", "of_lawyer", "of_batch"),
            _filterable("credit", "lawsuit", "debtor_id", "access", *FACETS),
        ],
        "sortableAttributes": ["day", "place"],
        "rankingRules": ["sort"],
        "typoTolerance": _EXACT,
        "localizedAttributes": _SPANISH,
        "searchCutoffMs": CUTOFF_MS,
        "faceting": {"maxValuesPerFacet": MOST_BEGINNING, "sortFacetValuesBy": {"*": "count"}},
        "pagination": {"maxTotalHits": NO_CAP},
    },
    PAGES: {
        "searchableAttributes": [],
        "filterableAttributes": [_filterable("words", "ids", comparison=True), _filterable("key", "document")],
        "sortableAttributes": ["page"],
        "rankingRules": ["sort"],
        "typoTolerance": _EXACT,
        "localizedAttributes": _SPANISH,
        "searchCutoffMs": CUTOFF_MS,
        "faceting": {"maxValuesPerFacet": MOST_HELD},
        "pagination": {"maxTotalHits": NO_CAP},
    },
    WORDS: {
        "searchableAttributes": ["word"],
        "filterableAttributes": [_filterable("traces")],
        "rankingRules": ["typo"],
        "typoTolerance": {"minWordSizeForTypos": {"oneTypo": 3, "twoTypos": 6}, "disableOnNumbers": True},
        "localizedAttributes": _SPANISH,
        "searchCutoffMs": CUTOFF_MS,
    },
}
"""Per index. Totals must not stop at 1,000; identifiers and words are exact; only the dictionary knows typing errors."""


class Entries(msgspec.Struct):
    """One document as the server holds it, and the words of it that belong in the dictionary."""

    document: Entry
    pages: list[Entry]
    words: set[str]


def key_of(document_id: str) -> str:
    """What names a document to the server, which takes few characters in a name."""
    return str(document_key(document_id))


def page_key(document_id: str, page: int) -> str:
    """What names a page to the server."""
    return f"{document_key(document_id)}-{page}"


def entries(document_id: str, pages: Sequence[PageRecord]) -> Entries:
    """The entries of one document; it has one page at least."""
    ordered = sorted(pages, key=lambda page: page.page)
    texts = [prepared(page.text) for page in ordered]
    words = [tokens(text)[:MOST_TOKENS] for text in texts]
    known = described(ordered[0])
    numbers = [number_forms(page) for page in ordered]
    runs = [known, *words]
    listed = set().union(*runs)
    names = NAME_WORDS.union(tokens(ordered[0].debtor), tokens(ordered[0].lawyer))
    whole = _description(document_id, ordered) | {
        "words": sorted(listed),
        "runs": sorted(_up_to(MOST_RUNS, map(runs_of, runs))),
        "beside": sorted(set().union(*(beside(run, names) for run in runs))),
        "ids": sorted(set().union(*numbers)),
    }
    made = [_page(*parts) for parts in zip(ordered, texts, words, numbers, strict=True)]
    kept = {word for word in listed if SHORTEST_LISTED <= len(word) <= LONGEST_LISTED and not word.isdigit()}
    return Entries(whole, made, kept)


def _page(page: PageRecord, text: str, words: Sequence[str], numbers: set[str]) -> Entry:
    return {
        "key": page_key(page.document_id, page.page),
        "document": key_of(page.document_id),
        "page": page.page,
        "words": sorted(set(words)),
        "ids": sorted(numbers),
        "text": text,
    }


def _description(document_id: str, pages: Sequence[PageRecord]) -> Entry:
    """What filters and facets go by; what is said of the document stands on its first page's record."""
    first = pages[0]
    entry: Entry = {
        "key": key_of(document_id),
        "id": document_id,
        "place": document_key(document_id) >> 10,  # the server's numbers are exact to 53 bits
        "version": first.version,
        "pages": [page.page for page in pages],
        "type": first.type,
        "debtor": first.debtor,
        "court": first.court,
        "batch": first.batch,
        "of_type": tokens(first.type),
        "of_debtor": tokens(first.debtor),
        "of_court": tokens(first.court),
        "of_lawyer": tokens(first.lawyer),
        "of_batch": fold(first.batch).strip(),
        "credit": sorted({credit_key(credit) for page in pages for credit in page.credits}),
        "lawsuit": sorted({form for page in pages for suit in page.lawsuits for form in lawsuit_forms(suit)}),
        "debtor_id": sorted({debtor for page in pages for debtor in page.debtor_ids}),
        "access": sorted(visible_to(pages)),
    }
    if first.date:
        entry |= {"year": str(first.date.year), "day": first.date.toordinal()}
    return entry


def pair(first: str, second: str) -> str:
    """Two words near one another in either order, as one value."""
    return " ".join(sorted((first, second)))


def phrase_runs(words: Sequence[str]) -> list[str]:
    """The values that a document has where the words, two or more, stand in it in a row.

    Couples alone would not do: *cesión de* and *de derechos* stand in many a paper that knows no *cesión de derechos*.
    """
    length = min(len(words), LONGEST_RUN)
    return [" ".join(words[at : at + length]) for at in range(len(words) - length + 1)]


def runs_of(words: Sequence[str]) -> set[str]:
    """Each two and each three words in a row."""
    return {" ".join(words[at : at + length]) for length in (2, LONGEST_RUN) for at in range(len(words) - length + 1)}


def _up_to(most: int, sets: Iterable[set[str]]) -> set[str]:
    """The values of as many of the first sets as stay within the bound."""
    kept: set[str] = set()
    for each in sets:
        if len(kept) + len(each) > most:
            break
        kept |= each
    return kept


def beside(words: Sequence[str], names: frozenset[str]) -> set[str]:
    """Words that stand near one another, of which one at least is, or sounds like, part of a name."""
    named = [word in names or sound(word) in _SOUNDS for word in words]
    return {
        pair(words[at], words[at + step])
        for step in range(1, REACH + 1)
        for at in range(len(words) - step)
        if (named[at] or named[at + step]) and words[at] != words[at + step]
    }


def word_entry(word: str) -> Entry:
    """The entry that makes a word known to forgiveness."""
    name = hashlib.blake2b(word.encode(), digest_size=12).hexdigest()
    return {"key": name, "word": word, "traces": sorted(traces(word))}


def content_entry(identity: str) -> Entry:
    """The entry that says which content this is."""
    return {"key": CONTENT, "identity": identity, "layout": LAYOUT}


def parcels(made: Iterable[Entry], most_bytes: int) -> Iterator[list[Entry]]:
    """The entries in runs of about so many bytes as JSON, at least one in each."""
    parcel: list[Entry] = []
    size = 0
    for entry in made:
        length = len(msgspec.json.encode(entry))
        if parcel and size + length > most_bytes:
            yield parcel
            parcel, size = [], 0
        parcel.append(entry)
        size += length
    if parcel:
        yield parcel
