"""Tablero mensual: each lawyer's month, and what stands behind each figure."""

from collections.abc import Callable
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from litestar import Response, get
from litestar.params import FromQuery, QueryParameter

from schemas.access import Actor
from schemas.duties import next_month
from schemas.errors import InvalidInput
from schemas.monthly_board import NOBODY, BoardFigure, MonthLine, month_before
from schemas.stages import stage_name
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven
from service.archive import Archive
from service.operations import monthly_board as boards
from service.operations.days import today
from service.operations.monthly_board import WantedBehind
from web.rendering import month_name, show

PER_PAGE = 100
DAYS = {
    BoardFigure.ASSIGNED: "Asignado",
    BoardFigure.RECEIVED: "Asignado",
    BoardFigure.ORIGINALS: "En su poder desde",
    BoardFigure.FILED: "Presentada",
    BoardFigure.ACKNOWLEDGED: "Acuse recibido",
    BoardFigure.LAWSUITS: "Presentada",
    BoardFigure.IDLE: "Presentada",
    BoardFigure.RECOVERED: "Pagado",
}
"""What the day of a line behind each figure is called."""
Short = Annotated[str, QueryParameter(max_length=64)]


@get("/cartera/tablero", sync_to_thread=True, include_in_schema=False)
def board(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, mes: Short = "") -> Response[str]:
    """The lines of a month; of an external lawyer their own. A month that cannot be is answered with the one that runs."""
    try:
        return _board(archive, actor, request, mes, "")
    except InvalidInput as error:
        return _board(archive, actor, request, "", error.detail)


def _board(archive: Archive, actor: Actor, request: AnyRequest, month: str, problem: str) -> Response[str]:
    found = boards.monthly_board(archive, actor, month)
    first = _first(found.month)
    after = next_month(first)
    return show(request, "monthly_board.html", 400 if problem else 200, board=found, problem=problem,
                own=actor.sees_only is not None, figures=boards.FIGURES, named=month_name(first),
                before=f"{month_before(first):%Y-%m}", after=f"{after:%Y-%m}" if after <= today() else "",
                behind=_behind_of(found.month))  # fmt: skip


@get("/cartera/tablero/detalle", sync_to_thread=True, include_in_schema=False)
def behind(
    archive: ArchiveGiven,
    actor: ActorGiven,
    request: AnyRequest,
    cifra: FromQuery[BoardFigure],
    mes: Short = "",
    abogado: Short = "",
    etapa: Short = "",
    desde: Annotated[int, QueryParameter(ge=0, le=1_000_000)] = 0,
) -> Response[str]:
    """What a figure counts, a page at a time; each line opens its matter and its documents."""
    wanted = WantedBehind(cifra, abogado or None, etapa)
    found = boards.behind(archive, actor, mes, wanted, limit=PER_PAGE, offset=desde)
    asked = {"month": found.month, "figure": cifra.value, "stage": etapa, "lawyer": abogado}
    return show(request, "monthly_board_behind.html", found=found, title=boards.FIGURES[cifra], day_of=DAYS[cifra],
                whose=_name(archive, actor, abogado), stage_said=stage_name(etapa) if etapa else "", start=desde,
                named=month_name(_first(found.month)), step=PER_PAGE,
                export=urlencode({name: value for name, value in asked.items() if value}),
                here=lambda at: _address(found.month, cifra, abogado, etapa, at))  # fmt: skip


def _name(archive: Archive, actor: Actor, lawyer: str) -> str:
    if not lawyer:
        return ""
    return boards.UNASSIGNED if lawyer == NOBODY else boards.lawyer_name(archive, actor, lawyer)


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _behind_of(month: str) -> Callable[..., str]:
    """For the figures of a line the addresses of what they count; of the total, of all lawyers."""

    def address(line: MonthLine, figure: str, stage: str = "") -> str:
        whose = "" if line.lawyer == boards.TOTAL else line.lawyer_id or NOBODY
        return _address(month, BoardFigure(figure), whose, stage, 0)

    return address


def _address(month: str, figure: BoardFigure, lawyer: str, stage: str, start: int) -> str:
    asked = {"mes": month, "cifra": figure.value, "abogado": lawyer, "etapa": stage, "desde": start}
    return "/cartera/tablero/detalle?" + urlencode({name: value for name, value in asked.items() if value})


HANDLERS = (board, behind)
