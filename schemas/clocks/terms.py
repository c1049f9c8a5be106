"""Shorter terms: contracts that end, originals lent, what a party or the court must do at each stage, requests about personal data."""

from datetime import date
from enum import StrEnum

import msgspec

from schemas.clocks.calendar import OFFICE, Calendar, days_for_distance
from schemas.errors import InvalidInput
from schemas.rules import RuleTable


class Nearness(StrEnum):
    """How near an end is: lejos, a 60 días, a 30, a 7, vencido, sin fecha."""

    FAR = "far"
    IN_60 = "in_60"
    IN_30 = "in_30"
    IN_7 = "in_7"
    PAST = "past"
    OPEN = "open"


class Ending(msgspec.Struct, frozen=True):
    """How near a contract, power or loan is to its end; natural days left, negative once past."""

    ends_on: date | None
    left: int | None
    nearness: Nearness


def ending(ends_on: date | None, today: date, alerts: tuple[int, ...] = (60, 30, 7)) -> Ending:
    """How near the end is; the last day itself is not past. `alerts` are of the rule `contract.expiry_alerts`."""
    if ends_on is None:
        return Ending(None, None, Nearness.OPEN)
    left = (ends_on - today).days
    if left < 0:
        return Ending(ends_on, left, Nearness.PAST)
    near = (Nearness.IN_60, Nearness.IN_30, Nearness.IN_7)
    reached = [level for days, level in zip(alerts, near, strict=False) if left <= days]
    return Ending(ends_on, left, reached[-1] if reached else Nearness.FAR)


def overdue_days(due_on: date | None, today: date, office: Calendar = OFFICE) -> int:
    """Working days since an original should have come back; 0 on the due day and where none is set."""
    return 0 if due_on is None else office.count(due_on, today)


class Whose(StrEnum):
    """Who must act: actor, demandado, juzgado, quien tenga el documento."""

    PLAINTIFF = "plaintiff"
    DEFENDANT = "defendant"
    COURT = "court"
    HOLDER = "holder"


class ProceduralTerm(msgspec.Struct, frozen=True):
    """A term of the procedure (término): the stage that opens it, what is to be done and by whom."""

    code: str
    stage: str
    what: str
    whose: Whose


TERMS = tuple(
    ProceduralTerm(code, stage, what, whose)
    for code, stage, what, whose in (
        ("term.prevention", "PREVENCION", "Desahogar la prevención", Whose.PLAINTIFF),
        ("term.court_order", "DEMANDA_PRESENTADA", "Proveer la demanda", Whose.COURT),
        ("term.answer_executive", "DILIGENCIA", "Contestar la demanda (ejecutivo)", Whose.DEFENDANT),
        ("term.answer_oral_executive", "DILIGENCIA", "Contestar la demanda (ejecutivo oral)", Whose.DEFENDANT),
        ("term.answer_oral", "DILIGENCIA", "Contestar la demanda (oral)", Whose.DEFENDANT),
        ("term.answer_ordinary", "DILIGENCIA", "Contestar la demanda (ordinario)", Whose.DEFENDANT),
        ("term.preventive_note", "DILIGENCIA", "Dar aviso preventivo al registro público", Whose.PLAINTIFF),
        ("term.rogatory_return", "EXHORTO", "Devolver el exhorto diligenciado", Whose.HOLDER),
        ("term.reply", "CONTESTACION", "Desahogar la vista con la contestación", Whose.PLAINTIFF),
        ("term.evidence", "PRUEBAS", "Desahogar las pruebas", Whose.COURT),
        ("term.judgment", "ALEGATOS_CITACION", "Dictar sentencia", Whose.COURT),
        ("term.appeal_judgment", "SENTENCIA", "Apelar la sentencia", Whose.PLAINTIFF),
        ("term.amparo", "SENTENCIA", "Promover amparo directo", Whose.PLAINTIFF),
        ("term.liquidation_view", "LIQUIDACION", "Desahogar la vista con la liquidación", Whose.DEFENDANT),
        ("term.appraisal", "AVALUO", "Exhibir los avalúos", Whose.PLAINTIFF),
        ("term.auction_balance", "ADJUDICACION_PAGO", "Entregar el remanente al deudor", Whose.COURT),
    )
)
"""The terms of DOMAIN 2.12 whose days the rule table holds, by code."""

