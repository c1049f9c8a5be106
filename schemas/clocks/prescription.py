"""Until when each obligor of a promissory note can be sued (prescripción): one clock per note and obligor.

Two readings of the same facts are kept apart:

    ordinary     what interrupts by law counts: a claim, the obligor's own written acknowledgement,
                 that of a signer of the same act (LGTOC 166; CCom 1041, 1042)
    pessimistic  only what nothing can undo: the obligor's own acknowledgement, from the day it was signed. A claim may still lapse,
                 be withdrawn or dismissed, and then counts for nothing (CCom 1041, 1076-I; 1a. XI/2017);
                 whether two signed the same act can be disputed (1a./J. 9/2018)

What must hold, whatever the facts: the pessimistic limit is never later than the ordinary; an act
for one obligor moves no other's pessimistic limit, nor the ordinary one of whoever did not sign the same act;
an act after the limit has passed revives nothing; file-by is never after the pessimistic limit.
"""

from datetime import date
from enum import StrEnum

import msgspec

from schemas.clocks.calendar import OFFICE, Calendar, add_months, add_years, in_figures
from schemas.rules import RuleTable


class DueKind(StrEnum):
    """How a note falls due (vencimiento): día fijo, cierto plazo fecha, a la vista, cierto plazo vista, sucesivos (LGTOC 79)."""

    FIXED_DAY = "dia_fijo"
    AFTER_DATE = "cierto_plazo_fecha"
    SIGHT = "vista"
    AFTER_SIGHT = "cierto_plazo_vista"
    INSTALMENTS = "vencimientos_sucesivos"


class Outcome(StrEnum):
    """What became of a claim: en curso, desistimiento, desechada o desestimada, caducidad, sentencia firme, convenio judicial."""

    PENDING = "pending"
    WITHDRAWN = "withdrawn"
    DISMISSED = "dismissed"
    LAPSED = "lapsed"
    DECIDED = "decided"
    AGREED = "agreed"


class Obligor(msgspec.Struct, frozen=True):
    """Who answers for the note. Obligors of one `act` signed it together (LGTOC 166); an aval is an act of its own."""

    id: str
    act: str


class Claim(msgspec.Struct, frozen=True):
    """A claim filed (demanda), by the date of its acknowledgement, against the obligors named; `ended_on` of its outcome.

    `ordinary` tells an ordinary trial from an executive or oral one, for the term of execution.
    """

    filed_on: date
    against: frozenset[str]
    outcome: Outcome = Outcome.PENDING
    ended_on: date | None = None
    ordinary: bool = False


class Acknowledgement(msgspec.Struct, frozen=True):
    """A written acknowledgement of the debt (reconocimiento) with its signers; `due_on` when it grants a new due date."""

    signed_on: date
    signers: frozenset[str]
    due_on: date | None = None


class Renewal(msgspec.Struct, frozen=True):
    """A new note in place of this one (renovación), signed by some of its obligors: their clock runs there (CCom 1042)."""

    signed_on: date
    signers: frozenset[str]


class Suspension(msgspec.Struct, frozen=True):
    """Days on which the term does not run: the judicial cancellation of a lost note is under way (LGTOC 67)."""

    first: date
    last: date


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A promissory note with what happened to it. `presented_on` is when a sight note was shown to be paid."""

    id: str
    due_kind: DueKind
    signed_on: date | None = None
    due_on: date | None = None
    presented_on: date | None = None
    days_after_sight: int = 0
    closed_on: date | None = None
    obligors: tuple[Obligor, ...] = ()
    claims: tuple[Claim, ...] = ()
    acknowledgements: tuple[Acknowledgement, ...] = ()
    renewals: tuple[Renewal, ...] = ()
    suspensions: tuple[Suspension, ...] = ()


class Standing(StrEnum):
    """How a clock stands: corre, demandado, ejecución, renovado, cerrado, sin fechas."""

    RUNNING = "running"
    SUED = "sued"
    EXECUTION = "execution"
    RENEWED = "renewed"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Band(StrEnum):
    """Colour of a clock: more than 12 months, 12 to 6, 6 to 3, less, past (gris, azul, ámbar, rojo, prescrita)."""

    GREY = "grey"
    BLUE = "blue"
    AMBER = "amber"
    RED = "red"
    PAST = "past"


class Limit(msgspec.Struct, frozen=True):
    """The last day, which still counts, or None when no day limits; why, in Spanish, and the articles."""

    on: date | None
    reason: str
    source: str


class NoteClock(msgspec.Struct, frozen=True):
    """The clock of one note against one obligor. `days_left` are natural days to the governing limit, negative when past."""

    note_id: str
    obligor_id: str
    standing: Standing
    ordinary: Limit
    pessimistic: Limit
    file_by: Limit
    contract: Limit
    band: Band
    days_left: int | None


class Asked(msgspec.Struct, frozen=True):
    """On which day a clock is asked, the rules of the law, and the office's own working days (for file-by)."""

    today: date
    rules: RuleTable
    office: Calendar = OFFICE


