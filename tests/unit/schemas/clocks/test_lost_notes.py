"""Cancellation of a lost note: what comes next after each step, and the years that stand still."""

from datetime import date

import msgspec
import pytest

from schemas.clocks.calendar import Calendar
from schemas.clocks.lost_notes import LostNote, LostOutcome, next_step, suspensions
from schemas.clocks.prescription import Suspension
from schemas.rules import RuleTable, first_rules

LAW = RuleTable(first_rules())
COURT = Calendar()
DUE = date(2024, 3, 1)
FILED = LostNote(due_on=DUE, filed_on=date(2026, 1, 12))
DECREED = msgspec.structs.replace(FILED, decreed_on=date(2026, 2, 10))
PUBLISHED = msgspec.structs.replace(DECREED, published_on=date(2026, 2, 20))
FINAL = msgspec.structs.replace(PUBLISHED, ended_on=date(2026, 6, 1), outcome=LostOutcome.FINAL)
LATER = date(2027, 1, 15)

CASES = [
    ("44: nobody asked yet", LostNote(due_on=DUE), "2026-01-12", "Pedir la cancelación", None, True),
    ("44: ten days to prove, in court days", FILED, "2026-01-26", "Comprobar la posesión", "2026-01-26", True),
    ("45: then the decree is awaited", FILED, "2026-01-27", "Obtener el decreto", None, True),
    ("45-III: decreed", DECREED, "2026-02-11", "Publicar el extracto", None, True),
    ("45-I: sixty court days to oppose", PUBLISHED, "2026-05-19", "Corre el plazo", "2026-05-19", False),
    ("45-I: nobody did", PUBLISHED, "2026-05-20", "Pedir que se declare firme", None, True),
    ("45-I: not due yet: thirty from its day", msgspec.structs.replace(PUBLISHED, due_on=LATER), "2027-01-20",
     "Corre el plazo", "2027-03-01", False),
    ("45-I: due within thirty days of the decree", msgspec.structs.replace(PUBLISHED, due_on=date(2026, 3, 12)),
     "2026-02-25", "Corre el plazo", "2026-05-19", False),
    ("48: somebody opposed", msgspec.structs.replace(PUBLISHED, opposed_on=date(2026, 3, 2)), "2026-09-01",
     "Seguir la oposición", None, False),
    ("54: thirty natural days to sue for payment", FINAL, "2026-06-05", "Demandar el pago", "2026-07-01", True),
    ("54: and they are over", FINAL, "2026-07-02", "Venció el 01/07/2026 el plazo", "2026-07-01", True),
    ("57: a note not yet due: a duplicate", msgspec.structs.replace(FINAL, due_on=LATER), "2026-06-05",
     "Demandar el duplicado", "2026-07-01", True),
    ("56: sued for", msgspec.structs.replace(FINAL, claimed_on=date(2026, 6, 20)), "2026-08-05", "Obtener el pago", None, True),
]  # fmt: skip


@pytest.mark.parametrize(("name", "lost", "today", "what", "by", "ours"), CASES, ids=[one[0] for one in CASES])
def test_what_comes_next(name: str, lost: LostNote, today: str, what: str, by: str | None, ours: bool) -> None:
    step = next_step(lost, date.fromisoformat(today), COURT, LAW)
    assert step is not None and step.what.startswith(what) and step.source.startswith("LGTOC")
    assert (step.by and str(step.by), step.ours) == (by, ours)


@pytest.mark.parametrize("outcome", [LostOutcome.OPPOSED, LostOutcome.WITHDRAWN, LostOutcome.FOUND])
def test_nothing_comes_after_another_end_nor_once_it_is_made_good(outcome: LostOutcome) -> None:
    assert next_step(msgspec.structs.replace(FINAL, outcome=outcome), date(2026, 6, 2), COURT, LAW) is None
    made_good = msgspec.structs.replace(FINAL, reissued_on=date(2026, 6, 20))
    assert next_step(made_good, date(2026, 9, 2), COURT, LAW) is None


def test_the_years_stand_still_from_the_petition_to_the_end_and_in_a_suit_for_a_duplicate() -> None:
    today = date(2026, 8, 1)
    assert suspensions([LostNote(due_on=DUE)], today) == ()
    assert suspensions([FILED], today) == (Suspension(date(2026, 1, 12), today),)
    assert suspensions([FINAL], today) == (Suspension(date(2026, 1, 12), date(2026, 6, 1)),)
    sued = msgspec.structs.replace(FINAL, claimed_on=date(2026, 6, 20))
    assert len(suspensions([sued], today)) == 1  # for payment: it interrupts as any suit does
    replaced = msgspec.structs.replace(sued, due_on=LATER)
    assert suspensions([replaced], today)[1:] == (Suspension(date(2026, 6, 20), today),)
    assert suspensions([FILED], date(2026, 1, 11)) == ()
