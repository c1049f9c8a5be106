"""Acts of custody on one original: move, file in court, collect, deliver to the debtor, report lost, find."""

from datetime import date

from schemas.access import Action, Actor
from schemas.custody import BACK_DAYS, CustodyAct, Holder, HolderKind, Wanted
from schemas.errors import Conflict, InvalidInput, NotFound
from schemas.originals import CustodyIn, HolderIn, Incident, IncidentIn, IncidentKind, Original
from service.archive import Archive, require
from service.operations.custody import holders, views
from service.operations.custody.desk import Desk, evidence_of, pick
from service.operations.days import due_after, today
from storage.records import Session, custody, events, loans, new_id, now
from storage.records.custody import HandOver
from storage.records.tables import IncidentRow, LoanRow, OriginalRow

_ELSEWHERE = {
    CustodyAct.REGISTER: "el alta del original",
    CustodyAct.LEND: "un vale",
    CustodyAct.RETURN: "una devolución",
    CustodyAct.TRANSFER: "un lote de transferencia",
    CustodyAct.DESTROY: "un lote de baja",
}
"""Acts that are made of something else, and of what."""


def act(archive: Archive, actor: Actor, key: str, given: CustodyIn) -> Original:
    """Do an act of custody on an original.

    An original on a slip stays on it: while it is in court its due date does not
    run; collected from there it is due again some working days later; a loss opens an incident.

    Raises:
        Forbidden: the actor may not write custody.
        InvalidInput: the act is done another way (`other_way`), or nobody is named to receive it.
        NotFound: there is no such original or holder.
        Conflict: the rules refuse it; code and sentence say why.
    """
    require(actor, Action.WRITE_CUSTODY)
    if given.act in _ELSEWHERE:
        raise InvalidInput(f"Ese acto se hace con {_ELSEWHERE[given.act]}.", code="other_way")
    with archive.database.write() as session:
        item = pick(session, [key])[0]
        desk = Desk(session, actor, [item])
        to = _receiver(session, actor, item, given)
        evidence = evidence_of(session, actor, given.evidence)
        wanted = Wanted(given.act, to, bool(evidence), bool(given.reason.strip()), given.ground)
        [(_, step)] = desk.steps(wanted)
        _check_slip(desk, item, given.act, to)
        holders.check_room(session, to, 1)
        reason = " ".join(filter(None, (given.ground.value if given.ground else "", given.reason.strip())))
        giver = given.given_by.strip() or (actor.name if item.holder_kind == HolderKind.VAULT else item.holder_name)
        receiver = given.received_by.strip() or (actor.name if to.kind is HolderKind.VAULT else to.name)
        desk.hand(item, step, HandOver(giver, receiver, reason[:2_000], evidence, actor.name))
        _aftermath(session, actor, desk, item, given)
        desk.finish()
        return views.originals(session, actor, [item], today())[0]


def report_incident(archive: Archive, actor: Actor, given: IncidentIn) -> Incident:
    """Note what went wrong with an original: damage, missing sheets, late return. A loss is an act of custody instead.

    Raises:
        Forbidden: the actor may not write custody.
        InvalidInput: nothing is described, or it is a loss.
        NotFound: there is no such original.
    """
    require(actor, Action.WRITE_CUSTODY)
    if not given.description.strip():
        raise InvalidInput("description: describa la incidencia.", code="no_description")
    if given.kind is IncidentKind.LOSS:
        raise InvalidInput("Un extravío se reporta como acto de custodia del original.", code="other_way")
    with archive.database.write() as session:
        item = pick(session, [given.item])[0]
        line = loans.open_lines(session, [item.id]).get(item.id)
        row = note_incident(session, actor, item, line[1] if line else None, given)
        return views.incidents(session, [row])[0]


def settle_incident(archive: Archive, actor: Actor, incident_id: str, settlement: str) -> Incident:
    """Close an incident, saying how it ended; a settled loss no longer bars the borrower.

    Raises:
        Forbidden: only who decides about records may.
        NotFound: there is no such incident.
        InvalidInput: it does not say how.
        Conflict: it is settled already.
    """
    require(actor, Action.DECIDE_RECORDS)
    if not settlement.strip():
        raise InvalidInput("Diga cómo se resolvió la incidencia.", code="no_description")
    with archive.database.write() as session:
        row = loans.incident(session, incident_id)
        if row is None:
            raise NotFound("No se encontró la incidencia.")
        if row.settled_at is not None:
            raise Conflict("La incidencia ya está resuelta.", code="already_settled")
        row.settled_at, row.settled_by, row.settlement = now(), actor.name, settlement.strip()[:2_000]
        detail = {"item": row.item_id, "settlement": row.settlement}
        events.record(session, events.Act(actor.name, actor.origin, "settle_incident", "incident", row.id, detail))
        return views.incidents(session, [row])[0]


