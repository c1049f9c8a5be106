"""The words that occur, as forgiveness asks for them, read from the index itself."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from threading import Lock

import tantivy

from indexer.search.layout import (
    CODE,
    CODE_ON,
    GOES_ON,
    SEEN_IN,
    SHORT_BEGINNINGS,
    SHORTEST_LISTED,
    is_listed,
    letters_of,
    traces,
)
from indexer.search.plan import Remembered
from indexer.search.words import endings_of
from schemas.folding import pair_readings

MOST_AROUND, MOST_BEYOND = 4000, 1000
_MOST_REMEMBERED = 20_000
_MOST_GROWN = 1.5
"""So many times the documents there may be for which the words were counted when the index was built."""
_MOST_OF_A_BEGINNING = 10_000_000


class IndexLexicon:
    """The dictionary of one searcher; answers are remembered for as long as the searcher stands."""

    def __init__(self, documents: tantivy.Searcher, words: tantivy.Index, counted: int = 0) -> None:
        """`counted` says for how many documents the dictionary holds in how many of them each word stands."""
        self._searcher = documents
        self._words = words.searcher()
        self._schema = words.schema
        self._counted = documents.num_docs <= _MOST_GROWN * counted
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

    def around(self, word: str) -> Iterable[str]:
        """See `Lexicon.around`; found by what the words leave when a letter is lost."""
        left = traces(word).union(*map(traces, pair_readings(word)))
        terms = [tantivy.Query.term_query(self._schema, "traces", trace, index_option="basic") for trace in left]
        anyone = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        return self._listed(tantivy.Query.const_score_query(anyone, 1.0), MOST_AROUND)

    def beyond(self, word: str) -> Iterable[str]:
        """See `Lexicon.beyond`."""
        return self._listed(tantivy.Query.fuzzy_term_query(self._schema, "lex", word, distance=2), MOST_BEYOND)

    def _listed(self, query: tantivy.Query, most: int) -> list[str]:
        hits = self._words.search(query, limit=most, count=False).hits
        addresses = [address for _, address in hits]
        codes = self._column(CODE, addresses)
        found = letters_of(codes)
        long = [at for at, code in enumerate(codes) if code >= GOES_ON]
        for at, more in zip(long, letters_of(self._column(CODE_ON, [addresses[at] for at in long])), strict=True):
            found[at] += more
        if 0 in codes:
            found = [
                word or str(self._words.doc(address)["lex"][0]) for word, address in zip(found, addresses, strict=True)
            ]
        if self._counted:
            if len(self._about) > _MOST_REMEMBERED:
                self._about = {}
            self._about |= zip(found, self._column(SEEN_IN, addresses), strict=True)
        return list(dict.fromkeys(found))

    def _column(self, name: str, addresses: list[tantivy.DocAddress]) -> list[int]:
        """Whole numbers, of which every entry has one."""
        return self._words.fast_field_values(name, addresses)  # type: ignore[return-value]

    def inflected(self, root: str) -> Iterable[str]:
        """See `Lexicon.inflected`. Asked for ending by ending: tens of thousands of words may begin as four letters do."""
        return sorted(filter(self.frequency, endings_of(root)), key=lambda word: -self.frequency(word))

    def is_name(self, word: str) -> bool:
        """Whether a debtor or lawyer of the index bears the word."""
        return len(word) >= SHORTEST_LISTED and (
            self._searcher.doc_freq("of_debtor", word) > 0 or self._searcher.doc_freq("of_lawyer", word) > 0
        )


def words_counted(documents: tantivy.Searcher, beginnings: Iterable[str]) -> Iterator[tuple[str, int]]:
    """The words of the documents that belong in the dictionary, and in how many of them each stands; one beginning after the other."""
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
