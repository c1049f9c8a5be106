"""Which documents the search index should hold, for comparing it with what it holds."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.orm import Session

from storage.records.tables import DocumentRow, PageRow

_FED = DocumentRow.indexed_version == DocumentRow.version


class Expected(msgspec.Struct, frozen=True):
    """A document of which the newest version was fed; a discarded one has no pages there."""

    document_id: str
    version: int
    pages: int


def expected(session: Session, after_id: str, limit: int) -> list[Expected]:
    """Documents that were fed as they are now, in order of their ids, after the given one."""
    documents = session.execute(
        select(DocumentRow.id, DocumentRow.version, DocumentRow.state)
        .where(DocumentRow.id > after_id, DocumentRow.state != "processing", _FED)
        .order_by(DocumentRow.id)
        .limit(limit)
    ).all()
    counting = (
        select(PageRow.document_id, func.count())
        .where(PageRow.document_id.in_([row.id for row in documents if row.state != "discarded"]))
        .group_by(PageRow.document_id)
    )
    pages = {document_id: number for document_id, number in session.execute(counting)}
    return [Expected(row.id, row.version, pages.get(row.id, 0)) for row in documents]


def feed_again(session: Session, wrong: Sequence[Expected]) -> int:
    """Have the documents fed once more; how many, without those that changed since and are fed anyway."""
    marked = 0
    for one in wrong:
        of = update(DocumentRow).where(DocumentRow.id == one.document_id, DocumentRow.version == one.version, _FED)
        done = session.execute(of.values(indexed_version=0).execution_options(synchronize_session=False))
        marked += done.rowcount if isinstance(done, CursorResult) else 0
    return marked


def unknown(session: Session, document_ids: Sequence[str]) -> list[str]:
    """Those of the ids that no document has."""
    known = set(session.scalars(select(DocumentRow.id).where(DocumentRow.id.in_(document_ids))))
    return [document_id for document_id in document_ids if document_id not in known]
