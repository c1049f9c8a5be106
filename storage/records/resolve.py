"""Find what a person named by number or id when handing in a file."""

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from schemas.court_files import parse_court_file
from schemas.identifiers import credit_key
from storage.records.tables import CreditRow, LawsuitRow, PersonRow


def debtor(session: Session, key: str) -> list[str]:
    """Ids of the persons whose id or CURP this is; a key of a merged entry leads to the one kept."""
    found = or_(PersonRow.id == key.lower(), PersonRow.curp == key.upper())
    return list(session.scalars(select(func.coalesce(PersonRow.merged_into_id, PersonRow.id)).where(found).distinct()))


def credit(session: Session, key: str) -> list[str]:
    """Ids of the credits of that number, with or without separators."""
    found = or_(CreditRow.id == key.lower(), CreditRow.number_key == credit_key(key))
    return list(session.scalars(select(CreditRow.id).where(found)))


def lawsuit(session: Session, key: str) -> list[str]:
    """Ids of the lawsuits of that number, in whatever court."""
    file = parse_court_file(key)
    found = LawsuitRow.id == key.lower()
    if file is not None:
        found = or_(found, (LawsuitRow.year == file.year) & (LawsuitRow.number == file.number))
    return list(session.scalars(select(LawsuitRow.id).where(found)))


FINDERS = {"debtor": debtor, "credit": credit, "lawsuit": lawsuit}
