"""Diseño: the living page of the design system."""

from typing import Any

from litestar import Request, Response, get

from web.rendering import show


@get("/diseno", sync_to_thread=False, include_in_schema=False)
def design(request: Request[Any, Any, Any]) -> Response[str]:
    """Every component once, in the light or dark of the reader."""
    return show(request, "design.html")


HANDLERS = (design,)
