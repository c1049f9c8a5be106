"""What a person decides about a document: type, date, title, values, links.

What a person gave or confirmed carries their name and is never overwritten by
the machine. When nothing is left to decide the document is filed and, with the
last document of its receipt, the receipt too.
"""

import datetime
import re
from decimal import Decimal
from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from schemas.access import Action, Actor
from schemas.document_types import UNCLASSIFIED, find_type
from schemas.errors import Conflict, InvalidInput, NotFound
from schemas.fields import ACCEPTED, OWN_FIELDS, TITLE, EntityKind
from schemas.outcomes import Outcome, Reason
from service.archive import Archive, require
from service.operations.confirmed_notes import follow_review
from service.operations.document_views import DocumentView, view
from service.operations.finishing import describe_again, described, judge
from service.operations.reading import ask_again
from storage.records import Session, documents, events, last_reviews, new_id, now, pipeline, registry_names, resolve
from storage.records.tables import DocumentRow, FieldRow, LinkRow

MOST_LETTERS = 2000
MOST_CHANGES = 100
_AMOUNT = re.compile(r"\$? ?\d{1,3}(?:(?:,\d{3}){0,4}|\d{0,9})(?:\.\d{1,2})?")


class FieldChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A value as the person says it is: the machine's own to confirm it, another to correct it, empty for "none"."""

    name: str
    value: str


class LinkChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to do with a link: `confirm` or `refuse` one by `id`, or `add` one to `key` of `kind`.

    `key` is an id, or a CURP, credit number or court-file number that only one thing bears.
    """

    action: Literal["confirm", "refuse", "add"]
    id: str | None = None
    kind: EntityKind | None = None
    key: str | None = None


class Review(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a person says of a document; what is not named stays.

    `accept` lists reasons for review that the person has looked at and lets stand
    (`no_text`, `pages_failed`, `no_link` …). `rescan` settles whether the document is
    the same paper as the one it was taken for. `rescan_of` is the id of the document of whose paper this is another
    scan, as the person says, null for none. `version_of` is the id of the document of whose paper this is another
    version (a certified copy beside a plain one), null for none.
    """

    type: str | UnsetType = UNSET
    date: datetime.date | None | UnsetType = UNSET
    title: str | UnsetType = UNSET
    paper_location: str | None | UnsetType = UNSET
    fields: tuple[FieldChange, ...] = ()
    links: tuple[LinkChange, ...] = ()
    accept: tuple[Reason, ...] = ()
    rescan: Literal["same_paper", "other_paper"] | None = None
    rescan_of: str | None | UnsetType = UNSET
    version_of: str | None | UnsetType = UNSET


def review_document(
    archive: Archive, actor: Actor, document_id: str, review: Review, *, version: int | None = None
) -> DocumentView:
    """Apply a person's decisions; the document as it is then.

    Args:
        archive: the archive.
        actor: the person.
        document_id: the document.
        review: what was decided.
        version: the version the person looked at, to notice that it changed meanwhile.

    Raises:
        Forbidden: the actor may not review documents.
        NotFound: there is no such document or link.
        Conflict: code `changed_meanwhile`, or it is still being read (`still_processing`).
        InvalidInput: a type, field or key that is not known or not unique.
    """
    require(actor, Action.REVIEW_DOCUMENTS)
    if max(len(review.fields), len(review.links), len(review.accept)) > MOST_CHANGES:
        raise InvalidInput(f"Son demasiados cambios de una vez; el máximo es {MOST_CHANGES}.")
    with archive.database.write() as session:
        document = documents.visible(session, actor, document_id)
        check_state(document, version)
        decide(session, actor, document, review)
        return view(session, actor, document)


def decide(session: Session, actor: Actor, document: DocumentRow, review: Review) -> None:
    """Apply a person's decisions in the caller's transaction, who has seen to it that the actor may decide them.

    Raises:
        NotFound: there is no such link.
        InvalidInput: a type, field or key that is not known or not unique.
    """
    before, was = last_reviews.standing(session, document), described(session, document)
    _apply(session, actor, document, review)
    session.flush()
    describe_again(session, document, was)
    _let_stand(session, actor, document, review.accept)
    session.flush()
    judge(session, document)
    document.version += 1
    if document.state == Outcome.FILED.value and document.filed_at is None:
        document.filed_at = now()
    session.flush()
    pipeline.settle_receipt(session, document.receipt_id)
    follow_review(session, actor, document)
    last_reviews.keep(session, document, actor.name, before)
    detail = {**msgspec.to_builtins(review), "state": document.state, "version": document.version}
    events.record(session, events.Act(actor.name, actor.origin, "review", "document", document.id, detail))