def note_clocks(note: Note, asked: Asked) -> tuple[NoteClock, ...]:
    """A clock for each obligor of the note, in their order.

    Source: LGTOC 79, 81, 128, 165, 166, 174; CCom 1041, 1042, 1047, 1079.

    Raises:
        RuleMissing: the table lacks a rule.
    """
    return tuple(_clock(note, obligor, asked) for obligor in note.obligors)


def starts_on(note: Note, rules: RuleTable) -> Limit:
    """The day from which the years count, itself not counted (LGTOC 81); `on` is None when the note has no date for it."""
    if note.due_kind in (DueKind.FIXED_DAY, DueKind.AFTER_DATE) and note.due_on is not None:
        return Limit(note.due_on, f"vence el {in_figures(note.due_on)}", "LGTOC 165-I, 174")
    late = _presented_late(note, rules)
    if note.presented_on is not None and not late:
        due = _shown(note, note.presented_on)
        return Limit(
            due,
            f"se presentó el {in_figures(note.presented_on)} y venció el {in_figures(due)}",
            "LGTOC 128, 165-I, 174",
        )
    if note.signed_on is None:
        return Limit(None, "el pagaré no tiene fecha de la que contar", "LGTOC 165, 174")
    months = rules.value("prescription.sight_presentation", note.signed_on)
    ends = add_months(note.signed_on, months.days)
    too_late = f"; se presentó el {in_figures(note.presented_on)}, ya concluidos" if late and note.presented_on else ""
    if note.due_kind == DueKind.AFTER_SIGHT:
        missed = "no se presentó a la vista en tiempo" if late else "nadie lo presentó a la vista"
        return Limit(
            ends,
            f"{missed}; los {months.days} meses para hacerlo acabaron el {in_figures(ends)}{too_late}",
            "LGTOC 93, 165-II, 172",
        )
    kind = {
        DueKind.SIGHT: "es pagadero a la vista",
        DueKind.INSTALMENTS: "tiene vencimientos sucesivos, por lo que es pagadero a la vista",
    }.get(note.due_kind, "no dice cuándo vence, por lo que es pagadero a la vista")
    return Limit(
        ends,
        f"{kind}; los {months.days} meses para presentarlo acabaron el {in_figures(ends)}{too_late}",
        "LGTOC 79, 128, 165-II",
    )


def execution_limit(claim: Claim, rules: RuleTable) -> Limit:
    """Until when a final judgment or judicial agreement may be executed: 3 years, 5 from an ordinary trial (CCom 1079-IV, V)."""
    if claim.ended_on is None or claim.outcome not in (Outcome.DECIDED, Outcome.AGREED):
        return Limit(None, "no hay sentencia firme ni convenio judicial que ejecutar", "CCom 1079")
    code = "prescription.execution_ordinary" if claim.ordinary else "prescription.execution_executive"
    years = rules.value(code, claim.ended_on)
    what = "convenio judicial" if claim.outcome == Outcome.AGREED else "sentencia firme"
    on = add_years(claim.ended_on, years.days)
    return Limit(on, f"{what} del {in_figures(claim.ended_on)}: {years.days} años para ejecutar", years.source)


def contract_limit(note: Note, obligor: Obligor, rules: RuleTable) -> Limit:
    """Until when the loan contract itself can be sued on: 10 years from when payment could be demanded (CCom 1040, 1047)."""
    base = note.due_on or note.presented_on or note.signed_on
    if base is None:
        return Limit(None, "el pagaré no tiene fecha de la que contar", "CCom 1047")
    years = rules.value("prescription.contract", base)
    on, why = add_years(base, years.days), f"exigible desde el {in_figures(base)}"
    for act in sorted(note.acknowledgements, key=lambda one: one.signed_on):
        later = add_years(act.signed_on, years.days)
        if obligor.id in act.signers and act.signed_on <= on and later > on:
            on, why = later, f"reconoció el adeudo el {in_figures(act.signed_on)}"
    return Limit(on, f"acción del contrato, {years.days} años: {why}", f"CCom 1040–1042; {years.source}")


