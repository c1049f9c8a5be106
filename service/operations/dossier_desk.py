"""What stands beside a dossier on the desk: where each original is, the stages and clocks of its lawsuits, who looked."""

import msgspec

from schemas.access import Action, Actor, may
from schemas.call_messages import CallMessage
from schemas.clocks.lapse import LapseClock
from schemas.dossier import Dossier, DossierScope
from schemas.identity_checks import IdentityCheck
from schemas.originals import Original
from schemas.registry import Note
from schemas.registry.acts import NotificationShown, ResolutionShown
from schemas.registry.credits import Balance
from schemas.registry.lapse_pauses import LapsePause
from schemas.registry.note_cancellations import NoteCancellation
from schemas.rules import RuleTable
from schemas.stage_line import Mark, Paper, Seen, stage_line
from schemas.supervision import SupervisionNote
from service.archive import Archive, require
from service.operations.call_messages import open_about
from service.operations.clocks import suit_clocks
from service.operations.custody import views
from service.operations.days import today as this_day
from service.operations.identity_checks import newest
from service.operations.intake_views import EventView, event_view
from service.operations.matters import asked_now
from service.operations.queues.prescription import Running, running
from service.operations.registry.acts import NotificationBook, ResolutionBook
from service.operations.registry.lapse_pauses import LapsePauseBook
from service.operations.registry.note_cancellations import NoteCancellationBook
from service.operations.registry.notes import NoteBook
from service.operations.registry.sums import BalanceBook
from service.operations.supervising import shown
from storage.records import Session, custody, dossiers, events, registry_rows, suits, supervision
from storage.records.suits import Scope

MOST_LOOKS = 8
MOST_NOTES = 50
MOST_ACTS = 50


class Course(msgspec.Struct, frozen=True):
    """How a lawsuit goes: its stages in order and its clock."""

    stages: tuple[Mark, ...]
    lapse: LapseClock


class Acts(msgspec.Struct, frozen=True):
    """Of one lawsuit the newest of each, the newest first; `pauses` are those of its lapse."""

    resolutions: tuple[ResolutionShown, ...]
    notices: tuple[NotificationShown, ...]
    pauses: tuple[LapsePause, ...]


class Beside(msgspec.Struct, frozen=True):
    """`courses` by id of the lawsuit, `notes` and the last `balances` by id of the credit, `clocks` by id of the note.

    `looks` is None for who may not read the log.

    `supervision` are the newest notes on the lawsuit that the dossier is of; None for another dossier or who may not read them.

    `acts` are those of that lawsuit; None for another dossier.

    `lost` are the newest cancellations of notes whose title was lost, by id of the note.

    `identity` is when the person's was last verified, `messages` the open ones about them; of their own dossier and for
    the house alone.
    """

    originals: tuple[Original, ...]
    courses: dict[str, Course]
    notes: dict[str, tuple[Note, ...]]
    balances: dict[str, Balance]
    clocks: dict[str, tuple[Running, ...]]
    lost: dict[str, NoteCancellation]
    looks: tuple[EventView, ...] | None
    supervision: tuple[SupervisionNote, ...] | None
    acts: Acts | None
    identity: IdentityCheck | None = None
    messages: tuple[CallMessage, ...] | None = None


def beside(archive: Archive, actor: Actor, dossier: Dossier) -> Beside:
    """What belongs beside the dossier, found for the same actor: the same number of queries whatever its size.

    Raises:
        Forbidden: the actor may not read dossiers.
    """
    require(actor, Action.READ_DOSSIERS)
    papers = _papers(dossier)
    today = this_day()
    with archive.database.read() as session:
        asked = asked_now(archive, session, actor)
        items = custody.of_matters(session, actor, [credit.id for credit in dossier.credits], papers)
        originals = views.originals(session, actor, items, today)
        notes = _notes(session, dossier)
        told = dossiers.newest_balances(session, [credit.id for credit in dossier.credits])
        balances = {one.credit_id: one for one in BalanceBook.views(session, told)}
        clocks = running(asked, [credit.id for credit in dossier.credits])
        lost = _lost(session, [note.id for those in notes.values() for note in those])
        courses = _courses(session, Scope(actor, tuple(papers)), papers, asked.rules) if papers else {}
        reads_log = may(actor, Action.READ_EVENTS)
        looks = _looks(session, dossier.subject_id) if reads_log else None
        watches = dossier.scope is DossierScope.LAWSUIT and may(actor, Action.READ_SUPERVISION)
        watched = _watched(session, dossier.subject_id) if watches else None
        acts = _acts(session, dossier.subject_id) if dossier.scope is DossierScope.LAWSUIT else None
        known = dossier.scope is DossierScope.DEBTOR and may(actor, Action.READ_RECORDS)
        identity = _identity(session, dossier.subject_id) if known else None
        messages = open_about(session, dossier.subject_id) if known else None
    return Beside(
        originals,
        courses,
        notes,
        balances,
        clocks,
        lost,
        looks,
        watched,
        acts,
        identity,
        messages,
    )