def read_again(archive: Archive, actor: Actor, document_id: str, number: int) -> None:
    """Have one page read again; what was read stays in force until the new reading is there.

    Raises:
        Forbidden: the actor may not review documents.
        NotFound: there is no such document or page.
    """
    require(actor, Action.REVIEW_DOCUMENTS)
    with archive.database.write() as session:
        document = documents.visible(session, actor, document_id)
        if document.state == "discarded":
            raise Conflict("El documento está dado de baja.", code="discarded")
        ask_again(session, document_id, documents.page(session, document_id, number))
        detail = {"page": number}
        events.record(session, events.Act(actor.name, actor.origin, "read_again", "document", document_id, detail))


def check_state(document: DocumentRow, version: int | None) -> None:
    """Refuse to decide about a document that changed meanwhile, is still being read, or is gone.

    Raises:
        Conflict: code says which.
    """
    if version is not None and version != document.version:
        raise Conflict("Otra persona cambió el documento; vuelva a abrirlo.", code="changed_meanwhile")
    if document.state == "processing":
        raise Conflict("El documento todavía se está leyendo.", code="still_processing")
    if document.state == "discarded":
        raise Conflict("El documento está dado de baja.", code="discarded")
    if Reason.PASSWORD_REQUIRED.value in document.reasons:
        raise Conflict("Falta la contraseña del archivo; désela primero.", code="password_required")


def _apply(session: Session, actor: Actor, document: DocumentRow, review: Review) -> None:
    if review.type is not UNSET:
        known = find_type(review.type)
        if known is None:
            raise InvalidInput(f"No se conoce el tipo de documento '{review.type[:80]}'.", code="unknown_type")
        document.type, document.type_confidence, document.type_confirmed_by = known.code, 1.0, actor.name
    if review.date is not UNSET:
        document.date, document.date_confirmed_by = review.date, actor.name
    if review.paper_location is not UNSET:
        document.paper_location = _text(review.paper_location or "", 300) or None
    if review.title is not UNSET:
        title = _text(review.title, 200)
        if not title:
            raise InvalidInput("El título no puede quedar vacío.")
        document.title = title
        _put_field(session, actor, document, FieldChange(TITLE, title))
    for change in review.fields:
        _change_field(session, actor, document, change)
    for link in review.links:
        _change_link(session, actor, document, link)
    _settle_copies(session, actor, document, review)


def _settle_copies(session: Session, actor: Actor, document: DocumentRow, review: Review) -> None:
    if review.rescan is not None:
        _settle_rescan(actor, document, same=review.rescan == "same_paper")
    if review.rescan_of is not UNSET:
        _say_rescan(session, actor, document, review.rescan_of)
    if review.version_of is not UNSET:
        document.version_of = _other(session, actor, document, review.version_of)


def _other(session: Session, actor: Actor, document: DocumentRow, other_id: str | None) -> str | None:
    if other_id == document.id:
        raise InvalidInput("Un documento no es versión de sí mismo.", code="version_of_itself")
    return documents.visible(session, actor, other_id).id if other_id else None


def _say_rescan(session: Session, actor: Actor, document: DocumentRow, other_id: str | None) -> None:
    """The person's word for the same paper, whatever the machine noticed; it is not looked for again."""
    if other_id == document.id:
        raise InvalidInput("Un documento no es copia de sí mismo.", code="rescan_of_itself")
    other = documents.visible(session, actor, other_id) if other_id else None
    if other is not None and other.rescan_of == document.id and other.rescan_settled_by is not None:
        raise Conflict("El otro documento ya está marcado como copia de éste.", code="rescan_circle")
    document.rescan_of, document.rescan_settled_by = other.id if other else None, actor.name


def _settle_rescan(actor: Actor, document: DocumentRow, *, same: bool) -> None:
    if document.rescan_of is None:
        raise Conflict("El documento no parece copia de otro.", code="no_rescan")
    document.rescan_settled_by = actor.name
    if not same:
        document.rescan_of = None


