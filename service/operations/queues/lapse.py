"""Lawsuits by risk of lapse (riesgo de caducidad): the office's second measure of efficiency."""

from collections.abc import Iterable
from datetime import timedelta

import msgspec

from schemas.access import Action, may
from schemas.clocks.calendar import HERE
from schemas.clocks.lapse import Alert, State
from schemas.document_types import type_name
from schemas.queues import Figure, Headings, Level, Line, QueueName, Ref, share
from schemas.stages import stage_name
from service.operations.clocks import NOT_FILED, SuitClock, stage_of
from service.operations.matters import Asked, SuitFacts, suit_parts
from service.operations.queues.asked import Built, Queue
from service.operations.registry.lawsuits import file_number
from storage.records import suits, supervision
from storage.records.suits import Suit
from storage.records.tables import SupervisionNoteRow

LEVELS = {
    Alert.NONE: Level.CALM,
    Alert.WATCH: Level.WATCH,
    Alert.WARN: Level.WARN,
    Alert.URGENT: Level.URGENT,
    Alert.LAST: Level.LAST,
    Alert.LAPSABLE: Level.PAST,
}
FRESH_DAYS = 30
MOST_SAID = 160


def suit_ref(suit: Suit) -> Ref:
    """A lawsuit as lines name it."""
    return Ref("lawsuit", suit.id, f"{suit.court_code} {file_number(suit)}")


def build(asked: Asked) -> Built:
    """Live lawsuits, those nearest to their limit first; unknown ones stand first of all, since nothing guards them."""
    parts = suit_parts(asked).parts.values()
    filed = [one for one in parts if one.told("filed", _is_filed)]
    live = [one for one in filed if one.facts.known.clock.state is not State.ENDED]
    lines = [one.told("lapse", _line) for one in live]
    lines.sort(key=lambda one: (one.limit is not None, one.limit, one.about.label))
    standing = [one.facts.known for one in live]
    lapsed = sum(one.told("lapsed", _is_lapsed) for one in filed)
    return Built(lines, tuple(_figures(asked, standing, lapsed)))


def dress(asked: Asked, lines: list[Line]) -> list[Line]:
    """Who is sued, and the newest document of each lawsuit."""
    ids = [line.about.id for line in lines]
    people = suits.borrowers(asked.session, ids)
    papers = suits.last_documents(asked.session, ids)
    dressed = []
    for line in lines:
        sued = people.get(line.about.id, [])
        refs = [Ref("debtor", person, name) for person, name in sued]
        if (paper := papers.get(line.about.id)) is not None:
            refs.append(Ref("document", paper[0], type_name(paper[1])))
        who = ", ".join(name for _, name in sued)
        dressed.append(msgspec.structs.replace(line, who=who, refs=(*line.refs, *refs)))
    return dressed


def _dress(asked: Asked, lines: list[Line]) -> list[Line]:
    """As `dress`, and for who may read it the newest note of supervision."""
    dressed = dress(asked, lines)
    if not may(asked.actor, Action.READ_SUPERVISION):
        return dressed
    notes = supervision.newest(asked.session, [line.about.id for line in lines])
    return [
        msgspec.structs.replace(line, why=f"{line.why}. {_said(notes[line.about.id])}")
        if line.about.id in notes
        else line
        for line in dressed
    ]


def _said(note: SupervisionNoteRow) -> str:
    """`Supervisión del 03/05/2026 (jefa): «…»`; a long note is cut, the whole stands with the lawsuit."""
    words = " ".join(note.text.split())
    short = words if len(words) <= MOST_SAID else words[: MOST_SAID - 1].rstrip() + "…"
    return f"Supervisión del {note.at.astimezone(HERE):%d/%m/%Y} ({note.author}): «{short}»"


def _is_filed(facts: SuitFacts) -> bool:
    return stage_of(facts.known.suit) not in NOT_FILED


def _is_lapsed(facts: SuitFacts) -> bool:
    return stage_of(facts.known.suit) == "CADUCIDAD"


def _line(facts: SuitFacts) -> Line:
    suit, clock = facts.known.suit, facts.known.clock
    doubt = f"; {clock.doubtful} promociones por calificar" if clock.doubtful else ""
    return Line(
        about=suit_ref(suit),
        what=stage_name(stage_of(suit)),
        lawyer=suit.lawyer,
        since=clock.since,
        limit=clock.limit,
        days=clock.idle,
        level=Level.WATCH if clock.state is State.UNKNOWN else LEVELS[clock.alert],
        why=clock.reason + doubt,
        source=clock.source,
    )


def _figures(asked: Asked, live: list[SuitClock], lapsed: int) -> Iterable[Figure]:
    fresh = asked.today - timedelta(days=FRESH_DAYS)
    recent = sum(
        one.papers is not None and one.papers.newest is not None and one.papers.newest >= fresh for one in live
    )
    yield Figure("live", "Juicios en los que corre la caducidad", len(live), "juicios")
    yield Figure("recent_document", "Juicios con un documento de menos de 30 días", share(recent, len(live)), "%")
    for days in (60, 90, 110):
        idle = sum((one.clock.idle or 0) >= days for one in live)
        yield Figure(f"idle_{days}", f"Juicios con {days} o más días hábiles sin impulso", idle, "juicios")
    yield Figure("lapsable", "Juicios en los que la caducidad ya puede declararse", sum(
        one.clock.state is State.LAPSABLE for one in live), "juicios")  # fmt: skip
    yield Figure("lapsed", "Juicios declarados caducos", lapsed, "juicios")


QUEUE = Queue(
    QueueName.LAPSE,
    "Riesgo de caducidad",
    Headings("Etapa", "Último impulso", "Último día para impulsar", "Días hábiles sin impulso"),
    build,
    _dress,
    suit_parts,
)
