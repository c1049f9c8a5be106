"""Legal holds and what they reach: a constant number of queries whatever is asked about."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from storage.records.portions import portions
from storage.records.tables import (
    AssignmentRow,
    CaseFileDocumentRow,
    CaseFileRow,
    CreditRow,
    DocumentRow,
    HoldRow,
    LawsuitCreditRow,
    LawsuitRow,
    LinkRow,
    OriginalRow,
)

IdColumn = InstrumentedAttribute[str] | InstrumentedAttribute[str | None]


class Reach(msgspec.Struct, frozen=True):
    """Ids of everything under a hold, and beginnings of classification codes under audit."""

    persons: frozenset[str] = frozenset()
    credits: frozenset[str] = frozenset()
    lawsuits: frozenset[str] = frozenset()
    case_files: frozenset[str] = frozenset()
    codes: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether any hold stands."""
        return bool(self.persons or self.credits or self.lawsuits or self.case_files or self.codes)

    def of_code(self, code: str) -> bool:
        """Whether an audit reaches the classification code, or one above it."""
        return any(code == begins or code.startswith(f"{begins}/") for begins in self.codes)


def standing(session: Session, subject_kind: str = "", subject_id: str = "") -> list[HoldRow]:
    """The holds that stand, the oldest first; of one subject where said."""
    query = select(HoldRow).where(HoldRow.lifted_at.is_(None))
    if subject_kind:
        query = query.where(HoldRow.subject_kind == subject_kind, HoldRow.subject_id == subject_id)
    return list(session.scalars(query.order_by(HoldRow.id)))


def listed(session: Session, after: str, limit: int) -> list[HoldRow]:
    """A page of all holds, the newest first."""
    query = select(HoldRow)
    if after:
        query = query.where(HoldRow.id < after)
    return list(session.scalars(query.order_by(HoldRow.id.desc()).limit(limit)))


def reach(session: Session, holds: Sequence[HoldRow] | None = None) -> Reach:
    """What the holds reach; those that stand unless given.

    A debtor brings their credits, a lawyer their lawsuits and the credits ever
    assigned to them, a lawsuit the credits it claims, a credit the lawsuits that claim it.
    """
    by: dict[str, set[str]] = {}
    for hold in standing(session) if holds is None else holds:
        by.setdefault(hold.subject_kind, set()).add(hold.subject_id)
    if not by:
        return Reach()
    persons, lawyers = by.get("debtor", set()), by.get("lawyer", set())
    credits, lawsuits = set(by.get("credit", ())), set(by.get("lawsuit", ()))
    credits |= _ids_in(session, CreditRow.id, CreditRow.debtor_id, persons)
    credits |= _ids_in(session, CreditRow.id, CreditRow.guarantor_id, persons)
    credits |= _ids_in(session, AssignmentRow.credit_id, AssignmentRow.lawyer_id, lawyers)
    lawsuits |= _ids_in(session, LawsuitRow.id, LawsuitRow.lawyer_id, lawyers)
    credits |= _ids_in(session, LawsuitCreditRow.credit_id, LawsuitCreditRow.lawsuit_id, lawsuits)
    lawsuits |= _ids_in(session, LawsuitCreditRow.lawsuit_id, LawsuitCreditRow.credit_id, credits)
    return Reach(
        frozenset(persons), frozenset(credits), frozenset(lawsuits), frozenset(by.get("case_file", ())),
        tuple(sorted(by.get("audit", ()))),
    )  # fmt: skip


def held_case_files(reached: Reach, files: Iterable[CaseFileRow]) -> set[str]:
    """Ids of those archival files that a hold reaches."""
    return {
        row.id
        for row in files
        if row.id in reached.case_files
        or (row.debtor_id or "") in reached.persons
        or (row.credit_id or "") in reached.credits
        or (row.lawsuit_id or "") in reached.lawsuits
        or reached.of_code(row.code.rsplit("/", 2)[0])
    }