def band_of(limit: date | None, today: date, months: tuple[int, ...] = (12, 6, 3)) -> Band:
    """The colour of a limit seen from a day; grey when nothing limits. Never paler on a later day.

    `months` left until which a limit is grey, blue and amber come from the rule `prescription.alerts`.
    """
    if limit is None:
        return Band.GREY
    if limit < today:
        return Band.PAST
    paler = zip(months, (Band.GREY, Band.BLUE, Band.AMBER), strict=False)
    return next((band for left, band in paler if limit > add_months(today, left)), Band.RED)


def _clock(note: Note, obligor: Obligor, asked: Asked) -> NoteClock:
    start = starts_on(note, asked.rules)
    fixed = _fixed(note, obligor, start, asked.rules)
    if fixed is not None:
        standing, limit = fixed
        ordinary = pessimistic = limit
    else:
        pessimistic = _read(note, obligor, start, asked.rules, cautious=True)
        ordinary = _read(note, obligor, start, asked.rules, cautious=False)
        standing = Standing.SUED if ordinary.on is None else Standing.RUNNING
    return NoteClock(
        note_id=note.id,
        obligor_id=obligor.id,
        standing=standing,
        ordinary=ordinary,
        pessimistic=pessimistic,
        file_by=_file_by(standing, pessimistic, asked),
        contract=contract_limit(note, obligor, asked.rules),
        band=_band(standing, ordinary, pessimistic, asked),
        days_left=_left(standing, ordinary, pessimistic, asked.today),
    )


def _fixed(note: Note, obligor: Obligor, start: Limit, rules: RuleTable) -> tuple[Standing, Limit] | None:
    """A clock that no longer runs as the note's own, and its limit."""
    if note.closed_on is not None:
        return Standing.CLOSED, Limit(
            None, f"pagado, cancelado o devuelto el {in_figures(note.closed_on)}", "LGTOC 17, 129"
        )
    renewed = [one.signed_on for one in note.renewals if obligor.id in one.signers]
    if renewed:
        said = f"firmó un pagaré nuevo el {in_figures(min(renewed))}: el plazo corre en ese pagaré"
        return Standing.RENEWED, Limit(None, said, "CCom 1042")
    firm = [
        one for one in note.claims if obligor.id in one.against and one.outcome in (Outcome.DECIDED, Outcome.AGREED)
    ]
    limits = [one for one in (execution_limit(claim, rules) for claim in firm) if one.on is not None]
    if limits:
        return Standing.EXECUTION, max(limits, key=lambda one: one.on or date.min)
    return (Standing.UNKNOWN, start) if start.on is None else None


class _Act(msgspec.Struct, frozen=True):
    """Something that may interrupt: on a day, with the day from which the years count anew (None: while the suit lives)."""

    on: date
    again: date | None
    said: str
    source: str


def _read(note: Note, obligor: Obligor, start: Limit, rules: RuleTable, *, cautious: bool) -> Limit:
    """The limit under one reading; `on` is None while a claim stops the term."""
    if start.on is None:
        return start
    years = rules.value("prescription.note", start.on)
    at, why, source = start.on, start.reason, f"{years.source}; {start.source}"
    last = add_years(at, years.days)
    late = ""
    for act in sorted(_acts(note, obligor, cautious=cautious), key=lambda one: one.on):
        extra = 0 if cautious else _suspended(note.suspensions, at, last)
        if act.on > date.fromordinal(last.toordinal() + extra):
            late = f"; {act.said}, ya vencido el plazo, por lo que no lo interrumpe"
            continue
        if act.again is None:
            return Limit(None, f"{act.said}: el plazo no corre mientras viva el juicio", act.source)
        if add_years(act.again, years.days) > last:
            at, last, why = act.again, add_years(act.again, years.days), act.said
            source = f"{years.source}; {act.source}"
    extra = 0 if cautious else _suspended(note.suspensions, at, last)
    held = f", más {extra} días en que estuvo suspendido (LGTOC 67)" if extra else ""
    return Limit(date.fromordinal(last.toordinal() + extra), f"{years.days} años: {why}{held}{late}", source)


