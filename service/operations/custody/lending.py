"""Loan slips: make one out, give more time, take the originals back."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from schemas.access import Action, Actor
from schemas.custody import (
    EXTENSION_DAYS,
    MOST_LOAN_DAYS,
    CustodyAct,
    Holder,
    HolderKind,
    LineState,
    Wanted,
    extension_refusal,
)
from schemas.errors import Conflict, InvalidInput, NotFound
from schemas.originals import ExtensionIn, Loan, LoanIn, Original, ReturnIn
from service.archive import Archive, require
from service.operations.custody import holders, printing, views
from service.operations.custody.desk import Desk, evidence_of, pick
from service.operations.custody.endorsements import follow_return
from service.operations.days import due_after, today
from service.operations.paging import next_after, page_length
from storage.records import Session, custody, events, loans, new_id, now, numbering, resolve
from storage.records.custody import HandOver
from storage.records.legal_rules import rule_table
from storage.records.tables import LoanExtensionRow, LoanItemRow, LoanRow, OriginalRow

LOAN = "office.loan"
"""The rule that says for how many working days an original is lent when nobody says otherwise (DOMAIN 6.3)."""


def lend(archive: Archive, actor: Actor, given: LoanIn, paper: Path | None = None) -> Loan:
    """Make out a loan slip: all its originals go to the borrower, or none does.

    What goes to a court has no due date: it stays with the file (CCom 1055-VI).
    The slip to sign is written to `paper`, where that is given, before anything is lent.

    Raises:
        Forbidden: the actor may not write custody.
        InvalidInput: no purpose, impossible days, no originals, or `paper` cannot be written.
        NotFound: an original or the borrower does not exist.
        Conflict: the borrower owes originals (`borrower_overdue`, `borrower_lost`), their contract ended
            (`contract_ended`), a credit is not assigned to them (`not_assigned`), or an original is not in the vault.
    """
    require(actor, Action.WRITE_CUSTODY)
    with archive.database.write() as session:
        made = views.slips(session, [make_out(session, actor, given)], today())[0]
        if paper is not None:
            printing.write_slip(session, actor, made, paper)
        return made


def make_out(session: Session, actor: Actor, given: LoanIn) -> LoanRow:
    """Make out a loan slip in the caller's transaction.

    Raises:
        InvalidInput, NotFound, Conflict: as `lend`.
    """
    purpose, day = given.purpose.strip(), today()
    days = _days(given.days, rule_table(session).value(LOAN, day).days)
    if not purpose:
        raise InvalidInput("purpose: diga para qué se prestan los originales.", code="no_purpose")
    to = holders.holder(session, actor, given.borrower)
    items = pick(session, given.items)
    desk = Desk(session, actor, items)
    evidence = evidence_of(session, actor, given.evidence)
    steps = desk.steps(Wanted(CustodyAct.LEND, to, bool(evidence), reason=True), holders.borrower(session, to, day))
    _check_assigned(session, to, items)
    receiver = given.received_by.strip() or to.name
    forever = to.kind is HolderKind.COURT
    slip = LoanRow(
        id=new_id(), folio=f"V{day.year}-{numbering.next_number(session, f'loan_{day.year}'):05d}",
        borrower_kind=to.kind.value, borrower_id=to.id, borrower_name=to.name, received_by=receiver,
        purpose=purpose[:500], lawsuit_id=_lawsuit(session, given.lawsuit), issued_at=now(), issued_by=actor.name,
        authorised_by=given.authorised_by.strip() or actor.name, days=None if forever else days,
        due_on=None if forever else due_after(day, days), extensions=0,
    )  # fmt: skip
    session.add(slip)
    session.flush()
    state = LineState.IN_COURT if forever else LineState.OUT
    session.add_all(LoanItemRow(loan_id=slip.id, item_id=item.id, state=state.value) for item in items)
    how = HandOver(actor.name, receiver, purpose[:500], evidence, actor.name, slip.id)
    for item, step in steps:
        desk.hand(item, step, how)
    desk.note("lend", "loan", slip.id, folio=slip.folio, to=f"{to.kind.value}:{to.id or to.name}",
              items=[item.barcode for item in items], due_on=slip.due_on.isoformat() if slip.due_on else "")  # fmt: skip
    desk.finish()
    return slip


def extend(archive: Archive, actor: Actor, key: str, given: ExtensionIn) -> Loan:
    """Give a slip more working days, counted from its due date.

    Raises:
        Forbidden: the actor may not write custody.
        NotFound: there is no such slip.
        InvalidInput: no reason, or impossible days.
        Conflict: it is overdue, closed, without a due date, or was extended as often as the rule allows.
    """
    require(actor, Action.WRITE_CUSTODY)
    days = _days(given.days, EXTENSION_DAYS)
    if not given.reason.strip():
        raise InvalidInput("reason: diga por qué se prorroga.", code="no_reason")
    with archive.database.write() as session:
        slip = _slip(session, actor, key)
        out = [line for line in loans.lines(session, [slip.id])[slip.id] if line.state != LineState.RETURNED.value]
        refused = extension_refusal(open_lines=len(out), extensions=slip.extensions, due_on=slip.due_on, today=today())
        if refused is not None or slip.due_on is None:
            raise refused.error() if refused else Conflict("El vale no tiene fecha de devolución.")
        after = due_after(slip.due_on, days)
        session.add(
            LoanExtensionRow(id=new_id(), loan_id=slip.id, at=now(), granted_by=actor.name, before=slip.due_on,
                             after=after, reason=given.reason.strip()[:500])
        )  # fmt: skip
        detail = {"folio": slip.folio, "before": slip.due_on.isoformat(), "after": after.isoformat()}
        slip.due_on, slip.extensions = after, slip.extensions + 1
        events.record(session, events.Act(actor.name, actor.origin, "extend_loan", "loan", slip.id, detail))
        session.flush()
        return views.slips(session, [slip], today())[0]


def take_back(archive: Archive, actor: Actor, given: ReturnIn) -> tuple[Original, ...]:
    """Take originals back into a box, each inspected; a slip closes with its last original.

    An endorsement to the lawyer who gives one back is cancelled with it, or an incident says that it was not.

    Raises:
        Forbidden: the actor may not write custody.
        NotFound: an original or the box does not exist.
        Conflict: an original is not out, or the box is full.
    """
    require(actor, Action.WRITE_CUSTODY)
    with archive.database.write() as session:
        items = pick(session, given.items)
        to = holders.vault(session, given.box or "")
        holders.check_room(session, to, len(items))
        desk = Desk(session, actor, items)
        evidence = evidence_of(session, actor, given.evidence)
        seen = {name: value for name, value in msgspec.to_builtins(given.inspection).items() if value not in (None, "")}
        returned: list[tuple[OriginalRow, LoanRow]] = []
        for item, step in desk.steps(Wanted(CustodyAct.RETURN, to, bool(evidence), reason=True)):
            giver = given.given_by.strip() or item.holder_name
            note = given.inspection.note.strip()[:500]
            line = desk.line(item)
            if line is not None:
                returned.append((item, line[1]))
            desk.hand(item, step, HandOver(giver, given.received_by.strip() or actor.name, note, evidence, actor.name))
            item.condition = given.inspection.condition.value
            if line is not None:
                line[0].inspection = seen
        _tell_short(desk, items, given)
        follow_return(session, actor, returned, given.inspection)
        desk.finish()
        return views.originals(session, actor, items, today())


def get_loan(archive: Archive, actor: Actor, key: str) -> Loan:
    """The slip of that folio or id; the look is recorded.

    Raises:
        Forbidden: the actor may not read custody.
        NotFound: there is none, or the actor may not know of it.
    """
    require(actor, Action.READ_CUSTODY)
    with archive.database.read() as session:
        found = views.slips(session, [_slip(session, actor, key)], today())[0]
    archive.looks.viewed(actor, "loan", found.id, folio=found.folio)
    return found


def list_loans(
    archive: Archive, actor: Actor, *, state: str = "open", borrower: str = "", after: str = "", limit: int = 50
) -> tuple[tuple[Loan, ...], str | None]:
    """A page of slips, the newest first, and where the next begins; `state` is open, overdue, closed or empty for all.

    Raises:
        Forbidden: the actor may not read custody.
        InvalidInput: an unknown state.
    """
    require(actor, Action.READ_CUSTODY)
    if state not in ("", "open", "overdue", "closed"):
        raise InvalidInput("state: se espera open, overdue o closed.", code="bad_state")
    limit = page_length(limit)
    with archive.database.read() as session:
        rows = loans.loans(session, actor, state=state, borrower=borrower, today=today(), after=after, limit=limit + 1)
        slips = views.slips(session, rows[:limit], today())
    archive.looks.listed(actor, "custody", "loans", len(slips), state=state, borrower=borrower)
    return slips, next_after(rows, limit)


def _slip(session: Session, actor: Actor, key: str) -> LoanRow:
    row = loans.loan(session, actor, key.strip())
    if row is None:
        raise NotFound("No se encontró el vale.")
    return row


def _days(given: int | None, usual: int) -> int:
    days = usual if given is None else given
    if not 1 <= days <= MOST_LOAN_DAYS:
        raise InvalidInput(f"days: se espera de 1 a {MOST_LOAN_DAYS} días hábiles.", code="bad_days")
    return days


def _lawsuit(session: Session, key: str | None) -> str | None:
    if not key:
        return None
    found = resolve.FINDERS["lawsuit"](session, key)
    if len(found) != 1:
        raise InvalidInput(f"lawsuit: «{key[:60]}» no es de un solo juicio.", code="unknown_lawsuit")
    return found[0]


def _check_assigned(session: Session, to: Holder, items: Sequence[OriginalRow]) -> None:
    """A lawyer receives originals of their own matters only."""
    if to.kind is not HolderKind.LAWYER:
        return
    strange = custody.not_of_lawyer(session, to.id, items)
    if strange:
        said = ", ".join(item.barcode for item in strange[:10])
        raise Conflict(f"{to.name} no tiene asignado el crédito de: {said}.", code="not_assigned")


def _tell_short(desk: Desk, items: Sequence[OriginalRow], given: ReturnIn) -> None:
    """Sheets that went out and did not come back are noted in the log, beside the inspection."""
    if given.inspection.fojas is None:
        return
    for item in items:
        sheets = item.foja_last - item.foja_first + 1 if item.foja_first and item.foja_last else None
        if sheets is not None and given.inspection.fojas < sheets:
            desk.note("missing_sheets", "original", item.id, registered=sheets, returned=given.inspection.fojas)
