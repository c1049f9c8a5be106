"""`/session` for people, `/users` and `/tokens` for whoever manages them."""

from litestar import Response, Router, delete, get, patch, post
from litestar.datastructures import Cookie
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from schemas.access import GRANTS, Actor
from schemas.errors import InvalidInput
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven, Flag
from service.middleware import COOKIE, OPEN, PASSWORD, origin_of
from service.operations import access, sessions, signing_in
from service.operations.signing_in import SignedIn


class SignIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Name and password of a person, and the code of the second factor where it is on."""

    name: str
    password: str
    code: str = ""


class SessionsShown(Struct, frozen=True):
    """Open sessions, last used first."""

    items: list[sessions.SessionShown]


class NewPassword(Struct, frozen=True, forbid_unknown_fields=True):
    """The password now, and the one to be."""

    old: str
    new: str


class NewToken(Struct, frozen=True, forbid_unknown_fields=True):
    """For which user, what it is called, how many days it lives (for ever when not said)."""

    user: str
    name: str
    days: int | None = None


class SessionView(Struct, frozen=True):
    """Who is signed in, what they may do, and the token that goes with every change as `X-CSRF-Token`."""

    user: str
    display_name: str
    role: str
    may: tuple[str, ...]
    csrf: str | None
    must_change_password: bool


class Issued(Struct, frozen=True):
    """Something secret, shown this once."""

    name: str
    secret: str


class Changed(Struct, frozen=True):
    """A user as it is now, with the fresh one-time password where one was asked for."""

    user: access.UserView
    password: str | None = None


def session_cookie(archive: ArchiveGiven, secret: str) -> Cookie:
    """The cookie of a session; without a secret, the one that removes it."""
    return Cookie(
        key=COOKIE,
        value=secret,
        path="/",
        httponly=True,
        samesite="lax",
        secure=archive.settings.secure_cookies,
        max_age=archive.settings.session_absolute if secret else 0,
    )


@post("/session", sync_to_thread=True, opt={OPEN: True}, security=[{}], status_code=201, summary="Entra una persona")
def sign_in(archive: ArchiveGiven, request: AnyRequest, data: JSONBody[SignIn]) -> Response[SessionView]:
    """Sets the session cookie. Programs use a bearer token instead."""
    agent = request.headers.get("user-agent", "")
    signed_in = signing_in.sign_in(archive, data.name, data.password, origin_of(request.scope), agent, data.code)
    return Response(_view(signed_in), cookies=[session_cookie(archive, signed_in.secret)])


@get("/session", sync_to_thread=True, opt={PASSWORD: True}, summary="Quién soy")
def get_session(actor: ActorGiven, request: AnyRequest) -> SessionView:
    """For a bearer token too, then without a CSRF token."""
    if isinstance(request.auth, SignedIn):
        return _view(request.auth)
    return SessionView(actor.name, actor.name, actor.role.value, _may(actor), None, must_change_password=False)


@post("/session/password", sync_to_thread=True, opt={PASSWORD: True}, status_code=204, summary="Cambia mi contraseña")
def change_password(archive: ArchiveGiven, request: AnyRequest, data: JSONBody[NewPassword]) -> None:
    """Ends every other session of the same person."""
    signing_in.change_password(archive, _session(request), data.old, data.new)


@delete("/session", sync_to_thread=True, opt={PASSWORD: True}, status_code=204, summary="Sale")
def sign_out(archive: ArchiveGiven, request: AnyRequest) -> Response[None]:
    """Removes session and cookie."""
    signing_in.sign_out(archive, _session(request))
    return Response(None, status_code=204, cookies=[session_cookie(archive, "")])


@get("/sessions", sync_to_thread=True, summary="Sesiones abiertas")
def list_sessions(archive: ArchiveGiven, actor: ActorGiven, all_users: Flag = False) -> SessionsShown:
    """My own; with `all_users` everybody's, for whoever manages users."""
    found = sessions.list_sessions(archive, actor) if all_users else sessions.list_own_sessions(archive, actor)
    return SessionsShown(found)


@delete("/sessions/{session_id:str}", sync_to_thread=True, status_code=204, summary="Cierra una sesión")
def close_session(archive: ArchiveGiven, actor: ActorGiven, session_id: FromPath[str]) -> None:
    """My own, or anybody's for whoever manages users."""
    sessions.close_session(archive, actor, session_id)


def _session(request: AnyRequest) -> SignedIn:
    if not isinstance(request.auth, SignedIn):
        raise InvalidInput("Esto se pide desde una sesión, no con una credencial de programa.", code="no_session")
    return request.auth


@get("/users", sync_to_thread=True, summary="Usuarios")
def list_users(archive: ArchiveGiven, actor: ActorGiven) -> list[access.UserView]:
    """By name."""
    return access.list_users(archive, actor)


@post("/users", sync_to_thread=True, summary="Agrega un usuario")
def add_user(archive: ArchiveGiven, actor: ActorGiven, data: JSONBody[access.NewUser]) -> Issued:
    """Answers with the one-time password, shown this once."""
    return Issued(data.name.strip().lower(), access.add_user(archive, actor, data))


@patch("/users/{user_id:str}", sync_to_thread=True, summary="Cambia un usuario")
def change_user(
    archive: ArchiveGiven, actor: ActorGiven, user_id: FromPath[str], data: JSONBody[access.UserChange]
) -> Changed:
    """By id or name. The user is signed out everywhere."""
    return Changed(*access.change_user(archive, actor, user_id, data))


@get("/tokens", sync_to_thread=True, summary="Credenciales de programas")
def list_tokens(archive: ArchiveGiven, actor: ActorGiven) -> list[access.TokenView]:
    """The newest first; never the secret."""
    return access.list_tokens(archive, actor)


@post("/tokens", sync_to_thread=True, summary="Crea una credencial")
def issue_token(archive: ArchiveGiven, actor: ActorGiven, data: JSONBody[NewToken]) -> Issued:
    """Answers with the token, shown this once."""
    return Issued(data.name, access.issue_token(archive, actor, data.user, name=data.name, days=data.days))


@delete("/tokens/{token_id:str}", sync_to_thread=True, status_code=204, summary="Revoca una credencial")
def revoke_token(archive: ArchiveGiven, actor: ActorGiven, token_id: FromPath[str]) -> None:
    """From now on; repeating it changes nothing."""
    access.revoke_token(archive, actor, token_id)


def _view(signed_in: SignedIn) -> SessionView:
    actor = signed_in.actor
    return SessionView(
        actor.name,
        signed_in.display_name,
        actor.role.value,
        _may(actor),
        signed_in.csrf,
        signed_in.must_change_password,
    )


def _may(actor: Actor) -> tuple[str, ...]:
    return tuple(sorted(action.value for action in GRANTS[actor.role]))


router = Router(
    "/",
    tags=["access"],
    route_handlers=[
        sign_in,
        get_session,
        change_password,
        sign_out,
        list_sessions,
        close_session,
        list_users,
        add_user,
        change_user,
        list_tokens,
        issue_token,
        revoke_token,
    ],
)
