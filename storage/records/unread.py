"""Pages that nobody finds by searching: not blank, and without usable text."""

from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from storage.records.tables import DocumentRow, PageRow

_UNREAD = "pages.letters = 0 AND pages.state <> 'blank'"
"""In the words of the index of these pages, which a bound value would hide from SQLite."""


def listing(session: Session, after: tuple[str, int], limit: int) -> list[Any]:
    """Pages in the order of their documents, the newest first, after the one at `(document, page number)`.

    Each row: document, its title and kind, page number, state and problem.
    """
    query = (
        select(PageRow.document_id, DocumentRow.title, DocumentRow.kind, PageRow.number, PageRow.state, PageRow.problem)
        .join(DocumentRow, DocumentRow.id == PageRow.document_id)
        .where(text(_UNREAD), DocumentRow.state != "discarded")
    )
    if after[0]:
        earlier = PageRow.document_id < after[0]
        further = PageRow.document_id == after[0]
        query = query.where(earlier | (further & (PageRow.number > after[1])))
    return list(session.execute(query.order_by(PageRow.document_id.desc(), PageRow.number).limit(limit)))
