"""What the pages say, as values: type, fields and proposed links of one document."""

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from indexer.stages.classify import classify
from indexer.stages.extract import extract
from indexer.stages.propose import propose
from schemas.document_types import UNCLASSIFIED, types_by_code
from schemas.fields import Field, Known, PageText, ProposedLink, TypeGuess
from schemas.pages import Word, text_of
from schemas.word_codec import decode_words
from storage.records import Session, known, pipeline
from storage.records.tables import DocumentRow, PageRow, ReadingRow

P = TypeVar("P")

_SORTS = {
    "credit": "credit",
    "court_file": "court_file",
    "appeal": "court_file",
    "amparo": "court_file",
    "borrower": "name",
    "guarantor": "name",
    "defendants": "name",
}
"""What a field identifies, beside the CURPs and RFCs of whoever it is."""


class Findings(msgspec.Struct, frozen=True):
    """What the machine makes of a document."""

    guess: TypeGuess
    fields: tuple[Field, ...]
    links: tuple[ProposedLink, ...]


def decide(session: Session, document: DocumentRow, registered: Known) -> Findings:
    """Type, fields and links of a document, from its readings in force.

    A type that a person gave or confirmed is taken as it is.
    """
    pages = page_texts(session, telling(pipeline.pages_of(session, document.id)))
    guess = classify(pages)
    if document.type_confirmed_by is not None and document.type in types_by_code():
        guess = TypeGuess(document.type, 1.0, guess.score, reasons=("lo indicó una persona",))
    fields = extract(telling(pages, guess.type), guess.type, registered)
    found = known.candidates(session, sort_values(fields), registered)
    return Findings(guess, fields, propose(fields, found, guess.type))


def telling(pages: Sequence[P], kind: str = "") -> Sequence[P]:
    """The pages that say what a document is: its beginning, and its end where it is signed.

    Of a paper that is none of the office's only the very first and last are looked
    at: a law of three hundred pages must not cost what three hundred notes do.
    """
    first, last = (3, 1) if kind == UNCLASSIFIED else (8, 2)
    return pages if len(pages) <= first + last else (*pages[:first], *pages[-last:])


def sort_values(fields: Sequence[Field]) -> dict[str, set[str]]:
    """The values that identify something, by what they are."""
    found: dict[str, set[str]] = {}
    for field in fields:
        tail = field.name.rsplit("_", 1)[-1]
        sort = tail if tail in ("curp", "rfc") else _SORTS.get(field.name)
        if sort and field.value:
            found.setdefault(sort, set()).add(field.value)
    return found


def page_texts(session: Session, pages: Sequence[PageRow]) -> tuple[PageText, ...]:
    """The pages as the deciding stages want them: stamps apart from the body."""
    layers = pipeline.current_readings(session, [row.id for row in pages])
    return tuple(_page_text(row, layers.get(row.id, [])) for row in pages)


def _page_text(page: PageRow, layers: list[ReadingRow]) -> PageText:
    stamps: list[Word] = []
    body: list[Word] = []
    for row in layers:
        if row.part == "text_layer" and page.why == "bad_text":
            continue
        # An electronic stamp over a scan is a stamp too: it must not be taken for a heading of the body.
        target = stamps if row.part == "stamp" or page.why == "stamp_only" and row.part == "text_layer" else body
        lines = max((word.line for word in target), default=-1) + 1
        blocks = max((word.block for word in target), default=-1) + 1
        target += [Word(w.text, w.box, w.confidence, w.line + lines, w.block + blocks) for w in decode_words(row.words)]
    text = text_of(tuple(body)) if body else page.text
    inked = any(row.part == "stamp" for row in layers)
    return PageText(page.number, text, tuple(body), text_of(tuple(stamps)), tuple(stamps), inked)
