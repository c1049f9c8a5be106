"""Filed titles whose note no registered one is tied to, with what was read on them and what the registry holds of their credits."""

from collections.abc import Collection
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.orm import Session, aliased

from schemas.clocks.calendar import local_day
from schemas.note_fields import TYPES
from schemas.unregistered_notes import KnownNote
from storage.records.tables import CreditRow, DocumentRow, FieldRow, LinkRow, NoteRow, PeriodContractRow, PersonRow

_AT_ONCE = 1_000
"""Ids named in one query."""


class Paper(msgspec.Struct, frozen=True):
    """A filed title that is the paper of no registered note; `values` by name, each told once, in order."""

    id: str
    type: str
    title: str
    since: date
    credits: tuple[str, ...]
    values: dict[str, tuple[str, ...]]
    confirmed: frozenset[str]


def papers(session: Session, names: Collection[str], ids: Collection[str] | None) -> list[Paper]:
    """Those of the ids, or all, with the values of these names."""
    wanted = [DocumentRow.type.in_(TYPES), DocumentRow.state == "filed", ~_tied(), *_among(ids)]
    found = session.execute(
        select(DocumentRow.id, DocumentRow.type, DocumentRow.title, DocumentRow.filed_at, DocumentRow.created_at).where(
            *wanted
        )
    ).all()
    if not found:
        return []
    few = [one.id for one in found] if len(found) <= _AT_ONCE else None
    here = few if few is not None else select(DocumentRow.id).where(*wanted)
    credits: dict[str, set[str]] = {}
    linked = (LinkRow.document_id.in_(here), LinkRow.entity_kind == "credit", LinkRow.state == "linked")
    for document, credit in session.execute(select(LinkRow.document_id, LinkRow.entity_id).where(*linked)):
        credits.setdefault(document, set()).add(credit)
    values: dict[str, dict[str, set[str]]] = {}
    confirmed: dict[str, set[str]] = {}
    query = select(FieldRow.document_id, FieldRow.name, FieldRow.value, FieldRow.confirmed_by)
    read = query.where(FieldRow.document_id.in_(here), FieldRow.name.in_(names), FieldRow.value != "")
    for document, name, value, by in session.execute(read):
        values.setdefault(document, {}).setdefault(name, set()).add(value)
        if by is not None:
            confirmed.setdefault(document, set()).add(name)
    return [
        Paper(
            one.id, one.type, one.title, local_day(one.filed_at or one.created_at), tuple(sorted(credits.get(one.id, ()))),
            {name: tuple(sorted(told)) for name, told in values.get(one.id, {}).items()}, frozenset(confirmed.get(one.id, ())),
        )
        for one in found
    ]  # fmt: skip


def registered(session: Session, credit_ids: Collection[str]) -> dict[str, list[KnownNote]]:
    """The notes of the credits, by credit; a document that is discarded is no paper of theirs."""
    found: dict[str, list[KnownNote]] = {}
    held = DocumentRow.state != "discarded"
    query = select(
        NoteRow.id, NoteRow.credit_id, NoteRow.number, NoteRow.due_on, NoteRow.signed_on, NoteRow.amount_effective_cents,
        case((held, NoteRow.document_id), else_=None), case((held, DocumentRow.type), else_=None),
    ).outerjoin(DocumentRow, DocumentRow.id == NoteRow.document_id)  # fmt: skip
    for some in _pieces(credit_ids):
        contracts: dict[str | None, list[str]] = {}
        own = select(PeriodContractRow.note_id, PeriodContractRow.number).where(
            PeriodContractRow.credit_id.in_(some), PeriodContractRow.note_id.is_not(None)
        )
        for note_id, number in session.execute(own.order_by(PeriodContractRow.number)):
            contracts.setdefault(note_id, []).append(number)
        rows: Any = session.execute(query.where(NoteRow.credit_id.in_(some)).order_by(NoteRow.id))
        for note_id, credit, number, due_on, signed_on, cents, document_id, type_ in rows:
            own_of = tuple(contracts.get(note_id, ()))
            known = KnownNote(number, due_on, signed_on, cents, document_id, type_, own_of)
            found.setdefault(credit, []).append(known)
    return found


def reached(session: Session, documents: Collection[str], credits: Collection[str]) -> set[str]:
    """Documents whose standing rests on those touched: themselves, copies of one paper either way, titles of the credits."""
    found = set(documents)
    for some in _pieces(documents):
        query = select(DocumentRow.id, DocumentRow.rescan_of, DocumentRow.version_of)
        kin = or_(*(column.in_(some) for column in (DocumentRow.id, DocumentRow.rescan_of, DocumentRow.version_of)))
        for row in session.execute(query.where(kin)):
            found.update(one for one in row if one)
    for some in _pieces(credits):
        linked = select(LinkRow.document_id).join(DocumentRow, DocumentRow.id == LinkRow.document_id)
        of = (LinkRow.entity_kind == "credit", LinkRow.entity_id.in_(some), DocumentRow.type.in_(TYPES))
        found.update(session.scalars(linked.where(*of)))
    return found


def borrowers(session: Session, credit_ids: Collection[str]) -> dict[str, tuple[str, str, str]]:
    """Number, id and name of the borrower, by credit."""
    query = select(CreditRow.id, CreditRow.number, PersonRow.id, PersonRow.full_name)
    query = query.join(PersonRow, PersonRow.id == CreditRow.debtor_id)
    found = (row for some in _pieces(credit_ids) for row in session.execute(query.where(CreditRow.id.in_(some))))
    return {row[0]: (row[1], row[2], row[3]) for row in found}


def _pieces(ids: Collection[str]) -> list[list[str]]:
    ordered = sorted(set(ids))
    return [ordered[at : at + _AT_ONCE] for at in range(0, len(ordered), _AT_ONCE)]


def _among(ids: Collection[str] | None) -> list[ColumnElement[bool]]:
    return [] if ids is None else [DocumentRow.id.in_(sorted(ids))]


def _tied() -> ColumnElement[bool]:
    """Whether a note names the document as its paper, or another scan or version of it."""
    kin: Any = aliased(DocumentRow)
    settled = DocumentRow.rescan_settled_by.is_not(None)
    return or_(
        exists().where(NoteRow.document_id == DocumentRow.id),
        exists().where(NoteRow.document_id == DocumentRow.version_of),
        and_(settled, exists().where(NoteRow.document_id == DocumentRow.rescan_of)),
        exists().where(NoteRow.document_id == kin.id, kin.version_of == DocumentRow.id),
        exists().where(
            NoteRow.document_id == kin.id, kin.rescan_of == DocumentRow.id, kin.rescan_settled_by.is_not(None)
        ),
    )