def _change_field(session: Session, actor: Actor, document: DocumentRow, change: FieldChange) -> None:
    if not change.name.isidentifier() or len(change.name) > 64 or change.name in OWN_FIELDS:
        raise InvalidInput(f"No se conoce el dato '{change.name[:64]}'.", code="unknown_field")
    value = _text(change.value, MOST_LETTERS)
    _put_field(session, actor, document, FieldChange(change.name, value))
    if change.name == "amount":
        document.amount_cents = _cents(value)


def _put_field(session: Session, actor: Actor, document: DocumentRow, change: FieldChange) -> None:
    """Confirm the row that says the same, else put the person's own; the other rows of that name go."""
    rows = [row for row in pipeline.fields_of(session, document.id) if row.name == change.name]
    same = next((row for row in rows if row.value == change.value), None)
    for row in rows:
        if row is not same:
            session.delete(row)
    if same is None:
        session.add(_own_row(actor, document, change))
    else:
        same.confidence, same.conflict = 1.0, ""
        same.confirmed_by, same.confirmed_at = actor.name, now()


def _change_link(session: Session, actor: Actor, document: DocumentRow, change: LinkChange) -> None:
    row = _added(session, document, change) if change.action == "add" else _link_of(session, document, change.id)
    row.state = "refused" if change.action == "refuse" else "linked"
    row.confirmed_by, row.updated_at = actor.name, now()


def _link_of(session: Session, document: DocumentRow, link_id: str | None) -> LinkRow:
    for row in pipeline.links_of(session, document.id):
        if row.id == link_id:
            return row
    raise NotFound("El documento no tiene ese vínculo.")


def _added(session: Session, document: DocumentRow, change: LinkChange) -> LinkRow:
    if change.kind is None or not change.key:
        raise InvalidInput("Para vincular indique 'kind' y 'key'.")
    entity_id = _found(session, change.kind, change.key)
    for row in pipeline.links_of(session, document.id):
        if (row.entity_kind, row.entity_id) == (change.kind.value, entity_id):
            return row
    row = LinkRow(
        id=new_id(),
        document_id=document.id,
        entity_kind=change.kind.value,
        entity_id=entity_id,
        role="about",
        state="linked",
        confidence=1.0,
        reason="Lo vinculó una persona.",
        source="person",
        updated_at=now(),
    )
    session.add(row)
    return row


def _found(session: Session, kind: EntityKind, key: str) -> str:
    find: Any = resolve.FINDERS.get(kind.value)
    if find is None:
        known = registry_names.names_of(session, [(kind.value, key)])
        ids = [entity_id for _, entity_id in known]
    else:
        ids = find(session, key)
    if len(ids) != 1:
        why = "más de uno con" if ids else "ninguno con"
        raise InvalidInput(f"No se puede vincular: hay {why} la clave '{key[:80]}'.", code="unknown_entity")
    return str(ids[0])


def _let_stand(session: Session, actor: Actor, document: DocumentRow, accepted: tuple[Reason, ...]) -> None:
    """Note the reasons that a person looked at and lets stand; a type must be given, it cannot be let stand."""
    there = {row.value for row in pipeline.fields_of(session, document.id) if row.name == ACCEPTED}
    for reason in dict.fromkeys(accepted):
        if reason is Reason.UNSURE_TYPE and document.type == UNCLASSIFIED and document.type_confirmed_by is None:
            raise InvalidInput("Indique el tipo de documento.", code="unknown_type")
        if reason.value not in there:
            session.add(_own_row(actor, document, FieldChange(ACCEPTED, reason.value)))


def _own_row(actor: Actor, document: DocumentRow, said: FieldChange) -> FieldRow:
    return FieldRow(
        id=new_id(),
        document_id=document.id,
        name=said.name,
        raw=said.value,
        value=said.value,
        confidence=1.0,
        conflict="",
        source="person",
        confirmed_by=actor.name,
        confirmed_at=now(),
    )


def _text(text: str, most: int) -> str:
    cleaned = " ".join(text.split())
    if len(cleaned) > most:
        raise InvalidInput(f"El texto rebasa {most} caracteres.", code="too_long")
    return cleaned


def _cents(value: str) -> int | None:
    if not value:
        return None
    if not _AMOUNT.fullmatch(value):
        raise InvalidInput(f"'{value[:40]}' no es una cantidad, por ejemplo 25000.00.", code="bad_amount")
    return int(Decimal(value.replace(",", "").lstrip("$ ")) * 100)
