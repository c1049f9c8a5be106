"""The words that occur, as forgiveness asks for them, read from the index itself."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from threading import Lock

import msgspec
import tantivy

from indexer.search.frequent import Frequent
from indexer.search.layout import (
    CODE,
    CODE_ON,
    EVERY,
    GOES_ON,
    NEAR,
    NEAR_OF,
    SEEN_IN,
    SHORT_BEGINNINGS,
    SHORTEST_LISTED,
    SINCE,
    column,
    dictionary_entry,
    is_listed,
    letters_of,
    near_entry,
    traces_about,
)
from indexer.search.near_words import NearWords, sorted_out
from indexer.search.plan import SHORTEST_FORGIVEN, Remembered
from indexer.search.words import endings_of

MOST_AROUND, MOST_BEYOND = 4000, 1000
_MOST_REMEMBERED = 20_000
_MOST_GROWN = 1.5
"""So many times the documents there may be for which the words were counted when the index was built."""
_MOST_OF_A_BEGINNING = 10_000_000
_LEAST_KEPT, _KEPT_OF = 50, 1000
"""In how many documents a word stands at least whose near words are kept; and one of so many."""


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """What is near a word, and in how many documents each of `near.every` stood."""

    near: NearWords
    seen_in: list[int]


_DECODER = msgspec.msgpack.Decoder(_Kept)
_FREQUENT_DECODER = msgspec.msgpack.Decoder(Frequent)


class IndexLexicon:
    """The dictionary of one searcher; answers are remembered for as long as the searcher stands."""

    def __init__(
        self, documents: tantivy.Searcher, words: tantivy.Index, counted: int = 0, frequent: Frequent | None = None
    ) -> None:
        """`counted` says for how many documents the dictionary holds in how many of them each word stands.

        `frequent` is read from the index where it is not known already.
        """
        self._searcher = documents
        self._words = words.searcher()
        self._schema = words.schema
        self.outgrown = documents.num_docs > _MOST_GROWN * counted
        """Whether what was counted and kept when the index was built holds no more."""
        self.frequent = frequent_of(words) if frequent is None else frequent
        self._any_since = self._words.doc_freq(SINCE, SINCE) > 0
        self._frequencies: dict[str, int] = {}
        self._about: dict[str, int] = {}
        self.remembered: Remembered = {}

    def documents(self) -> int:
        """How many documents there are."""
        return self._searcher.num_docs

    def frequency(self, word: str) -> int:
        """In how many documents the word occurs; documents replaced since the last merge count still."""
        found = self._frequencies.get(word)
        if found is None:
            if len(self._frequencies) > _MOST_REMEMBERED:
                self._frequencies.clear()
            found = self._frequencies[word] = self._searcher.doc_freq("body", word)
        return found

    def about(self, word: str) -> int:
        """See `Lexicon.about`; as of when the index was built, where it has not grown by half since."""
        return self._about.get(word) or self.frequency(word)

    def starting(self, start: str) -> int:
        """In how many documents a word begins so; 0 for beginnings that are not kept."""
        return self._searcher.doc_freq("starts", start) if len(start) in SHORT_BEGINNINGS else 0

    def near(self, word: str) -> NearWords:
        """See `Lexicon.near`; what was found near a frequent word when the index was built, and what came since."""
        kept = self._kept(word)
        if kept is None:
            return sorted_out(word, self._around(word))
        return kept + sorted_out(word, self._around(word, only_since=True)) if self._any_since else kept

    def _kept(self, word: str) -> NearWords | None:
        if self.outgrown:
            return None
        found = _entry_of(self._words, self._schema, word)
        if found is None:
            return None
        kept = _DECODER.decode(found)
        self._tell_of(kept.near.every, kept.seen_in)
        return kept.near

    def told_of(self, word: str, near: Iterable[str]) -> frozenset[str] | None:
        """See `Lexicon.told_of`."""
        return frozenset(near) - self.frequent.in_use if word in self.frequent.misread else None

    def is_common(self, word: str) -> bool:
        """See `Lexicon.is_common`."""
        return word in self.frequent.common

    def _around(self, word: str, *, only_since: bool = False) -> list[str]:
        """Words one error away and some others, found by what they leave when a letter is lost."""
        left = [
            tantivy.Query.term_query(self._schema, "traces", trace, index_option="basic")
            for trace in traces_about(word)
        ]
        anyone = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in left])
        if only_since:
            since = tantivy.Query.term_query(self._schema, SINCE, SINCE, index_option="basic")
            anyone = tantivy.Query.boolean_query([(tantivy.Occur.Must, since), (tantivy.Occur.Must, anyone)])
        return self._listed(tantivy.Query.const_score_query(anyone, 1.0), MOST_AROUND)

    def beyond(self, word: str) -> Iterable[str]:
        """See `Lexicon.beyond`."""
        return self._listed(tantivy.Query.fuzzy_term_query(self._schema, "lex", word, distance=2), MOST_BEYOND)

    def _listed(self, query: tantivy.Query, most: int) -> list[str]:
        hits = self._words.search(query, limit=most, count=False).hits
        addresses = [address for _, address in hits]
        codes = column(self._words, CODE, addresses)
        found = letters_of(codes)
        long = [at for at, code in enumerate(codes) if code >= GOES_ON]
        for at, more in zip(
            long, letters_of(column(self._words, CODE_ON, [addresses[at] for at in long])), strict=True
        ):
            found[at] += more
        if 0 in codes:
            found = [
                word or str(self._words.doc(address)["lex"][0]) for word, address in zip(found, addresses, strict=True)
            ]
        if not self.outgrown:
            self._tell_of(found, column(self._words, SEEN_IN, addresses))
        return list(dict.fromkeys(found))

    def _tell_of(self, words: Sequence[str], seen_in: Sequence[int]) -> None:
        if len(self._about) > _MOST_REMEMBERED:
            self._about = {}
        self._about |= zip(words, seen_in, strict=True)

    def inflected(self, root: str) -> Iterable[str]:
        """See `Lexicon.inflected`. Asked for ending by ending: tens of thousands of words may begin as four letters do."""
        return sorted(filter(self.frequency, endings_of(root)), key=lambda word: -self.frequency(word))

    def is_name(self, word: str) -> bool:
        """Whether a debtor or lawyer of the index bears the word."""
        return len(word) >= SHORTEST_LISTED and (
            self._searcher.doc_freq("of_debtor", word) > 0 or self._searcher.doc_freq("of_lawyer", word) > 0
        )


def frequent_of(words: tantivy.Index) -> Frequent:
    """Which words were frequent when the index was built; none where it was too small for that."""
    found = _entry_of(words.searcher(), words.schema, EVERY)
    return Frequent() if found is None else _FREQUENT_DECODER.decode(found)


def frequent_entry(frequent: Frequent) -> tantivy.Document:
    """The entry that keeps them."""
    return near_entry(EVERY, msgspec.msgpack.encode(frequent))


def _entry_of(searcher: tantivy.Searcher, schema: tantivy.Schema, word: str) -> bytes | None:
    asked = tantivy.Query.term_query(schema, NEAR_OF, word, index_option="basic")
    hits = searcher.search(asked, limit=1, count=False).hits
    return bytes(searcher.doc(hits[0][1])[NEAR][0]) if hits else None


def dictionary_entries(documents: tantivy.Searcher, beginnings: Iterable[str]) -> Iterator[tantivy.Document]:
    """The entries of the documents' words that belong in the dictionary; one beginning after the other."""
    for word, count in _words_counted(documents, beginnings):
        yield dictionary_entry(word, count)


