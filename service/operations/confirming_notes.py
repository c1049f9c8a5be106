"""A person's word, in a single step, that registers the note on a filed pagaré."""

import msgspec

from schemas.access import Action, Actor
from schemas.errors import Conflict, InvalidInput
from schemas.fields import EntityKind
from schemas.note_fields import FIELDS, NUMBERS
from schemas.outcomes import SENTENCES, Outcome, Reason
from schemas.registry import Note
from service.archive import Archive, require
from service.operations.confirmed_notes import register
from service.operations.registry.entries import get
from service.operations.registry.notes import NoteBook
from service.operations.registry.values import Problem
from service.operations.reviewing import FieldChange, LinkChange, Review, check_state, decide
from storage.records import Session, documents, note_sources, pipeline
from storage.records.tables import DocumentRow


class NoteConfirmed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a person says of the note on a filed pagaré.

    A value that is not named stands as it was read, where it was read just once. `credit` is the number of the one credit
    it is of; links to other credits are refused.
    """

    fields: tuple[FieldChange, ...] = ()
    credit: str | None = None


def confirm_note(
    archive: Archive, actor: Actor, document_id: str, said: NoteConfirmed, *, version: int | None = None
) -> Note:
    """Register the note on a filed pagaré as a person confirms it; a review like any other, which can be taken back.

    Raises:
        Forbidden: the actor may not review documents.
        NotFound: there is no such document.
        InvalidInput: a value or the credit is not known, the number is missing (`no_number`), or the registry does not
            take what is said (`note_not_registered`).
        Conflict: the document changed meanwhile, is no filed pagaré (`not_a_filed_note`), is not of one credit
            (`no_single_credit`), or another document is the paper of that note (`other_paper`).
    """
    require(actor, Action.REVIEW_DOCUMENTS)
    with archive.database.write() as session:
        document = documents.visible(session, actor, document_id)
        check_state(document, version)
        if document.type not in NUMBERS or document.state != Outcome.FILED.value:
            raise Conflict("El documento no es un pagaré ni un contrato-pagaré archivado.", code="not_a_filed_note")
        decide(session, actor, document, _review(session, document, said))
        note = note_sources.note_shown(session, document.id)
        if note is None:
            raise _refused(session, actor, document)
        key = note.id
    registered: Note = get(archive, actor, NoteBook.kind, key)
    return registered


def _review(session: Session, document: DocumentRow, said: NoteConfirmed) -> Review:
    type_, named = document.type or "", {change.name for change in said.fields}
    if strange := sorted(named - set(FIELDS[type_])):
        raise InvalidInput(f"No se conoce el dato '{strange[0][:64]}' de un pagaré.", code="unknown_field")
    rows = [row for row in pipeline.fields_of(session, document.id) if row.value and row.name in FIELDS[type_]]
    read = {name: [row.value for row in rows if row.name == name] for name in {row.name for row in rows} - named}
    as_read = [FieldChange(name, values[0]) for name, values in sorted(read.items()) if len(values) == 1]
    links: list[LinkChange] = []
    if said.credit:
        links = [
            LinkChange("refuse", id=row.id)
            for row in pipeline.links_of(session, document.id)
            if row.entity_kind == EntityKind.CREDIT.value and row.state == "linked"
        ]
        links.append(LinkChange("add", kind=EntityKind.CREDIT, key=said.credit))
    return Review(type=type_, fields=(*said.fields, *as_read), links=tuple(links))


def _refused(session: Session, actor: Actor, document: DocumentRow) -> InvalidInput | Conflict:
    """Why the note is not registered after all."""
    if document.state != Outcome.FILED.value:
        why = " ".join(SENTENCES[Reason(one)] for one in document.reasons)
        return Conflict(f"El documento queda por revisar. {why}".strip(), code="not_a_filed_note")
    if not any(
        row.name == NUMBERS[document.type or ""] and row.value and row.confirmed_by
        for row in pipeline.fields_of(session, document.id)
    ):
        return InvalidInput("Escriba el número del pagaré.", code="no_number")
    linked = [
        one for one in pipeline.links_of(session, document.id) if (one.entity_kind, one.state) == ("credit", "linked")
    ]
    if len(linked) != 1:
        return Conflict("Diga de qué crédito es el pagaré.", code="no_single_credit")
    try:
        register(session, actor, document)
    except Problem as problem:
        return InvalidInput(problem.reason, code="note_not_registered")
    except Conflict as conflict:
        return conflict
    return Conflict(
        "Ese pagaré ya está registrado con otro documento; si es el mismo papel, márquelo como copia.",
        code="other_paper",
    )
