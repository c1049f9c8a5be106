"""The frequent words of an index, and what every document and page tells of them when it is written, so that a search need not ask word by word.

A frequent word is misread in hundreds of ways, each on a few pages, and a very frequent one is inflected and goes on in
dozens, each on many. To ask for these one by one takes longer than all else in a search. So it is told beside the text
of which frequent words misreadings stand there, and which very frequent ones stand there in any form. Which words are
frequent is learnt from the first pages of a rebuild and stands until the next one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

import msgspec

from indexer.search.layout import traces, traces_about
from indexer.search.near_words import is_near
from indexer.search.plan import COMMON_SHARE, GOING_ON, SHORTEST_FORGIVEN, SHORTEST_GOING_ON, mostly_digits
from indexer.search.words import SYNONYMS, endings_of, root_of
from schemas.folding import confusion_key, confusion_keys

_IN_USE = 2
"""In how many documents of the sample a word stands that is a word of its own, or a misreading so frequent that it is
asked for by itself."""
_LEAST_TOLD, _TOLD_OF = 8, 1000
"""In how many documents of the sample a word stands at least whose misreadings are told of; and one of so many."""
_MOST_KNOWN = 300_000

_Known = dict[str, tuple[str, ...]]
"""What is told of a word, worked out before."""


class Frequent(msgspec.Struct, frozen=True, array_like=True):
    """The frequent words of an index, by what is told of them.

    `misread` are those whose misreadings are told of; `in_use` those that are not told of as misreadings, since they
    are words of their own; `common` those told of in any form, of which in turn misreadings do not count
    (`indexer.search.plan`).
    """

    misread: frozenset[str] = frozenset()
    in_use: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()


def frequent_words(counts: Mapping[str, int], documents: int) -> Frequent:
    """The frequent words, from the number of documents in which each stands among so many of a sample."""
    least, most = max(_LEAST_TOLD, documents // _TOLD_OF), COMMON_SHARE * documents
    words = {word: count for word, count in counts.items() if count >= _IN_USE}
    frequent = {word for word, count in words.items() if count >= least and not mostly_digits(word)}
    common = frozenset(word for word in frequent if words[word] > most)
    forgiven = frozenset(word for word in frequent - common if len(word) >= SHORTEST_FORGIVEN)
    return Frequent(forgiven, frozenset(words), common)


class Telling:
    """Tells what some words say of the frequent ones; the words are of the dictionary (`layout.is_listed`)."""

    def __init__(self, frequent: Frequent) -> None:
        self._frequent = frequent
        self._keys = {word: confusion_key(word) for word in frequent.misread}
        self._leaving: dict[str, list[str]] = defaultdict(list)
        for word in frequent.misread:
            for trace in traces_about(word):
                self._leaving[trace].append(word)
        self._standing: dict[str, list[str]] = defaultdict(list)
        for word in frequent.common:
            for other in {word, *endings_of(root_of(word)), *SYNONYMS.get(word, ())}:
                self._standing[other].append(word)
        self._misread: _Known = {}
        self._common: _Known = {}

    def misread(self, words: Iterable[str]) -> set[str]:
        """The frequent words near which any of the words is that is not in use itself."""
        rare = [word for word in words if word not in self._frequent.in_use] if self._keys else []
        return _told(rare, self._misread, lambda new: map(self._near, new, confusion_keys(new)))

    def _near(self, word: str, key: str) -> tuple[str, ...]:
        leaving = {other for trace in traces(word) for other in self._leaving.get(trace, ())}
        return tuple(other for other in leaving if is_near(other, self._keys[other], word, key))

    def common(self, words: Iterable[str]) -> set[str]:
        """The very frequent words that stand there as they are, inflected or as a synonym; with `GOING_ON` behind it, or as what another word begins with."""
        listed = list(words) if self._standing else []
        return _told(listed, self._common, lambda new: map(self._stands_for, new))

    def _stands_for(self, word: str) -> tuple[str, ...]:
        standing = self._standing.get(word, ())
        beginnings = {word[:length] for length in range(SHORTEST_GOING_ON, len(word))} & self._frequent.common
        return (*standing, *(other + GOING_ON for other in beginnings.union(standing)))


def _told(words: list[str], known: _Known, tell: Callable[[list[str]], Iterable[tuple[str, ...]]]) -> set[str]:
    """What is told of all the words: `known` before, or found now and added to it; it stays bounded."""
    new = [word for word in words if word not in known]
    if len(known) + len(new) > _MOST_KNOWN:
        known.clear()
        new = words
    known |= zip(new, tell(new), strict=True)
    return set().union(*map(known.__getitem__, words))
