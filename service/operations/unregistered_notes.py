"""Pagarés and contracts that are titles (contratos-pagaré) that were filed and whose note is in no registry.

The machine alone registers no note: a number misread would be a title that nobody signed. So whatever is filed
without a person's review stands here until somebody has looked at it beside its page (`confirming_notes.py`).
"""

from collections.abc import Collection
from datetime import date

import msgspec

from schemas.amounts import parse_figures
from schemas.legal_dates import parse_date
from schemas.note_fields import AMOUNTS, EVERY_FIELD, FIELDS, NUMBERS, SIGNED, number_key
from schemas.unregistered_notes import Doubt, ReadNote, doubt
from storage.records import Session, unregistered_notes
from storage.records.unregistered_notes import Paper


class Unregistered(msgspec.Struct, frozen=True):
    """A filed title that no registered note is known to be on; days as read, the earliest where several were."""

    id: str
    type: str
    title: str
    since: date
    number: str
    credit_id: str | None
    signed_on: date | None
    due_on: date | None
    doubt: Doubt


def unregistered(session: Session, ids: Collection[str] | None = None) -> dict[str, Unregistered]:
    """Those of the ids, or all, in a constant number of queries."""
    found = unregistered_notes.papers(session, EVERY_FIELD, ids)
    held = unregistered_notes.registered(session, {one.credits[0] for one in found if len(one.credits) == 1})
    made = {}
    for paper in found:
        known = held.get(paper.credits[0], []) if len(paper.credits) == 1 else []
        read = _read(paper)
        why = doubt(read, len(paper.credits), known)
        if why is not None:
            made[paper.id] = Unregistered(
                paper.id, paper.type, paper.title, paper.since, ", ".join(read.numbers[:3]),
                paper.credits[0] if len(paper.credits) == 1 else None,
                min(read.signed_on, default=None), min(read.due_on, default=None), why,
            )  # fmt: skip
    return made


def _read(paper: Paper) -> ReadNote:
    """What was read, in the values that the registry keeps."""
    values = paper.values
    sums = {cents for name in AMOUNTS for text in values.get(name, ()) if (cents := parse_figures(text)) is not None}
    return ReadNote(
        tuple(dict.fromkeys(number_key(one) for one in values.get(NUMBERS[paper.type], ()))),
        _days(values.get("due_on", ())),
        _days(next((values[name] for name in _signed(paper.type) if name in values), ())),
        tuple(sorted(sums)),
        NUMBERS[paper.type] in paper.confirmed,
        paper.type,
    )


def _signed(type_: str) -> tuple[str, ...]:
    """Fields of a paper of that type that say when it was signed."""
    return tuple(name for name in SIGNED if name in FIELDS[type_])


def _days(texts: tuple[str, ...]) -> tuple[date, ...]:
    return tuple(sorted({day for text in texts if (day := parse_date(text)) is not None}))
