"""Cancellation of a lost, stolen or destroyed note (cancelación y reposición del título): what comes next, until when, and when the years stand still.

    asked for ──→ decreed ──→ published ──→ 60 days to oppose ──→ final ──→ 30 days to claim payment or a duplicate

A term that others have (to oppose) is counted in working days of the court, so that nobody takes the cancellation for
final too early; a term that is ours and loses the action (LGTOC 54, 57) in natural days, so that nobody claims too late.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from schemas.clocks.calendar import Calendar, in_figures
from schemas.clocks.prescription import Suspension
from schemas.rules import RuleTable


class LostOutcome(StrEnum):
    """How a cancellation ended: firme, oposición admitida, desistida, el título apareció."""

    FINAL = "firme"
    OPPOSED = "oposicion_admitida"
    WITHDRAWN = "desistida"
    FOUND = "aparecio"


class LostNote(msgspec.Struct, frozen=True, kw_only=True):
    """What happened in the procedure of one note; `due_on` is the note's own day to pay, None for one at sight.

    `claimed_on`: payment or a duplicate was sued for. `reissued_on`: the duplicate, or the payment, is there.
    `found_on`: since then custody has the original again; None while it has not.
    """

    due_on: date | None = None
    filed_on: date | None = None
    decreed_on: date | None = None
    published_on: date | None = None
    opposed_on: date | None = None
    ended_on: date | None = None
    outcome: LostOutcome | None = None
    claimed_on: date | None = None
    reissued_on: date | None = None
    found_on: date | None = None


class NextStep(msgspec.Struct, frozen=True):
    """What is to be done or waited for, until which day if one is set, whether that term is `ours` to keep, and the article."""

    what: str
    by: date | None
    ours: bool
    source: str


DUE_SOON = timedelta(days=30)
"""A note due within so many days of the decree counts as due already (LGTOC 45-I)."""


def next_step(lost: LostNote, today: date, calendar: Calendar, rules: RuleTable) -> NextStep | None:
    """What comes next as of a day; None where nothing does: paid, replaced, given up, or lost to an opponent.

    Args:
        lost: the procedure.
        today: the day it is asked.
        calendar: the working days of the court.
        rules: the law's numbers.

    Source: LGTOC 42, 44, 45, 47, 53, 54, 57.

    Raises:
        RuleMissing: the table lacks a number.
    """
    if lost.ended_on is not None:
        return _after(lost, today, rules)
    if lost.found_on is not None:
        told = "decirlo al juzgado y cerrar" if lost.filed_on is not None else "cerrar"
        return NextStep(
            f"El original apareció el {in_figures(lost.found_on)}: {told} el trámite", None, True, "LGTOC 42"
        )
    if lost.filed_on is None:
        what = "Pedir la cancelación al juez del lugar de pago, con copia del título"
        return NextStep(what, None, True, "LGTOC 42, 44")
    if lost.decreed_on is None:
        proof = rules.value("lost_note.proof", lost.filed_on)
        by = calendar.add(lost.filed_on, proof.days)
        if by < today:
            return NextStep("Obtener el decreto de cancelación", None, True, "LGTOC 45")
        return NextStep("Comprobar la posesión del título y su pérdida", by, True, proof.source)
    if lost.opposed_on is not None:
        return NextStep("Seguir la oposición hasta su sentencia", None, False, "LGTOC 47-51")
    if lost.published_on is None:
        return NextStep("Publicar el extracto del decreto en el Diario Oficial", None, True, "LGTOC 45-III")
    by, source = opposition_until(lost.decreed_on, lost.published_on, lost.due_on, calendar, rules)
    if by >= today:
        return NextStep("Corre el plazo para que alguien se oponga", by, False, source)
    return NextStep("Pedir que se declare firme la cancelación", None, True, "LGTOC 45-I, 53")


def opposition_until(
    decreed_on: date, published_on: date, due_on: date | None, calendar: Calendar, rules: RuleTable
) -> tuple[date, str]:
    """The last day on which somebody may oppose, and its article: 60 days from the publication, or 30 from the day to pay of a note not yet due."""
    if due_on is not None and due_on > decreed_on + DUE_SOON:
        rule = rules.value("lost_note.opposition_due", due_on)
        return calendar.add(due_on, rule.days), rule.source
    rule = rules.value("lost_note.opposition", published_on)
    return calendar.add(published_on, rule.days), rule.source


def _after(lost: LostNote, today: date, rules: RuleTable) -> NextStep | None:
    if lost.outcome is not LostOutcome.FINAL or lost.ended_on is None or lost.reissued_on is not None:
        return None
    what = "el duplicado del título" if _wants_duplicate(lost) else "el pago del título cancelado"
    if lost.claimed_on is not None:
        return NextStep(f"Obtener {what}", None, True, "LGTOC 53, 56")
    rule = rules.value("lost_note.claim", lost.ended_on)
    by = lost.ended_on + timedelta(days=rule.days)
    said = f"Demandar {what}" if by >= today else f"Venció el {in_figures(by)} el plazo para demandar {what}"
    return NextStep(said, by, True, rule.source)


def _wants_duplicate(lost: LostNote) -> bool:
    """Whether the note was not yet due when its cancellation became final (LGTOC 53)."""
    return lost.due_on is not None and lost.ended_on is not None and lost.due_on > lost.ended_on


def suspensions(procedures: Sequence[LostNote], today: date) -> tuple[Suspension, ...]:
    """The days on which cancellation, opposition and replacement let the years stand still (LGTOC 67); what goes on is counted to today.

    A suit for payment is none of these: it interrupts as any other does.
    """
    spans = []
    for one in procedures:
        spans.append((one.filed_on, one.ended_on))
        if _wants_duplicate(one):
            spans.append((one.claimed_on, one.reissued_on))
    return tuple(Suspension(first, min(last or today, today)) for first, last in spans if first and first <= today)