def held_originals(session: Session, reached: Reach, items: Sequence[OriginalRow]) -> set[str]:
    """Ids of those originals that a hold reaches, themselves, by their document or by their archival file."""
    if not reached.anything:
        return set()
    held = {
        item.id
        for item in items
        if (item.credit_id or "") in reached.credits or (item.lawsuit_id or "") in reached.lawsuits
    }
    file_ids = {item.case_file_id for item in items if item.case_file_id}
    files = session.scalars(select(CaseFileRow).where(CaseFileRow.id.in_(file_ids))).all() if file_ids else ()
    held_files = held_case_files(reached, files)
    documents = held_documents(session, reached, [item.document_id for item in items if item.document_id])
    return held | {item.id for item in items if item.case_file_id in held_files or item.document_id in documents}


def held_documents(session: Session, reached: Reach, document_ids: Sequence[str]) -> set[str]:
    """Those of the documents that a hold reaches by a link or by their archival file."""
    found: set[str] = set()
    if not reached.anything:
        return found
    for some in portions(document_ids):
        links = select(LinkRow.document_id, LinkRow.entity_kind, LinkRow.entity_id).where(
            LinkRow.document_id.in_(some), LinkRow.state == "linked"
        )
        sets = {"debtor": reached.persons, "credit": reached.credits, "lawsuit": reached.lawsuits}
        found |= {one.document_id for one in session.execute(links) if one.entity_id in sets.get(one.entity_kind, ())}
        filed = (
            select(CaseFileDocumentRow.document_id, CaseFileRow)
            .join(CaseFileRow, CaseFileRow.id == CaseFileDocumentRow.case_file_id)
            .where(CaseFileDocumentRow.document_id.in_(some))
        )
        pairs = session.execute(filed).all()
        held = held_case_files(reached, [file for _, file in pairs])
        found |= {document_id for document_id, file in pairs if file.id in held}
    return found


def reached_among(session: Session, reached: Reach, digests: Iterable[str]) -> set[str]:
    """Those of the originals, by SHA-256, that the holds reach by a document of theirs."""
    found: set[str] = set()
    for some in portions(digests):
        query = select(DocumentRow.id, DocumentRow.sha256).where(DocumentRow.sha256.in_(some))
        of = {document_id: sha256 for document_id, sha256 in session.execute(query)}
        found |= {of[document_id] for document_id in held_documents(session, reached, list(of))}
    return found


def originals_reached(session: Session, reached: Reach, since: datetime | None = None) -> set[str]:
    """SHA-256 of every original file the holds reach; with `since` only of what was linked from that moment on."""
    found: set[str] = set()
    for kind, ids in (("debtor", reached.persons), ("credit", reached.credits), ("lawsuit", reached.lawsuits)):
        for some in portions(ids):
            linked = select(LinkRow.document_id).where(
                LinkRow.entity_kind == kind, LinkRow.state == "linked", LinkRow.entity_id.in_(some)
            )
            if since is not None:
                linked = linked.where(LinkRow.updated_at >= since)
            found |= set(session.scalars(select(DocumentRow.sha256).where(DocumentRow.id.in_(linked))))
    for file_ids in portions(_files_reached(session, reached)) if since is None else ():
        filed = select(CaseFileDocumentRow.document_id).where(CaseFileDocumentRow.case_file_id.in_(file_ids))
        found |= set(session.scalars(select(DocumentRow.sha256).where(DocumentRow.id.in_(filed))))
    return found


def _files_reached(session: Session, reached: Reach) -> set[str]:
    found = set(reached.case_files)
    for column, ids in (
        (CaseFileRow.debtor_id, reached.persons),
        (CaseFileRow.credit_id, reached.credits),
        (CaseFileRow.lawsuit_id, reached.lawsuits),
    ):
        found |= _ids_in(session, CaseFileRow.id, column, ids)
    if reached.codes:
        begins = [CaseFileRow.code.startswith(f"{code}/", autoescape=True) for code in reached.codes]
        found |= set(session.scalars(select(CaseFileRow.id).where(or_(*begins))))
    return found


def _ids_in(session: Session, column: IdColumn, key: IdColumn, wanted: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for ids in portions(wanted):
        found |= {one for one in session.scalars(select(column).where(key.in_(ids))) if one}
    return found


def digests(session: Session, document_ids: Sequence[str]) -> set[str]:
    """SHA-256 of the files of the documents."""
    return set(session.scalars(select(DocumentRow.sha256).where(DocumentRow.id.in_(document_ids))))
