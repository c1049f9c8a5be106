"""Archival files: open one, file documents in it, close it when its sheets are all there, see what its rule proposes."""

from collections.abc import Sequence
from datetime import date

import msgspec

from schemas.access import Action, Actor
from schemas.archival import (
    CaseFile,
    CaseFileIn,
    ClosingIn,
    Disposition,
    Stage,
    Value,
    proposed,
    sheets_refusal,
)
from schemas.clocks.calendar import add_months
from schemas.custody import HolderKind
from schemas.errors import Conflict, InvalidInput, NotFound
from service.archive import Archive, require
from service.operations.classification.holds import hold_documents
from service.operations.classification.scheme import Scheme
from service.operations.days import today
from service.operations.paging import next_after, page_length
from service.operations.registry.kinds import book_of
from service.operations.reservations.views import mark_of
from storage.records import Session, case_files, custody, events, holds, new_id, now, reservations
from storage.records.case_files import WantedFiles
from storage.records.showing import visible_among
from storage.records.tables import CaseFileDocumentRow, CaseFileRow, OriginalRow, RetentionRuleRow

MOST_DOCUMENTS = 1_000
RESTRICTED = "confidential"
"""Access of a file unless it is classified otherwise: nearly every page holds personal data (LGTAIP 115)."""

_VAGUE = frozenset(("varios", "generalidades", "diversos", "documentos varios"))
"""What is no title of an archival file."""

_MATTERS = ("debtor", "credit", "lawsuit", "lawyer")


def open_file(archive: Archive, actor: Actor, given: CaseFileIn) -> CaseFile:
    """Open an archival file; it gets the next number of its series and year, and keeps that code for ever.

    Raises:
        Forbidden: the actor may not write records management.
        InvalidInput: no title or a vague one, or a day to come.
        NotFound: the series or the matter does not exist.
    """
    require(actor, Action.WRITE_RECORDS)
    title = given.title.strip()
    if not title or title.casefold() in _VAGUE:
        raise InvalidInput("title: nombre el asunto; no se admite «varios» ni «generalidades».", code="bad_title")
    if given.opened_on > today():
        raise InvalidInput("opened_on: la fecha de apertura no puede ser futura.", code="bad_date")
    with archive.database.write() as session:
        scheme = Scheme(session)
        node = scheme.at(given.series, today())
        if node is None or node.level not in ("series", "subseries"):
            raise NotFound(f"No hay una serie vigente con el código «{given.series[:40]}».", code="unknown_series")
        year = given.opened_on.year
        number = case_files.next_number(session, scheme.same(node), year)
        matters = {f"{name}_id": _matter(session, actor, name, getattr(given, name)) for name in _MATTERS}
        row = CaseFileRow(
            id=new_id(), code=f"{scheme.path(node)}/{number}/{year}", node_id=node.id, number=number, year=year,
            title=title[:300], subject=given.subject.strip()[:1_000], unit=given.unit.strip()[:200],
            opened_on=given.opened_on, access=RESTRICTED, stage=Stage.ACTIVE.value, version=1, updated_at=now(), **matters,
        )  # fmt: skip
        session.add(row)
        session.flush()
        _note(session, actor, "open_case_file", row, title=row.title)
        return shown(session, [row])[0]


