"""Entrar, cambiar la contraseña, salir."""

import secrets
from typing import Annotated, Any

import anyio.to_thread
from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.params import QueryParameter
from litestar.response import Redirect

from schemas.errors import ArchiveError, Unauthenticated
from service.api.access import session_cookie
from service.api.asked import AnyRequest, ArchiveGiven
from service.archive import Archive
from service.middleware import FORM, OPEN, PASSWORD, is_from_our_page, origin_of, refuse_other_sites
from service.operations import provided, signing_in
from service.operations.signing_in import HalfWay, SignedIn
from service.provider import refused
from web.forms import go, own_path, read_form, unpacked
from web.rendering import show

HELD = "legajo_provider"
Next = Annotated[str, QueryParameter(name="sigue", max_length=500)]


@get("/entrar", sync_to_thread=False, opt={OPEN: True}, include_in_schema=False)
def ask_who(archive: ArchiveGiven, request: AnyRequest, follow: Next = "/") -> Response[str]:
    """The sign-in form."""
    return _ask(archive, request, follow=own_path(follow))


@post("/entrar", opt={OPEN: True}, include_in_schema=False)
async def enter(archive: ArchiveGiven, request: AnyRequest) -> Response[Any]:
    """Sign in, or say why not."""
    refuse_other_sites(request.headers)
    fields = await read_form(request)
    name, agent = fields.get("usuario", ""), request.headers.get("user-agent", "")
    origin = origin_of(request.scope)
    try:
        entered = await anyio.to_thread.run_sync(
            signing_in.enter, archive, name, fields.get("clave", ""), origin, agent
        )
    except Unauthenticated as error:
        given = {"to": fields.get("hacia", ""), "kept": fields.get("guardado", "")}
        follow = own_path(fields.get("sigue", "/"))
        return _ask(archive, request, 401, follow=follow, name=name[:64], problem=error.detail, **given)
    if isinstance(entered, HalfWay):
        return show(request, "second_step.html", fields=fields, half_way=entered.secret, problem="")
    return let_in(archive, request, entered, fields)


@post("/entrar/codigo", opt={OPEN: True}, include_in_schema=False)
async def second_step(archive: ArchiveGiven, request: AnyRequest) -> Response[Any]:
    """Take the code of the second factor."""
    refuse_other_sites(request.headers)
    fields = await read_form(request)
    half_way, agent = fields.get("paso", ""), request.headers.get("user-agent", "")
    origin = origin_of(request.scope)
    try:
        signed_in = await anyio.to_thread.run_sync(
            signing_in.finish, archive, half_way, fields.get("codigo", "")[:40], origin, agent
        )
    except Unauthenticated as error:
        if error.code == "session_ended":
            raise
        return show(request, "second_step.html", 401, fields=fields, half_way=half_way, problem=error.detail)
    return let_in(archive, request, signed_in, fields)


def let_in(archive: Archive, request: AnyRequest, signed_in: SignedIn, fields: dict[str, str]) -> Response[Any]:
    """The cookie, and on to where the person was going: to what they had written, if a form was kept."""
    kept = unpacked(fields.get("guardado", ""))
    response: Response[Any] = go(own_path(fields.get("sigue", "/")))
    if signed_in.must_change_password:
        response = go("/contrasena")
    elif kept and is_from_our_page(request.headers):
        request.scope["auth"], request.scope["user"] = signed_in, signed_in.actor
        response = show(request, "go_on.html", to=own_path(fields.get("hacia", "/")), kept=kept)
    response.set_cookie(session_cookie(archive, signed_in.secret))
    return response


@get("/entrar/proveedor", sync_to_thread=True, opt={OPEN: True}, include_in_schema=False)
def to_provider(archive: ArchiveGiven, request: AnyRequest, follow: Next = "/") -> Response[Any]:
    """Off to the office's identity provider."""
    sent = provided.begin(archive, str(request.base_url), own_path(follow))
    response: Response[Any] = Redirect(sent.address, status_code=303)
    response.set_cookie(_held(archive, sent.secret))
    return response


@get("/entrar/proveedor/regreso", sync_to_thread=True, opt={OPEN: True}, include_in_schema=False)
def from_provider(
    archive: ArchiveGiven,
    request: AnyRequest,
    code: Annotated[str, QueryParameter(max_length=4000)] = "",
    answered: Annotated[str, QueryParameter(name="state", max_length=200)] = "",
) -> Response[Any]:
    """Back from the provider, in the same browser that went."""
    kept, agent = request.cookies.get(HELD, ""), request.headers.get("user-agent", "")
    try:
        if not code or not answered or not secrets.compare_digest(kept.encode(), answered.encode()):
            raise refused()
        signed_in, follow = provided.finish(archive, answered, code, origin_of(request.scope), agent)
    except Unauthenticated as error:
        return _ask(archive, request, 401, problem=error.detail)
    response = let_in(archive, request, signed_in, {"sigue": follow})
    response.set_cookie(_held(archive, ""))
    return response


def _held(archive: Archive, secret: str) -> Cookie:
    """What the browser keeps while its person is with the provider."""
    return Cookie(key=HELD, value=secret, path="/entrar", httponly=True, samesite="lax",
                  secure=archive.settings.secure_cookies, max_age=600 if secret else 0)  # fmt: skip


def _ask(archive: Archive, request: AnyRequest, status_code: int = 200, **known: object) -> Response[str]:
    """The sign-in form."""
    provider = archive.settings.oidc_name if archive.settings.oidc_issuer else ""
    empty = {"follow": "/", "name": "", "problem": "", "to": "", "kept": ""}
    return show(request, "sign_in.html", status_code, **{**empty, "provider": provider, **known})


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


HANDLERS = (ask_who, enter, second_step, to_provider, from_provider, ask_password, new_password, leave)
