"""Entrar, cambiar la contraseña, salir."""

from typing import Annotated, Any

import anyio.to_thread
from litestar import Request, Response, get, post
from litestar.params import QueryParameter

from schemas.errors import ArchiveError, Unauthenticated
from service.api.access import session_cookie
from service.api.asked import ArchiveGiven
from service.middleware import FORM, OPEN, PASSWORD, origin_of
from service.operations import signing_in
from web.forms import go, own_path, read_form
from web.rendering import show

AnyRequest = Request[Any, Any, Any]
Next = Annotated[str, QueryParameter(name="sigue", max_length=500)]


@get("/entrar", sync_to_thread=False, opt={OPEN: True}, include_in_schema=False)
def ask_who(request: AnyRequest, follow: Next = "/") -> Response[str]:
    """The sign-in form."""
    return show(request, "sign_in.html", follow=own_path(follow), name="", problem="")


@post("/entrar", opt={OPEN: True}, include_in_schema=False)
async def enter(archive: ArchiveGiven, request: AnyRequest) -> Response[Any]:
    """Sign in, or say why not."""
    fields = await read_form(request)
    follow, name = own_path(fields.get("sigue", "/")), fields.get("usuario", "")
    origin = origin_of(request.scope)
    try:
        signed_in = await anyio.to_thread.run_sync(signing_in.sign_in, archive, name, fields.get("clave", ""), origin)
    except Unauthenticated as error:
        return show(request, "sign_in.html", 401, follow=follow, name=name[:64], problem=error.detail)
    response = go("/contrasena" if signed_in.must_change_password else follow)
    response.set_cookie(session_cookie(archive, signed_in.secret))
    return response


@get("/contrasena", sync_to_thread=False, opt={PASSWORD: True}, include_in_schema=False)
def ask_password(request: AnyRequest) -> Response[str]:
    """The form for a new password."""
    return show(request, "password.html", problem="")


@post("/contrasena", opt={PASSWORD: True, FORM: True}, include_in_schema=False)
async def new_password(archive: ArchiveGiven, request: AnyRequest) -> Response[Any]:
    """Change one's own password."""
    fields = await read_form(request)
    new = fields.get("nueva", "")
    if new != fields.get("otra_vez", ""):
        return show(request, "password.html", 400, problem="Las dos contraseñas nuevas no son iguales.")
    try:
        await anyio.to_thread.run_sync(signing_in.change_password, archive, request.auth, fields.get("actual", ""), new)
    except ArchiveError as error:
        return show(request, "password.html", 400, problem=error.detail)
    return go("/")


@post("/salir", opt={PASSWORD: True, FORM: True}, include_in_schema=False)
async def leave(archive: ArchiveGiven, request: AnyRequest) -> Response[Any]:
    """End the session."""
    await read_form(request)
    await anyio.to_thread.run_sync(signing_in.sign_out, archive, request.auth)
    response = go("/entrar")
    response.set_cookie(session_cookie(archive, ""))
    return response


HANDLERS = (ask_who, enter, ask_password, new_password, leave)