def file_documents(archive: Archive, actor: Actor, key: str, document_ids: Sequence[str]) -> CaseFile:
    """File documents in an open archival file; each belongs to one file only (LGA 12).

    Raises:
        Forbidden: the actor may not write records management.
        InvalidInput: none, too many, or one that does not exist.
        NotFound: there is no such file.
        Conflict: the file is closed, or a document belongs to another one (`filed_elsewhere`).
    """
    require(actor, Action.WRITE_RECORDS)
    wanted = list(dict.fromkeys(document_ids))
    if not 0 < len(wanted) <= MOST_DOCUMENTS:
        raise InvalidInput(f"Indique de 1 a {MOST_DOCUMENTS} documentos.", code="no_documents")
    with archive.database.write() as session:
        row = found(session, key)
        if row.closed_on is not None:
            raise Conflict("El expediente de archivo ya está cerrado.", code="already_closed")
        if len(visible_among(session, actor, wanted)) < len(wanted):
            raise InvalidInput("Uno de los documentos no existe.", code="unknown_document")
        filed = case_files.file_of_documents(session, wanted)
        if any(file_id != row.id for file_id in filed.values()):
            raise Conflict("Un documento ya pertenece a otro expediente de archivo.", code="filed_elsewhere")
        fresh = [one for one in wanted if one not in filed]
        session.add_all(CaseFileDocumentRow(document_id=one, case_file_id=row.id) for one in fresh)
        _touch(row)
        session.flush()
        if fresh:
            _note(session, actor, "file_documents", row, documents=fresh)
        one = shown(session, [row])[0]
    if one.held:
        hold_documents(archive, fresh)
    return one


def close_file(archive: Archive, actor: Actor, key: str, given: ClosingIn) -> CaseFile:
    """Close an archival file: its terms run from that day under the rule that stands then.

    Raises:
        Forbidden: the actor may not write records management.
        InvalidInput: a day before the opening or to come, impossible counts.
        NotFound: there is no such file.
        Conflict: it is closed already, or the sheets counted are not those scanned (`foja_mismatch`).
    """
    require(actor, Action.WRITE_RECORDS)
    if not 0 < given.fojas <= 100_000 or not 0 < given.volumes <= min(1_000, given.fojas):
        raise InvalidInput("fojas, volumes: el número de fojas o de legajos no es posible.", code="bad_fojas")
    with archive.database.write() as session:
        row = found(session, key)
        if row.closed_on is not None:
            raise Conflict("El expediente de archivo ya está cerrado.", code="already_closed")
        if not row.opened_on <= given.closed_on <= today():
            raise InvalidInput("closed_on: la fecha de cierre va de la apertura a hoy.", code="bad_date")
        refused = sheets_refusal(given.fojas, _scanned(session, row))
        if refused is not None:
            raise refused.error()
        rule = Scheme(session).rule(row.node_id, given.closed_on)
        row.closed_on, row.fojas, row.volumes = given.closed_on, given.fojas, given.volumes
        row.rule_id = rule.id if rule and rule.approval_act else None
        _touch(row)
        session.flush()
        _note(session, actor, "close_case_file", row, closed_on=given.closed_on.isoformat(), fojas=given.fojas)
        return shown(session, [row])[0]


def get_file(archive: Archive, actor: Actor, key: str) -> CaseFile:
    """The archival file of that code or id; the look is recorded.

    Raises:
        Forbidden: the actor may not read records management.
        NotFound: there is none.
    """
    require(actor, Action.READ_RECORDS)
    with archive.database.read() as session:
        one = shown(session, [found(session, key)])[0]
    archive.looks.viewed(actor, "case_file", one.id, code=one.code)
    return one


def list_files(
    archive: Archive, actor: Actor, wanted: WantedFiles, *, proposes: bool = False
) -> tuple[tuple[CaseFile, ...], str | None]:
    """A page of archival files in the order of their opening; with `proposes` only those of the page whose turn has come.

    Raises:
        Forbidden: the actor may not read records management.
    """
    require(actor, Action.READ_RECORDS)
    limit = page_length(wanted.limit)
    with archive.database.read() as session:
        rows = case_files.listed(session, msgspec.structs.replace(wanted, limit=limit + 1))
        page = shown(session, rows[:limit])
    told = tuple(one for one in page if one.proposes or not proposes)
    archive.looks.listed(actor, "case_file", "-", len(told), q=wanted.q, series=wanted.series, proposes=proposes)
    return told, next_after(rows, limit)


def found(session: Session, key: str) -> CaseFileRow:
    """The archival file.

    Raises:
        NotFound: there is none.
    """
    row = case_files.by_code(session, key)
    if row is None:
        raise NotFound("No se encontró el expediente de archivo.", code="not_found")
    return row


