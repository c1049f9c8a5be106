"""What the embedded index holds, document by document, for whoever compares it with the rows."""

from collections import Counter
from collections.abc import Sequence

import tantivy

from indexer.search.answering import Reading
from indexer.search.grouping import total_of
from indexer.search.layout import column, document_key
from indexer.search.protocol import Held

_AT_ONCE = 1000
_LARGEST_KEY = (1 << 63) - 1


def held(reading: Reading, document_ids: Sequence[str]) -> dict[str, Held]:
    """See `SearchIndex.held`; pages are counted where they lie, not as the document says."""
    named = {document_key(document_id): document_id for document_id in document_ids}
    wanted = tantivy.Query.term_set_query(reading.document_schema, "key", list(named))
    addresses = [address for _, address in reading.documents.search(wanted, limit=_AT_ONCE, count=False).hits]
    if not addresses:
        return {}
    keys, versions = (column(reading.documents, name, addresses) for name in ("key", "version"))
    pages = _pages(reading, keys)
    found = zip(keys, versions, strict=True)
    return {named[key]: Held(version, pages[key]) for key, version in found}


def _pages(reading: Reading, keys: Sequence[int]) -> Counter[int]:
    of = tantivy.Query.term_set_query(reading.page_schema, "key", list(keys))
    number = total_of(reading.pages.search(of, limit=1, count=True))
    if not number:
        return Counter()
    addresses = [address for _, address in reading.pages.search(of, limit=number, count=False).hits]
    return Counter(column(reading.pages, "key", addresses))


def identities(reading: Reading, after: int) -> tuple[int, list[str]]:
    """The documents whose keys follow `after` (-1 from the first), in the order of their keys, and the last key."""
    following = tantivy.Query.range_query(
        reading.document_schema, "key", tantivy.FieldType.Unsigned, after + 1, _LARGEST_KEY
    )
    found = reading.documents.search(
        following, limit=_AT_ONCE, count=False, order_by_field="key", order=tantivy.Order.Asc
    ).hits
    if not found:
        return after, []
    return int(found[-1][0]), [str(reading.documents.doc(address)["id"][0]) for _, address in found]
