"""The diary of an external lawyer: gathered in a constant number of queries, from their own matters only."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

import msgspec

from schemas.access import Action, Actor
from schemas.clocks.lapse import State
from schemas.custody import HolderKind
from schemas.diary import Diary, Due, Matter
from schemas.originals import Original
from schemas.queues import Level, Ref
from schemas.reservations import SOON_DAYS as SOON_RESERVED
from schemas.stages import stage_name
from service.archive import Archive, require
from service.kept_boards import Board, Told
from service.operations.clocks import is_filed
from service.operations.custody import views
from service.operations.matters import Asked, SuitFacts, asked_now, suit_parts
from service.operations.queues.lapse import LEVELS, suit_ref
from service.operations.queues.lost_notes import lost_ref, unfinished
from service.operations.registrations import registrations
from service.operations.reservations.views import known_of
from storage.records import Session, agenda, custody, hearings, reservations
from storage.records.custody import WantedOriginals
from storage.records.suits import Scope
from storage.records.tables import HearingListRow

PAST_DAYS = 30
"""How long a day that passed stays in the diary."""
SOON_DAYS, NEAR_DAYS = 3, 10
MOST_ORIGINALS = 500


def diary(archive: Archive, actor: Actor) -> Diary:
    """The diary of the lawyer who asks; for others that of all matters they may know of, without originals.

    The look is recorded.

    Raises:
        Forbidden: the actor may not read the registry.
    """
    found = diary_of(archive, actor)
    archive.looks.listed(actor, "queue", "diary", len(found.matters))
    return found


def diary_of(archive: Archive, actor: Actor) -> Diary:
    """The same, worked out ahead or for a part of something else whose look is recorded as that.

    Kept only while the archive is as it was.

    Raises:
        Forbidden: the actor may not read the registry.
    """
    require(actor, Action.READ_REGISTRY)
    whose = None if actor.sees_only is None else (actor.sees_only, actor.name)
    with archive.database.read() as session:
        asked = asked_now(archive, session, actor)
        mark = (asked.today, asked.sequence)
        return archive.remembered.answer(("diary", whose), mark, lambda: _made(asked))


def _made(asked: Asked) -> Diary:
    session, actor, today = asked.session, asked.actor, asked.today
    whole, scope = suit_parts(asked), Scope(actor)
    parts, of_house = whole.parts, actor.sees_only is None

    def ref(lawsuit: str) -> Ref | None:
        return parts[lawsuit].told("ref", _ref) if lawsuit in parts else None

    originals = _in_hand(session, actor, today)
    registered = (
        Due(one.on, one.what, one.about, _level(one.on, today), one.detail)
        for one in registrations(session, scope, asked.rules, ref, today - timedelta(days=PAST_DAYS))
    )
    due = [
        *_set_days(session, scope, ref, today), *_hearings(session, scope, ref, today), *registered,
        *_returns(originals, today), *_lost(asked),
    ]  # fmt: skip
    if of_house:
        due += _reservations(session, today)
        due = [_with_lawyer(one, parts[one.about.id].facts) if one.about.id in parts else one for one in due]
    matters: Board[SuitFacts, Matter] = asked.kept.board("matters") if of_house else Board()
    counted: Board[SuitFacts, Due] = asked.kept.board("due") if of_house else Board()
    falls = counted.as_of(whole, lambda facts: _falls(facts, today, of_house=of_house), asked.under).items
    return Diary(today, tuple(sorted([*falls, *due], key=_when)), tuple(matters.as_of(whole, _place).items), originals)


def _place(facts: SuitFacts) -> Told[Matter]:
    one = _matter(facts)
    return Told([((one.clock.limit is None, one.clock.limit, one.name), one)])


def _falls(facts: SuitFacts, today: date, *, of_house: bool) -> Told[Due]:
    """What falls due by the clocks of a lawsuit; the house is told whose it is."""
    lapse = _lapse(facts)
    due = [*_terms(facts, today), *([lapse] if lapse is not None else [])]
    return Told([(_when(one), _with_lawyer(one, facts) if of_house else one) for one in due])


def _with_lawyer(one: Due, facts: SuitFacts) -> Due:
    return msgspec.structs.replace(one, lawyer=facts.known.suit.lawyer)


def _in_hand(session: Session, actor: Actor, today: date) -> tuple[Original, ...]:
    if not actor.sees_only:
        return ()
    wanted = WantedOriginals(holder_kind=HolderKind.LAWYER.value, holder_id=actor.sees_only, limit=MOST_ORIGINALS)
    return views.originals(session, actor, custody.originals(session, actor, wanted), today)


def _ref(facts: SuitFacts) -> Ref:
    return suit_ref(facts.known.suit)


def _matter(facts: SuitFacts) -> Matter:
    suit, papers = facts.known.suit, facts.known.papers
    shown = facts.stamped is not None or (papers is not None and papers.receipt) or not is_filed(suit)
    people = tuple(name for _, name in facts.people)
    return Matter(
        suit.id, suit_ref(suit).label, people, stage_name(suit.status), suit.filed_on, shown, facts.known.clock
    )


def _lapse(facts: SuitFacts) -> Due | None:
    """The day until which somebody must move the case, where it is near."""
    clock = facts.known.clock
    if clock.limit is None or clock.state is State.ENDED or LEVELS[clock.alert] is Level.CALM:
        return None
    said = "La caducidad ya puede declararse" if clock.state is State.LAPSABLE else "Último día para impulsar"
    return Due(clock.limit, said, suit_ref(facts.known.suit), LEVELS[clock.alert], clock.reason)


def _terms(facts: SuitFacts, today: date) -> tuple[Due, ...]:
    """What the parties must do at the stage the suit is at; what nobody of ours need do is no delay of ours."""
    since, told = today - timedelta(days=PAST_DAYS), []
    for one in facts.terms:
        if one.due.on < since or (one.may_pass and one.due.on < today):
            continue
        level = _level(one.due.on, today)
        if one.may_pass:
            level = Level.CALM if level is Level.CALM else Level.WATCH
        what = f"{one.term.what}: plazo del demandado" if not one.ours else one.term.what
        what += ", si procede" if one.ours and one.may_pass else ""
        counted = "desde la notificación anotada" if one.noticed else "desde la etapa, sin notificación anotada"
        detail = f"Calculado: {one.due.days} días hábiles {counted} ({one.due.source})."
        told.append(Due(one.due.on, what, suit_ref(facts.known.suit), level, detail))
    return tuple(told)


def _set_days(session: Session, scope: Scope, ref: Callable[[str], Ref | None], today: date) -> Iterator[Due]:
    since = today - timedelta(days=PAST_DAYS)
    for row in agenda.deadlines(session, scope, since):
        about = ref(row.lawsuit_id) or Ref("lawsuit", row.lawsuit_id, row.lawsuit_id)
        yield Due(
            row.deadline_on,
            "Vence el plazo de un acuerdo",
            about,
            _level(row.deadline_on, today),
            "; ".join(row.orders),
        )
    for row in agenda.letters_out(session, scope, since):
        about = ref(row.lawsuit_id) or Ref("lawsuit", row.lawsuit_id, row.lawsuit_id)
        yield Due(row.due_on, f"Devolver el exhorto {row.number}", about, _level(row.due_on, today))


def _hearings(session: Session, scope: Scope, ref: Callable[[str], Ref | None], today: date) -> Iterator[Due]:
    """Hearings from today on: those a resolution set, and those for which pieces were chosen; one that is both stands once."""
    prepared: dict[tuple[str, date], list[HearingListRow]] = {}
    for listed in hearings.ahead(session, scope.actor, today):
        if listed.hearing_on is not None:
            prepared.setdefault((listed.subject_id, listed.hearing_on), []).append(listed)
    for row in agenda.hearings(session, scope, today):
        about = ref(row.lawsuit_id) or Ref("lawsuit", row.lawsuit_id, row.lawsuit_id)
        lists = prepared.pop((row.lawsuit_id, row.hearing_on), [])
        yield _hearing(row.hearing_on, about, today, lists, "; ".join(row.orders), row.hearing_at or "")
    for (subject, on), lists in prepared.items():
        about = ref(subject) or Ref(lists[0].scope, subject, lists[0].subject)
        yield _hearing(on, about, today, lists)


def _hearing(on: date, about: Ref, today: date, lists: Sequence[HearingListRow], detail: str = "", at: str = "") -> Due:
    papers = tuple(Ref("hearing_list", one.id, one.name) for one in lists)
    return Due(on, "Audiencia", about, _level(on, today), detail, at, papers)


def _when(one: Due) -> tuple[date, bool, str, str, str]:
    """Of one day the hours first, in their order."""
    return one.on, not one.at, one.at, one.what, one.about.label


def _lost(asked: Asked) -> Iterator[Due]:
    """Days of cancellations of lost notes, for the house, which asks for them: those to keep, and those after which it may go on."""
    if asked.actor.sees_only is not None:
        return
    for title, _, step in unfinished(asked):
        if step.by is not None and step.by >= asked.today - timedelta(days=PAST_DAYS):
            level = _level(step.by, asked.today) if step.ours else Level.CALM
            yield Due(step.by, step.what, lost_ref(title), level, step.source)


def _returns(originals: Iterable[Original], today: date) -> Iterator[Due]:
    by_slip: dict[tuple[date, str], int] = {}
    for item in originals:
        if item.due_on is not None and item.loan:
            by_slip[item.due_on, item.loan] = by_slip.get((item.due_on, item.loan), 0) + 1
    for (on, folio), number in by_slip.items():
        what = "Devolver un original" if number == 1 else f"Devolver {number} originales"
        yield Due(on, what, Ref("loan", folio, f"Vale {folio}"), _level(on, today))


def _reservations(session: Session, today: date) -> Iterator[Due]:
    """Reservations near their end, for the house: an extension is taken to the committee before it (LGTAIP 104)."""
    for row in reservations.ending(session, today - timedelta(days=PAST_DAYS), today + timedelta(days=SOON_RESERVED)):
        last = known_of(row).last_day
        what = "Termina una reserva" if last >= today else "Terminó una reserva: es público"
        may_extend = last >= today and not row.extended_until
        detail = (
            f"{row.legal_basis}; puede ampliarse una vez, con aprobación del Comité" if may_extend else row.legal_basis
        )
        yield Due(last, what, Ref("reservation", row.folio, f"Reserva {row.folio}"), _level(last, today), detail)


def _level(on: date, today: date) -> Level:
    left = (on - today).days
    if left < 0:
        return Level.PAST
    return Level.URGENT if left <= SOON_DAYS else Level.WARN if left <= NEAR_DAYS else Level.CALM
