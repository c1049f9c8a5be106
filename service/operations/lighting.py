"""Which words of a page answer what was typed: for showing them on the page, with the same forgiveness as search."""

from indexer.search.query import Slot, SlotKind, parse_query
from schemas.access import Action, Actor
from schemas.folding import confusion_key, tokens, within_one_edit
from schemas.pages import Box
from schemas.word_codec import unpack_words
from service.archive import Archive, require
from storage.records import documents

MOST_BOXES = 300
_FORGIVING_FROM = 5
_PREFIX_FROM = 3


def lit_boxes(archive: Archive, actor: Actor, page: tuple[str, int], typed: str) -> tuple[Box, ...]:
    """The boxes of the words on `(document id, page number)` that answer the typed query.

    Raises:
        NotFound: there is no such document, or the actor may not know of it.
    """
    require(actor, Action.READ_DOCUMENTS)
    wanted = parse_query(typed).wanted
    with archive.database.read() as session:
        documents.visible(session, actor, page[0])
        packed = documents.packed_words(session, [page]).get(page, []) if wanted else []
    found: list[Box] = []
    for words in map(unpack_words, packed):
        found += [words.box(at) for at, text in enumerate(words.texts) if _answers(text, wanted)]
    return tuple(found[:MOST_BOXES])


def _answers(text: str, wanted: tuple[Slot, ...]) -> bool:
    return any(_fills(word, slot) for word in tokens(text) for slot in wanted)


def _fills(word: str, slot: Slot) -> bool:
    if word in slot.words:
        return True
    if slot.prefix and len(slot.words[-1]) >= _PREFIX_FROM and word.startswith(slot.words[-1]):
        return True
    if slot.kind is not SlotKind.WORD or len(word) < _FORGIVING_FROM or any(map(str.isdigit, slot.words[0])):
        return False
    return confusion_key(word) == confusion_key(slot.words[0]) or within_one_edit(word, slot.words[0])
