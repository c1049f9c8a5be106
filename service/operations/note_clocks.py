"""The prescription clocks of the promissory notes held: rows gathered in a constant number of queries, counted by pure rules."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from schemas.access import Actor
from schemas.clocks.lost_notes import suspensions
from schemas.clocks.prescription import (
    Acknowledgement,
    Asked,
    Claim,
    DueKind,
    Note,
    NoteClock,
    Obligor,
    Outcome,
    Renewal,
    Suspension,
    note_clocks,
)
from schemas.routes import Route
from schemas.stages import stage_code
from service.operations.lost_notes import as_lost
from storage.records import Session, notes_owed
from storage.records.notes_owed import ALL, Answers, Claimed, OwedNote, Signed, Those

_OUTCOMES = (
    ("CADUCIDAD", Outcome.LAPSED),
    ("DESISTIMIENTO", Outcome.WITHDRAWN),
    ("DESECHADA", Outcome.DISMISSED),
    ("CONVENIO_JUDICIAL", Outcome.AGREED),
    ("EJECUTORIA", Outcome.DECIDED),
    ("CONCLUIDO", Outcome.WITHDRAWN),
    ("ARCHIVADO", Outcome.WITHDRAWN),
)
"""Stages that say what became of a claim; what undoes it stands first.

A suit that is over, of which nobody recorded a judgment or an agreement, stops no term: the careful reading takes it for withdrawn.
"""


class OwedClock(NamedTuple):
    """A note with its clock against one obligor; `told` when nobody recorded who answers and the credit's parties are taken."""

    note: OwedNote
    clock: NoteClock
    told: bool


def owed_clocks(session: Session, actor: Actor, asked: Asked, those: Those = ALL) -> list[OwedClock]:
    """A clock for every note not closed and each who answers for it: ten queries whatever their number."""
    obligors = notes_owed.obligors(session, those)
    by_note, by_credit = notes_owed.claims(session, those)
    signed, renewed = notes_owed.agreements(session, those), notes_owed.renewals(session, those)
    lost = notes_owed.cancellations(session, those)
    counter = _Counter(asked)
    found = []
    for note in notes_owed.owed(session, actor, those):
        told = obligors.get(note.id)
        answering = told or _of_credit(note)
        claimed = (*by_note.get(note.id, ()), *by_credit.get(note.credit_id, ()))
        procedures = [as_lost(row, note.due_on) for row in lost.get(note.id, ())]
        facts = _Facts(
            answering,
            claimed,
            tuple(signed.get(note.credit_id, ())),
            tuple(renewed.get(note.id, ())),
            suspensions(procedures, asked.today),
        )
        found += [OwedClock(note, clock, told is not None) for clock in counter.clocks(note, facts)]
    return found


class _Facts(NamedTuple):
    answering: Sequence[Answers]
    claimed: Sequence[Claimed]
    signed: Sequence[Signed]
    renewed: Sequence[Signed]
    suspended: tuple[Suspension, ...]


class _Counter:
    """Counts once for all notes of which the same is known: thousands fall due on one day and nothing happened to them."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._plain: dict[object, NoteClock] = {}

    def clocks(self, note: OwedNote, facts: _Facts) -> list[NoteClock]:
        """The clocks of a note, one for each who answers."""
        if facts.claimed or facts.signed or facts.renewed or facts.suspended:
            return list(note_clocks(_note(note, facts), self._asked))
        key = (note.due_kind, note.signed_on, note.due_on, note.presented_on, note.days_after_sight)
        made = self._plain.get(key)
        if made is None:
            alone = facts._replace(answering=facts.answering[:1])
            made = self._plain[key] = note_clocks(_note(note, alone), self._asked)[0]
        return [msgspec.structs.replace(made, note_id=note.id, obligor_id=one.person_id) for one in facts.answering]


def _of_credit(note: OwedNote) -> list[Answers]:
    """The borrower as maker and the guarantor as aval, where nobody recorded who signed the note."""
    made = [Answers(note.debtor_id, "suscriptor")]
    if note.guarantor_id and note.guarantor_id != note.debtor_id:
        made.append(Answers(note.guarantor_id, ""))
    return made


def _note(note: OwedNote, facts: _Facts) -> Note:
    everybody = frozenset(one.person_id for one in facts.answering)
    return Note(
        id=note.id,
        due_kind=DueKind(note.due_kind),
        signed_on=note.signed_on,
        due_on=note.due_on,
        presented_on=note.presented_on,
        days_after_sight=note.days_after_sight or 0,
        obligors=tuple(Obligor(one.person_id, one.act) for one in facts.answering),
        claims=tuple(made for one in facts.claimed if (made := _claim(one, everybody)) is not None),
        acknowledgements=tuple(Acknowledgement(one.on, one.signers, one.due_on) for one in facts.signed),
        renewals=tuple(Renewal(one.on, one.signers) for one in facts.renewed),
        suspensions=facts.suspended,
    )


def _claim(one: Claimed, everybody: frozenset[str]) -> Claim | None:
    """The claim, against the defendants recorded; where none is, against whoever answers."""
    if one.filed_on is None:
        return None
    status, against = stage_code(one.status), one.parties or everybody
    ordinary = one.route == Route.ORDINARY
    for stage, outcome in _OUTCOMES:
        if stage in one.stages or status == stage:
            ended = one.stages.get(stage) or (one.filed_on if outcome is Outcome.LAPSED else None)
            return Claim(one.filed_on, against, outcome, ended, ordinary)
    return Claim(one.filed_on, against, ordinary=ordinary)
