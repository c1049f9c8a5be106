"""How debtors, credits, lawsuits, courts and lawyers are called on a screen."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.records.registry_rows import referred
from storage.records.tables import CourtRow, CreditRow, LawsuitRow, LawyerRow, PersonRow


def names_of(session: Session, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The name or number of each `(kind, id)`; what is not there is left out. One query per kind."""
    ids: dict[str, set[str]] = {}
    for kind, entity_id in wanted:
        ids.setdefault(kind, set()).add(entity_id)
    found: dict[tuple[str, str], str] = {}
    for kind, column in (
        ("debtor", (PersonRow.id, PersonRow.full_name)),
        ("credit", (CreditRow.id, CreditRow.number)),
        ("court", (CourtRow.id, CourtRow.name)),
        ("lawyer", (LawyerRow.id, LawyerRow.name)),
    ):
        if kind in ids:
            for entity_id, name in session.execute(select(*column).where(column[0].in_(ids[kind]))):
                found[kind, entity_id] = name
    if "lawsuit" in ids:
        query = select(LawsuitRow, CourtRow.name).join(CourtRow).where(LawsuitRow.id.in_(ids["lawsuit"]))
        for lawsuit, court in session.execute(query):
            suffix = f"-{lawsuit.suffix}" if lawsuit.suffix else ""
            found["lawsuit", lawsuit.id] = f"{lawsuit.number}/{lawsuit.year}{suffix} {court}"
    return found


def labels(session: Session, table: Any, column: str, rows: Sequence[Any]) -> dict[str, str]:  # noqa: ANN401 - a table
    """How what a column of the rows refers to is called, by id."""
    ids = {value for row in rows if (value := getattr(row, column))}
    parent = referred(table, column)
    if parent is LawsuitRow:
        return {key[1]: name for key, name in names_of(session, [("lawsuit", one) for one in ids]).items()}
    name = next(one for one in ("full_name", "number", "name", "id") if one in parent.__table__.columns)
    return {
        row_id: text
        for row_id, text in session.execute(select(parent.id, getattr(parent, name)).where(parent.id.in_(ids)))
    }
