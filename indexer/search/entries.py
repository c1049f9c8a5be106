"""From the page records of a document to its entries in the embedded index."""

import msgspec
import tantivy

from indexer.search.frequent import Telling
from indexer.search.layout import (
    COMMON,
    ID_CODES,
    MISREAD,
    MOST_TOKENS,
    codes_of,
    couples,
    described,
    document_key,
    is_listed,
    lawsuit_forms,
    number_forms,
    prepared,
    starts,
    visible_to,
)
from schemas.folding import fold, tokens
from schemas.identifiers import credit_key
from schemas.search import PageRecord


class Entries(msgspec.Struct):
    """One document as the index holds it, and the words in it that belong in the dictionary."""

    document: tantivy.Document
    pages: list[tantivy.Document]
    words: set[str]


def entries(document_id: str, pages: list[PageRecord], telling: Telling) -> Entries:
    """The entries of one document, which has one page at least."""
    texts = [prepared(page.text) for page in pages]
    words = [tokens(text)[:MOST_TOKENS] for text in texts]
    known = described(pages[0])
    whole = tantivy.Document()
    whole.add_text("id", document_id)
    for name, code in zip(ID_CODES, codes_of(document_id, len(ID_CODES)), strict=True):
        whole.add_unsigned(name, code)
    whole.add_unsigned("key", document_key(document_id))
    whole.add_unsigned("version", pages[0].version)
    beginnings = [starts(page_words) for page_words in (*words, known)]
    for page_words in (*words, known):
        whole.add_text("body", " ".join(page_words))
    whole.add_text("starts", " ".join(set().union(*beginnings)))
    whole.add_text("couples", " ".join(set().union(*map(couples, (*words, known)))))
    numbers = [number_forms(page) for page in pages]
    for form in sorted(set().union(*numbers)):
        whole.add_text("ids", form)
    _describe(whole, pages)
    listed = [set(filter(is_listed, set(page_words))) for page_words in (*words, known)]
    told = [{MISREAD: telling.misread(page_words), COMMON: telling.common(page_words)} for page_words in listed]
    for field in (MISREAD, COMMON):
        whole.add_text(field, " ".join(set().union(*(each[field] for each in told))))
    made = [_page_entry(*parts) for parts in zip(pages, texts, words, beginnings, numbers, told, strict=False)]
    return Entries(whole, made, set().union(*listed))


def listed_words(pages: list[PageRecord]) -> set[str]:
    """The words of a document that belong in the dictionary, as `entries` finds them."""
    texts = (tokens(prepared(page.text))[:MOST_TOKENS] for page in pages)
    return set(filter(is_listed, set().union(*texts, described(pages[0]))))


def _page_entry(
    page: PageRecord,
    text: str,
    words: list[str],
    beginnings: set[str],
    forms: set[str],
    told: dict[str, set[str]],
) -> tantivy.Document:
    entry = tantivy.Document()
    entry.add_text("id", page.document_id)
    entry.add_unsigned("key", document_key(page.document_id))
    entry.add_unsigned("page", page.page)
    entry.add_text("body", " ".join(words))
    entry.add_text("starts", " ".join(beginnings))
    for field, frequent in told.items():
        entry.add_text(field, " ".join(frequent))
    for form in sorted(forms):
        entry.add_text("ids", form)
    entry.add_bytes("text", text.encode())
    return entry


def _describe(entry: tantivy.Document, pages: list[PageRecord]) -> None:
    """What filters and facets go by; what is said of the document stands on its first page's record."""
    first = pages[0]
    for field, value in (
        ("type", first.type),
        ("debtor", first.debtor),
        ("court", first.court),
        ("lawyer", first.lawyer),
    ):
        if value:
            entry.add_text(f"of_{field}", " ".join(tokens(value)))
    for field, value in (
        ("type", first.type),
        ("debtor", first.debtor),
        ("court", first.court),
        ("batch", first.batch),
    ):
        entry.add_text(field, value)
    if first.batch:
        entry.add_text("of_batch", fold(first.batch).strip())
    entry.add_unsigned("year", first.date.year if first.date else 0)
    entry.add_unsigned("day", first.date.toordinal() if first.date else 0)
    for field, values in (
        ("credit", {credit_key(credit) for page in pages for credit in page.credits}),
        ("lawsuit", {form for page in pages for lawsuit in page.lawsuits for form in lawsuit_forms(lawsuit)}),
        ("debtor_id", {debtor for page in pages for debtor in page.debtor_ids}),
        ("access", visible_to(pages)),
    ):
        for value in sorted(values):
            entry.add_text(field, value)
