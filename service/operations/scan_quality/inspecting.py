"""Draw pages of a batch, judge each, and accept the batch or put it back."""

import secrets
from decimal import Decimal

from schemas.access import Action, Actor
from schemas.errors import Conflict, Forbidden, NotFound
from schemas.scan_quality import (
    ALWAYS,
    Candidate,
    InspectedPage,
    Judgement,
    ScanInspection,
    Settled,
    State,
    digest_of,
    drawn,
    is_rejected,
    kept_note,
    seed_digest,
)
from service.archive import Archive, require
from service.operations.days import today
from service.operations.scan_quality.views import found_inspection, is_own, shown_with_pages
from storage.records import Session, events, legal_rules, new_id, now, numbering, scan_quality
from storage.records.scan_quality import ScannedPage
from storage.records.tables import BatchRow, InspectedPageRow, ScanInspectionRow

SAMPLE, LIMIT = "office.scan_sample", "office.scan_defects"
_DONE = (Settled.RESCANNED.value, Settled.AS_ON_PAPER.value)
"""How a page was attended to that need not be seen again: another stands in for it, or no scan can be better."""
_OWN = (
    "La inspección la hace quien no digitalizó el lote: otro usuario de Archivo, Titular de cartera o Administración que no "
    "haya entregado nada de él. Si no lo hay, el administrador lo da de alta."
)


def draw_inspection(archive: Archive, actor: Actor, batch: str) -> ScanInspection:
    """Draw the pages of a batch to inspect, by a seed that nobody chooses.

    The log keeps the digest of the seed now, and the seed itself once the batch is judged: who reads the log may have
    scanned the batch, and by the seed they would know which pages will be seen.

    Every page of a pagaré or an acuse is inspected, and every page of what stands in for a page rejected before;
    of the others so many per cent as the rule `office.scan_sample` says. A page that was scanned again, or is as its
    paper is, is not drawn any more.

    Raises:
        Forbidden: the actor may not review documents, or handed in something of the batch (`own_scans`).
        NotFound: there is no such batch.
        Conflict: it is still being read (`still_processing`), has no pages (`no_pages`), is being inspected
            (`already_open`), has pages with a defect that nobody attended to (`unsettled`), or was accepted with
            just these pages (`nothing_new`).
    """
    require(actor, Action.REVIEW_DOCUMENTS)
    with archive.database.write() as session:
        named = scan_quality.batch_named(session, batch)
        if named is None:
            raise NotFound("El lote no existe.")
        pages, again = _population(session, named)
        _refuse_own(session, actor, named.id, ())
        rules, day = legal_rules.rule_table(session), today()
        percent, limit = rules.value(SAMPLE, day), rules.value(LIMIT, day)
        seed, moment = secrets.token_hex(16), now()
        candidates = [Candidate(page.id, page.type in ALWAYS or page.document_id in again) for page in pages]
        chosen, always = drawn(candidates, seed, percent.amount), {one.id for one in candidates if one.always}
        row = ScanInspectionRow(
            id=new_id(), folio=f"MC{day.year}-{numbering.next_number(session, f'scan_inspection_{day.year}'):04d}",
            batch_id=named.id, state=State.OPEN.value, seed=seed, percent=percent.value, reject_over=limit.value,
            population=len(pages), population_digest=digest_of([page.id for page in pages]), drawn_at=moment,
            drawn_by=actor.name,
        )  # fmt: skip
        session.add(row)
        session.flush()
        shown = [page for page in pages if page.id in chosen]
        for position, page in enumerate(shown, 1):
            session.add(
                InspectedPageRow(
                    inspection_id=row.id, position=position, page_id=page.id, always=page.id in always,
                    operator=page.operator, scanner=page.scanner, defects=[],
                )
            )  # fmt: skip
        session.flush()
        told = {"seed_sha256": seed_digest(seed), "population": row.population, "population_digest": row.population_digest,
                "percent": row.percent, "drawn": len(shown)}  # fmt: skip
        _record(session, actor, "draw_scan_inspection", row, told)
        return shown_with_pages(session, actor, row)[0]


def judge_page(archive: Archive, actor: Actor, page: tuple[str, int], given: Judgement) -> InspectedPage:
    """Keep what the inspector saw on the page `(folio or id, position)`; until the batch is judged it may be said anew.

    Raises:
        Forbidden: the actor may not review documents, or handed in something of what is inspected (`own_scans`).
        NotFound: there is no such inspection or page.
        InvalidInput: the note is too long.
        Conflict: the batch is judged already (`closed`).
    """
    require(actor, Action.REVIEW_DOCUMENTS)
    note = kept_note(given.note)
    with archive.database.write() as session:
        row = _open(session, page[0])
        pages = scan_quality.pages_of(session, [row.id])[row.id]
        _refuse_own(session, actor, row.batch_id, pages)
        kept = page_at(pages, page[1])
        kept.defects = [one.value for one in dict.fromkeys(given.defects)]
        kept.note, kept.seen_at, kept.seen_by = note, now(), actor.name
        row.version += 1
        session.flush()
        _record(session, actor, "judge_scanned_page", row, {"page": kept.page_id, "defects": kept.defects})
        return shown_with_pages(session, actor, row)[1][page[1] - 1]