def _watched(session: Session, lawsuit_id: str) -> tuple[SupervisionNote, ...]:
    """The last notes of supervision, each under its author's own name."""
    rows = supervision.of_lawsuit(session, lawsuit_id, None, MOST_NOTES)
    person = views.people(session, (row.author for row in rows))
    return tuple(msgspec.structs.replace(shown(row), author=person(row.author)) for row in rows)


def _looks(session: Session, subject_id: str) -> tuple[EventView, ...]:
    """The last acts upon the subject, each with the person by their own name."""
    rows = events.listing(session, object_id=subject_id, limit=MOST_LOOKS)
    person = views.people(session, (row.actor for row in rows))
    return tuple(msgspec.structs.replace(event_view(row), actor=person(row.actor)) for row in rows)


def _identity(session: Session, person_id: str) -> IdentityCheck | None:
    found = newest(session, person_id)
    return found and msgspec.structs.replace(found, by=views.people(session, [found.by])(found.by))


def acts_of(archive: Archive, actor: Actor, dossier: Dossier) -> Acts:
    """The resolutions, notices and pauses of the lawsuit that the dossier is of, found for the same actor.

    Raises:
        Forbidden: the actor may not read dossiers.
    """
    require(actor, Action.READ_DOSSIERS)
    with archive.database.read() as session:
        return _acts(session, dossier.subject_id)


def _acts(session: Session, lawsuit_id: str) -> Acts:
    newest = []
    for book in (ResolutionBook, NotificationBook, LapsePauseBook):
        rows = registry_rows.children(session, book.table, "lawsuit_id", [lawsuit_id]).get(lawsuit_id, [])
        rows.sort(key=lambda row: (getattr(row, book.order[0]), row.id), reverse=True)
        newest.append(book.views(session, rows[:MOST_ACTS]))
    return Acts(*newest)


def _notes(session: Session, dossier: Dossier) -> dict[str, tuple[Note, ...]]:
    """The promissory notes registered of each credit of the dossier, in order of their numbers."""
    rows = registry_rows.children(session, NoteBook.table, "credit_id", [credit.id for credit in dossier.credits])
    found: dict[str, list[Note]] = {}
    for note in NoteBook.views(session, [row for those in rows.values() for row in those]):
        found.setdefault(note.credit_id, []).append(note)
    return {credit: tuple(sorted(those, key=lambda note: note.number)) for credit, those in found.items()}


def _lost(session: Session, note_ids: list[str]) -> dict[str, NoteCancellation]:
    """The newest cancellation of each note that has any."""
    rows = registry_rows.children(session, NoteCancellationBook.table, "note_id", note_ids)
    newest = [max(of, key=lambda row: (row.noticed_on, row.id)) for of in rows.values()]
    return {one.note_id: one for one in NoteCancellationBook.views(session, newest)}


def _courses(session: Session, scope: Scope, papers: dict[str, list[Paper]], rules: RuleTable) -> dict[str, Course]:
    seen = {
        suit: [Seen(one.stage, one.on, one.document_id) for one in stages]
        for suit, stages in suits.stage_events(session, scope).items()
    }
    return {
        one.suit.id: Course(stage_line(one.suit.status, seen.get(one.suit.id, ()), papers[one.suit.id]), one.clock)
        for one in suit_clocks(session, scope, this_day(), rules)
    }


def _papers(dossier: Dossier) -> dict[str, list[Paper]]:
    """The documents of each lawsuit; a lawsuit that claims no registered credit has all there is."""
    found = {suit.id: suit.documents for credit in dossier.credits for suit in credit.lawsuits}
    if dossier.scope is DossierScope.LAWSUIT:
        found.setdefault(dossier.subject_id, dossier.documents)
    return {suit: [Paper(one.type, one.date, one.id) for one in documents] for suit, documents in found.items()}
