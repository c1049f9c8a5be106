"""`/monthly-board`: each lawyer's month in figures, and what stands behind each of them."""

from typing import Annotated, Any

from litestar import Response, Router, get
from litestar.params import QueryParameter

from schemas.monthly_board import BehindPage, BoardFigure, MonthlyBoard
from service.api.asked import ActorGiven, ArchiveGiven, Limit, Offset
from service.api.forms import TableFormat, made_table
from service.operations import monthly_board as boards
from service.operations.monthly_board import WantedBehind

MonthAsked = Annotated[str, QueryParameter(max_length=10, description="`2026-11`; sin él, el mes que corre.")]
LawyerAsked = Annotated[
    str | None, QueryParameter(max_length=64, description="Id del abogado; `none`, lo que no tenía; sin él, todos.")
]
StageAsked = Annotated[str, QueryParameter(max_length=60, description="Con `lawsuits`, sólo los de la etapa.")]
Figure = Annotated[BoardFigure, QueryParameter()]


@get("/monthly-board", sync_to_thread=True, summary="El tablero mensual por abogado")
def get_board(archive: ArchiveGiven, actor: ActorGiven, month: MonthAsked = "") -> MonthlyBoard:
    """Counts of what is assigned, in hand and in court as of the month's cut, and of what happened in the month."""
    return boards.monthly_board(archive, actor, month)


@get("/monthly-board/export", sync_to_thread=True, summary="El tablero mensual, como tabla")
def export_board(
    archive: ArchiveGiven, actor: ActorGiven, month: MonthAsked = "", format_: TableFormat = "xlsx"
) -> Response[Any]:
    """`format`: xlsx or csv."""
    return made_table(
        archive, "tablero mensual", format_, lambda target: boards.export_board(archive, actor, month, target)
    )


@get("/monthly-board/behind", sync_to_thread=True, summary="Lo que hay detrás de una cifra del tablero mensual")
def get_behind(
    archive: ArchiveGiven, actor: ActorGiven, figure: Figure, month: MonthAsked = "", lawyer: LawyerAsked = None,
    stage: StageAsked = "", offset: Offset = 0, limit: Limit = 50,
) -> BehindPage:  # fmt: skip
    """The credits, lawsuits, originals or payments counted; `refs` name who owes and the documents."""
    wanted = WantedBehind(figure, lawyer, stage)
    return boards.behind(archive, actor, month, wanted, limit=limit, offset=offset)


@get("/monthly-board/behind/export", sync_to_thread=True, summary="Lo que hay detrás de una cifra, como tabla")
def export_behind(
    archive: ArchiveGiven, actor: ActorGiven, figure: Figure, month: MonthAsked = "", lawyer: LawyerAsked = None,
    stage: StageAsked = "", format_: TableFormat = "xlsx",
) -> Response[Any]:  # fmt: skip
    """`format`: xlsx or csv."""
    wanted = WantedBehind(figure, lawyer, stage)
    name = f"tablero mensual {figure.value}"
    return made_table(
        archive, name, format_, lambda target: boards.export_behind(archive, actor, month, wanted, target)
    )


router = Router("/", tags=["queues"], route_handlers=[get_board, export_board, get_behind, export_behind])
