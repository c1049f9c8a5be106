"""What the pages of a document say: its type and its fields."""

from collections.abc import Sequence
from typing import TypeVar

from indexer.stages.classify import classify
from indexer.stages.extract import extract
from schemas.document_types import UNCLASSIFIED, types_by_code
from schemas.fields import Known, PageText, TypeGuess
from schemas.pages import Part, Word, text_of
from schemas.word_codec import decode_words
from schemas.work import DecideResult, KeptPage

P = TypeVar("P")

FIRST, LAST = 8, 2
"""How many pages of the beginning and of the end, where it is signed, say what a document is."""


def decide(pages: Sequence[KeptPage], known: Known, given: str = "") -> DecideResult:
    """Type and fields of a document, from its pages as kept; `given` is the type where a person said it."""
    looked_at = telling(pages)
    guess = classify([page_text(page, whole=not at) for at, page in enumerate(looked_at)])
    if given in types_by_code():
        guess = TypeGuess(given, 1.0, guess.score, reasons=("lo indicó una persona",))
    read = [page_text(page, whole=True) for page in telling(looked_at, guess.type)]
    return DecideResult(guess, extract(read, guess.type, known))


def telling(pages: Sequence[P], kind: str = "") -> Sequence[P]:
    """The pages that say what a document is: its beginning, and its end where it is signed.

    Of a paper that is none of the office's only the very first and last are looked
    at: a law of three hundred pages must not cost what three hundred notes do.
    """
    first, last = (3, 1) if kind == UNCLASSIFIED else (FIRST, LAST)
    return pages if len(pages) <= first + last else (*pages[:first], *pages[-last:])


def page_text(page: KeptPage, *, whole: bool = True) -> PageText:
    """A page as the deciding stages want it: stamps apart from the body.

    The type goes by the place of words on the first page alone, and by how well words
    were read; a later page that was not read from its image need not be unpacked for it.
    """
    if not whole and page.why != "bad_text" and all(layer.part == Part.TEXT_LAYER for layer in page.layers):
        return PageText(page.number, page.text)
    stamps: list[Word] = []
    body: list[Word] = []
    for layer in page.layers:
        if layer.part == Part.TEXT_LAYER and page.why == "bad_text":
            continue
        # An electronic stamp over a scan is a stamp too: it must not be taken for a heading of the body.
        stamped = layer.part == Part.STAMP or (page.why == "stamp_only" and layer.part == Part.TEXT_LAYER)
        _go_on(stamps if stamped else body, decode_words(layer.words))
    text = text_of(tuple(body)) if body else page.text
    inked = any(layer.part == Part.STAMP for layer in page.layers)
    return PageText(page.number, text, tuple(body), text_of(tuple(stamps)), tuple(stamps), inked)


def _go_on(words: list[Word], more: tuple[Word, ...]) -> None:
    """Add words whose lines and blocks are counted on from those that are there."""
    if not words:
        words += more
        return
    lines = max(word.line for word in words) + 1
    blocks = max(word.block for word in words) + 1
    words += [Word(w.text, w.box, w.confidence, w.line + lines, w.block + blocks) for w in more]
