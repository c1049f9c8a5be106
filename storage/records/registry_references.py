"""Ids of natural keys and natural keys of ids, a batch at a time."""

import re
from datetime import date
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from schemas.identifiers import credit_key
from storage.records.portions import portions
from storage.records.tables import CourtRow, CreditRow, FilingRow, LawsuitRow, NoteRow, PersonRow

Table = Any

_FILING = re.compile(r"(.+?) (\d{4}-\d{2}-\d{2}) (.{1,300})")
_LAWSUIT = re.compile(r"(.+?)[ :](?:([A-Z]+)[ :])?(\d{1,7})/(\d{4})(?:-(\w{1,12}))?")


def ids(session: Session, table: Table, column: str, keys: set[str]) -> dict[str, str]:
    """The id of each key in the column of the table."""
    found: dict[str, str] = {}
    for some in portions(keys):
        query = select(getattr(table, column), table.id).where(getattr(table, column).in_(some))
        found.update({key: row_id for key, row_id in session.execute(query)})
    return found


def keys(session: Session, table: Table, column: str, ids: set[str]) -> dict[str, str]:
    """The key of each id; the id itself where the row has none."""
    found: dict[str, str] = {}
    for some in portions(ids):
        query = select(table.id, getattr(table, column)).where(table.id.in_(some))
        found.update({row_id: key or row_id for row_id, key in session.execute(query)})
    return found


def person_ids(session: Session, curps: set[str]) -> dict[str, str]:
    """The id of each person by CURP; the kept one's where that entry was merged."""
    found: dict[str, str] = {}
    meant = func.coalesce(PersonRow.merged_into_id, PersonRow.id)
    for some in portions(curps):
        query = select(PersonRow.curp, meant).where(PersonRow.curp.in_(some))
        found.update({curp: row_id for curp, row_id in session.execute(query) if curp})
    return found


def lawsuit_key(text: str) -> str:
    """A lawsuit's key as compared: `2MH EXP 1234/2024-2`; empty when it is none."""
    match = _LAWSUIT.fullmatch(" ".join(text.upper().split()))
    if match is None:
        return ""
    court, kind, number, year, suffix = match.groups()
    return f"{court} {kind or 'EXP'} {int(number)}/{year}" + (f"-{suffix}" if suffix else "")


def lawsuit_ids(session: Session, keys: set[str]) -> dict[str, str]:
    """The id of each lawsuit, by `lawsuit_key`."""
    parts = {key: match.groups() for key in keys if (match := _LAWSUIT.fullmatch(key))}
    numbers = ((int(year), int(number)) for _, _, number, year, _ in parts.values())
    query = select(LawsuitRow, CourtRow.code).join(CourtRow, CourtRow.id == LawsuitRow.court_id)
    found = {}
    for some in portions(numbers, each=2):
        here = query.where(tuple_(LawsuitRow.year, LawsuitRow.number).in_(some))
        found.update({_told(row, code): row.id for row, code in session.execute(here)})
    return {key: found[key] for key in parts if key in found}


def lawsuit_keys(session: Session, ids: set[str]) -> dict[str, str]:
    """The key of each lawsuit, as `lawsuit_key` would have it."""
    query = select(LawsuitRow, CourtRow.code).join(CourtRow, CourtRow.id == LawsuitRow.court_id)
    found: dict[str, str] = {}
    for some in portions(ids):
        here = query.where(LawsuitRow.id.in_(some))
        found.update({row.id: _told(row, code) for row, code in session.execute(here)})
    return found


def note_key(text: str) -> str:
    """A note's key as compared: its credit's number without separators, a colon, its own; empty when it is none."""
    credit, colon, number = text.rpartition(":")
    return f"{credit_key(credit)}:{' '.join(number.upper().split())}" if colon and credit and number else ""


def note_ids(session: Session, keys: set[str]) -> dict[str, str]:
    """The id of each note, by `note_key`."""
    query = select(CreditRow.number_key, NoteRow.number, NoteRow.id).join(CreditRow, CreditRow.id == NoteRow.credit_id)
    found = {}
    for some in portions((tuple(key.split(":", 1)) for key in keys), each=2):
        here = query.where(tuple_(CreditRow.number_key, NoteRow.number).in_(some))
        found.update({f"{credit}:{number}": row_id for credit, number, row_id in session.execute(here)})
    return found


def note_keys(session: Session, ids: set[str]) -> dict[str, str]:
    """The key of each note, the number of its credit as printed."""
    query = select(NoteRow.id, CreditRow.number, NoteRow.number).join(CreditRow, CreditRow.id == NoteRow.credit_id)
    found: dict[str, str] = {}
    for some in portions(ids):
        here = query.where(NoteRow.id.in_(some))
        found.update({row_id: f"{credit}:{number}" for row_id, credit, number in session.execute(here)})
    return found


def names(session: Session, ids: set[str]) -> dict[str, str]:
    """The name of each person."""
    return keys(session, PersonRow, "full_name", ids)


def filing_key(text: str) -> str:
    """A filing's key as compared: `2MH EXP 1234/2024 2024-05-06 DEMANDA`; empty when it is none."""
    match = _FILING.fullmatch(" ".join(text.upper().split()))
    lawsuit = lawsuit_key(match.group(1)) if match else ""
    return f"{lawsuit} {match.group(2)} {match.group(3)}" if match and lawsuit else ""


def filing_ids(session: Session, keys: set[str]) -> dict[str, str]:
    """The id of each filing, by `filing_key`."""
    parts = {key: match.groups() for key in keys if (match := _FILING.fullmatch(key)) and _possible(match.group(2))}
    suits = lawsuit_ids(session, {lawsuit for lawsuit, _, _ in parts.values()})
    row, found = FilingRow, {}
    wanted = {(suits[suit], date.fromisoformat(on), subject): key
              for key, (suit, on, subject) in parts.items() if suit in suits}  # fmt: skip
    for some in portions(wanted, each=3):
        here = tuple_(row.lawsuit_id, row.filed_on, row.subject).in_(some)
        query = select(row.id, row.lawsuit_id, row.filed_on, row.subject).where(here)
        found.update({wanted[suit, on, subject]: row_id for row_id, suit, on, subject in session.execute(query)})
    return found


def filing_keys(session: Session, ids: set[str]) -> dict[str, str]:
    """The key of each filing, as `filing_key` would have it."""
    rows: list[FilingRow] = []
    for some in portions(ids):
        rows += session.scalars(select(FilingRow).where(FilingRow.id.in_(some)))
    suits = lawsuit_keys(session, {row.lawsuit_id for row in rows})
    return {row.id: f"{suits[row.lawsuit_id]} {row.filed_on.isoformat()} {row.subject}" for row in rows}


def _possible(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def _told(row: LawsuitRow, code: str) -> str:
    suffix = f"-{row.suffix}" if row.suffix else ""
    return f"{code} {row.kind} {row.number}/{row.year}{suffix}"
