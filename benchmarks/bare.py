"""The bare engine: tantivy as it comes, to hold ours against in the same run."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import tantivy

from schemas.folding import fold
from schemas.search import PageRecord

_MEMORY = 96_000_000
_FACETS = ("type", "year", "debtor", "court", "batch")
_SNIPPET = 160
"""Code points, as long as those of ours."""
_TYPE, _SINCE = re.compile(r"tipo:(\S+)\s*"), re.compile(r"desde:(\d+)\s*")
_NUMBER = re.compile(r"\d+")
_FAR = 8
"""Letters from which a word is forgiven two errors."""


class Bare:
    """One record per page, the engine's own query parser, fuzzy matching, snippets and aggregations."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", stored=True)
        builder.add_text_field("id", tokenizer_name="raw", stored=True)
        builder.add_text_field("identifier", tokenizer_name="raw")
        for name in _FACETS[2:]:
            builder.add_text_field(name, tokenizer_name="raw", fast=True)
        builder.add_text_field("type", tokenizer_name="raw", fast=True)
        builder.add_integer_field("year", indexed=True, fast=True)
        self.index = tantivy.Index(builder.build(), path=str(folder))
        self._searcher = self.index.searcher()

    def pages(self) -> int:
        """How many it holds."""
        return int(self._searcher.num_docs)

    def feed(self, documents: Iterable[tuple[str, list[PageRecord]]]) -> None:
        """Add the pages, in one commit."""
        writer = self.index.writer(_MEMORY, 1)
        for name, pages in documents:
            for page in pages:
                writer.add_document(_record(name, page))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self._searcher = self.index.searcher()

    def query(self, text: str, distance: int = 0) -> tantivy.Query:
        """All the words, each forgiven so many errors."""
        if not distance:
            return self.index.parse_query(fold(text), ["text"], conjunction_by_default=True)
        schema, must = self.index.schema, tantivy.Occur.Must
        words = fold(text).split()
        return tantivy.Query.boolean_query(
            [(must, tantivy.Query.fuzzy_term_query(schema, "text", word, distance=distance)) for word in words]
        )

    def find(self, text: str, distance: int = 0, limit: int = 20) -> list[str]:
        """The documents of the first pages."""
        hits = self._searcher.search(self.query(text, distance), limit=limit).hits
        return [self._searcher.doc(address)["id"][0] for _, address in hits]

    def answer(self, typed: str, *, forgiving: bool = False) -> tuple[int, list[str], dict[str, object]]:
        """What a list of twenty needs: the total, snippets and facets. A number and the filters of type and year are told apart."""
        query = self._asked(typed, forgiving=forgiving)
        found = self._searcher.search(query, limit=20, count=True)
        maker = tantivy.SnippetGenerator.create(self._searcher, query, self.index.schema, "text")
        maker.set_max_num_chars(_SNIPPET)
        snippets = [maker.snippet_from_doc(self._searcher.doc(address)).to_html() for _, address in found.hits]
        facets = self._searcher.aggregate(query, {name: {"terms": {"field": name, "size": 20}} for name in _FACETS})
        return int(found.count or 0), snippets, facets

    def _asked(self, typed: str, *, forgiving: bool) -> tantivy.Query:
        schema, must = self.index.schema, tantivy.Occur.Must
        if _NUMBER.fullmatch(typed):
            return tantivy.Query.term_query(schema, "identifier", typed)
        kind, since = _TYPE.search(typed), _SINCE.search(typed)
        words = _SINCE.sub("", _TYPE.sub("", typed))
        parts = [self._words(words, forgiving=forgiving)]
        if kind:
            parts.append(tantivy.Query.term_query(schema, "type", kind.group(1)))
        if since:
            first, last = int(since.group(1)), date.max.year
            parts.append(tantivy.Query.range_query(schema, "year", tantivy.FieldType.Integer, first, last))
        return tantivy.Query.boolean_query([(must, part) for part in parts])

    def _words(self, words: str, *, forgiving: bool) -> tantivy.Query:
        schema, must = self.index.schema, tantivy.Occur.Must
        if forgiving:
            each = [
                tantivy.Query.fuzzy_term_query(schema, "text", word, distance=2 if len(word) >= _FAR else 1)
                for word in fold(words).split()
            ]
            return tantivy.Query.boolean_query([(must, query) for query in each])
        if words.endswith("*"):
            return tantivy.Query.regex_query(schema, "text", re.escape(fold(words.rstrip("*"))) + ".*")
        return self.query(words)


def _record(name: str, page: PageRecord) -> tantivy.Document:
    return tantivy.Document(
        text=fold(page.text),
        id=name,
        identifier=list(page.identifiers),
        type=page.type,
        year=page.date.year if page.date else 0,
        debtor=page.debtor,
        court=page.court,
        batch=page.batch,
    )
