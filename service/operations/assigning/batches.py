"""Batches of assignments: drafted with what stands against each credit, issued with assignments and loan slips."""

from collections.abc import Sequence

from schemas.access import Action, Actor
from schemas.assigning import MOST_CREDITS, AssignmentBatch, BatchIn, BatchLine
from schemas.contracts import refusal_of_contract
from schemas.custody import HolderKind
from schemas.errors import Conflict, InvalidInput, NotFound
from schemas.identifiers import credit_key
from schemas.originals import HolderIn, LoanIn
from schemas.readiness import Finding, refused
from schemas.registry import AssignmentIn
from service.archive import Archive, require
from service.operations.assigning.readiness import Ready, readiness
from service.operations.custody.lending import make_out
from service.operations.days import today
from service.operations.paging import next_after, page_length
from service.operations.registry.lawyers import AssignmentBook
from service.operations.registry.values import Problem, pesos
from service.operations.registry.writing import Writer
from storage.records import (
    Session,
    assigning,
    events,
    lawyers_work,
    new_id,
    now,
    numbering,
    queued_papers,
    registry,
    registry_rows,
)
from storage.records.tables import AssignmentBatchItemRow, AssignmentBatchRow, LawyerRow


def draft_batch(archive: Archive, actor: Actor, given: BatchIn) -> AssignmentBatch:
    """Keep a batch as a draft and tell what stands against each credit.

    Raises:
        Forbidden: the actor may not write the registry.
        InvalidInput: no credit, too many, one that is not there or comes twice, or an unknown lawyer.
        Conflict: the number is taken, or the lawyer's contract forbids it (`contract_ended`).
    """
    require(actor, Action.WRITE_REGISTRY)
    with archive.database.write() as session:
        day = given.assigned_on or today()
        lawyer = registry.lawyers_by_cedula(session, [given.lawyer_cedula.strip()]).get(given.lawyer_cedula.strip())
        if lawyer is None:
            raise InvalidInput(f"lawyer_cedula: no hay ningún abogado con la cédula {given.lawyer_cedula[:20]}.")
        _check_contract(session, lawyer)
        credits = _credits(session, given.credit_numbers)
        number = " ".join(given.number.upper().split())[:40]
        number = number or f"A{day.year}-{numbering.next_number(session, f'batch_{day.year}'):04d}"
        if assigning.batch(session, actor, number) is not None:
            raise Conflict(f"Ya hay una relación con el número {number}.", code="key_taken")
        row = AssignmentBatchRow(id=new_id(), number=number, lawyer_id=lawyer.id, assigned_on=day,
                                 note=given.note.strip()[:500] or None, updated_at=now())  # fmt: skip
        session.add(row)
        session.flush()
        session.add_all(
            AssignmentBatchItemRow(id=new_id(), batch_id=row.id, credit_id=one, updated_at=now()) for one in credits
        )
        detail = {"number": number, "lawyer": lawyer.cedula, "credits": len(credits)}
        events.record(session, events.Act(actor.name, actor.origin, "draft", "assignment_batch", row.id, detail))
        session.flush()
        return _shown(session, actor, row)


def issue_batch(archive: Archive, actor: Actor, key: str) -> AssignmentBatch:
    """Assign every credit that is ready, and lend its originals on a slip of its own; the others stay, with their reasons.

    Raises:
        Forbidden: the actor may not write the registry or custody.
        NotFound: there is no such batch.
        Conflict: it was issued (`batch_issued`), no credit is ready (`nothing_ready`), or the lawyer may not borrow.
    """
    require(actor, Action.WRITE_REGISTRY)
    require(actor, Action.WRITE_CUSTODY)
    with archive.database.write() as session:
        row = _batch(session, actor, key)
        if row.issued_on is not None:
            raise Conflict(f"La relación {row.number} ya se emitió.", code="batch_issued")
        lawyer = registry.lawyers_by_id(session, [row.lawyer_id])[row.lawyer_id]
        _check_contract(session, lawyer)
        items = _items(session, row)
        ready = readiness(session, [item.credit_id for item in items], row.lawyer_id, today())
        taken = [item for item in items if not refused(ready.findings[item.credit_id])]
        if not taken:
            raise Conflict("Ningún crédito de la relación está listo para asignarse.", code="nothing_ready")
        _assign(session, actor, row, lawyer, taken, ready)
        for item in items:
            item.findings = [f"{one.code}: {one.sentence}" for one in ready.findings[item.credit_id]]
            item.version, item.updated_at = item.version + 1, now()
        row.issued_on, row.version, row.updated_at = today(), row.version + 1, now()
        session.flush()
        for item in taken:
            barcodes = tuple(one.barcode for one in ready.known.originals[item.credit_id])
            loan = LoanIn(
                borrower=HolderIn(HolderKind.LAWYER, lawyer.cedula), items=barcodes, purpose=purpose_of(row.number)
            )
            make_out(session, actor, loan)
        detail = {"number": row.number, "assigned": len(taken), "refused": len(items) - len(taken)}
        events.record(session, events.Act(actor.name, actor.origin, "issue", "assignment_batch", row.id, detail))
        return _shown(session, actor, row)


def get_batch(archive: Archive, actor: Actor, key: str) -> AssignmentBatch:
    """The batch of that number or id.

    Raises:
        Forbidden: the actor may not read the registry.
        NotFound: there is none, or the actor may not know of it.
    """
    require(actor, Action.READ_REGISTRY)
    with archive.database.read() as session:
        found = _shown(session, actor, _batch(session, actor, key))
    archive.looks.viewed(actor, "assignment_batch", found.id)
    return found


