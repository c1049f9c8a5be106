"""Queries on reservations of documents and archival files."""

from collections.abc import Sequence
from datetime import date

import msgspec
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from storage.records.portions import portions
from storage.records.tables import CaseFileDocumentRow, CaseFileRow, DataRequestRow, DocumentRow, ReservationRow

Row = ReservationRow
_last_day = func.coalesce(Row.extended_until, Row.until)
_OPEN = and_(Row.ended_on.is_(None), or_(Row.decision.is_(None), Row.decision != "revoke"))


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which reservations: of a document, of an archival file, those that stand on a day."""

    document: str | None = None
    case_file: str | None = None
    standing_on: date | None = None


class Named(msgspec.Struct, frozen=True):
    """A reservation with what it is about: type and title of its document or code and title of its file, folio of its request."""

    row: ReservationRow
    type: str | None
    title: str | None
    code: str | None
    file_title: str | None
    request: str


def reservation(session: Session, key: str) -> ReservationRow | None:
    """The reservation of that id or folio."""
    return session.scalar(select(Row).where(or_(Row.id == key, Row.folio == key.upper())))


def named(session: Session, ids: Sequence[str]) -> list[Named]:
    """Those reservations with what they are about, the newest first."""
    query = (
        select(Row, DocumentRow.type, DocumentRow.title, CaseFileRow.code, CaseFileRow.title, DataRequestRow.folio)
        .join(DataRequestRow, DataRequestRow.id == Row.request_id)
        .outerjoin(DocumentRow, DocumentRow.id == Row.document_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == Row.case_file_id)
    )
    found = [Named(*one) for some in portions(ids) for one in session.execute(query.where(Row.id.in_(some)))]
    return sorted(found, key=lambda one: one.row.id, reverse=True)


def listed(session: Session, wanted: Wanted, before: str, limit: int) -> list[str]:
    """Ids of a page of reservations, the newest first, older than the id `before`."""
    query = select(Row.id)
    if wanted.document is not None:
        query = query.where(Row.document_id == wanted.document)
    if wanted.case_file is not None:
        query = query.where(Row.case_file_id == wanted.case_file)
    if wanted.standing_on is not None:
        query = query.where(*_stands(wanted.standing_on))
    if before:
        query = query.where(Row.id < before)
    return list(session.scalars(query.order_by(Row.id.desc()).limit(limit)))


def of_subject(session: Session, document_id: str | None, case_file_id: str | None) -> list[ReservationRow]:
    """Every reservation there ever was of the document itself, or of the archival file, the newest first."""
    query = select(Row).where(Row.document_id == document_id) if document_id else select(Row).where(Row.case_file_id == case_file_id)  # fmt: skip
    return list(session.scalars(query.order_by(Row.id.desc())))


def of_documents(session: Session, document_ids: Sequence[str], today: date) -> dict[str, ReservationRow]:
    """The reservation that stands for each of the documents, its own before that of its archival file."""
    found: dict[str, ReservationRow] = {}
    for some in portions(document_ids):
        filed = (
            select(CaseFileDocumentRow.document_id, Row)
            .join(Row, Row.case_file_id == CaseFileDocumentRow.case_file_id)
            .where(CaseFileDocumentRow.document_id.in_(some), *_stands(today))
        )
        own = select(Row).where(Row.document_id.in_(some), *_stands(today))
        found |= {document: row for document, row in session.execute(filed)}
        found |= {row.document_id: row for row in session.scalars(own) if row.document_id}
    return found


def of_case_files(session: Session, file_ids: Sequence[str], today: date) -> dict[str, ReservationRow]:
    """The reservation that stands for each of the archival files."""
    found: dict[str, ReservationRow] = {}
    for some in portions(file_ids):
        query = select(Row).where(Row.case_file_id.in_(some), *_stands(today))
        found |= {row.case_file_id: row for row in session.scalars(query) if row.case_file_id}
    return found


def files_with_reserved_papers(session: Session, file_ids: Sequence[str], today: date) -> set[str]:
    """Those of the archival files that are reserved, or hold a document that is."""
    found = set(of_case_files(session, file_ids, today))
    for some in portions(file_ids):
        query = (
            select(CaseFileDocumentRow.case_file_id)
            .join(Row, Row.document_id == CaseFileDocumentRow.document_id)
            .where(CaseFileDocumentRow.case_file_id.in_(some), *_stands(today))
        )
        found |= set(session.scalars(query))
    return found


def ending(session: Session, since: date, until: date) -> list[ReservationRow]:
    """Reservations that nothing ended before, whose last day is in the span, the first first."""
    query = select(Row).where(_OPEN, _last_day >= since, _last_day <= until)
    return list(session.scalars(query.order_by(_last_day, Row.id)))


def _stands(on: date) -> tuple[ColumnElement[bool], ...]:
    return _OPEN, _last_day >= on
