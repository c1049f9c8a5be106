"""Queries on the classification scheme, archival files and lots."""

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from schemas.stages import ENDED
from storage.records.portions import portions
from storage.records.tables import (
    CaseFileDocumentRow,
    CaseFileRow,
    ClassificationRow,
    DocumentRow,
    LawsuitCreditRow,
    LawsuitRow,
    LotFileRow,
    LotRow,
    OriginalRow,
    RetentionRuleRow,
)


class WantedFiles(msgspec.Struct, frozen=True):
    """What of the archival files is wanted; empty for all. `series` is the beginning of a code."""

    series: str = ""
    stage: str = ""
    q: str = ""
    unit: str = ""
    after: str = ""
    limit: int = 50


def nodes(session: Session) -> list[ClassificationRow]:
    """The whole scheme, rows that ended too; a house has some hundreds."""
    return list(
        session.scalars(select(ClassificationRow).order_by(ClassificationRow.code, ClassificationRow.valid_from))
    )


def rules(session: Session) -> list[RetentionRuleRow]:
    """Every retention rule, rows that ended too."""
    return list(
        session.scalars(select(RetentionRuleRow).order_by(RetentionRuleRow.node_id, RetentionRuleRow.valid_from))
    )


def by_code(session: Session, code: str) -> CaseFileRow | None:
    """The archival file of that code or id."""
    key = code.strip()
    return session.scalar(select(CaseFileRow).where(or_(CaseFileRow.code == key, CaseFileRow.id == key.lower())))


def by_ids(session: Session, ids: Iterable[str]) -> list[CaseFileRow]:
    """Archival files by id, in the order of their codes."""
    return list(session.scalars(select(CaseFileRow).where(CaseFileRow.id.in_(set(ids))).order_by(CaseFileRow.code)))


def by_codes(session: Session, codes: Iterable[str]) -> dict[str, CaseFileRow]:
    """Archival files by code."""
    found: dict[str, CaseFileRow] = {}
    for some in portions(codes):
        query = select(CaseFileRow).where(CaseFileRow.code.in_(some))
        found.update({row.code: row for row in session.scalars(query)})
    return found


def listed(session: Session, wanted: WantedFiles) -> list[CaseFileRow]:
    """A page of archival files in order of their ids, which is that of their opening."""
    query = select(CaseFileRow)
    if wanted.series:
        query = query.where(CaseFileRow.code.startswith(f"{wanted.series}/", autoescape=True))
    if wanted.stage:
        query = query.where(CaseFileRow.stage == wanted.stage)
    if wanted.unit:
        query = query.where(CaseFileRow.unit == wanted.unit)
    if wanted.q:
        begins = CaseFileRow.code.startswith(wanted.q, autoescape=True)
        query = query.where(or_(begins, CaseFileRow.title.contains(wanted.q, autoescape=True)))
    if wanted.after:
        query = query.where(CaseFileRow.id > wanted.after)
    return list(session.scalars(query.order_by(CaseFileRow.id).limit(wanted.limit)))


def next_number(session: Session, node_ids: Sequence[str], year: int) -> int:
    """The consecutive number of the next file of the series in the year; the series is all the rows that bear its code."""
    last = select(func.max(CaseFileRow.number)).where(CaseFileRow.node_id.in_(node_ids), CaseFileRow.year == year)
    return (session.scalar(last) or 0) + 1


def document_counts(session: Session, file_ids: Sequence[str]) -> dict[str, int]:
    """How many documents each file has."""
    found: dict[str, int] = {}
    for some in portions(file_ids):
        query = select(CaseFileDocumentRow.case_file_id, func.count()).where(CaseFileDocumentRow.case_file_id.in_(some))
        found.update({one: number for one, number in session.execute(query.group_by(CaseFileDocumentRow.case_file_id))})
    return found


def file_of_documents(session: Session, document_ids: Iterable[str]) -> dict[str, str]:
    """The file each document belongs to."""
    query = select(CaseFileDocumentRow).where(CaseFileDocumentRow.document_id.in_(set(document_ids)))
    return {row.document_id: row.case_file_id for row in session.scalars(query)}