def list_batches(
    archive: Archive, actor: Actor, *, after: str = "", limit: int = 50
) -> tuple[tuple[AssignmentBatch, ...], str | None]:
    """A page of batches, the newest first, and where the next begins.

    Raises:
        Forbidden: the actor may not read the registry.
    """
    require(actor, Action.READ_REGISTRY)
    limit = page_length(limit)
    with archive.database.read() as session:
        rows = assigning.batches(session, actor, after, limit + 1)
        shown = tuple(_shown(session, actor, row) for row in rows[:limit])
    archive.looks.listed(actor, "assignment_batch", "-", len(shown))
    return shown, next_after(rows, limit)


def purpose_of(number: str) -> str:
    """What the slips of a batch say they are for."""
    return f"Cobranza judicial, relación {number}"


def _assign(
    session: Session, actor: Actor, row: AssignmentBatchRow, lawyer: LawyerRow,
    taken: Sequence[AssignmentBatchItemRow], ready: Ready,
) -> None:  # fmt: skip
    numbers = {item.id: ready.known.credits[item.credit_id].number for item in taken}
    given = {item.id: AssignmentIn(credit_number=numbers[item.id], lawyer_cedula=lawyer.cedula, assigned_on=row.assigned_on)
             for item in taken}  # fmt: skip
    writer = Writer(session, actor, AssignmentBook, list(given.values()))
    try:
        written = {item.id: writer.write(given[item.id]).row.id for item in taken}
    except Problem as problem:
        raise InvalidInput(str(problem)) from problem
    writer.finish()
    for item in taken:
        item.assignment_id = written[item.id]


def _check_contract(session: Session, lawyer: LawyerRow) -> None:
    said = refusal_of_contract(lawyers_work.contract_terms(session, [lawyer.id]).get(lawyer.id, ()), today())
    if said is not None:
        raise Conflict(f"{lawyer.name} no puede recibir créditos. {said}", code="contract_ended")


def _credits(session: Session, numbers: Sequence[str]) -> list[str]:
    if not 0 < len(numbers) <= MOST_CREDITS:
        raise InvalidInput(f"credit_numbers: indique de 1 a {MOST_CREDITS} créditos.", code="no_credits")
    keys = [credit_key(one) for one in numbers]
    if len(set(keys)) < len(keys):
        raise InvalidInput("credit_numbers: un crédito viene dos veces.", code="repeated_credit")
    found = registry.credits_by_key(session, keys)
    missing = [one[:40] for one, key in zip(numbers, keys, strict=True) if key not in found]
    if missing:
        raise InvalidInput(f"credit_numbers: no hay créditos con el número {', '.join(missing[:10])}.")
    return [found[key].id for key in keys]


def _batch(session: Session, actor: Actor, key: str) -> AssignmentBatchRow:
    row = assigning.batch(session, actor, key.strip()) if 0 < len(key.strip()) <= 60 else None
    if row is None:
        raise NotFound("No se encontró la relación de asignación.")
    return row


def _items(session: Session, row: AssignmentBatchRow) -> list[AssignmentBatchItemRow]:
    return registry_rows.children(session, AssignmentBatchItemRow, "batch_id", [row.id]).get(row.id, [])


def _shown(session: Session, actor: Actor, row: AssignmentBatchRow) -> AssignmentBatch:
    """The batch; to the lawyer only of the credits that are theirs now, not of what was but thought of or is another's since."""
    lawyer = registry.lawyers_by_id(session, [row.lawyer_id])[row.lawyer_id]
    items = _items(session, row)
    if actor.sees_only is not None:
        known = set(queued_papers.credit_ids(session, actor))
        items = [item for item in items if item.credit_id in known]
    ready = readiness(session, [item.credit_id for item in items], row.lawyer_id, today())
    slips = assigning.slips(session, lawyer.id, purpose_of(row.number))
    terms = lawyers_work.contract_terms(session, [lawyer.id])
    notices = () if terms else (f"No hay un contrato registrado de {lawyer.name}.",)
    items.sort(key=lambda item: ready.known.credits[item.credit_id].number)
    lines = tuple(_line(ready, item, slips, issued=row.issued_on is not None) for item in items)
    return AssignmentBatch(row.id, row.number, lawyer.id, lawyer.name, lawyer.cedula, row.assigned_on, row.issued_on,
                           row.note, notices, lines, row.version)  # fmt: skip


def _line(ready: Ready, item: AssignmentBatchItemRow, slips: dict[str, str], *, issued: bool) -> BatchLine:
    known, credit = ready.known, ready.known.credits[item.credit_id]
    assigned = item.assignment_id is not None
    found = ready.findings[credit.id]
    if issued:
        kept = [one.partition(": ") for one in item.findings]
        found = tuple(Finding(code, sentence, not assigned) for code, _, sentence in kept)
    notes = known.notes.get(credit.id, [])
    cents = [note.amount_effective_cents for note in notes]
    amount = pesos(sum(one for one in cents if one is not None)) if cents and None not in cents else None
    return BatchLine(
        credit.id, credit.number, known.names.get(credit.debtor_id, ""), tuple(note.number for note in notes), amount,
        ready.limits[credit.id], tuple(one.barcode for one in known.originals.get(credit.id, ())), found,
        refused(found) if not issued else not assigned, assigned, slips.get(credit.id) if assigned else None,
    )  # fmt: skip
