"""Lawsuits by risk of lapse (riesgo de caducidad): the office's second measure of efficiency."""

from collections.abc import Hashable, Iterable
from datetime import timedelta

import msgspec

from schemas.access import Action, may
from schemas.clocks.calendar import HERE
from schemas.clocks.lapse import Alert, State
from schemas.document_types import type_name
from schemas.queues import Figure, Headings, Level, Line, QueueName, Ref, share
from schemas.stages import stage_name
from service.kept_boards import Key, Told
from service.operations.clocks import NOT_FILED, stage_of
from service.operations.matters import Asked, SuitFacts, suit_parts
from service.operations.queues.asked import ByMatter, Counted, Queue, ordered
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
IDLE = (60, 90, 110)
MOST_SAID = 160


def suit_ref(suit: Suit) -> Ref:
    """A lawsuit as lines name it."""
    return Ref("lawsuit", suit.id, f"{suit.court_code} {file_number(suit)}")


def tell(asked: Asked, facts: SuitFacts) -> Told[Line]:
    """Live lawsuits, those nearest to their limit first; unknown ones stand first of all, since nothing guards them."""
    known = facts.known
    if stage_of(known.suit) in NOT_FILED:
        return Told()
    counts: dict[Hashable, int] = {"lapsed": stage_of(known.suit) == "CADUCIDAD"}
    if known.clock.state is State.ENDED:
        return Told((), counts)
    fresh, newest = asked.today - timedelta(days=FRESH_DAYS), known.papers.newest if known.papers else None
    counts["recent"] = newest is not None and newest >= fresh
    counts["lapsable"] = known.clock.state is State.LAPSABLE
    counts |= {days: (known.clock.idle or 0) >= days for days in IDLE}
    return ordered([_line(facts)], _key, counts)


def _key(line: Line) -> Key:
    return line.limit is not None, line.limit, line.about.label


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


def figures(_asked: Asked, counted: Counted) -> Iterable[Figure]:
    """Of live lawsuits, how many move and how many stand still; of all, how many lapsed."""
    yield Figure("live", "Juicios en los que corre la caducidad", counted.lines, "juicios")
    recent = share(counted.of("recent"), counted.lines)
    yield Figure("recent_document", "Juicios con un documento de menos de 30 días", recent, "%")
    for days in IDLE:
        idle = counted.of(days)
        yield Figure(f"idle_{days}", f"Juicios con {days} o más días hábiles sin impulso", idle, "juicios")
    lapsable = counted.of("lapsable")
    yield Figure("lapsable", "Juicios en los que la caducidad ya puede declararse", lapsable, "juicios")
    yield Figure("lapsed", "Juicios declarados caducos", counted.of("lapsed"), "juicios")


QUEUE = Queue(
    QueueName.LAPSE,
    "Riesgo de caducidad",
    Headings("Etapa", "Último impulso", "Último día para impulsar", "Días hábiles sin impulso"),
    ByMatter(suit_parts, tell, figures),
    _dress,
)
