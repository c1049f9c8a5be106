"""What must be sent to a public register by a day: a seizure not inscribed (CCom 1394), a mediated agreement (LGMASC 98, 105-106)."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from schemas.clocks.calendar import OFFICE, Calendar
from schemas.queues import Ref
from schemas.rules import RuleTable
from service.operations.clocks import calendars
from storage.records import Session, agenda
from storage.records.suits import Scope


class Registration(NamedTuple):
    """The last day, what is to be done, of which matter, and from what it is counted."""

    on: date
    what: str
    about: Ref
    detail: str


def registrations(
    session: Session, scope: Scope, rules: RuleTable, ref: Callable[[str], Ref | None], since: date
) -> Iterator[Registration]:
    """Those whose last day is not before `since`: two queries, and one for the courts' calendars."""
    calendar_of = calendars(session)
    for row in agenda.seizures_not_inscribed(session, scope):
        rule = rules.value("term.preventive_note", row.seized_on)
        on = calendar_of.get(row.court_id, Calendar()).add(row.seized_on, rule.days)
        about = ref(row.lawsuit_id) or Ref("lawsuit", row.lawsuit_id, row.lawsuit_id)
        if on >= since:
            said = f"Calculado: {rule.days} días hábiles desde el embargo del {row.seized_on:%d/%m/%Y} ({rule.source})."
            yield Registration(on, "Dar aviso preventivo del embargo al registro público", about, said)
    for row in agenda.mediated_not_registered(session, scope.actor):
        code, start, what = (
            ("mediation.send", row.signed_on, f"Enviar el convenio {row.number} al Sistema de Convenios")
            if row.sent_on is None
            else ("mediation.register", row.sent_on, f"Comprobar la inscripción del convenio {row.number}")
        )
        rule = rules.value(code, start)
        on = OFFICE.add(start, rule.days)
        if on >= since:
            said = f"Calculado: {rule.days} días hábiles desde el {start:%d/%m/%Y} ({rule.source})."
            yield Registration(on, what, Ref("credit", row.credit_id, row.credit), said)