ANSWERS = {
    "ejecutivo": "term.answer_executive",
    "ejecutivo_oral": "term.answer_oral_executive",
    "oral": "term.answer_oral",
    "ordinario": "term.answer_ordinary",
}
"""Which answer term goes with which route (vía)."""

APPEALABLE = frozenset(("ordinario",))
"""Routes whose judgment is appealed whatever the amount; below that of CCom 1339 an executive or oral one is not."""


CHALLENGES = frozenset(("term.appeal_judgment", "term.amparo"))
"""Terms to challenge a judgment (impugnar), which only who lost it needs."""

OF_SEIZURE = "term.preventive_note"
"""It runs from a seizure, not from the stage: a diligence may find nothing to seize (CCom 1394)."""


def terms_of(stage: str, route: str) -> tuple[ProceduralTerm, ...]:
    """The terms of the parties that a stage opens on a route; what the court must do by a day nobody can do for it."""
    opened = (one for one in TERMS if one.stage == stage and one.whose in (Whose.PLAINTIFF, Whose.DEFENDANT))
    opened = (one for one in opened if one.code != OF_SEIZURE)
    return tuple(
        one
        for one in opened
        if (one.code not in ANSWERS.values() or one.code == ANSWERS.get(route))
        and (one.code != "term.appeal_judgment" or route in APPEALABLE)
    )


TERM_STAGES = frozenset(one.stage for one in TERMS if one.whose in (Whose.PLAINTIFF, Whose.DEFENDANT))
"""Stages that open a term of a party."""


class Due(msgspec.Struct, frozen=True):
    """The last day of a term, which counts, with the number of working days and the article."""

    on: date
    days: int
    source: str


class Opened(msgspec.Struct, frozen=True):
    """What opens a term: the day its notice took effect, and how far from the court the first notice was given."""

    effective_on: date
    kilometres: int = 0


def due(code: str, opened: Opened, calendar: Calendar, rules: RuleTable) -> Due:
    """The last day of a term in working days of the court: it starts the day after the notice took effect (CCom 1075).

    Raises:
        RuleMissing: the table lacks the code.
    """
    rule = rules.value(code, opened.effective_on)
    days = rule.days + days_for_distance(opened.kilometres)
    return Due(calendar.add(opened.effective_on, days), days, rule.source)


class DataRequest(msgspec.Struct, frozen=True):
    """A request of a person about their data (derechos ARCO): received, extended once or not, answered in their favour."""

    received_on: date
    extended: bool = False
    granted_on: date | None = None


class DataRequestTerms(msgspec.Struct, frozen=True):
    """Until when to answer such a request and, once granted, to carry it out."""

    answer_by: Due
    carry_out_by: Due | None


def data_request_terms(request: DataRequest, rules: RuleTable, office: Calendar = OFFICE) -> DataRequestTerms:
    """The terms of a request in working days: 20 to answer, 10 more once, 15 to carry out (LGPDPPSO 3-XII, 43-49).

    Raises:
        InvalidInput: granted before it came in.
        RuleMissing: the table lacks a number.
    """
    if request.granted_on is not None and request.granted_on < request.received_on:
        raise InvalidInput("La respuesta no puede ser anterior a la solicitud.")
    answer = rules.value("arco.answer", request.received_on)
    more = rules.value("arco.extension", request.received_on)
    days = answer.days + (more.days if request.extended else 0)
    answer_by = Due(office.add(request.received_on, days), days, answer.source)
    if request.granted_on is None:
        return DataRequestTerms(answer_by, None)
    carry = rules.value("arco.execution", request.granted_on)
    return DataRequestTerms(answer_by, Due(office.add(request.granted_on, carry.days), carry.days, carry.source))
