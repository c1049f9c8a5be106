"""A pagaré, or a contract that is one (contrato-pagaré), that a person reviewed, in the registry: what they confirmed of it, so that its clock runs from that day on (DOMAIN 2.5, 6.1).

The registry follows the person's word both ways: what a review confirmed is registered, and goes with it when the
word is taken back or corrected, unless somebody else has changed the note since or something came to hang on it.
"""

from datetime import date
from typing import Any, NamedTuple

from schemas.access import Actor
from schemas.amounts import parse_figures, parse_words, to_words
from schemas.errors import Conflict
from schemas.identifiers import credit_key
from schemas.legal_dates import parse_date
from schemas.note_fields import CONTRACT_NOTE, NUMBERS, SIGNED, number_key
from schemas.outcomes import Outcome
from schemas.registry.notes import NoteIn
from schemas.unregistered_notes import ReadNote, twin
from service.operations.registry.book import Row
from service.operations.registry.notes import NoteBook
from service.operations.registry.values import Problem
from service.operations.registry.writing import Writer
from storage.records import (
    Session,
    changes,
    events,
    note_sources,
    pipeline,
    registry_references,
    registry_rows,
    unregistered_notes,
)
from storage.records.tables import CreditRow, DocumentRow, FieldRow, NoteRow, NoteSourceRow, PeriodContractRow

_COLUMNS = {
    "amount": "amount_cents",
    **{name: name for name in ("amount_words", "signed_on", "due_on", "ordinary_rate", "default_rate", "document_id")},
}
"""The column of each member that a document may fill."""
_NUMBER = "number"
"""Said to be given by the document from which a note was registered: its corrections are the note's."""


class _Told(NamedTuple):
    """What a person confirmed of a note: the type of its paper, its number, the credits its paper is of, the values."""

    type: str
    number: str
    credits: tuple[str, ...]
    said: dict[str, FieldRow]


def follow_review(session: Session, actor: Actor, document: DocumentRow) -> None:
    """As `register`; what the registry does not take is written in the log and stops no review."""
    try:
        register(session, actor, document)
    except (Problem, Conflict) as refused:
        detail = {"why": str(refused)}
        events.record(
            session, events.Act(actor.name, actor.origin, "note_not_registered", "document", document.id, detail)
        )


def register(session: Session, actor: Actor, document: DocumentRow) -> None:
    """Let the registry follow what a person says of the note on a document, in the caller's transaction.

    It needs a filed document, a number that a person confirmed and one credit. Values confirmed fill what the registry
    does not know; what it knows stands, but for what this very document gave: that follows the person's corrections.
    Where the word is taken back, what it gave goes (`_withdraw`).

    Raises:
        Problem, Conflict: the registry does not take it.
    """
    source = note_sources.of_document(session, document.id)
    note = session.get(NoteRow, source.note_id) if source else None
    told = _told(session, document)
    known = _by_key(session, told)
    if source is not None and (_taken_back(told, note) or _is_another(told, source, note, known)):
        _withdraw(session, actor, document, source)
        source = note = None
    if told is None or document.state != Outcome.FILED.value or len(told.credits) != 1:
        return
    there = note or note_sources.note_shown(session, document.id) or known
    if there is None:
        _refuse_twin(session, told)
    ours = source is not None and there is not None and there.version == source.version
    own = set(source.gave) & (set(source.gave) if ours else {_NUMBER}) if source else set()
    members = _members(session, there, told, document.id, own)
    number = known.number if known is not None and there is known and _NUMBER not in own else told.number
    data = NoteIn(credit_number=_credit_number(session, told.credits[0]), number=number, **members)
    writer = Writer(session, actor, NoteBook, [data])
    written = writer.write(data, of=there)
    writer.finish()
    if written.changed or ours:
        row = source or NoteSourceRow(document_id=document.id)
        row.made = written.created or (source is not None and source.made and ours)
        gave = own - members.keys() | {name for name, value in members.items() if value is not None}
        row.gave = sorted(gave | {_NUMBER} if written.created else gave)
        row.note_id, row.version = written.row.id, written.row.version
        session.add(row)
        session.flush()


def _taken_back(told: _Told | None, note: NoteRow | None) -> bool:
    """Whether nobody says any more that the paper is of this note; of several credits it may still be the right one."""
    return told is None or note is None or (len(told.credits) != 1 and note.credit_id not in told.credits)


def _is_another(told: _Told | None, source: NoteSourceRow, note: NoteRow | None, known: NoteRow | None) -> bool:
    """Whether the number said is of another note; the number of a note that was registered from the paper may be corrected."""
    if told is None or note is None or len(told.credits) != 1 or known is note:
        return False
    return known is not None or _NUMBER not in source.gave


def _told(session: Session, document: DocumentRow) -> _Told | None:
    """What a person confirmed of the note; None where they say of none, or the document is gone."""
    field = NUMBERS.get(document.type or "")
    if field is None or document.state == "discarded":
        return None
    said = {row.name: row for row in pipeline.fields_of(session, document.id) if row.confirmed_by and row.value}
    if field not in said:
        return None
    credits = {
        row.entity_id
        for row in pipeline.links_of(session, document.id)
        if row.entity_kind == "credit" and row.state == "linked"
    }
    return _Told(document.type or "", number_key(said[field].value), tuple(sorted(credits)), said)


