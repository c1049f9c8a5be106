"""The monthly board per lawyer (tablero mensual por abogado, DOMAIN 1.1, R1), and what stands behind each of its figures."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import msgspec

from indexer.engines.sheets_out import Cell
from schemas.access import Action, Actor
from schemas.clocks.calendar import local_day
from schemas.errors import InvalidInput, NotFound
from schemas.monthly_board import (
    IDLE_DAYS,
    NOBODY,
    Behind,
    BehindPage,
    BoardFigure,
    Month,
    MonthLine,
    MonthlyBoard,
    StageCount,
    in_stage_order,
    month_of,
)
from schemas.queues import Ref, median
from schemas.stages import stage_code, stage_name
from schemas.system_errors import reason
from service.archive import Archive, require
from service.operations.matters import Asked, asked_now
from service.operations.monthly_suits import SuitThen, suits_then
from service.operations.queues.lapse import suit_ref
from service.operations.queues.running import write_table
from service.operations.registry.values import pesos
from storage.records import events, monthly
from storage.records.monthly import NO_ONE, CreditThen

UNASSIGNED = "Sin abogado"
TOTAL = "Total"
FIGURES = {
    BoardFigure.ASSIGNED: "Créditos asignados",
    BoardFigure.RECEIVED: "Recibidos en el mes",
    BoardFigure.ORIGINALS: "Originales en su poder",
    BoardFigure.FILED: "Demandas presentadas",
    BoardFigure.ACKNOWLEDGED: "Acuses recibidos",
    BoardFigure.LAWSUITS: "Juicios",
    BoardFigure.IDLE: f"Con {IDLE_DAYS} o más días sin impulso",
    BoardFigure.RECOVERED: "Recuperado",
}
"""What the figures are called, in the order of a line."""


class WantedBehind(msgspec.Struct, frozen=True):
    """What is asked to stand behind a figure: of which lawyer (None for all, `NOBODY` for none), at which stage."""

    figure: BoardFigure
    lawyer: str | None = None
    stage: str = ""


def monthly_board(archive: Archive, actor: Actor, month: str = "") -> MonthlyBoard:
    """The board of the month written `2026-11` or `11/2026`, that of today for an empty text; the look is recorded.

    The number of queries is the same whatever the number of lawyers and lawsuits.

    Raises:
        Forbidden: the actor may not read the registry.
        InvalidInput: there is no such month, or it is to come.
    """
    found = _board(archive, actor, month)
    archive.looks.listed(actor, "monthly_board", found.month, len(found.items))
    return found


def behind(
    archive: Archive, actor: Actor, month: str, wanted: WantedBehind, *, limit: int = 50, offset: int = 0
) -> BehindPage:
    """A page of the credits, lawsuits, originals or payments that a figure of the board counts; the look is recorded.

    Raises:
        Forbidden, InvalidInput: as for `monthly_board`.
        NotFound: there is no such lawyer, or the actor may not know of them.
    """
    require(actor, Action.READ_REGISTRY)
    with archive.database.read() as session:
        asked = asked_now(archive, session, actor)
        of = _month(month, asked.today)
        found = _behind(asked, of, wanted)
        items = _with_papers(asked, found[offset : offset + limit])
    narrowed = {"figure": wanted.figure.value, "lawyer": wanted.lawyer, "stage": wanted.stage, "offset": offset}
    archive.looks.listed(actor, "monthly_board", of.code, len(items), **narrowed)
    ahead = offset + limit
    return BehindPage(of.code, of.cut, wanted.figure, len(found), items, ahead if ahead < len(found) else None)


def lawyer_name(archive: Archive, actor: Actor, lawyer: str) -> str:
    """What the lawyer of that id is called; empty for one the actor may not know of."""
    with archive.database.read() as session:
        return monthly.lawyers(session, actor).get(lawyer, "")


def export_board(archive: Archive, actor: Actor, month: str, target: Path) -> int:
    """Write the board as CSV or XLSX, as the name of the file says, with a column for each stage; how many lines. Recorded.

    Raises:
        Forbidden, InvalidInput: as for `monthly_board`; neither CSV nor XLSX, or the file cannot be written.
    """
    found = _board(archive, actor, month)
    stages = [one.stage for one in found.total.stages]
    headings = ("Abogado", *FIGURES.values(), "Mediana de días sin impulso", "Máximo de días sin impulso",
                *map(stage_name, stages))  # fmt: skip
    rows = [_cells(line, stages) for line in (*found.items, found.total)]
    return _write(archive, actor, target, ("board", found.month, f"Tablero {found.month}"), (headings, rows))


def export_behind(archive: Archive, actor: Actor, month: str, wanted: WantedBehind, target: Path) -> int:
    """Write all that stands behind a figure as CSV or XLSX; how many lines. Recorded.

    Raises:
        Forbidden, InvalidInput, NotFound: as for `behind` and `export_board`.
    """
    require(actor, Action.READ_REGISTRY)
    with archive.database.read() as session:
        asked = asked_now(archive, session, actor)
        of = _month(month, asked.today)
        found = _behind(asked, of, wanted)
    headings = (
        "Asunto",
        "Deudor",
        "Abogado",
        "Detalle",
        "Fecha",
        "Días hábiles sin impulso",
        "Importe",
        "Identificador",
    )
    what = (wanted.figure.value, of.code, f"{FIGURES[wanted.figure]} {of.code}")
    return _write(archive, actor, target, what, (headings, [_behind_cells(one) for one in found]))


def _board(archive: Archive, actor: Actor, month: str) -> MonthlyBoard:
    require(actor, Action.READ_REGISTRY)
    with archive.database.read() as session:
        asked = asked_now(archive, session, actor)
        return _made(asked, _month(month, asked.today))


def _month(text: str, today: date) -> Month:
    found = month_of(text, today)
    if found is None:
        raise InvalidInput("month: el mes se escribe 2026-11 o 11/2026, y no puede ser uno que no ha empezado.")
    return found


def _made(asked: Asked, month: Month) -> MonthlyBoard:
    session, actor = asked.session, asked.actor
    names = monthly.lawyers(session, actor)
    numbers = {
        figure: count(session, actor, month)
        for figure, count in (
            (BoardFigure.ASSIGNED, monthly.assigned),
            (BoardFigure.RECEIVED, monthly.received),
            (BoardFigure.ORIGINALS, monthly.originals),
            (BoardFigure.RECOVERED, monthly.recovered),
        )
    }
    suits: dict[str, list[SuitThen]] = {}
    for one in suits_then(asked, month):
        suits.setdefault(one.suit.lawyer_id or NO_ONE, []).append(one)
    there = {*suits, *(lawyer for counts in numbers.values() for lawyer in counts)}
    if actor.sees_only:
        there = {actor.sees_only} & names.keys()
    order = sorted(there, key=lambda one: (one == NO_ONE, names.get(one, ""), one))
    lines = [_line((one, names.get(one, one) or UNASSIGNED), numbers, suits.get(one, []), month) for one in order]
    whole = {figure: Counter({NO_ONE: sum(counts.values())}) for figure, counts in numbers.items()}
    total = _line((NO_ONE, TOTAL), whole, [one for line in suits.values() for one in line], month)
    return MonthlyBoard(month.code, month.cut, tuple(lines), total)


def _line(
    whose: tuple[str, str], numbers: Mapping[BoardFigure, Mapping[str, int]], suits: Collection[SuitThen], month: Month
) -> MonthLine:
    lawyer, name = whose
    stages = Counter(one.stage for one in suits)
    idle = [one.idle for one in suits if one.idle is not None]
    counted = {figure: counts.get(lawyer, 0) for figure, counts in numbers.items()}
    return MonthLine(
        lawyer_id=lawyer or None, lawyer=name, assigned=counted[BoardFigure.ASSIGNED],
        received=counted[BoardFigure.RECEIVED], originals=counted[BoardFigure.ORIGINALS],
        filed=sum(month.has(one.filed) for one in suits),
        acknowledged=sum(month.has(one.acknowledged) for one in suits), lawsuits=len(suits),
        stages=tuple(StageCount(one, stage_name(one), stages[one]) for one in in_stage_order(list(stages))),
        idle=sum(map(_is_idle, suits)), idle_median=median(idle), idle_most=max(idle, default=None),
        recovered=pesos(counted[BoardFigure.RECOVERED]) or "0.00",
    )  # fmt: skip


def _is_idle(one: SuitThen) -> bool:
    return one.idle is not None and one.idle >= IDLE_DAYS


def _behind(asked: Asked, month: Month, wanted: WantedBehind) -> list[Behind]:
    """All that the figure counts, in its order."""
    names = monthly.lawyers(asked.session, asked.actor)
    lawyer = wanted.lawyer
    if lawyer is not None:
        lawyer = NO_ONE if lawyer == NOBODY else lawyer
        if lawyer not in names and (lawyer != NO_ONE or asked.actor.sees_only is not None):
            raise NotFound("No se encontró al abogado.")
    if wanted.figure in _SUITS:
        suits = (one for one in suits_then(asked, month, lawyer) if _SUITS[wanted.figure](one, month, wanted.stage))
        return [_suit(one, wanted.figure) for one in sorted(suits, key=_ORDER[wanted.figure])]
    return [
        msgspec.structs.replace(one, lawyer=names.get(whose, whose) or UNASSIGNED)
        for whose, one in _ROWS[wanted.figure](asked, month)
        if lawyer is None or whose == lawyer
    ]


_SUITS: dict[BoardFigure, Callable[[SuitThen, Month, str], bool]] = {
    BoardFigure.FILED: lambda one, month, _: month.has(one.filed),
    BoardFigure.ACKNOWLEDGED: lambda one, month, _: month.has(one.acknowledged),
    BoardFigure.LAWSUITS: lambda one, _, stage: not stage or one.stage == stage_code(stage),
    BoardFigure.IDLE: lambda one, _month, _: _is_idle(one),
}
"""Which lawsuits a figure counts."""


def _numbered(one: SuitThen) -> tuple[int, int, str]:
    return one.suit.year, one.suit.number, one.suit.id


def _most_idle(one: SuitThen) -> tuple[int, int, int, str]:
    return -(one.idle if one.idle is not None else -1), *_numbered(one)


_ORDER: dict[BoardFigure, Callable[[SuitThen], tuple[object, ...]]] = {
    BoardFigure.FILED: lambda one: (one.filed, *_numbered(one)),
    BoardFigure.ACKNOWLEDGED: lambda one: (one.acknowledged, *_numbered(one)),
    BoardFigure.LAWSUITS: _most_idle,
    BoardFigure.IDLE: _most_idle,
}


def _suit(one: SuitThen, figure: BoardFigure) -> Behind:
    return Behind(
        about=suit_ref(one.suit), lawyer=one.suit.lawyer or UNASSIGNED, what=stage_name(one.stage),
        on=one.acknowledged if figure is BoardFigure.ACKNOWLEDGED else one.filed, idle=one.idle,
        refs=tuple(Ref("debtor", person, name) for person, name in one.people),
    )  # fmt: skip


def _assignments(found: Iterable[CreditThen]) -> list[tuple[str, Behind]]:
    return [
        (one.lawyer_id, Behind(about=Ref("credit", one.credit_id, one.credit), on=one.on,
                               refs=(Ref("debtor", one.debtor_id, one.debtor),)))
        for one in found
    ]  # fmt: skip


def _originals(asked: Asked, month: Month) -> list[tuple[str, Behind]]:
    found = []
    for one in monthly.originals_had(asked.session, asked.actor, month):
        refs = [Ref("debtor", one.debtor_id, one.debtor or "")] if one.debtor_id else []
        refs += [Ref("credit", one.credit_id, one.credit or "")] if one.credit_id else []
        about = Ref("original", one.barcode, one.barcode)
        found.append((one.lawyer_id, Behind(about=about, what=one.title, on=local_day(one.since), refs=tuple(refs))))
    return found


def _payments(asked: Asked, month: Month) -> list[tuple[str, Behind]]:
    return [
        (one.lawyer_id or NO_ONE, Behind(about=Ref("credit", one.credit_id, one.credit), what=f"Recibo {one.receipt}",
                                         on=one.on, amount=pesos(one.cents), refs=(Ref("debtor", one.debtor_id, one.debtor),)))
        for one in monthly.payments(asked.session, asked.actor, month)
    ]  # fmt: skip


_ROWS: dict[BoardFigure, Callable[[Asked, Month], list[tuple[str, Behind]]]] = {
    BoardFigure.ASSIGNED: lambda asked, month: _assignments(monthly.credits_had(asked.session, asked.actor, month)),
    BoardFigure.RECEIVED: lambda asked, month: _assignments(monthly.credits_given(asked.session, asked.actor, month)),
    BoardFigure.ORIGINALS: _originals,
    BoardFigure.RECOVERED: _payments,
}
"""What the other figures count, each with the id of its lawyer."""


def _with_papers(asked: Asked, items: Sequence[Behind]) -> tuple[Behind, ...]:
    """Lawsuits with the acknowledgement of their claim, where it is here."""
    ids = [one.about.id for one in items if one.about.kind == "lawsuit"]
    papers = monthly.receipts(asked.session, ids) if ids else {}
    return tuple(
        msgspec.structs.replace(one, refs=(*one.refs, Ref("document", papers[one.about.id], "Acuse")))
        if one.about.id in papers
        else one
        for one in items
    )


def _cells(line: MonthLine, stages: Sequence[str]) -> tuple[Cell, ...]:
    at = {one.stage: one.lawsuits for one in line.stages}
    return (
        line.lawyer, line.assigned, line.received, line.originals, line.filed, line.acknowledged, line.lawsuits,
        line.idle, float(line.recovered), line.idle_median, line.idle_most, *(at.get(one, 0) for one in stages),
    )  # fmt: skip


def _behind_cells(one: Behind) -> tuple[Cell, ...]:
    who = ", ".join(ref.label for ref in one.refs if ref.kind == "debtor")
    return (
        one.about.label, who, one.lawyer, one.what, one.on, one.idle,
        None if one.amount is None else float(one.amount), one.about.id,
    )  # fmt: skip


def _write(
    archive: Archive,
    actor: Actor,
    target: Path,
    what: tuple[str, str, str],
    table: tuple[tuple[str, ...], Sequence[tuple[Cell, ...]]],
) -> int:
    figure, month, title = what
    kind = target.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise InvalidInput("El archivo debe terminar en .csv o .xlsx.")
    detail = {"figure": figure, "lines": len(table[1]), "format": kind[1:]}
    with archive.database.write() as session:
        events.record(session, events.Act(actor.name, actor.origin, "export", "monthly_board", month, detail))
    try:
        return write_table(target, title, *table)
    except OSError as error:
        raise InvalidInput(f"No se puede escribir {target}: {reason(error)}.", code="unwritable") from error