def close_inspection(archive: Archive, actor: Actor, key: str) -> ScanInspection:
    """Judge the batch by what was seen: rejected when more pages have a defect than the rule `office.scan_defects` allows.

    Nothing of what was filed changes: a rejected batch stands in the queue of scans to be made again until every
    page with a defect is attended to.

    Raises:
        Forbidden, NotFound: as for `judge_page`.
        Conflict: pages are left to be seen (`unseen_pages`), or it is judged already (`closed`).
    """
    require(actor, Action.REVIEW_DOCUMENTS)
    with archive.database.write() as session:
        row = _open(session, key)
        pages = scan_quality.pages_of(session, [row.id])[row.id]
        _refuse_own(session, actor, row.batch_id, pages)
        unseen = [page.position for page in pages if page.seen_at is None]
        if unseen:
            raise Conflict(f"Falta ver {len(unseen)} de {len(pages)} páginas.", code="unseen_pages")
        row.closed_at, row.closed_by = now(), actor.name
        row.version += 1
        defective = sum(bool(page.defects) for page in pages)
        rejected = is_rejected(defective, len(pages), Decimal(row.reject_over))
        row.state = (State.REJECTED if rejected else State.ACCEPTED).value
        session.flush()
        told = {"inspected": len(pages), "defective": defective, "batch": row.batch_id, "seed": row.seed}
        _record(session, actor, "reject_scanned_batch" if rejected else "accept_scanned_batch", row, told)
        return shown_with_pages(session, actor, row)[0]


def page_at(pages: list[InspectedPageRow], position: int) -> InspectedPageRow:
    """The page of that place in the inspection, from 1.

    Raises:
        NotFound: there is none.
    """
    if not 1 <= position <= len(pages):
        raise NotFound("La inspección no tiene esa página.")
    return pages[position - 1]


def _population(session: Session, batch: BatchRow) -> tuple[list[ScannedPage], set[str]]:
    """The pages to draw from, and the documents of which every page is inspected because of what was found before."""
    if scan_quality.is_being_read(session, batch.id):
        raise Conflict("El lote todavía se está leyendo.", code="still_processing")
    before = scan_quality.all_of(session, batch.id)
    judged = scan_quality.pages_of(session, [row.id for row in before])
    last = before[-1] if before else None
    _refuse_too_early(last, judged[last.id] if last else [])
    attended = [page for pages in judged.values() for page in pages if page.settled is not None]
    done = {page.page_id for page in attended if page.settled in _DONE}
    again = {page.replaced_by for page in attended if page.replaced_by}
    pages = [page for page in scan_quality.scanned(session, batch.id, again) if page.id not in done]
    if not pages:
        raise Conflict("El lote no tiene páginas por inspeccionar.", code="no_pages")
    accepted = last is not None and last.state == State.ACCEPTED.value
    if accepted and last is not None and last.population_digest == digest_of([page.id for page in pages]):
        raise Conflict("El lote ya se aceptó y no tiene páginas nuevas.", code="nothing_new")
    corrected = [page.page_id for page in attended if page.settled == Settled.CORRECTED.value]
    lying = scan_quality.where_they_lie(session, corrected)
    return pages, again | {document.id for _, document in lying.values()}


def _refuse_too_early(last: ScanInspectionRow | None, pages: list[InspectedPageRow]) -> None:
    if last is not None and last.state == State.OPEN.value:
        raise Conflict(f"El lote ya está en inspección: {last.folio}.", code="already_open")
    left = any(page.defects and page.settled is None for page in pages)
    if last is not None and last.state == State.REJECTED.value and left:
        raise Conflict(f"Quedan páginas con defecto sin atender en {last.folio}.", code="unsettled")


def _refuse_own(session: Session, actor: Actor, batch_id: str, pages: list[InspectedPageRow] | tuple[()]) -> None:
    if is_own(actor, scan_quality.senders(session, [batch_id])[batch_id], pages):
        raise Forbidden(_OWN, code="own_scans")


def _open(session: Session, key: str) -> ScanInspectionRow:
    row = found_inspection(session, key)
    if row.state != State.OPEN.value:
        raise Conflict("La inspección ya terminó.", code="closed")
    return row


def _record(session: Session, actor: Actor, action: str, row: ScanInspectionRow, told: dict[str, object]) -> None:
    events.record(session, events.Act(actor.name, actor.origin, action, "scan_inspection", row.id, told))
