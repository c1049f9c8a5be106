"""What a lawyer owes under the contract, scored from what happened (obligaciones incumplidas, DOMAIN 1.1, R4)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from schemas.access import Actor
from schemas.clocks.calendar import OFFICE, local_day
from schemas.custody import LineState
from schemas.duties import (
    Duties,
    Duty,
    DutyKind,
    DutyState,
    DutyTerms,
    days_late,
    in_force,
    next_month,
    report_window,
    state_of,
)
from schemas.printed import Fields, Part, Printed, Signatures, Table, Words, day
from service.archive import Archive
from service.operations import registry
from service.operations.days import today as this_day
from service.operations.printed_forms import HOUSE, UNIT, write_form
from service.operations.registry.lawsuits import file_number
from storage.records import Session, duties, events, loans, suits
from storage.records.suits import Scope
from storage.records.tables import LoanItemRow

MOST_MONTHS = 240
SHOWN = (DutyState.LATE, DutyState.BREACHED)
KINDS = {
    DutyKind.ACKNOWLEDGEMENT: "Entregar el acuse",
    DutyKind.RETURN: "Devolver originales",
    DutyKind.REPORT: "Informe mensual",
}
STATES = {
    DutyState.PENDING: "en plazo",
    DutyState.MET: "cumplida en plazo",
    DutyState.LATE: "cumplida fuera de plazo",
    DutyState.BREACHED: "incumplida",
}


def lawyer_duties(archive: Archive, actor: Actor, key: str, *, everything: bool = False) -> Duties:
    """The duties of the lawyer of that id or licence as of today: those breached or met late, or `everything`; the look is recorded.

    A duty is what a contract in force on the day it began sets a term for. The acknowledgement of a claim is done
    when it was received (with no document of it, on the day it was stamped); a slip when nothing of it is out any
    more, and an extension granted moves its day; a month's report when one dated for it was received.

    Raises:
        Forbidden: the actor may not read the registry.
        NotFound: there is no such lawyer, or the actor may not know of them.
        Conflict: the key fits several lawyers.
    """
    lawyer = registry.get(archive, actor, "lawyers", key)
    today = this_day()
    with archive.database.read() as session:
        terms = duties.contracts(session, lawyer.id)
        found = [
            *_acknowledgements(session, actor, lawyer.id, terms, today),
            *_returns(session, lawyer.id, terms, today),
            *_reports(session, lawyer.id, terms, today),
        ]
    found.sort(key=lambda one: (one.due, one.kind, one.about))
    counts = Counter(one.state for one in found)
    owed = len(found) - counts[DutyState.PENDING]
    return Duties(
        lawyer_id=lawyer.id, lawyer=lawyer.name, cedula=lawyer.cedula, on=today,
        counts={state: counts[state] for state in DutyState},
        met_percent=round(100 * counts[DutyState.MET] / owed, 1) if owed else None,
        items=tuple(one for one in found if everything or one.state in SHOWN),
    )  # fmt: skip


def print_duties(archive: Archive, actor: Actor, found: Duties, target: Path) -> None:
    """Write the list, found for the same actor, as a PDF to sign; the hand-over of the copy is recorded.

    Raises:
        InvalidInput: `target` cannot be written.
    """
    write_form(duties_form(found), target)
    with archive.database.write() as session:
        act = events.Act(actor.name, actor.origin, "print", "lawyer", found.lawyer_id, {"duties": len(found.items)})
        events.record(session, act)


def duties_form(found: Duties) -> Printed:
    """What the list says."""
    rows = tuple(
        (str(number), KINDS[one.kind], one.about, one.contract, day(one.since), day(one.due), day(one.done) or "—",
         str(one.late), STATES[one.state])
        for number, one in enumerate(found.items, 1)
    )  # fmt: skip
    met = "—" if found.met_percent is None else f"{found.met_percent:g} %"
    parts: list[Part] = [
        Fields(
            (
                ("Abogado", found.lawyer), ("Cédula profesional", found.cedula),
                ("Al día", day(found.on)), ("Cumplidas en plazo", f"{found.counts[DutyState.MET]} ({met})"),
                ("Cumplidas fuera de plazo", str(found.counts[DutyState.LATE])),
                ("Incumplidas", str(found.counts[DutyState.BREACHED])),
            )
        ),
        Words(f"Obligaciones: {len(rows)}" if rows else "Ninguna obligación incumplida.", heading=True),
    ]  # fmt: skip
    if rows:
        headings = ("Nº", "Obligación", "De", "Contrato", "Desde", "Vencía", "Cumplida", "Días hábiles", "Estado")
        parts.append(Table(headings, rows, (0.4, 1.5, 2.2, 1.1, 0.9, 0.9, 0.9, 0.8, 1.4)))
    parts.append(Signatures(("Titular de la Cartera Judicial", f"Recibe: {found.lawyer}")))
    return Printed(HOUSE, UNIT, "Obligaciones incumplidas del contrato", tuple(parts), landscape=True)


def _acknowledgements(
    session: Session, actor: Actor, lawyer_id: str, terms: Sequence[DutyTerms], today: date
) -> Iterator[Duty]:
    mine = tuple(duties.lawsuits(session, lawyer_id))
    scope = Scope(actor, mine)
    first, stamped = suits.first_filings(session, scope), suits.acknowledged(session, scope)
    received = duties.receipts(session, lawyer_id)
    for suit in suits.suits(session, actor, mine):
        filed = suit.filed_on or first.get(suit.id)
        contract = in_force(terms, filed) if filed else None
        if filed is None or contract is None or contract.acknowledgement is None:
            continue
        done = local_day(received[suit.id]) if suit.id in received else None
        if done is None and suit.id in stamped:
            done = stamped[suit.id].stamped_on
        about = (f"Juicio {suit.court_code} {file_number(suit)}", "lawsuit", suit.id)
        due = OFFICE.add(filed, contract.acknowledgement)
        yield _duty(DutyKind.ACKNOWLEDGEMENT, contract, about, (filed, due, done), today)


def _returns(session: Session, lawyer_id: str, terms: Sequence[DutyTerms], today: date) -> Iterator[Duty]:
    slips = duties.slips(session, lawyer_id)
    lines = loans.lines(session, [slip.id for slip in slips])
    for slip in slips:
        since = local_day(slip.issued_at)
        contract = in_force(terms, since)
        held = [line for line in lines.get(slip.id, []) if line.state != LineState.IN_COURT]
        if contract is None or contract.giving_back is None or not held:
            continue
        due = OFFICE.add(since, contract.giving_back)
        due = max(due, slip.due_on) if slip.due_on else due
        yield _duty(
            DutyKind.RETURN, contract, (f"Vale {slip.folio}", "loan", slip.folio), (since, due, _returned(held)), today
        )


def _returned(held: Sequence[LoanItemRow]) -> date | None:
    """The day the last of them came back; None while one is out or lost."""
    ended = [line.ended_at for line in held if line.state == LineState.RETURNED and line.ended_at]
    return local_day(max(ended)) if len(ended) == len(held) else None


def _reports(session: Session, lawyer_id: str, terms: Sequence[DutyTerms], today: date) -> Iterator[Duty]:
    if not terms:
        return
    known = duties.reports(session, lawyer_id)
    month = min(one.term.starts_on for one in terms).replace(day=1)
    month = max(month, date(today.year - MOST_MONTHS // 12, today.month, 1))
    while (end := next_month(month)) <= today:
        since = end - timedelta(days=1)
        contract = in_force(terms, since)
        if contract is not None and contract.report is not None:
            first, until = report_window(month)
            days = (local_day(one.at) for one in known if first <= (one.dated or local_day(one.at)) < until)
            about = (f"Informe de {month:%m/%Y}", "month", f"{month:%Y-%m}")
            due = OFFICE.add(since, contract.report)
            yield _duty(DutyKind.REPORT, contract, about, (since, due, min(days, default=None)), today)
        month = end


def _duty(
    kind: DutyKind, contract: DutyTerms, about: tuple[str, str, str], days: tuple[date, date, date | None], today: date
) -> Duty:
    since, due, done = days
    return Duty(
        kind=kind, contract=contract.number, about=about[0], about_kind=about[1], about_id=about[2], since=since, due=due,
        done=done, state=state_of(due, done, today), late=days_late(due, done, today),
    )  # fmt: skip
