"""What boards and diaries rest on, matter by matter: lawsuits, notes of a credit, papers of a credit.

For the office the parts are kept and followed; for an external lawyer, who has few, they are gathered at each asking.
"""

from collections.abc import Callable, Collection, Hashable, Mapping
from datetime import date
from typing import TypeVar

import msgspec

from schemas.access import Actor
from schemas.clocks.prescription import Asked as ClockAsked
from schemas.rules import RuleTable
from service.archive import Archive
from service.kept_boards import Kept
from service.kept_parts import MOST_TOUCHED, Part, Sources, Whole
from service.operations.clocks import SuitClock, calendars, suit_clocks
from service.operations.days import today as this_day
from service.operations.note_clocks import OwedClock, owed_clocks
from service.operations.party_terms import PartyTerm, Terms
from service.operations.unregistered_notes import Unregistered, unregistered
from storage.records import Session, queued_papers, suits, touched_matters, touching, unregistered_notes
from storage.records.legal_rules import rule_table
from storage.records.notes_owed import Those
from storage.records.queued_papers import HeldCredit
from storage.records.suits import Acknowledged, Scope, Stage

F = TypeVar("F")


class Asked(msgspec.Struct, frozen=True):
    """On whose behalf something is asked, on which day, under which rules and as of which change; all queries go through `session`."""

    session: Session
    actor: Actor
    today: date
    rules: RuleTable
    sequence: int
    kept: Kept
    led: dict[int, touched_matters.Reached] = msgspec.field(default_factory=dict)
    """What changes reach, by the number after which they came: asked once for all sorts of matters."""

    @property
    def under(self) -> Hashable:
        """What is told of facts besides them: the day and the rules."""
        return self.today, self.rules.said


class SuitFacts(msgspec.Struct, frozen=True):
    """A lawsuit with its clock, whom it claims from, its stamps, its first filing, its stages, the oldest first, and the terms that run."""

    known: SuitClock
    people: tuple[tuple[str, str], ...]
    stamped: Acknowledged | None
    first_filed: date | None
    stages: tuple[Stage, ...]
    terms: tuple[PartyTerm, ...]


class PaperFacts(msgspec.Struct, frozen=True):
    """A credit, and how many documents of each type its dossier has."""

    credit: HeldCredit
    types: dict[str, int]


NoteFacts = tuple[OwedClock, ...]
"""The clocks of the notes of one credit; a credit without any has no part."""


def asked_now(archive: Archive, session: Session, actor: Actor) -> Asked:
    """What is asked at this moment. The change is read first, so that all read after it is at least as new."""
    sequence = touching.latest(session)
    return Asked(session, actor, this_day(), rule_table(session), sequence, archive.kept)


def suit_parts(asked: Asked) -> Whole[SuitFacts]:
    """Every lawsuit the actor may know of, by its id."""
    return _whole(asked, "lawsuits", _lawsuits, _suit_facts)


def note_parts(asked: Asked) -> Whole[NoteFacts]:
    """The clocks of the notes of every credit the actor may know of that has any, by the id of the credit."""
    return _whole(asked, "notes", _credits, _note_facts)


def paper_parts(asked: Asked) -> Whole[PaperFacts]:
    """Every credit the actor may know of, by its id."""
    return _whole(asked, "papers", _credits, _paper_facts)


def unregistered_parts(asked: Asked) -> Whole[Unregistered]:
    """Every filed pagaré without a registered title, by its id; none for an external lawyer, who registers no title."""
    return _whole(asked, "unregistered", _papers, _unregistered)


def _whole(
    asked: Asked,
    sort: str,
    choose: Callable[[Asked, int, touched_matters.Touched], Collection[str]],
    gather: Callable[[Asked, tuple[str, ...] | None], Mapping[str, F]],
) -> Whole[F]:
    if asked.actor.sees_only is not None:
        return Whole({one: Part(facts) for one, facts in gather(asked, None).items()}, asked.sequence)

    def reached(since: int) -> Collection[str] | None:
        touched = touching.since(asked.session, since, MOST_TOUCHED)
        return None if touched is None else choose(asked, since, touched)

    def make(ids: Collection[str] | None) -> Mapping[str, F]:
        return gather(asked, None if ids is None else tuple(sorted(ids)))

    found: Whole[F] = asked.kept.of(sort).as_of(asked.today, asked.sequence, Sources(reached, make))
    return found


def _led(asked: Asked, since: int, touched: touched_matters.Touched) -> touched_matters.Reached:
    if since not in asked.led:
        asked.led[since] = touched_matters.reached(asked.session, touched)
    return asked.led[since]


def _lawsuits(asked: Asked, since: int, touched: touched_matters.Touched) -> Collection[str]:
    return _led(asked, since, touched).lawsuits


def _credits(asked: Asked, since: int, touched: touched_matters.Touched) -> Collection[str]:
    return _led(asked, since, touched).credits


def _papers(asked: Asked, _since: int, touched: touched_matters.Touched) -> Collection[str]:
    return unregistered_notes.reached(asked.session, touched.get("document", ()), touched.get("credit", ()))


def _unregistered(asked: Asked, ids: tuple[str, ...] | None) -> dict[str, Unregistered]:
    return {} if asked.actor.sees_only is not None else unregistered(asked.session, ids)


def _suit_facts(asked: Asked, ids: tuple[str, ...] | None) -> dict[str, SuitFacts]:
    session, scope = asked.session, Scope(asked.actor, ids)
    calendar_of = calendars(session)
    known = suit_clocks(session, scope, asked.today, asked.rules, calendar_of)
    everybody = ids is None and asked.actor.sees_only is None
    people = suits.borrowers(session, None if everybody else [one.suit.id for one in known])
    stamped, first = suits.acknowledged(session, scope), suits.first_filings(session, scope)
    stages = suits.stage_events(session, scope)
    terms = Terms(session, scope, asked.rules, calendar_of)
    return {
        one.suit.id: SuitFacts(
            one,
            tuple(people.get(one.suit.id, ())),
            stamped.get(one.suit.id),
            first.get(one.suit.id),
            tuple(stages.get(one.suit.id, ())),
            terms.of(one.suit),
        )
        for one in known
    }


def _note_facts(asked: Asked, ids: tuple[str, ...] | None) -> dict[str, NoteFacts]:
    if ids is None and asked.actor.sees_only is not None:
        ids = tuple(queued_papers.credit_ids(asked.session, asked.actor))
    found: dict[str, list[OwedClock]] = {}
    for one in owed_clocks(asked.session, asked.actor, ClockAsked(asked.today, asked.rules), Those(ids)):
        found.setdefault(one.note.credit_id, []).append(one)
    return {credit: tuple(clocks) for credit, clocks in found.items()}


def _paper_facts(asked: Asked, ids: tuple[str, ...] | None) -> dict[str, PaperFacts]:
    credits, types = queued_papers.held_credits(asked.session, asked.actor, ids)
    return {one.id: PaperFacts(one, dict(types.get(one.id, {}))) for one in credits}
