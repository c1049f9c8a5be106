"""Single facts about this installation, by name."""

from sqlalchemy.orm import Session

from storage.records.tables import FactRow


def get(session: Session, name: str) -> str | None:
    """The fact, or None when it was never written."""
    row = session.get(FactRow, name)
    return row.value if row else None


def put(session: Session, name: str, value: str) -> None:
    """Write the fact, over what it was."""
    session.merge(FactRow(name=name, value=value))
    session.flush()