def near_entries(
    documents: tantivy.Searcher, words: tantivy.Index, beginnings: Iterable[str]
) -> Iterator[tantivy.Document]:
    """The entries that keep what is near the frequent words: these are asked for most, and have the most near them."""
    lexicon = IndexLexicon(documents, words, documents.num_docs)
    least = max(_LEAST_KEPT, documents.num_docs // _KEPT_OF)
    for word, count in _words_counted(documents, beginnings):
        if count >= least and len(word) >= SHORTEST_FORGIVEN:
            near = lexicon.near(word)
            kept = _Kept(near, [lexicon.about(other) for other in near.every])
            yield near_entry(word, msgspec.msgpack.encode(kept))


def _words_counted(documents: tantivy.Searcher, beginnings: Iterable[str]) -> Iterator[tuple[str, int]]:
    """The words of the documents that belong in the dictionary, and in how many of them each stands."""
    for beginning in beginnings:
        for word, count in documents.terms_with_prefix("body", beginning, limit=_MOST_OF_A_BEGINNING):
            if is_listed(word):
                yield word, count


class KnownWords:
    """Which words the dictionary holds already, for the writer; bounded, and asks the index about what it forgot."""

    def __init__(self, most: int = 300_000) -> None:
        self._most = most
        self._known: OrderedDict[str, None] = OrderedDict()
        self._pending: set[str] = set()
        self._lock = Lock()

    def new(self, words: set[str], searcher: tantivy.Searcher) -> list[str]:
        """Those of the words that must be added; they count as known from now on."""
        with self._lock:
            unknown = [word for word in words if word not in self._known and word not in self._pending]
            added = []
            for word in unknown:
                if searcher.doc_freq("lex", word):
                    self._remember(word)
                else:
                    self._pending.add(word)
                    added.append(word)
            return added

    def _remember(self, word: str) -> None:
        self._known[word] = None
        while len(self._known) > self._most:
            self._known.popitem(last=False)

    def committed(self) -> None:
        """What was added is in the index now."""
        with self._lock:
            for word in self._pending:
                self._remember(word)
            self._pending.clear()

    def forget(self) -> None:
        """The additions since the last commit were given up."""
        with self._lock:
            self._pending.clear()
