"""The same paper scanned twice: noticed by what identifies it, never by its looks alone."""

from collections.abc import Sequence

from schemas.folding import within_one_edit
from schemas.names import same_name
from storage.records import Session, pipeline
from storage.records.tables import DocumentRow, FieldRow

SINGLE = ("promissory_note", "stamp_folio", "letter", "receipt", "contract")
"""Numbers that a single paper bears."""

SHARED = ("court_file", "credit")
"""Numbers that many papers share, by which a paper without one of its own is looked for."""

PEOPLE = ("borrower", "guarantor", "lawyer")

TELLING = (
    *SINGLE,
    *SHARED,
    *PEOPLE,
    "court",
    "document_date",
    "signed_on",
    "due_on",
    "amount",
    "stamp_date",
    "stamp_time",
)
"""Fields that two scans of one paper share."""

ENOUGH, ENOUGH_UNNUMBERED = 3, 4
"""How many telling fields must agree, where a number of the paper's own is among them and where there is none."""

MOST_MISREAD = 1
"""How many of the others may differ by a slip of reading."""


def rescan_of(session: Session, document: DocumentRow, fields: Sequence[FieldRow]) -> str | None:
    """The earlier document that seems to be the same paper as the one with these values, or None.

    It must be of the same type and page count. Of the telling fields that both
    carry none may plainly differ and one at most by a slip of reading, never a
    number of the paper's own (`SINGLE`), since those tell one note from the next;
    where no such number agrees, dates and sums must be the same to the letter.
    """
    own: dict[str, set[str]] = {}
    for field in fields:
        if field.name in TELLING:
            own.setdefault(field.name, set()).add(field.value)
    seen: set[str] = set()
    for key in (name for name in (*SINGLE, *SHARED) if own.get(name)):
        for other in pipeline.sharing_value(session, document, key, sorted(own[key])):
            if other.id not in seen and _same_paper(own, pipeline.values_of(session, other.id, TELLING)):
                return other.id
            seen.add(other.id)
    return None


def _same_paper(own: dict[str, set[str]], theirs: dict[str, set[str]]) -> bool:
    shared = [name for name in own if name in theirs]
    agreed = {name for name in shared if own[name] & theirs[name]}
    numbered = any(name in agreed for name in SINGLE)
    doubtful = set(shared) - agreed
    misread = [name for name in doubtful if (numbered or name in PEOPLE) and _slip(name, own[name], theirs[name])]
    if len(agreed) + len(misread) < len(shared) or len(misread) > MOST_MISREAD:
        return False
    return len(agreed) >= (ENOUGH if numbered else ENOUGH_UNNUMBERED)


def _slip(name: str, one: set[str], two: set[str]) -> bool:
    """Whether two readings of a field may be of the same print."""
    if name in SINGLE:
        return False
    if name in PEOPLE:
        return any(same_name(first, second) for first in one for second in two)
    return any(within_one_edit(first, second) for first in one for second in two)
