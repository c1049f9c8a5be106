"""Notes whose title is lost (títulos perdidos): of each what comes next in its cancellation, or that nobody asked for it."""

from datetime import date

from schemas.clocks.lost_notes import NextStep
from schemas.queues import Figure, Headings, Level, Line, QueueName, Ref
from service.operations.lost_notes import Steps
from service.operations.matters import Asked
from service.operations.queues.asked import Built, Queue
from storage.records import lost_notes, notes_owed
from storage.records.lost_notes import LostTitle
from storage.records.tables import NoteCancellationRow

NOT_ASKED = NextStep("Nadie ha pedido su cancelación", None, True, "LGTOC 42, 44")
IN_CUSTODY = NextStep(
    "Se dice extraviado y su original está en custodia: corrija el estado del pagaré o reporte el extravío del original",
    None, True, "LGTOC 42",
)  # fmt: skip
SOON_DAYS = 10


def build(asked: Asked) -> Built:
    """By the day that is ours to keep, then what waits for somebody else."""
    lines = [_line(asked, title, row, step) for title, row, step in unfinished(asked)]
    lines.sort(key=lambda line: (line.level is Level.WATCH, line.limit or date.min, line.about.label))
    begun = sum(line.since is not None for line in lines)
    ours = sum(line.level is not Level.WATCH for line in lines)
    return Built(lines, (
        Figure("lost", "Títulos perdidos", len(lines), "pagarés"),
        Figure("not_asked", "Sin cancelación pedida", len(lines) - begun, "pagarés"),
        Figure("ours", "En que toca actuar a la oficina", ours, "pagarés"),
    ))  # fmt: skip


def unfinished(asked: Asked) -> list[tuple[LostTitle, NoteCancellationRow | None, NextStep]]:
    """Lost notes with their newest cancellation and what comes next in it; five queries whatever their number.

    A note that is found, paid or replaced has nothing that comes next.
    """
    lost = lost_notes.missing(asked.session, asked.actor)
    begun = {note_id: rows[-1] for note_id, rows in notes_owed.cancellations(asked.session).items()}
    titles = lost | lost_notes.titles(asked.session, asked.actor, begun.keys() - lost.keys())
    steps = Steps(asked.session, asked.today, asked.rules, titles.keys())
    found: list[tuple[LostTitle, NoteCancellationRow | None, NextStep]] = []
    for note_id, title in titles.items():
        row = begun.get(note_id)
        unasked = IN_CUSTODY if steps.in_custody(note_id) else NOT_ASKED
        step = steps.of(row, title.due_on) if row is not None else unasked
        if step is not None:
            found.append((title, row, step))
    return found


def _line(asked: Asked, title: LostTitle, row: NoteCancellationRow | None, step: NextStep) -> Line:
    days = (step.by - asked.today).days if step.by else None
    return Line(
        about=lost_ref(title),
        what=f"Pagaré {title.number}",
        who=title.debtor,
        since=row.filed_on or row.noticed_on if row is not None else None,
        limit=step.by,
        days=days,
        level=level_of(step, days),
        why=f"{step.what}.",
        source=step.source,
        refs=(Ref("credit", title.credit_id, title.credit), Ref("debtor", title.debtor_id, title.debtor)),
    )


def lost_ref(title: LostTitle) -> Ref:
    """A lost note as lines name it."""
    return Ref("lost_note", title.note_id, f"Pagaré {title.number} del crédito {title.credit}")


def level_of(step: NextStep, days: int | None) -> Level:
    """What others have to do is watched; what is ours is pressing, and lost once its day has passed."""
    if not step.ours:
        return Level.WATCH
    if days is None:
        return Level.WARN
    return Level.PAST if days < 0 else Level.URGENT if days <= SOON_DAYS else Level.WARN


QUEUE = Queue(
    QueueName.LOST_NOTES,
    "Títulos perdidos",
    Headings("Pagaré", "Cancelación pedida o pérdida advertida", "Hasta cuándo", "Días naturales"),
    build,
)
