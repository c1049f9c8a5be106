"""How documents stood before somebody reviewed them: taken down, and put back."""

from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Date, delete, inspect
from sqlalchemy.orm import Session

from storage.records.base import Base, UtcDateTime
from storage.records.database import now
from storage.records.tables import DocumentRow, FieldRow, LastReviewRow, LinkRow

DECIDED = (
    "type", "type_confidence", "type_confirmed_by", "date", "date_confirmed_by", "title", "amount_cents",
    "paper_location", "rescan_of", "rescan_settled_by", "version_of", "state", "reasons", "filed_at",
)  # fmt: skip
"""What of a document's own row a person decides, or follows from that."""


def standing(session: Session, document: DocumentRow) -> dict[str, Any]:
    """All that a review may change, as it is now; values of JSON only."""
    fields = session.query(FieldRow).filter(FieldRow.document_id == document.id)
    links = session.query(LinkRow).filter(LinkRow.document_id == document.id)
    own = {name: getattr(document, name) for name in DECIDED}
    kept = {"document": own, "fields": [_values(row) for row in fields], "links": [_values(row) for row in links]}
    return dict(msgspec.to_builtins(kept))


def keep(session: Session, document: DocumentRow, by: str, before: dict[str, Any]) -> None:
    """Remember how the document stood before the review that made this version; one step back is kept."""
    row = session.get(LastReviewRow, document.id) or LastReviewRow(document_id=document.id)
    row.version, row.reviewed_by, row.reviewed_at, row.before = document.version, by, now(), before
    session.add(row)


def last(session: Session, document_id: str) -> LastReviewRow | None:
    """What is remembered of the document's last review, or None."""
    return session.get(LastReviewRow, document_id)


def put_back(session: Session, document: DocumentRow, row: LastReviewRow) -> None:
    """The document, its fields and links as they stood; what is remembered is used up."""
    for name in DECIDED:
        setattr(document, name, _read(DocumentRow, name, row.before["document"].get(name)))
    for kind, values in ((FieldRow, row.before["fields"]), (LinkRow, row.before["links"])):
        session.execute(delete(kind).where(kind.document_id == document.id))
        session.expire_all()
        for value in values:
            session.add(kind(**{name: _read(kind, name, said) for name, said in value.items()}))
    session.delete(row)
    session.flush()


def _values(row: Base) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in inspect(type(row)).columns}


def _read(kind: type[Base], name: str, value: Any) -> Any:  # noqa: ANN401 - a column of any type
    """The value as the column holds it: JSON has no dates."""
    wanted: type = {Date: date, UtcDateTime: datetime}.get(type(inspect(kind).columns[name].type), str)
    return msgspec.convert(value, wanted) if isinstance(value, str) else value
