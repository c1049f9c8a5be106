"""What reviewed documents gave of promissory notes, and what hangs on a note besides."""

from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from storage.records.base import Base
from storage.records.tables import DocumentRow, NoteRow, NoteSourceRow


def of_document(session: Session, document_id: str) -> NoteSourceRow | None:
    """What the document gave, or None."""
    return session.get(NoteSourceRow, document_id)


def note_shown(session: Session, document_id: str) -> NoteRow | None:
    """The note whose paper the document is, where it is that of just one."""
    found = session.scalars(select(NoteRow).where(NoteRow.document_id == document_id).limit(2)).all()
    return found[0] if len(found) == 1 else None


def has_paper(session: Session, note: NoteRow) -> bool:
    """Whether a document that is still held is known as the note's paper."""
    held = select(DocumentRow.id).where(DocumentRow.id == note.document_id, DocumentRow.state != "discarded")
    return session.scalar(held) is not None


def hangs_on(session: Session, note_id: str) -> bool:
    """Whether any row is about the note: who answers for it, a lawsuit over it, its original, what another document gave of it."""
    for table in Base.metadata.sorted_tables:
        columns: list[ColumnElement[Any]] = [
            column
            for column in table.columns
            if column.name == "note_id" or any(key.column is NoteRow.__table__.c.id for key in column.foreign_keys)
        ]
        if columns and session.execute(select(1).where(or_(*(one == note_id for one in columns))).limit(1)).first():
            return True
    return False