def shown(session: Session, rows: Sequence[CaseFileRow]) -> tuple[CaseFile, ...]:
    """Archival files as shown: a constant number of queries whatever their number."""
    scheme, ids, day = Scheme(session), [row.id for row in rows], today()
    held = holds.held_case_files(holds.reach(session), rows)
    documents, papers = case_files.document_counts(session, ids), case_files.boxes_of(session, ids)
    reserved = reservations.of_case_files(session, ids, day)
    made = []
    for row in rows:
        node, paper = scheme.nodes[row.node_id], papers.get(row.id, [])
        rule = scheme.rule_of(row, day)
        active, kept = terms(row.closed_on, rule)
        end = Disposition(rule.disposition) if rule else None
        boxes = dict.fromkeys(name for kind, name in paper if kind == HolderKind.VAULT.value and name)
        made.append(
            CaseFile(
                id=row.id,
                code=row.code,
                series=row.code.rsplit("/", 2)[0],
                series_name=node.name,
                number=row.number,
                year=row.year,
                title=row.title,
                subject=row.subject,
                unit=row.unit,
                opened_on=row.opened_on,
                closed_on=row.closed_on,
                volumes=row.volumes,
                fojas=row.fojas,
                access=row.access,
                stage=Stage(row.stage),
                values=tuple(map(Value, rule.values)) if rule else (),
                active_years=rule.active_years if rule else None,
                semi_active_years=rule.semi_active_years + rule.precaution_years if rule else None,
                disposition=end,
                active_until=active,
                kept_until=kept,
                proposes=proposed(Stage(row.stage), active, kept, end, day),
                held=row.id in held,
                documents=documents.get(row.id, 0),
                originals=len(paper),
                boxes=tuple(boxes),
                debtor_id=row.debtor_id,
                credit_id=row.credit_id,
                lawsuit_id=row.lawsuit_id,
                lawyer_id=row.lawyer_id,
                version=row.version,
                reservation=mark_of(reserved[row.id], day) if row.id in reserved else None,
            )  # fmt: skip
        )
    return tuple(made)


def terms(closed_on: date | None, rule: RetentionRuleRow | None) -> tuple[date | None, date | None]:
    """Until when a closed file is active, and until when it is kept."""
    if closed_on is None or rule is None:
        return None, None
    years = rule.active_years + rule.semi_active_years + rule.precaution_years
    return add_months(closed_on, 12 * rule.active_years), add_months(closed_on, 12 * years)


def _scanned(session: Session, row: CaseFileRow) -> tuple[tuple[str, int, int | None], ...]:
    """Of each document of the file its title, pages, and sheets by the foja range of its original; then paper without a scan."""
    papers = {one.document_id or one.id: one for one in reversed(custody.of_case_files(session, [row.id]))}
    told: list[tuple[str, int, int | None]] = []
    for document in case_files.documents(session, row.id):
        paper = papers.pop(document.id, None)
        told.append((document.title, document.page_count, _sheets(paper) if paper else None))
    unseen = [(paper.title, sheets) for paper in papers.values() if (sheets := _sheets(paper)) is not None]
    return (*told, *((title, sheets, sheets) for title, sheets in unseen))


def _sheets(paper: OriginalRow) -> int | None:
    """How many sheets the original says it has."""
    return None if paper.foja_first is None or paper.foja_last is None else paper.foja_last - paper.foja_first + 1


def _matter(session: Session, actor: Actor, name: str, key: str | None) -> str | None:
    if not key:
        return None
    rows = book_of(name).find(session, actor, key.strip())
    if len(rows) != 1:
        raise NotFound(f"{name}: «{key[:60]}» no existe o corresponde a varios.", code=f"unknown_{name}")
    return str(rows[0].id)


def _touch(row: CaseFileRow) -> None:
    row.version, row.updated_at = row.version + 1, now()


def _note(session: Session, actor: Actor, action: str, row: CaseFileRow, **detail: object) -> None:
    said = {"code": row.code, **detail}
    events.record(session, events.Act(actor.name, actor.origin, action, "case_file", row.id, said))
