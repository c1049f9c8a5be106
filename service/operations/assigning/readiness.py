"""Whether credits are ready to be given to a lawyer: facts gathered, findings from `schemas.readiness`."""

from collections.abc import Collection
from datetime import date

import msgspec

from schemas.clocks.prescription import Asked, DueKind, Note, Obligor, note_clocks
from schemas.custody import HolderKind
from schemas.readiness import CreditState, Finding, findings
from schemas.rules import RuleTable
from storage.records import Session, assigning, legal_rules, proceedings, registry_references

MARGIN = "office.assignment_margin"
"""The rule that says from how many days before prescription an assignment is warned of."""


class Ready(msgspec.Struct, frozen=True):
    """What is known of the credits, what stands against each, and the nearest pessimistic limit of each."""

    known: assigning.Known
    findings: dict[str, tuple[Finding, ...]]
    limits: dict[str, date | None]


def readiness(session: Session, credit_ids: Collection[str], today: date) -> Ready:
    """The findings of each credit, in a constant number of queries."""
    known = assigning.known(session, credit_ids)
    rules = legal_rules.rule_table(session)
    notes = [one.id for of in known.notes.values() for one in of]
    on = proceedings.suits_on(session, notes)
    files = registry_references.lawsuit_keys(session, {suit.id for suits in on.values() for suit in suits})
    margin = rules.value(MARGIN, today).days
    limits = {credit: _limit(known, credit, today, rules) for credit in known.credits}
    states = {
        credit: _state(known, credit, limits[credit], today, _sued(known, credit, on, files))
        for credit in known.credits
    }
    return Ready(known, {credit: findings(state, margin) for credit, state in states.items()}, limits)


def _sued(
    known: assigning.Known, credit: str, on: dict[str, list[proceedings.OtherSuit]], files: dict[str, str]
) -> tuple[str, ...]:
    """Files of the suits going on upon the notes of the credit; those that came to nothing do not stand in the way."""
    suits = [suit for note in known.notes.get(credit, ()) for suit in on.get(note.id, ())]
    return tuple(sorted({files[suit.id] for suit in suits if suit.status not in OVER}))


OVER = frozenset(("DESECHADA", "CADUCIDAD", "DESISTIMIENTO"))
"""Stages after which the notes may be sued on again."""


def _state(known: assigning.Known, credit: str, limit: date | None, today: date, sued: tuple[str, ...]) -> CreditState:
    originals = known.originals.get(credit, [])
    out = [one for one in originals if one.holder_kind != HolderKind.VAULT.value]
    row = known.credits[credit]
    people = {row.debtor_id, row.guarantor_id} - {None}
    people |= {one.person_id for note in known.notes.get(credit, ()) for one in known.obligors.get(note.id, ())}
    return CreditState(
        original_in_vault=not out if originals else None,
        original_holder=out[0].holder_name if out else "",
        scanned=credit in known.scans,
        both_sides=known.scans.get(credit, 0) >= 2,
        endorsed=credit in known.endorsed,
        obligors_complete=people <= known.complete,
        days_left=None if limit is None else (limit - today).days,
        assigned_to=known.assigned.get(credit, ""),
        other_suits=sued,
    )


def _limit(known: assigning.Known, credit: str, today: date, rules: RuleTable) -> date | None:
    """The nearest pessimistic limit of the notes of a credit; a note of whose obligors nothing is known counts for its maker."""
    asked = Asked(today, rules)
    found = []
    for row in known.notes.get(credit, ()):
        obligors = tuple(Obligor(one.person_id, one.act or one.id) for one in known.obligors.get(row.id, ()))
        note = Note(
            id=row.id, due_kind=DueKind(row.due_kind), signed_on=row.signed_on, due_on=row.due_on,
            presented_on=row.presented_on, days_after_sight=row.days_after_sight or 0, closed_on=row.closed_on,
            obligors=obligors or (Obligor("", "maker"),),
        )  # fmt: skip
        found += [clock.pessimistic.on for clock in note_clocks(note, asked) if clock.pessimistic.on is not None]
    return min(found, default=None)
