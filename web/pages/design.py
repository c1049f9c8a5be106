"""Diseño: the living page of the design system."""

from datetime import date

import msgspec
from litestar import Response, get

from schemas.digest import DayPages
from schemas.queues import LEVEL_NAMES, Level, Line, Ref
from service.api.asked import AnyRequest
from web.pages.board import LEVEL_TONES
from web.rendering import show


class Sample(msgspec.Struct, frozen=True):
    """What the shared parts are shown with."""

    levels: dict[Level, int]
    bars: tuple[tuple[str, int], ...]
    days: tuple[DayPages, ...]
    line: Line


SAMPLE = Sample(
    {Level.CALM: 5, Level.WARN: 3, Level.PAST: 2},
    (("Lic. Juan Rentería", 7), ("Lic. Ana Solís", 3)),
    tuple(DayPages(date(2026, 3, day), 40 * (day % 3), int(day == 4)) for day in range(2, 9)),
    Line(about=Ref("lawsuit", "", "2MH 1234/2026"), what="", level=Level.URGENT),
)


@get("/diseno", sync_to_thread=False, include_in_schema=False)
def design(request: AnyRequest) -> Response[str]:
    """Every component once, in the light or dark of the reader."""
    return show(request, "design.html", sample=SAMPLE, level_names=LEVEL_NAMES, level_tones=LEVEL_TONES)


HANDLERS = (design,)
