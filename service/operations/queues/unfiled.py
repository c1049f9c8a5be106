"""Credits assigned whose original is out and on which no claim was filed (asignados sin demanda, DOMAIN 1.3)."""

from datetime import date

from schemas.clocks.calendar import OFFICE, local_day
from schemas.clocks.prescription import Standing
from schemas.queues import Figure, Headings, Level, Line, QueueName, Ref
from service.operations.matters import Asked, NoteFacts, note_parts
from service.operations.queues.asked import Built, Queue
from service.operations.queues.prescription import LEVELS
from storage.records import unfiled
from storage.records.unfiled import Unfiled

TERM = "office.file_claim"
_ORDER = tuple(Level)


def build(asked: Asked) -> Built:
    """The longest assigned first, each coloured by what is left until prescription; past the office's term it is a warning at least."""
    days = asked.rules.value(TERM, asked.today).days
    clocks = note_parts(asked).parts
    lines = [
        _line(asked, one, clocks[one.credit_id].facts if one.credit_id in clocks else (), days)
        for one in unfiled.unfiled(asked.session, asked.actor)
    ]
    lines.sort(key=lambda one: (one.since or date.min, one.about.label))
    late = sum((one.days or 0) > days for one in lines)
    return Built(lines, (
        Figure("unfiled", "Créditos asignados con el original fuera y sin demanda", len(lines), "créditos"),
        Figure("late", f"Con más de {days} días hábiles desde la asignación", late, "créditos"),
    ))  # fmt: skip


def _line(asked: Asked, one: Unfiled, clocks: NoteFacts, days: int) -> Line:
    running = [clock.clock for clock in clocks if clock.clock.standing is Standing.RUNNING]
    file_by = min((clock.file_by.on for clock in running if clock.file_by.on is not None), default=None)
    idle = OFFICE.count(one.assigned_on, asked.today)
    levels = [LEVELS[clock.band] for clock in running] + [Level.WARN if idle > days else Level.CALM]
    until = f"; por prescripción debe presentarse antes del {file_by:%d/%m/%Y}" if file_by else ""
    what = "Un original fuera" if one.originals == 1 else f"{one.originals} originales fuera"
    return Line(
        about=Ref("credit", one.credit_id, one.credit),
        what=what,
        who=one.debtor,
        lawyer=one.lawyer,
        since=one.assigned_on,
        limit=OFFICE.add(one.assigned_on, days),
        days=idle,
        level=max(levels, key=_ORDER.index),
        why=f"El abogado tiene el título desde el {local_day(one.held_since):%d/%m/%Y} y no consta la demanda{until}.",
        source="LGTOC 165, 166",
        refs=(Ref("debtor", one.debtor_id, one.debtor),),
    )


QUEUE = Queue(
    QueueName.UNFILED,
    "Asignados sin demanda",
    Headings("Originales", "Asignado", "Demanda esperada", "Días hábiles desde la asignación"),
    build,
)
