"""The line of stages of a lawsuit (línea de etapas): where it stands, and what shows it. DOMAIN 2.12."""

from collections.abc import Iterable
from datetime import date

import msgspec

from schemas.completeness import own_needs, stages_before
from schemas.stages import MAIN, OVER, stage_code, stage_name


class Seen(msgspec.Struct, frozen=True):
    """A stage somebody recorded, with the document that shows it where there is one."""

    stage: str
    on: date
    document_id: str | None = None


class Paper(msgspec.Struct, frozen=True):
    """A document of the lawsuit: its type may show a stage."""

    type: str
    on: date | None
    document_id: str


class Mark(msgspec.Struct, frozen=True):
    """A stage on the line. `document_id` shows it; a stage reached without one is without support (sin soporte documental)."""

    stage: str
    name: str
    on: date | None
    document_id: str | None
    reached: bool
    now: bool


def stage_line(status: str, seen: Iterable[Seen], papers: Iterable[Paper]) -> tuple[Mark, ...]:
    """The stages of a lawsuit in order: those passed, the one it is at, and those of the main way still to come.

    A stage nobody recorded is dated by the first document whose type shows it.
    """
    current = stage_code(status)
    recorded: dict[str, Seen] = {}
    for one in sorted(seen, key=lambda one: (one.document_id is None, one.on)):
        recorded.setdefault(stage_code(one.stage), one)
    known = tuple(papers)
    passed = {*recorded, *stages_before(current), current}
    far = max((MAIN.index(one) for one in passed if one in MAIN), default=-1)
    order = list(MAIN[: far + 1] if current in OVER else MAIN)
    for stage in sorted({*recorded, current} - {*MAIN, ""}, key=lambda one: _place(one, recorded, current)):
        order.insert(_after(stage, order), stage)
    return tuple(
        _mark(stage, current, recorded, known, reached=stage in passed or _before(stage, far)) for stage in order
    )


def _before(stage: str, far: int) -> bool:
    return stage in MAIN and MAIN.index(stage) <= far


def _place(stage: str, recorded: dict[str, Seen], current: str) -> tuple[bool, date]:
    """The current stage last, the others by their day."""
    return (stage == current, recorded[stage].on if stage in recorded else date.max)


def _after(stage: str, order: list[str]) -> int:
    """Behind the last stage that comes before it, and behind others that came in there already."""
    if stage in OVER:
        return len(order)
    at = max((order.index(one) + 1 for one in stages_before(stage) if one in order), default=0)
    while at < len(order) and order[at] not in MAIN and order[at] not in OVER:
        at += 1
    return at


def _mark(stage: str, current: str, recorded: dict[str, Seen], papers: tuple[Paper, ...], *, reached: bool) -> Mark:
    one = recorded.get(stage)
    shown = {kind for needed in own_needs(stage) for kind in needed} if reached else set()
    fitting = [paper for paper in papers if paper.type in shown]
    first = min(fitting, key=lambda paper: (paper.on is None, paper.on or date.max), default=None)
    on = one.on if one is not None else first.on if first is not None else None
    document = (one.document_id if one is not None else None) or (first.document_id if first is not None else None)
    return Mark(stage, stage_name(stage), on, document, reached, stage == current)
