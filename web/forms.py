"""Forms of pages: small, url-encoded, and only with the session's own token."""

from typing import Any

from litestar import Request
from litestar.response import Redirect

from schemas.errors import InvalidInput
from service.middleware import check_csrf
from service.operations.signing_in import SignedIn


async def read_form(request: Request[Any, Any, Any]) -> dict[str, str]:
    """The fields of a form, the last of equal names.

    Raises:
        Forbidden: the form does not carry the session's token.
        InvalidInput: it is no url-encoded form.
    """
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise InvalidInput("El formulario no se entiende.")
    fields = {name: value for name, value in (await request.form()).multi_items() if isinstance(value, str)}
    session = request.scope.get("auth")
    if isinstance(session, SignedIn):
        check_csrf(session, fields.pop("csrf", ""))
    return fields


def go(path: str) -> Redirect:
    """Off to a page of ours, to be fetched anew."""
    return Redirect(path, status_code=303)


def own_path(path: str) -> str:
    """The path itself if it leads to a page of ours, else the first page."""
    plain = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if plain else "/"
