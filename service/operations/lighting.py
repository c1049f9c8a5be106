"""Which words of a page answer what was typed: for showing them on the page, with the same forgiveness as search."""

from collections.abc import Iterable

import msgspec

from indexer.search.query import Slot, SlotKind, parse_query
from indexer.search.words import STOP_WORDS
from schemas.access import Action, Actor
from schemas.folding import confusion_key, tokens, within_one_edit
from schemas.pages import Box
from schemas.word_codec import PackedWords, unpack_words
from service.archive import Archive, require
from storage.records import documents, showing

MOST_BOXES = 300
_FORGIVING_FROM = 5
_PREFIX_FROM = 3


def lit_boxes(archive: Archive, actor: Actor, page: tuple[str, int], typed: str) -> tuple[Box, ...]:
    """The boxes of the words on `(document id, page number)` that answer the typed query.

    Raises:
        NotFound: there is no such document, or the actor may not know of it.
    """
    require(actor, Action.READ_DOCUMENTS)
    wanted = telling(parse_query(typed).wanted)
    with archive.database.read() as session:
        documents.visible(session, actor, page[0])
        packed = showing.packed_words(session, [page]).get(page, []) if wanted else []
    found = [box for words in map(unpack_words, packed) for box in answering(words, wanted)]
    return tuple(found[:MOST_BOXES])


def telling(wanted: tuple[Slot, ...]) -> tuple[Slot, ...]:
    """The slots worth lighting: without "de", "la" and their like, unless nothing else was asked for."""
    kept = [msgspec.structs.replace(slot, words=_telling_words(slot)) for slot in wanted]
    return tuple(slot for slot in kept if slot.words) or wanted


def _telling_words(slot: Slot) -> tuple[str, ...]:
    return tuple(word for word in slot.words if word not in STOP_WORDS)


def answering(words: PackedWords, wanted: tuple[Slot, ...]) -> list[Box]:
    """The boxes of the words that fill any of the slots, in reading order."""
    known = {text: any(fills(word, slot) for word in tokens(text) for slot in wanted) for text in set(words.texts)}
    return [words.box(at) for at, text in enumerate(words.texts) if known[text]]


def in_runs(boxes: Iterable[Box]) -> tuple[Box, ...]:
    """The boxes with those that follow each other on one line joined into one."""
    runs: list[Box] = []
    for box in boxes:
        if runs and _goes_on(runs[-1], box):
            x, y, width, height = runs[-1]
            top, bottom = min(y, box[1]), max(y + height, box[1] + box[3])
            runs[-1] = (x, top, max(x + width, box[0] + box[2]) - x, bottom - top)
        else:
            runs.append(box)
    return tuple(runs)


def _goes_on(before: Box, box: Box) -> bool:
    """Whether a box stands right behind another, no more than its own height away."""
    middle = box[1] + box[3] / 2
    gap = box[0] - (before[0] + before[2])
    return before[1] < middle < before[1] + before[3] and -box[2] < gap < box[3]


def fills(word: str, slot: Slot) -> bool:
    """Whether a folded word of the page answers the slot, an error forgiven in a long one."""
    if word in slot.words:
        return True
    if slot.prefix and len(slot.words[-1]) >= _PREFIX_FROM and word.startswith(slot.words[-1]):
        return True
    if slot.kind is not SlotKind.WORD or len(word) < _FORGIVING_FROM or any(map(str.isdigit, slot.words[0])):
        return False
    return confusion_key(word) == confusion_key(slot.words[0]) or within_one_edit(word, slot.words[0])
