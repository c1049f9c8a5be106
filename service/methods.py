"""HEAD wherever GET is, and OPTIONS: what the framework leaves to each handler, said once for every address.

HEAD is the same GET without its body (RFC 9110, 9.3.2): the same permissions, headers and lines in the log. What is
asked with a method that an address has not, and OPTIONS, is told those it has.
"""

from typing import Any

from litestar import Litestar, Request, Response
from litestar.enums import ScopeType
from litestar.exceptions import MethodNotAllowedException
from litestar.plugins import ReceiveRoutePlugin
from litestar.routes import BaseRoute, HTTPRoute
from litestar.types import Message, Receive, Send

_HEAD = "asked_for_head"


class Application(Litestar):
    """An application that answers HEAD wherever it answers GET."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - of requests, or of starting and stopping
        """See `Litestar`."""
        if scope["type"] == ScopeType.HTTP and scope["method"] == "HEAD":
            scope["method"] = "GET"
            scope.setdefault("state", {})[_HEAD] = True
            receive, send = _without_body(receive, send)
        await super().__call__(scope, receive, send)


class Options(ReceiveRoutePlugin):
    """Leaves OPTIONS to `methods_told`: the framework's answer names only the handler registered first."""

    def receive_route(self, route: BaseRoute) -> None:
        """See `ReceiveRoutePlugin`."""
        if isinstance(route, HTTPRoute):
            route.route_handler_map.pop("OPTIONS", None)


def asked_for_head(request: Request[Any, Any, Any]) -> bool:
    """Whether nothing of the body will be sent, so that none need be fetched."""
    return bool(request.scope.get("state", {}).get(_HEAD))


def methods_told(request: Request[Any, Any, Any], error: MethodNotAllowedException) -> Response[Any] | None:
    """The answer to OPTIONS; None to any other method, whose refusal then names the methods as well."""
    known = {name.strip() for name in (error.headers or {}).get("allow", "").split(",")} - {""}
    error.headers = {"Allow": ", ".join(sorted(known | ({"HEAD"} if "GET" in known else set()) | {"OPTIONS"}))}
    return Response(None, status_code=204, headers=error.headers) if request.method == "OPTIONS" else None


def _without_body(receive: Receive, send: Send) -> tuple[Receive, Send]:
    """The channel of a request whose answer ends with its headers: whoever sends more finds that nobody listens."""
    told = False

    async def receiving() -> Any:  # noqa: ANN401 - a message of either kind
        return {"type": "http.disconnect"} if told else await receive()

    async def sending(message: Message) -> None:
        nonlocal told
        if message["type"] == "http.response.start":
            told = True
            await send(message)
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    return receiving, sending