def documents(session: Session, file_id: str) -> list[DocumentRow]:
    """The documents of the file, the oldest first."""
    theirs = select(CaseFileDocumentRow.document_id).where(CaseFileDocumentRow.case_file_id == file_id)
    query = select(DocumentRow).where(DocumentRow.id.in_(theirs), DocumentRow.state != "discarded")
    return list(session.scalars(query.order_by(DocumentRow.date, DocumentRow.id)))


def live_lawsuits(session: Session, files: Sequence[CaseFileRow]) -> dict[str, int]:
    """How many lawsuits that go on each file is about: its own, and those over its credit."""
    over = [stage.lower() for stage in sorted(ENDED)]
    credits = {row.credit_id for row in files if row.credit_id}
    claims: dict[str, set[str]] = {}
    query = select(LawsuitCreditRow).where(LawsuitCreditRow.credit_id.in_(credits))
    for row in session.scalars(query) if credits else ():
        claims.setdefault(row.credit_id, set()).add(row.lawsuit_id)
    wanted = {row.lawsuit_id for row in files if row.lawsuit_id} | {one for those in claims.values() for one in those}
    going = set(
        session.scalars(select(LawsuitRow.id).where(LawsuitRow.id.in_(wanted), func.lower(LawsuitRow.status).not_in(over)))
    )  # fmt: skip
    return {row.id: len(going & ({row.lawsuit_id} | claims.get(row.credit_id or "", set()))) for row in files}


def boxes_of(session: Session, file_ids: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """For each file its originals: holder kind and holder's name."""
    found: dict[str, list[tuple[str, str]]] = {}
    for some in portions(file_ids):
        query = select(OriginalRow.case_file_id, OriginalRow.holder_kind, OriginalRow.holder_name).where(
            OriginalRow.case_file_id.in_(some)
        )
        for file_id, kind, name in session.execute(query.order_by(OriginalRow.barcode)):
            found.setdefault(file_id or "", []).append((kind, name))
    return found


def lot(session: Session, key: str) -> LotRow | None:
    """The lot of that id or folio."""
    return session.scalar(select(LotRow).where(or_(LotRow.id == key, LotRow.folio == key.upper())))


def lots(session: Session, state: str, after: str, limit: int) -> list[LotRow]:
    """A page of lots, the newest first; of a state where said."""
    query = select(LotRow)
    if state:
        query = query.where(LotRow.state == state)
    if after:
        query = query.where(LotRow.id < after)
    return list(session.scalars(query.order_by(LotRow.id.desc()).limit(limit)))


def files_of_lots(session: Session, lot_ids: Iterable[str]) -> dict[str, list[CaseFileRow]]:
    """The archival files of each lot, by code."""
    found: dict[str, list[CaseFileRow]] = {}
    query = (
        select(LotFileRow.lot_id, CaseFileRow)
        .join(CaseFileRow, CaseFileRow.id == LotFileRow.case_file_id)
        .where(LotFileRow.lot_id.in_(set(lot_ids)))
    )
    for lot_id, row in session.execute(query.order_by(CaseFileRow.code)):
        found.setdefault(lot_id, []).append(row)
    return found


def lot_lines(session: Session, lot_id: str) -> list[LotFileRow]:
    """The lines of a lot."""
    return list(session.scalars(select(LotFileRow).where(LotFileRow.lot_id == lot_id)))


def in_open_lots(session: Session, file_ids: Iterable[str]) -> dict[str, str]:
    """Folio of the lot that is under way for each file that is in one."""
    query = (
        select(LotFileRow.case_file_id, LotRow.folio)
        .join(LotRow, LotRow.id == LotFileRow.lot_id)
        .where(LotFileRow.case_file_id.in_(set(file_ids)), LotRow.state.not_in(("done", "cancelled")))
    )
    return {file_id: folio for file_id, folio in session.execute(query)}
