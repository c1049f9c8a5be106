"""`/bindings`: dossiers too large to wait for, bound volume by volume as a job."""

from typing import Any

import msgspec
from litestar import Response, Router, get, post
from litestar.params import FromPath, JSONBody

from schemas.binding_orders import BindingOrder, OrderIn
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven, Cursor, Limit, cursor_id
from service.api.downloads import Sent, send_file
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
    archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, order_id: FromPath[str], number: FromPath[int]
) -> Response[Any]:
    """With Range; the hand-over is recorded."""
    file = binding.open_volume(archive, actor, order_id, number)
    sent = Sent(file.key, file.bytes, f'"{file.sha256}"', file.media_type, file.filename)
    return send_file(archive, request, sent)


router = Router("/", tags=["dossiers"], route_handlers=[ask, list_orders, get_order, get_volume])
