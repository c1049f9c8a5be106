"""Where in one document the words of a query stand: its pages in order, each with the runs of words lit."""

from collections.abc import Iterable
from itertools import islice

import msgspec

from indexer.search.query import MOST_CHARACTERS, Slot, SlotKind, parse_query
from schemas.access import Action, Actor
from schemas.folding import tokens
from schemas.pages import Box
from schemas.word_codec import unpack_words
from service.archive import Archive, require
from service.operations.lighting import answering, fills, in_runs, telling
from storage.records import documents, events, showing

MOST_PAGES = 500
MOST_RUNS = 2000
PAGES_AT_ONCE = 40


class FoundPage(msgspec.Struct, frozen=True):
    """A page, from 1, and the boxes of the runs of words on it that answer."""

    page: int
    boxes: tuple[Box, ...]


def pages_answering(archive: Archive, actor: Actor, document_id: str, typed: str) -> tuple[int, ...]:
    """The pages where most of what was typed stands together: all of it, where any page has all; at most 500.

    Raises:
        NotFound: there is no such document, or the actor may not know of it.
    """
    require(actor, Action.READ_DOCUMENTS)
    wanted = telling(parse_query(typed).wanted)
    with archive.database.read() as session:
        documents.visible(session, actor, document_id)
        texts = documents.texts(session, document_id) if wanted else []
    filled = dict(_filled(texts, wanted))
    most = max(filled.values(), default=0)
    return tuple(page for page, count in filled.items() if most and count == most)[:MOST_PAGES]


def find_in_document(archive: Archive, actor: Actor, document_id: str, typed: str) -> tuple[FoundPage, ...]:
    """The same with the places on each page; at most 2,000 places.

    The search is recorded: who asks long enough learns what a paper says.

    Raises:
        NotFound: as for `pages_answering`.
    """
    pages = pages_answering(archive, actor, document_id, typed)
    act = events.Act(actor.name, actor.origin, "search", "document", document_id, {"query": typed[:MOST_CHARACTERS]})
    archive.looks.note(act)
    wanted = telling(parse_query(typed).wanted)
    found, left = [], MOST_RUNS
    for some in _batches(pages):
        with archive.database.read() as session:
            packed = showing.packed_words(session, [(document_id, page) for page in some])
        for page in some:
            boxes = _places(packed.get((document_id, page), []), wanted)[:left]
            left -= len(boxes)
            if boxes:
                found.append(FoundPage(page, boxes))
        if left <= 0:
            break
    return tuple(found)


def _batches(pages: tuple[int, ...]) -> Iterable[tuple[int, ...]]:
    rest = iter(pages)
    return iter(lambda: tuple(islice(rest, PAGES_AT_ONCE)), ())


def _places(layers: list[bytes], wanted: tuple[Slot, ...]) -> tuple[Box, ...]:
    return in_runs(box for words in map(unpack_words, layers) for box in answering(words, wanted))


def _filled(texts: Iterable[tuple[int, str]], wanted: tuple[Slot, ...]) -> Iterable[tuple[int, int]]:
    """How many of the slots each page fills; a word is looked at once, however often it stands in the document."""
    known: dict[str, frozenset[tuple[int, str]]] = {}
    for page, text in texts:
        there: set[tuple[int, str]] = set()
        for word in set(tokens(text)):
            if word not in known:
                hits = [(at, word) for at, slot in enumerate(wanted) if fills(word, slot)]
                known[word] = frozenset(hits)
            there |= known[word]
        yield (
            page,
            sum(_is_full(slot, {word for where, word in there if where == at}) for at, slot in enumerate(wanted)),
        )


def _is_full(slot: Slot, words: set[str]) -> bool:
    return words.issuperset(slot.words) if slot.kind is SlotKind.PHRASE else bool(words)
