"""A pagaré that a person reviewed, in the registry: what they confirmed of it, so that its clock runs from that day on (DOMAIN 2.5, 6.1)."""

from datetime import date
from typing import Any

from schemas.access import Actor
from schemas.amounts import parse_words, to_words
from schemas.errors import Conflict
from schemas.legal_dates import parse_date
from schemas.outcomes import Outcome
from schemas.registry.notes import NoteIn
from service.operations.registry.book import Row
from service.operations.registry.notes import NoteBook
from service.operations.registry.values import Problem
from service.operations.registry.writing import Writer
from storage.records import Session, events, pipeline, registry_rows
from storage.records.tables import DocumentRow, FieldRow, NoteRow

NOTE = "promissory_note"
"""The type of the document, and the name of the field that holds its number."""


def register_note(session: Session, actor: Actor, document: DocumentRow) -> None:
    """Register the note that a filed document shows, in the caller's transaction.

    It needs a number that a person confirmed and one credit. Values confirmed fill what the registry does not know; what
    it knows stands. A note registered from this document follows its number and credit when those are corrected. What the
    registry does not take is written in the log and stops no review.
    """
    if document.type != NOTE or document.state != Outcome.FILED.value:
        return
    said = {row.name: row for row in pipeline.fields_of(session, document.id) if row.confirmed_by and row.value}
    credits = {
        row.entity_id
        for row in pipeline.links_of(session, document.id)
        if row.entity_kind == "credit" and row.state == "linked"
    }
    if NOTE not in said or len(credits) != 1:
        return
    key = (credits.pop(), " ".join(said[NOTE].value.upper().split()))
    shown = registry_rows.children(session, NoteRow, "document_id", [document.id]).get(document.id, [])
    there = shown[0] if len(shown) == 1 else registry_rows.by_key(session, NoteRow, ("credit_id", "number"), [key]).get(key)  # fmt: skip
    data = NoteIn(credit_number=key[0], number=key[1], **_unknown(there, said, document.id))
    try:
        writer = Writer(session, actor, NoteBook, [data])
        writer.write(data, of=there)
        writer.finish()
    except (Problem, Conflict) as refused:
        detail = {"number": key[1], "why": str(refused)}
        events.record(
            session, events.Act(actor.name, actor.origin, "note_not_registered", "document", document.id, detail)
        )


def _unknown(there: Row | None, said: dict[str, FieldRow], document_id: str) -> dict[str, Any]:
    """What was confirmed of the members of which the registry knows nothing."""
    figures = said.get("amount_figures") or said.get("amount")
    words = said.get("amount_words")
    told: dict[str, tuple[str, Any]] = {
        "amount": ("amount_cents", figures.value if figures else None),
        "amount_words": ("amount_words", _in_words(words) if words else None),
        "signed_on": ("signed_on", _day(said.get("signed_on"))),
        "due_on": ("due_on", _day(said.get("due_on"))),
        "ordinary_rate": ("ordinary_rate", said["ordinary_rate"].value if "ordinary_rate" in said else None),
        "default_rate": ("default_rate", said["default_rate"].value if "default_rate" in said else None),
        "document_id": ("document_id", document_id),
    }
    return {
        name: value
        for name, (column, value) in told.items()
        if value is not None and (there is None or getattr(there, column) is None)
    }


def _in_words(field: FieldRow) -> str | None:
    """The amount as the paper spells it; where a person typed it in figures, spelt from those."""
    if parse_words(field.raw) is not None:
        return field.raw
    try:
        return to_words(round(float(field.value.replace(",", "").lstrip("$ ")) * 100))
    except ValueError:
        return None


def _day(field: FieldRow | None) -> date | None:
    return parse_date(field.value) if field is not None else None
