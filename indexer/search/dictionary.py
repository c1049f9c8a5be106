"""The words that occur, as forgiveness asks for them, read from the index itself."""

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock
from zlib import crc32

import tantivy

from indexer.search.layout import CODES, SHORT_BEGINNINGS, SHORTEST_LISTED, traces, word_of
from indexer.search.plan import Remembered
from indexer.search.words import endings_of
from schemas.folding import pair_readings

MOST_AROUND, MOST_BEYOND = 4000, 1000
_MOST_REMEMBERED = 20_000
_SEEN_BITS = 1 << 26


class IndexLexicon:
    """The dictionary of one searcher; answers are remembered for as long as the searcher stands."""

    def __init__(self, documents: tantivy.Searcher, words: tantivy.Index) -> None:
        self._searcher = documents
        self._words = words.searcher()
        self._schema = words.schema
        self._frequencies: dict[str, int] = {}
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
        columns = [self._words.fast_field_values(name, addresses) for name in CODES]
        return list(
            {
                word_of(int(code), int(code_on or 0)) if code else str(self._words.doc(address)["lex"][0])
                for code, code_on, address in zip(*columns, addresses, strict=True)
            }
        )

    def inflected(self, root: str) -> Iterable[str]:
        """See `Lexicon.inflected`. Asked for ending by ending: tens of thousands of words may begin as four letters do."""
        return sorted(filter(self.frequency, endings_of(root)), key=lambda word: -self.frequency(word))

    def is_name(self, word: str) -> bool:
        """Whether a debtor or lawyer of the index bears the word."""
        return len(word) >= SHORTEST_LISTED and (
            self._searcher.doc_freq("of_debtor", word) > 0 or self._searcher.doc_freq("of_lawyer", word) > 0
        )


class KnownWords:
    """Which words the dictionary holds already, for the writer; bounded, and asks the index about what it forgot.

    Where the dictionary is begun `from_nothing` one bit for each of 67 million classes of words tells of most
    new words that they are new: misread pages bring them without end, and to ask the index of each takes long.
    """

    def __init__(self, most: int = 300_000, *, from_nothing: bool = False) -> None:
        self._most = most
        self._seen = bytearray(_SEEN_BITS // 8) if from_nothing else None
        self._known: OrderedDict[str, None] = OrderedDict()
        self._pending: set[str] = set()
        self._lock = Lock()

    def new(self, words: set[str], searcher: tantivy.Searcher) -> list[str]:
        """Those of the words that must be added; they count as known from now on."""
        with self._lock:
            unknown = [word for word in words if word not in self._known and word not in self._pending]
            added = []
            for word in unknown:
                if not self._never_seen(word) and searcher.doc_freq("lex", word):
                    self._remember(word)
                else:
                    self._pending.add(word)
                    added.append(word)
            return added

    def _never_seen(self, word: str) -> bool:
        """Whether the word is certainly not in the index; asked once, since it counts as seen from now on."""
        if self._seen is None:
            return False
        place, bit = divmod(crc32(word.encode()) % _SEEN_BITS, 8)
        fresh = not self._seen[place] >> bit & 1
        self._seen[place] |= 1 << bit
        return fresh

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
