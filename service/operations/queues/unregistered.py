"""Filed pagarés and contratos-pagaré of which no title is registered (pagarés sin título registrado): without it no clock runs and nobody sues in time."""

from collections.abc import Iterable
from datetime import date

import msgspec

from schemas.access import Action, may
from schemas.clocks.prescription import Asked as ClockAsked
from schemas.clocks.prescription import Band, DueKind, Note, NoteClock, Obligor, Standing, note_clocks
from schemas.note_fields import CONTRACT_NOTE, NOTE
from schemas.queues import Figure, Headings, Level, Line, QueueName, Ref
from service.kept_boards import Key, Told
from service.operations.matters import Asked, unregistered_parts
from service.operations.queues.asked import ByMatter, Counted, Queue, ordered
from service.operations.queues.prescription import LEVELS
from service.operations.unregistered_notes import Unregistered
from storage.records import unregistered_notes

SOON = frozenset((Band.AMBER, Band.RED))
OLD_DAYS = 2
CALLED = {NOTE: "Pagaré", CONTRACT_NOTE: "Contrato-pagaré"}


def tell(asked: Asked, facts: Unregistered) -> Told[Line]:
    """By the day to file by as it was read, those without a day first of all, what is prescribed last."""
    clock = _clock(asked, facts)
    return ordered([_line(facts, clock)], _key, {
        "soon": clock.band in SOON,
        "undated": clock.standing is Standing.UNKNOWN,
        "waiting_long": (asked.today - facts.since).days > OLD_DAYS,
    })  # fmt: skip


def _key(line: Line) -> Key:
    return line.level is Level.PAST, line.limit or date.min, line.since or date.min


def figures(_asked: Asked, counted: Counted) -> Iterable[Figure]:
    """How many, and how many of them press."""
    yield Figure("papers", "Pagarés archivados sin título registrado", counted.lines, "pagarés")
    yield Figure("soon", "Prescriben en seis meses o menos, según lo leído", counted.of("soon"), "pagarés")
    yield Figure("undated", "Sin fecha leída de la que contar", counted.of("undated"), "pagarés")
    yield Figure("waiting_long", "Archivados hace más de dos días", counted.of("waiting_long"), "pagarés")


def dress(asked: Asked, lines: list[Line]) -> list[Line]:
    """Whose they are, and for who may confirm them the page to do it on."""
    confirms = may(asked.actor, Action.REVIEW_DOCUMENTS)
    of = unregistered_notes.borrowers(
        asked.session, [ref.id for line in lines for ref in line.refs if ref.kind == "credit"]
    )
    dressed = []
    for line in lines:
        refs = [Ref("unregistered_note", line.about.id, "Confirmar y registrar")] if confirms else []
        who = ""
        for ref in line.refs:
            if ref.kind == "credit" and ref.id in of:
                number, person, who = of[ref.id]
                refs += [Ref("credit", ref.id, number), Ref("debtor", person, who)]
            elif ref.kind != "credit":
                refs.append(ref)
        dressed.append(msgspec.structs.replace(line, who=who, refs=tuple(refs)))
    return dressed


def _clock(asked: Asked, facts: Unregistered) -> NoteClock:
    """The clock that would run against the maker, by the days that were read."""
    due = DueKind.FIXED_DAY if facts.due_on else DueKind.SIGHT
    note = Note(id=facts.id, due_kind=due, signed_on=facts.signed_on, due_on=facts.due_on, obligors=(Obligor("", ""),))
    return note_clocks(note, ClockAsked(asked.today, asked.rules))[0]


def _line(facts: Unregistered, clock: NoteClock) -> Line:
    level = Level.WARN if clock.standing is Standing.UNKNOWN else LEVELS[clock.band]
    limit = clock.pessimistic.on
    said = f" Según lo leído prescribe el {limit:%d/%m/%Y}." if limit else ""
    refs = [Ref("credit", facts.credit_id, "")] if facts.credit_id else []
    if facts.doubt.other:
        refs.append(Ref("document", facts.doubt.other, "El otro documento"))
    return Line(
        about=Ref("document", facts.id, facts.title),
        what=f"{CALLED[facts.type]} {facts.number or 'sin número leído'}",
        since=facts.since,
        limit=clock.file_by.on or limit,
        days=clock.days_left,
        level=Level.WATCH if level is Level.CALM else level,
        why=facts.doubt.why + said,
        source=clock.pessimistic.source,
        refs=tuple(refs),
    )


QUEUE = Queue(
    QueueName.UNREGISTERED,
    "Pagarés sin título registrado",
    Headings("Leído", "Archivado", "Presentar antes de, según lo leído", "Días naturales al límite"),
    ByMatter(unregistered_parts, tell, figures),
    dress,
)
