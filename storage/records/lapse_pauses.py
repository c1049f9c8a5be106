"""Days on which the lapse of lawsuits does not run, as far as a paper that is held proves them."""

from collections.abc import Collection
from datetime import date

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.records.portions import portions
from storage.records.suits import Scope
from storage.records.tables import DocumentRow, LapsePauseRow


class Proven(msgspec.Struct, frozen=True):
    """A pause with its cause; `last` None while it goes on."""

    first: date
    last: date | None
    cause: str


def proven(session: Session, scope: Scope) -> dict[str, list[Proven]]:
    """The proven pauses of each lawsuit that has any, in order."""
    row = LapsePauseRow
    query = (
        select(row.lawsuit_id, row.first, row.last, row.cause)
        .join(DocumentRow, DocumentRow.id == row.document_id)
        .where(DocumentRow.state != "discarded", *scope.over(row.lawsuit_id))
        .order_by(row.lawsuit_id, row.first, row.id)
    )
    found: dict[str, list[Proven]] = {}
    for lawsuit_id, first, last, cause in session.execute(query):
        found.setdefault(lawsuit_id, []).append(Proven(first, last, cause))
    return found


def held(session: Session, document_ids: Collection[str]) -> set[str]:
    """Which of the documents are held: discarded ones prove nothing."""
    found: set[str] = set()
    for some in portions(document_ids):
        wanted = DocumentRow.id.in_(some), DocumentRow.state != "discarded"
        found.update(session.scalars(select(DocumentRow.id).where(*wanted)))
    return found
