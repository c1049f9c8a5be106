"""Queries on classification, archival files and lots."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.records.tables import CaseFileRow


def by_code(session: Session, code: str) -> CaseFileRow | None:
    """The archival file of that code or id."""
    key = code.strip()
    return session.scalar(select(CaseFileRow).where((CaseFileRow.code == key) | (CaseFileRow.id == key.lower())))
