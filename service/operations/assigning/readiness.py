"""Whether credits are ready to be given to a lawyer: facts gathered, findings from `schemas.readiness`."""

from collections.abc import Collection, Sequence
from datetime import date

import msgspec

from schemas.access import SYSTEM
from schemas.clocks.prescription import Asked, Band, NoteClock, Standing
from schemas.custody import HolderKind
from schemas.readiness import CreditState, Finding, findings
from schemas.registry.notes import GONE
from schemas.rules import RuleTable
from schemas.stages import FRUITLESS, stage_code
from service.operations.note_clocks import owed_clocks
from storage.records import Session, assigning, legal_rules, proceedings, registry_references
from storage.records.notes_owed import Those

MARGIN = "office.assignment_margin"
"""The rule that says from how many days before prescription an assignment is warned of."""


class Ready(msgspec.Struct, frozen=True):
    """What is known of the credits, what stands against each, and the nearest pessimistic limit of each."""

    known: assigning.Known
    findings: dict[str, tuple[Finding, ...]]
    limits: dict[str, date | None]


class _Asked(msgspec.Struct, frozen=True):
    """To whom the credits are to be given, and the files of the suits going on upon each."""

    lawyer_id: str
    sued: dict[str, tuple[str, ...]]

    def is_other(self, endorsee: assigning.Endorsee) -> bool:
        """Whether the endorsement is of somebody else."""
        return endorsee.lawyer_id is not None and endorsee.lawyer_id != self.lawyer_id


def readiness(session: Session, credit_ids: Collection[str], lawyer_id: str, today: date) -> Ready:
    """The findings of each credit against giving it to the lawyer, in a constant number of queries."""
    known = assigning.known(session, credit_ids)
    rules = legal_rules.rule_table(session)
    notes = [one.id for of in known.notes.values() for one in of]
    on = proceedings.suits_on(session, notes)
    files = registry_references.lawsuit_keys(session, {suit.id for suits in on.values() for suit in suits})
    margin = rules.value(MARGIN, today).days
    clocks = _clocks(session, known.credits, today, rules)
    asked = _Asked(lawyer_id, {credit: _sued(known, credit, on, files) for credit in known.credits})
    states = {credit: _state(known, credit, clocks.get(credit, ()), today, asked) for credit in known.credits}
    limits = {credit: _nearest(clocks.get(credit, ())) for credit in known.credits}
    return Ready(known, {credit: findings(state, margin) for credit, state in states.items()}, limits)


def _sued(
    known: assigning.Known, credit: str, on: dict[str, list[proceedings.OtherSuit]], files: dict[str, str]
) -> tuple[str, ...]:
    """Files of the suits going on upon the notes of the credit; those that came to nothing do not stand in the way."""
    suits = [suit for note in known.notes.get(credit, ()) for suit in on.get(note.id, ())]
    return tuple(sorted({files[suit.id] for suit in suits if stage_code(suit.status) not in FRUITLESS}))


def _state(known: assigning.Known, credit: str, clocks: Sequence[NoteClock], today: date, asked: _Asked) -> CreditState:
    originals = known.originals.get(credit, [])
    out = [one for one in originals if one.holder_kind != HolderKind.VAULT.value]
    row = known.credits[credit]
    open_notes = [note for note in known.notes.get(credit, ()) if note.closed_on is None and note.state not in GONE]
    people = {row.debtor_id, row.guarantor_id} - {None}
    people |= {
        one.person_id for note in known.notes.get(credit, ()) for one in known.obligors.get(note.id, ()) if one.signed
    }
    nearest, waiting = (
        _nearest(clocks),
        [one for one in clocks if one.standing in (Standing.RUNNING, Standing.EXECUTION)],
    )
    prescribed = sum(one.band is Band.PAST for one in waiting)
    endorsed = known.endorsed.get(credit, set[assigning.Endorsee]())
    return CreditState(
        original_in_vault=not out if originals else None,
        original_holder=out[0].holder_name if out else "",
        originals_missing=max(0, len(open_notes) - len(originals)),
        scanned=credit in known.scans,
        both_sides=known.scans.get(credit, 0) >= 2,
        endorsed=credit in known.endorsement_sheets or any(not asked.is_other(one) for one in endorsed),
        endorsed_to=tuple(sorted(one.name for one in endorsed if asked.is_other(one))),
        obligors_complete=people <= known.complete,
        days_left=None if nearest is None else (nearest - today).days,
        prescribed=prescribed,
        alive=len(clocks) - prescribed - sum(one.standing is Standing.UNKNOWN for one in clocks),
        undated=any(one.standing is Standing.UNKNOWN for one in clocks),
        assigned_to=known.assigned.get(credit, ""),
        other_suits=asked.sued[credit],
    )


def _nearest(clocks: Sequence[NoteClock]) -> date | None:
    """The nearest pessimistic limit of what can still be sued on; where all is past the last one that was."""
    running = [
        (clock.band is not Band.PAST, clock.pessimistic.on) for clock in clocks if clock.pessimistic.on is not None
    ]
    alive = [on for lives, on in running if lives]
    return min(alive) if alive else max((on for _, on in running), default=None)


def _clocks(session: Session, ids: Collection[str], today: date, rules: RuleTable) -> dict[str, list[NoteClock]]:
    """The clocks of the open notes of each credit, as the prescription board counts them."""
    found: dict[str, list[NoteClock]] = {}
    for one in owed_clocks(session, SYSTEM, Asked(today, rules), Those(tuple(sorted(ids)))):
        found.setdefault(one.note.credit_id, []).append(one.clock)
    return found
