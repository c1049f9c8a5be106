"""Originals that should be back (originales por devolver): on slips past their due date, or in a court whose lawsuit is over."""

from collections.abc import Sequence
from datetime import date

from schemas.clocks.calendar import OFFICE, local_day
from schemas.clocks.terms import overdue_days
from schemas.queues import Figure, Headings, Level, Line, QueueName, Ref
from schemas.stages import ENDED, stage_code
from service.kept_boards import Board, Told
from service.operations.matters import Asked, SuitFacts, suit_parts
from service.operations.queues.asked import Built, Queue
from service.operations.queues.lapse import suit_ref
from storage.records import left_in_court, loans
from storage.records.left_in_court import HeldByCourt
from storage.records.suits import Stage, Suit
from storage.records.tables import LoanItemRow, LoanRow

RETURN = "office.return_original"
"""The rule that says within how many working days of the end of a lawsuit its originals are back (DOMAIN 2.12)."""
VERY_LATE_DAYS = 5
_STAGES = "stages as written"
"""The board that counts lawsuits by their stage, as it is written in the rows."""


def build(asked: Asked) -> Built:
    """Slips with originals out after their due day and originals left in a court, the longest overdue first."""
    slips = loans.overdue(asked.session, asked.actor, asked.today)
    out = loans.lines_out(asked.session, asked.actor, asked.today)
    left = _left(asked)
    lines = [*(_line(asked, slip, out.get(slip.id, [])) for slip in slips), *left]
    lines.sort(key=lambda line: (line.limit is not None, line.limit or date.min, line.about.label))
    items = sum(map(len, out.values()))
    return Built(lines, (
        Figure("slips", "Vales vencidos", len(slips), "vales"),
        Figure("originals", "Originales por devolver", items, "originales"),
        Figure("in_court", "En el juzgado, de juicios terminados", len(left), "originales"),
    ))  # fmt: skip


def _line(asked: Asked, slip: LoanRow, out: list[LoanItemRow]) -> Line:
    days = overdue_days(slip.due_on, asked.today)
    return Line(
        about=Ref("loan", slip.folio, f"Vale {slip.folio}"),
        what=f"{len(out)} originales: {slip.purpose}",
        who=slip.borrower_name,
        lawyer=slip.borrower_name if slip.borrower_kind == "lawyer" else "",
        since=local_day(slip.issued_at),
        limit=slip.due_on,
        days=days,
        level=Level.URGENT if days > VERY_LATE_DAYS else Level.WARN,
        why="Venció el plazo para devolver los originales; no se le prestan otros.",
        refs=tuple(Ref("original", one.item_id, one.item_id) for one in out[:50]),
    )


def _left(asked: Asked) -> list[Line]:
    """Originals in a court of which every lawsuit is over for longer than the rule allows, or nobody recorded since when."""
    whole = suit_parts(asked)
    parts, found = whole.parts, []
    board: Board[SuitFacts, None] = asked.kept.board(_STAGES) if asked.actor.sees_only is None else Board()
    stages = map(str, board.as_of(whole, _at_stage).counts)
    over = [one for one in stages if stage_code(one) in ENDED]
    for item in left_in_court.in_court(asked.session, asked.actor, over):
        brought = [parts[one].facts for one in sorted(item.lawsuits) if one in parts]
        if brought and all(_is_over(one) for one in brought):
            ended = [_ended(one.stages) for one in brought]
            since = None if None in ended else max(one for one in ended if one)
            line = _left_line(asked, item, [one.known.suit for one in brought], since)
            found += [line] if line is not None else []
    return found


def _at_stage(facts: SuitFacts) -> Told[None]:
    return Told((), {facts.known.suit.status: 1})


def _is_over(facts: SuitFacts) -> bool:
    return stage_code(facts.known.suit.status) in ENDED


def _left_line(asked: Asked, item: HeldByCourt, brought: list[Suit], ended: date | None) -> Line | None:
    rule = asked.rules.value(RETURN, ended or asked.today)
    limit = OFFICE.add(ended, rule.days) if ended else None
    if limit is not None and limit >= asked.today:
        return None
    days = overdue_days(limit, asked.today)
    said = f"terminó el {ended:%d/%m/%Y}" if ended else "terminó, sin que se registrara qué día"
    return Line(
        about=Ref("original", item.barcode, f"Original {item.barcode}"),
        what=item.title,
        who=item.court,
        lawyer=brought[-1].lawyer,
        since=ended,
        limit=limit,
        days=days if limit else None,
        level=Level.URGENT if days > VERY_LATE_DAYS else Level.WARN,
        why=f"El juicio {said}; el original debe recogerse del juzgado en {rule.days} días hábiles.",
        source=rule.source,
        refs=tuple(suit_ref(suit) for suit in brought),
    )


def _ended(stages: Sequence[Stage]) -> date | None:
    """The day since which the lawsuit is over, as its stages tell, the oldest first; None where they do not."""
    ended: date | None = None
    for one in stages:
        ended = (ended or one.on) if stage_code(one.stage) in ENDED else None
    return ended


QUEUE = Queue(
    QueueName.ORIGINALS,
    "Originales por devolver",
    Headings("Préstamo u original", "Entregado o terminado", "Debía volver", "Días hábiles de retraso"),
    build,
)
