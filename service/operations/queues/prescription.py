"""The prescription board (tablero de prescripción): notes by the day until which each obligor can be sued."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from schemas.clocks.prescription import Asked as ClockAsked
from schemas.clocks.prescription import Band, Standing
from schemas.queues import Figure, Headings, Level, Line, QueueName, Ref, share
from service.kept_boards import Key, Told
from service.operations.matters import Asked, NoteFacts, note_parts
from service.operations.note_clocks import OwedClock, owed_clocks
from service.operations.queues.asked import ByMatter, Counted, Queue, ordered
from storage.records import notes_owed

LEVELS = {
    Band.GREY: Level.CALM,
    Band.BLUE: Level.WATCH,
    Band.AMBER: Level.WARN,
    Band.RED: Level.URGENT,
    Band.PAST: Level.PAST,
}
WAITING = (Standing.RUNNING, Standing.EXECUTION, Standing.UNKNOWN)
"""Clocks that somebody must act on; a suit going on has a queue of its own."""


class Running(msgspec.Struct, frozen=True):
    """The clock of a note against whoever it is the same for. `line.limit` is None where it does not run."""

    line: Line
    who: tuple[str, ...]


def running(asked: Asked, credits: Sequence[str]) -> dict[str, tuple[Running, ...]]:
    """The clocks of the notes of some credits, by id of the note: the same number of queries whatever their number."""
    if not credits:
        return {}
    of = ClockAsked(asked.today, asked.rules)
    clocks = owed_clocks(asked.session, asked.actor, of, notes_owed.Those(tuple(credits)))
    names = notes_owed.people(asked.session, [one.clock.obligor_id for one in clocks])
    found: dict[str, list[Running]] = {}
    for one in clocks:
        there, made = found.setdefault(one.note.id, []), line(one)
        who = names.get(one.clock.obligor_id, "")
        plain = msgspec.structs.replace(made, refs=())
        at = next((place for place, other in enumerate(there) if other.line == plain), None)
        if at is None:
            there.append(Running(plain, (who,)))
        else:
            there[at] = Running(plain, (*there[at].who, who))
    return {note: tuple(those) for note, those in found.items()}


def tell(_asked: Asked, clocks: NoteFacts) -> Told[Line]:
    """Notes of which a year or less is left, the nearest day to file by first; those without dates stand first of all."""
    return ordered(_lines(clocks), _key, Counter((one.clock.standing, one.clock.band) for one in clocks))


def _key(line: Line) -> Key:
    return line.level is Level.PAST, line.limit or date.min, line.about.label, line.what


def _lines(clocks: NoteFacts) -> tuple[Line, ...]:
    waiting = [one for one in clocks if one.clock.standing in WAITING]
    shown = [one for one in waiting if one.clock.band is not Band.GREY or one.clock.standing is Standing.UNKNOWN]
    return tuple(line(one) for one in shown)


def dress(asked: Asked, lines: list[Line]) -> list[Line]:
    """Against whom each clock runs."""
    people = notes_owed.people(asked.session, [ref.id for line in lines for ref in line.refs if ref.kind == "debtor"])
    dressed = []
    for line in lines:
        refs = tuple(
            msgspec.structs.replace(ref, label=people.get(ref.id, "")) if ref.kind == "debtor" else ref
            for ref in line.refs
        )
        who = next((ref.label for ref in refs if ref.kind == "debtor"), "")
        dressed.append(msgspec.structs.replace(line, who=who, refs=refs))
    return dressed


def line(one: OwedClock) -> Line:
    """A clock as a line: until when somebody must act, in how many days the limit comes, and why; no day where it does not run."""
    note, clock = one.note, one.clock
    paper = (Ref("document", note.document_id, "Pagaré"),) if note.document_id else ()
    level = Level.WATCH if clock.standing is Standing.UNKNOWN else LEVELS[clock.band]
    return Line(
        about=Ref("credit", note.credit_id, note.credit),
        what=f"Pagaré {note.number}",
        lawyer=note.lawyer,
        since=note.due_on or note.signed_on,
        limit=_governing(one),
        days=clock.days_left,
        level=level,
        why=_why(one),
        source=clock.pessimistic.source,
        refs=(Ref("debtor", clock.obligor_id, ""), *paper),
    )


def _governing(one: OwedClock) -> date | None:
    """The earliest day that somebody must keep: that to file by, else the limit itself."""
    clock = one.clock
    if clock.standing not in WAITING:
        return None
    return clock.file_by.on or clock.pessimistic.on or clock.ordinary.on


def _why(one: OwedClock) -> str:
    clock = one.clock
    said = []
    if clock.standing is Standing.RUNNING:
        said.append(f"Límite pesimista {_said(clock.pessimistic.on)} ({clock.pessimistic.reason})")
        if clock.ordinary.on != clock.pessimistic.on:
            said.append(f"límite ordinario {_said(clock.ordinary.on)} ({clock.ordinary.reason})")
    else:
        said.append(clock.ordinary.reason)
    if clock.band is Band.PAST:
        said.append(f"prescrita la acción cambiaria; la del contrato, hasta {_said(clock.contract.on)}")
    if not one.told:
        said.append("no se registraron los obligados: se cuenta contra las partes del crédito")
    return "; ".join(said)


def _said(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "sin fecha"


def figures(_asked: Asked, counted: Counted) -> Iterable[Figure]:
    """Clocks by how near their limit is."""
    bands = {band: counted.of((Standing.RUNNING, band)) for band in Band}
    running = sum(bands.values())
    yield Figure("running", "Relojes que corren (pagaré y obligado)", running, "relojes")
    yield Figure("red", "Con tres meses o menos", bands[Band.RED], "relojes")
    yield Figure("amber", "De tres a seis meses", bands[Band.AMBER], "relojes")
    yield Figure("blue", "De seis a doce meses", bands[Band.BLUE], "relojes")
    yield Figure("past", "Prescrita la acción cambiaria", bands[Band.PAST], "relojes")
    yield Figure("past_share", "Parte prescrita", share(bands[Band.PAST], running), "%")
    unknown = sum(counted.of((Standing.UNKNOWN, band)) for band in Band)
    yield Figure("undated", "Sin fecha de la que contar", unknown, "relojes")


QUEUE = Queue(
    QueueName.PRESCRIPTION,
    "Tablero de prescripción",
    Headings("Pagaré", "Vence o se suscribió", "Presentar antes de", "Días naturales al límite"),
    ByMatter(note_parts, tell, figures),
    dress,
)