def _acts(note: Note, obligor: Obligor, *, cautious: bool) -> list[_Act]:
    together = {one.id for one in note.obligors if one.id == obligor.id or (one.act and one.act == obligor.act)}
    ours = {obligor.id} if cautious else together
    acts = []
    for act in note.acknowledgements:
        if act.signers & ours:
            by = "reconoció" if obligor.id in act.signers else "un firmante del mismo acto reconoció"
            source = "CCom 1041, 1042" + ("" if obligor.id in act.signers else "; LGTOC 166")
            again = act.signed_on if cautious else _again(act)
            acts.append(_Act(act.signed_on, again, f"{by} el adeudo el {in_figures(act.signed_on)}", source))
    if not cautious:
        acts += [_of_claim(claim, obligor) for claim in note.claims if claim.against & ours and _stands(claim)]
    return acts


def _stands(claim: Claim) -> bool:
    """Whether a claim interrupts in the ordinary reading; one withdrawn or dismissed never did (CCom 1041)."""
    return claim.outcome not in (Outcome.WITHDRAWN, Outcome.DISMISSED)


def _of_claim(claim: Claim, obligor: Obligor) -> _Act:
    direct = obligor.id in claim.against
    whom = "se le demandó" if direct else "se demandó a un firmante del mismo acto"
    if claim.outcome == Outcome.PENDING or claim.ended_on is None:
        return _Act(claim.filed_on, None, f"{whom} el {in_figures(claim.filed_on)}", "LGTOC 166; CCom 1041")
    ended = {
        Outcome.LAPSED: "el juicio caducó",
        Outcome.DECIDED: "hubo sentencia firme",
        Outcome.AGREED: "hubo convenio judicial",
    }[claim.outcome]
    said = f"{whom} el {in_figures(claim.filed_on)} y {ended} el {in_figures(claim.ended_on)}"
    return _Act(claim.filed_on, max(claim.ended_on, claim.filed_on), said, "LGTOC 166; CCom 1041")


def _again(act: Acknowledgement) -> date:
    """The day from which the years count anew: of the acknowledgement, or when the new due date is reached (CCom 1042)."""
    return max(act.signed_on, act.due_on) if act.due_on is not None else act.signed_on


def _suspended(suspensions: tuple[Suspension, ...], after: date, last: date) -> int:
    """Natural days of suspension that began within a term, each once."""
    days: set[int] = set()
    for one in suspensions:
        if after < one.last and one.first <= last:
            days.update(range(max(one.first.toordinal(), after.toordinal() + 1), one.last.toordinal() + 1))
    return len(days)


def _presented_late(note: Note, rules: RuleTable) -> bool:
    """Whether it was shown after the months to do so: the years already ran from their end (LGTOC 165-II)."""
    if note.presented_on is None or note.signed_on is None:
        return False
    months = rules.value("prescription.sight_presentation", note.signed_on).days
    return note.presented_on > add_months(note.signed_on, months)


def _shown(note: Note, presented_on: date) -> date:
    if note.due_kind != DueKind.AFTER_SIGHT:
        return presented_on
    return date.fromordinal(presented_on.toordinal() + note.days_after_sight)


def _file_by(standing: Standing, pessimistic: Limit, asked: Asked) -> Limit:
    if standing is not Standing.RUNNING or pessimistic.on is None:
        said = {Standing.SUED: "ya se presentó la demanda", Standing.EXECUTION: "ya hay qué ejecutar"}
        return Limit(None, said.get(standing, pessimistic.reason), pessimistic.source)
    margin = asked.rules.value("prescription.file_by_margin", pessimistic.on)
    on = asked.office.back(pessimistic.on, margin.days)
    return Limit(on, f"{margin.days} días hábiles antes del límite pesimista", margin.source)


def _governing(standing: Standing, ordinary: Limit, pessimistic: Limit) -> date | None:
    return pessimistic.on if standing is Standing.RUNNING else ordinary.on


def _band(standing: Standing, ordinary: Limit, pessimistic: Limit, asked: Asked) -> Band:
    months = asked.rules.value("prescription.alerts", asked.today).steps
    band = band_of(_governing(standing, ordinary, pessimistic), asked.today, months)
    alive = band is Band.PAST and band_of(ordinary.on, asked.today) is not Band.PAST
    return Band.RED if alive else band


def _left(standing: Standing, ordinary: Limit, pessimistic: Limit, today: date) -> int | None:
    on = _governing(standing, ordinary, pessimistic)
    return None if on is None else (on - today).days
