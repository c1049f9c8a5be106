"""Encuadernaciones: a dossier bound as a job: asked for, watched, its volumes taken as they are done."""

from typing import Any

import anyio.to_thread
from litestar import Response, get, post
from litestar.params import FromPath

from schemas.binding_orders import OrderIn
from schemas.dossier import DossierScope
from schemas.errors import InvalidInput
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven, Cursor, cursor_id
from service.middleware import FORM
from service.operations import binding
from web.forms import go, read_form
from web.rendering import show

STATES = {
    "waiting": ("wait", "en espera"),
    "binding": ("info", "encuadernando"),
    "done": ("good", "terminada"),
    "failed": ("bad", "no se pudo"),
}


@get("/cartera/encuadernaciones", sync_to_thread=True, include_in_schema=False)
def list_orders(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, desde: Cursor = None) -> Response[str]:
    """One's own orders, the newest first."""
    orders, further = binding.list_orders(archive, actor, cursor_id(desde))
    return show(request, "bindings.html", orders=orders, further=further, order_states=STATES)


@post("/cartera/encuadernaciones", opt={FORM: True}, include_in_schema=False)
async def ask(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[Any]:
    """Have a dossier, or the pieces of a list, bound."""
    fields = await read_form(request)
    given = OrderIn(key=fields.get("clave", ""), of=_scope(fields), hearing=fields.get("audiencia") or None)
    order = await anyio.to_thread.run_sync(binding.ask_binding, archive, actor, given)
    return go(f"/cartera/encuadernaciones/{order.id}")


def _scope(fields: dict[str, str]) -> DossierScope:
    try:
        return DossierScope(fields.get("de", DossierScope.DEBTOR.value))
    except ValueError as error:
        raise InvalidInput("No se sabe de qué se pide el dossier.") from error


@get("/cartera/encuadernaciones/{order_id:str}", sync_to_thread=True, include_in_schema=False)
def look(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, order_id: FromPath[str]) -> Response[str]:
    """How an order goes, and its volumes."""
    order = binding.get_order(archive, actor, order_id)
    return show(request, "binding.html", order=order, order_states=STATES)


@get("/cartera/encuadernaciones/{order_id:str}/avance", sync_to_thread=True, include_in_schema=False)
def progress(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, order_id: FromPath[str]) -> Response[str]:
    """The same without what stands round it, to be put in its place."""
    order = binding.get_order(archive, actor, order_id)
    return show(request, "parts/binding_progress.html", order=order, order_states=STATES)


HANDLERS = (list_orders, ask, look, progress)