def list_incidents(archive: Archive, actor: Actor, *, open_only: bool = True) -> tuple[Incident, ...]:
    """Incidents, the newest first.

    Raises:
        Forbidden: the actor may not look into the vault.
    """
    require(actor, Action.READ_RECORDS)
    with archive.database.read() as session:
        found = views.incidents(session, loans.incidents(session, open_only=open_only))
    archive.looks.listed(actor, "custody", "incidents", len(found), open_only=open_only)
    return found


def _receiver(session: Session, actor: Actor, item: OriginalRow, given: CustodyIn) -> Holder:
    """Who receives: who is named, or the only one the act allows."""
    if given.to is not None:
        return holders.holder(session, actor, given.to)
    if given.act is CustodyAct.REPORT_LOST:
        return Holder(HolderKind.LOST)
    if given.act in (CustodyAct.MOVE, CustodyAct.FIND):
        return holders.vault(session, "")
    if given.act is CustodyAct.COLLECT_FROM_COURT:
        line = loans.open_lines(session, [item.id]).get(item.id)
        if line is not None:
            return Holder(HolderKind(line[1].borrower_kind), line[1].borrower_id, line[1].borrower_name)
    if given.act is CustodyAct.DELIVER_TO_DEBTOR and item.credit_id:
        debtor = custody.debtor_of(session, item.credit_id)
        if debtor is not None:
            return Holder(HolderKind.DEBTOR, debtor.id, debtor.full_name)
    return holders.holder(session, actor, HolderIn(_KINDS.get(given.act, HolderKind.VAULT)))


_KINDS = {
    CustodyAct.FILE_IN_COURT: HolderKind.COURT,
    CustodyAct.COLLECT_FROM_COURT: HolderKind.LAWYER,
    CustodyAct.DELIVER_TO_DEBTOR: HolderKind.DEBTOR,
}


def _check_slip(desk: Desk, item: OriginalRow, wanted: CustodyAct, to: Holder) -> None:
    """What a court hands out goes to who filed it under a slip; to anybody else it goes through the vault and a slip of theirs."""
    if wanted is not CustodyAct.COLLECT_FROM_COURT:
        return
    line = desk.line(item)
    if line is None or (line[1].borrower_kind, line[1].borrower_id) != (to.kind.value, to.id):
        raise Conflict(
            "El original no salió con un vale de ese abogado; devuélvalo a la bóveda y haga un vale.", code="no_slip"
        )


def _aftermath(session: Session, actor: Actor, desk: Desk, item: OriginalRow, given: CustodyIn) -> None:
    line = desk.line(item)
    if given.act is CustodyAct.COLLECT_FROM_COURT and line is not None:
        slip = line[1]
        due = due_after(today(), BACK_DAYS)
        if slip.due_on is None or slip.due_on < due:
            desk.note("extend_loan", "loan", slip.id, before=_iso(slip.due_on), after=_iso(due), reason="collected")
            slip.due_on = due
    if given.act is CustodyAct.REPORT_LOST:
        loss = IncidentIn(item.id, IncidentKind.LOSS, given.reason)
        note_incident(session, actor, item, line[1] if line else None, loss)
    if given.act is CustodyAct.FIND:
        for row in loans.incidents(session, item_id=item.id, open_only=True, kind=IncidentKind.LOSS.value):
            row.settled_at, row.settled_by, row.settlement = now(), actor.name, given.reason.strip()[:2_000]
            desk.note("settle_incident", "incident", row.id, item=item.id, settlement=row.settlement)


def note_incident(
    session: Session, actor: Actor, item: OriginalRow, slip: LoanRow | None, given: IncidentIn
) -> IncidentRow:
    """Open an incident in the caller's transaction, on the slip the original is or was on."""
    row = IncidentRow(
        id=new_id(), item_id=item.id, loan_id=slip.id if slip else None, kind=given.kind.value, at=now(),
        reported_by=actor.name, description=given.description.strip()[:2_000],
    )  # fmt: skip
    session.add(row)
    session.flush()
    detail = {"item": item.id, "barcode": item.barcode, "kind": row.kind, "loan": row.loan_id or ""}
    events.record(session, events.Act(actor.name, actor.origin, "report_incident", "incident", row.id, detail))
    return row


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
