"""Loan slips past their due date (originales por devolver)."""

from schemas.clocks.calendar import local_day
from schemas.clocks.terms import overdue_days
from schemas.queues import Figure, Headings, Level, Line, QueueName, Ref
from service.operations.matters import Asked
from service.operations.queues.asked import Built, Queue
from storage.records import loans
from storage.records.tables import LoanItemRow, LoanRow


def build(asked: Asked) -> Built:
    """Slips with originals out after their due day, the longest overdue first."""
    slips = loans.overdue(asked.session, asked.actor, asked.today)
    out = loans.lines_out(asked.session, asked.actor, asked.today)
    lines = [_line(asked, slip, out.get(slip.id, [])) for slip in slips]
    items = sum(map(len, out.values()))
    return Built(lines, (
        Figure("slips", "Vales vencidos", len(lines), "vales"),
        Figure("originals", "Originales por devolver", items, "originales"),
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
        level=Level.URGENT if days > 5 else Level.WARN,
        why="Venció el plazo para devolver los originales; no se le prestan otros.",
        refs=tuple(Ref("original", one.item_id, one.item_id) for one in out[:50]),
    )


QUEUE = Queue(
    QueueName.ORIGINALS,
    "Originales por devolver",
    Headings("Préstamo", "Entregado", "Debía volver", "Días hábiles de retraso"),
    build,
)
