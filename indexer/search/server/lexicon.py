"""The words that occur, as forgiveness asks for them, read from the server."""

import time
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA

from indexer.search.dictionary import MOST_AROUND, MOST_BEYOND
from indexer.search.layout import SHORTEST_LISTED, traces_about
from indexer.search.near_words import NearWords, sorted_out
from indexer.search.plan import Remembered
from indexer.search.query import ParsedQuery, SlotKind
from indexer.search.server.connection import Connection
from indexer.search.server.faults import answered
from indexer.search.server.filters import among
from indexer.search.server.records import DOCUMENTS, WORDS
from indexer.search.words import beginning_of, of_stem
from schemas.folding import confusion_key

FRESH_SECONDS = 10.0
"""How long is believed what was learnt of the words: it decides what is forgiven, never whether a word as typed is found."""
_MOST_NEAR = 600


class ServerLexicon:
    """A `Lexicon` that asks the server little: much at once, and nothing twice."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._until = time.monotonic() + FRESH_SECONDS
        self._documents: int | None = None
        self._frequencies: dict[str, int] = {}
        self._names: dict[str, bool] = {}
        self.remembered: Remembered = {}

    @property
    def fresh(self) -> bool:
        """Whether what it knows may still be believed."""
        return time.monotonic() < self._until

    def prepare(self, parsed: ParsedQuery) -> None:
        """Learn of all words of a query in one request."""
        words = {slot.words[0] for slot in parsed.wanted if slot.kind is SlotKind.WORD and slot not in self.remembered}
        if words or self._documents is None:
            self._count(sorted(words), named=True)

    def documents(self) -> int:
        """How many documents there are."""
        if self._documents is None:
            self._count([], named=False)
        return self._documents or 0

    def frequency(self, word: str) -> int:
        """In how many documents the word occurs."""
        if word not in self._frequencies:
            self._count([word], named=False)
        return self._frequencies[word]

    def told_of(self, word: str, near: Iterable[str]) -> frozenset[str] | None:
        """See `Lexicon.told_of`."""
        return None

    def is_common(self, word: str) -> bool:
        """See `Lexicon.is_common`."""
        return False

    def is_name(self, word: str) -> bool:
        """Whether a debtor or lawyer of the index bears the word."""
        if len(word) < SHORTEST_LISTED:
            return False
        if word not in self._names:
            self._count([word], named=True)
        return self._names[word]

    def _count(self, words: Sequence[str], *, named: bool) -> None:
        ask = self._connection
        queries = [ask.count(DOCUMENTS, "")] + [ask.count(DOCUMENTS, among("words", [word])) for word in words]
        if named:
            queries += [
                ask.count(DOCUMENTS, f"{among('of_debtor', [word])} OR {among('of_lawyer', [word])}") for word in words
            ]
        totals = [int(answer["totalHits"]) for answer in ask.ask(queries)]
        self._documents = totals[0]
        self._frequencies |= zip(words, totals[1 : len(words) + 1], strict=True)
        if named:
            self._names |= zip(words, map(bool, totals[len(words) + 1 :]), strict=True)

    def about(self, word: str) -> int:
        """See `Lexicon.about`."""
        return self.frequency(word)

    def near(self, word: str) -> NearWords:
        """See `Lexicon.near`; found by what the words leave when a letter is lost."""
        asked = self._connection.question(WORDS, among("traces", sorted(traces_about(word))), limit=MOST_AROUND)
        return sorted_out(word, self._listed(word, asked))

    def beyond(self, word: str) -> Iterable[str]:
        """See `Lexicon.beyond`; the server's own forgiveness, which counts a wrong first letter twice."""
        asked = {**self._connection.question(WORDS, ""), "q": word, "limit": MOST_BEYOND}
        return self._listed(word, asked)

    def _listed(self, word: str, question: dict[str, object]) -> list[str]:
        (answer,) = self._connection.ask([{**question, "attributesToRetrieve": ["word"]}])
        found = [str(hit["word"]) for hit in answer["hits"] if "word" in hit]
        key = confusion_key(word)
        near = [
            other
            for other in found
            if other not in self._frequencies
            and (
                OSA.distance(word, other, score_cutoff=2) <= 2
                or OSA.distance(key, confusion_key(other), score_cutoff=1) <= 1
            )
        ]
        self._count(near[:_MOST_NEAR], named=False)
        return found

    def inflected(self, root: str) -> Iterable[str]:
        """See `Lexicon.inflected`; among the first hundred words that begin so."""
        with answered():
            found = self._connection.index(DOCUMENTS).facet_search("words", beginning_of(root))["facetHits"]
        counted = {str(hit["value"]): int(hit["count"]) for hit in found}
        self._frequencies |= counted
        return sorted(of_stem(root, counted), key=lambda word: -counted[word])
