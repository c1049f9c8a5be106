"""`/bindings`: dossiers too large to wait for, bound volume by volume as a job."""

from typing import Any

import msgspec
from litestar import Response, Router, get, post
from litestar.params import FromPath, JSONBody

from schemas.binding_orders import BindingOrder, OrderIn
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven, Cursor, Limit, RenderersGiven, cursor_id
from service.api.marked_files import send_kept
from service.operations import binding


class BindingOrders(msgspec.Struct, frozen=True):
    """A page of orders."""

    items: tuple[BindingOrder, ...]
    next: str | None


@post("/bindings", sync_to_thread=True, summary="Encarga la encuadernación de un dossier por legajos")
def ask(archive: ArchiveGiven, actor: ActorGiven, data: JSONBody[OrderIn]) -> Response[BindingOrder]:
    """Answered at once (202); ask after it under `Location`. What is bound is the dossier as it stands now."""
    order = binding.ask_binding(archive, actor, data)
    return Response(order, status_code=202, headers={"Location": f"/api/v1/bindings/{order.id}"})


@get("/bindings", sync_to_thread=True, summary="Mis encargos de encuadernación, el más nuevo primero")
def list_orders(archive: ArchiveGiven, actor: ActorGiven, cursor: Cursor = None, limit: Limit = 50) -> BindingOrders:
    """Kept for thirty days after they ended."""
    return BindingOrders(*binding.list_orders(archive, actor, cursor_id(cursor), limit))


@get("/bindings/{order_id:str}", sync_to_thread=True, summary="Cómo va un encargo")
def get_order(archive: ArchiveGiven, actor: ActorGiven, order_id: FromPath[str]) -> BindingOrder:
    """`folios_done` of `folios`; `bound` lists the volumes that can be had already."""
    return binding.get_order(archive, actor, order_id)


@get("/bindings/{order_id:str}/volumes/{number:int}", sync_to_thread=True, summary="El PDF de un legajo")
def get_volume(
    archive: ArchiveGiven,
    renderers: RenderersGiven,
    request: AnyRequest,
    order_id: FromPath[str],
    number: FromPath[int],
) -> Response[Any]:
    """With Range, but for an auditor's, which is marked; the hand-over is recorded."""
    return send_kept(archive, renderers, request, binding.open_volume(archive, request.user, order_id, number))


router = Router("/", tags=["dossiers"], route_handlers=[ask, list_orders, get_order, get_volume])