def _by_key(session: Session, told: _Told | None) -> NoteRow | None:
    """The note of that credit and number, whatever blanks and hyphens it is written with, or None."""
    if told is None or len(told.credits) != 1:
        return None
    notes = registry_rows.children(session, NoteRow, "credit_id", told.credits).get(told.credits[0], [])
    same = [one for one in notes if credit_key(one.number) == credit_key(told.number)]
    exact = (one for one in same if one.number == told.number)
    found = next(exact, same[0] if len(same) == 1 else None)
    if found is None and told.type == CONTRACT_NOTE:
        contracts = registry_rows.children(session, PeriodContractRow, "credit_id", told.credits).get(
            told.credits[0], []
        )
        of = {one.note_id for one in contracts if credit_key(one.number) == credit_key(told.number)} - {None}
        found = next((one for one in notes if of == {one.id}), None)
    return found


def _refuse_twin(session: Session, told: _Told) -> None:
    """Register no second note for the debt that the other kind of paper registered already.

    Raises:
        Conflict: there is such a note (`same_debt`).
    """
    said = told.said
    figures = said.get("amount_figures") or said.get("amount")
    cents = parse_figures(figures.value) if figures else None
    read = ReadNote(
        numbers=(told.number,),
        due_on=_days(said.get("due_on")),
        signed_on=_days(_signed(told)),
        cents=() if cents is None else (cents,),
        confirmed=True,
        type=told.type,
    )
    known = unregistered_notes.registered(session, told.credits).get(told.credits[0], [])
    other = twin(read, known)
    if other is not None:
        raise Conflict(
            f"El crédito ya tiene registrado el título {other.number}, de la misma fecha: es la misma deuda en otro papel.",
            code="same_debt",
        )


def _signed(told: _Told) -> FieldRow | None:
    """The field that says when the title was signed."""
    names = SIGNED if told.type == CONTRACT_NOTE else SIGNED[:1]
    return next((told.said[name] for name in names if name in told.said), None)


def _days(field: FieldRow | None) -> tuple[date, ...]:
    on = _day(field)
    return () if on is None else (on,)


def _members(session: Session, there: Row | None, told: _Told, document_id: str, ours: set[str]) -> dict[str, Any]:
    """What was confirmed of the members that the registry does not know, or knows from this document alone."""
    said = told.said
    figures, words = said.get("amount_figures") or said.get("amount"), said.get("amount_words")
    values: dict[str, Any] = {
        "amount": figures.value if figures else None,
        "amount_words": _in_words(words) if words else None,
        "signed_on": _day(_signed(told)),
        "due_on": _day(said.get("due_on")),
        "ordinary_rate": said["ordinary_rate"].value if "ordinary_rate" in said else None,
        "default_rate": said["default_rate"].value if "default_rate" in said else None,
        "document_id": document_id,
    }
    lost = there is not None and there.document_id is not None and not note_sources.has_paper(session, there)
    open_ = {name for name, column in _COLUMNS.items() if there is None or getattr(there, column) is None}
    open_ |= {"document_id"} if lost else set()
    return {name: value for name, value in values.items() if name in ours or (name in open_ and value is not None)}


def _withdraw(session: Session, actor: Actor, document: DocumentRow, source: NoteSourceRow) -> None:
    """Take back what the document gave the registry; the log says on the document what became of the note.

    A note that was registered from it goes, unless somebody else has changed it since or something hangs on it: then it
    stands, without the paper. Of a note that was there before, the values filled are empty again, unless it was changed since.
    """
    note, gave, made, version = session.get(NoteRow, source.note_id), set(source.gave), source.made, source.version
    session.delete(source)
    session.flush()
    if note is None:
        return
    untouched = note.version == version
    became, number, key = "kept", note.number, registry_references.note_keys(session, {note.id})[note.id]
    if made and untouched and not note_sources.hangs_on(session, note.id):
        became = "removed"
        _remove(session, actor, note)
    else:
        empty = (
            gave - {_NUMBER}
            if untouched and not made
            else gave & {"document_id"}
            if note.document_id == document.id
            else set()
        )
        became = "emptied" if untouched and not made else "kept"
        nothing: dict[str, Any] = dict.fromkeys(sorted(empty))
        data = NoteIn(credit_number=_credit_number(session, note.credit_id), number=number, **nothing)
        writer = Writer(session, actor, NoteBook, [data])
        writer.write(data, of=note)
        writer.finish()
    detail = {"note": key, "became": became}
    events.record(session, events.Act(actor.name, actor.origin, "withdraw_note", "document", document.id, detail))


def _remove(session: Session, actor: Actor, note: NoteRow) -> None:
    """Remove a note whose only source was withdrawn, with its event and its place in the change feed."""
    detail = {"credit_id": note.credit_id, "number": note.number}
    events.record(session, events.Act(actor.name, actor.origin, "remove", NoteBook.entity, note.id, detail))
    changes.add(session, [(NoteBook.kind, note.id, note.version + 1, "remove")])
    session.delete(note)
    session.flush()


def _credit_number(session: Session, credit_id: str) -> str:
    return session.get_one(CreditRow, credit_id).number


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
