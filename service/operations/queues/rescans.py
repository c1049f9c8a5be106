"""Batches that the inspection of their scans rejected, until every page with a defect is attended to (lotes por digitalizar otra vez)."""

from collections import Counter

from schemas.clocks.calendar import OFFICE, local_day
from schemas.queues import Figure, Headings, Level, Line, QueueName, Ref
from schemas.scan_quality import DEFECT_NAMES, Defect
from service.operations.matters import Asked
from service.operations.queues.asked import Built, Queue
from storage.records import scan_quality
from storage.records.tables import ScanInspectionRow

WARN_DAYS = 5
"""Working days after which a batch that was put back is pressing."""


def build(asked: Asked) -> Built:
    """The longest put back first; none of them is an external lawyer's."""
    lines = []
    if asked.actor.sees_only is None:
        lines = [_line(asked, *one) for one in scan_quality.to_attend(asked.session)]
    return Built(lines, (
        Figure("rejected", "Lotes rechazados por atender", len(lines), "lotes"),
        Figure("pages", "Páginas por atender", sum(line.days or 0 for line in lines), "páginas"),
    ))  # fmt: skip


def _line(asked: Asked, row: ScanInspectionRow, batch: str, pages: list[list[str]]) -> Line:
    since = local_day(row.closed_at or row.drawn_at)
    kinds = Counter(Defect(one) for defects in pages for one in defects)
    said = ", ".join(f"{DEFECT_NAMES[one].lower()} {number}" for one, number in kinds.most_common())
    return Line(
        about=Ref("scan_inspection", row.folio, row.folio),
        what=f"Lote {batch}",
        since=since,
        days=len(pages),
        level=Level.URGENT if OFFICE.count(since, asked.today) > WARN_DAYS else Level.WARN,
        why=f"{said[0].upper()}{said[1:]}.",
        refs=(Ref("batch", row.batch_id, batch),),
    )


QUEUE = Queue(
    QueueName.RESCANS,
    "Lotes por digitalizar otra vez",
    Headings("Lote", "Rechazado", "—", "Páginas por atender"),
    build,
)
