"""Rows: tables, small repositories of queries, transactions, migrations."""

from sqlalchemy.orm import Session

from storage.records.database import Database, new_id, now

__all__ = ["Database", "Session", "new_id", "now"]
