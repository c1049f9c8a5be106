"""What every request passes: a request id, counting, safe headers, and who is asking."""

import logging
import re
import secrets
import time
from collections.abc import Awaitable, Callable
from http.cookies import CookieError, SimpleCookie
from typing import Any

import anyio.to_thread
from litestar import Request
from litestar.datastructures import Headers, MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from schemas.access import Actor
from schemas.errors import Forbidden, Unauthenticated
from service.archive import Archive
from service.metrics import Counted
from service.operations.access import authenticate_token
from service.operations.signing_in import SignedIn, resume

_log = logging.getLogger("legajo.requests")

COOKIE = "legajo_session"
CSRF_HEADER = "x-csrf-token"
SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS"))
OPEN = "open_to_all"
"""Marks in `opt` a handler that asks nobody who they are."""
FORM = "form_token"
"""Marks a handler of a page's form, which checks the form's own token instead of the header's."""
KEPT, MOST_KEPT = "kept_form", 256 << 10
"""Where a form is kept that came without a living session, and how large it may be, bytes."""
PASSWORD = "for_new_password"
"""Marks what may be reached while the one-time password is not changed yet."""

_TRACE = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")
"""A `traceparent` (W3C Trace Context) of whoever asks: our line then stands under their trace."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' blob:; "
        "font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "private, no-cache",
}


class Arrival(ASGIMiddleware):
    """Notes when a request began and from where it came; the outermost middleware.

    No text we keep bears a NUL, which a database may refuse: in an address it is read as a blank.

    Args:
        trusted: addresses of proxies of ours, whose `X-Forwarded-For` is believed.
    """

    scopes = (ScopeType.HTTP,)

    def __init__(self, trusted: frozenset[str] = frozenset()) -> None:
        self._trusted = trusted

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """See `ASGIMiddleware`."""
        state = scope.setdefault("state", {})
        state["began"] = time.perf_counter()
        if self._trusted and scope["type"] == ScopeType.HTTP:
            state["origin"] = _forwarded(scope, self._trusted)
        scope["query_string"] = scope["query_string"].replace(b"%00", b"%20")
        scope["path_params"] = {name: _without_nul(value) for name, value in scope["path_params"].items()}
        await next_app(scope, receive, send)


def before_send(counted: Counted) -> Callable[[Message, Scope], Awaitable[None]]:
    """What is done to every answer as it begins, errors and unknown addresses too: id, safe headers, counting."""

    async def hook(message: Message, scope: Scope) -> None:
        if message["type"] != "http.response.start" or scope["type"] != ScopeType.HTTP:
            return
        headers = MutableScopeHeaders(message)
        headers["X-Request-Id"] = request_id_of(scope)
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        route = str(scope.get("path_template") or "-")
        began = scope.get("state", {}).get("began")
        seconds = time.perf_counter() - began if began is not None else 0.0
        method = str(scope.get("method") or "-")
        counted.add(method, route, message["status"], seconds)
        if _log.isEnabledFor(logging.INFO):
            said = {"method": method, "route": route, "status": message["status"], "seconds": round(seconds, 4)}
            traced = _TRACE.fullmatch(Headers.from_scope(scope).get("traceparent", ""))
            trace = {"trace_id": traced[1], "parent_id": traced[2]} if traced else {}
            _log.info("request", extra={"said": {**said, "request_id": request_id_of(scope), **trace}})

    return hook


def request_id_of(scope: Scope | HTTPScope) -> str:
    """The id under which the log knows this request, made when first asked for."""
    state = scope.setdefault("state", {})
    return str(state.setdefault("request_id", secrets.token_hex(8)))


class Authentication(ASGIMiddleware):
    """Finds out on whose behalf a request comes: `scope["user"]` is the `Actor`, `scope["auth"]` the session if any.

    A bearer token goes before a cookie. A change asked for under a cookie must
    bring the session's token, so that no other site can ask for it.
    """

    scopes = (ScopeType.HTTP,)
    exclude_opt_key = OPEN

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """See `ASGIMiddleware`."""
        headers = Headers.from_scope(scope)
        origin = origin_of(scope)
        given = headers.get("authorization")
        if given is not None:
            kind, _, secret = given.partition(" ")
            if kind.lower() != "bearer":
                raise Unauthenticated("Se admite sólo una credencial de tipo Bearer.", code="invalid_token")
            actor: Actor = await anyio.to_thread.run_sync(authenticate_token, self._archive, secret.strip(), origin)
            scope["user"], scope["auth"] = actor, None
        else:
            try:
                session = await anyio.to_thread.run_sync(self._resumed, headers, origin)
            except Unauthenticated:
                await _keep_form(scope, headers, receive)
                raise
            _check_session(scope, headers, session)
            scope["user"], scope["auth"] = session.actor, session
        await next_app(scope, receive, send)

    def _resumed(self, headers: Headers, origin: str) -> SignedIn:
        secret = cookie_of(headers)
        if not secret:
            raise Unauthenticated("Identifíquese con una credencial o una sesión.")
        return resume(self._archive, secret, origin)


async def _keep_form(scope: Scope, headers: Headers, receive: Receive) -> None:
    """Read the form of a page that came after its session's end, so that what was written is not lost."""
    if scope["type"] != ScopeType.HTTP or not scope["route_handler"].opt.get(FORM):
        return
    length = headers.get("content-length", "")
    plain = headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
    if plain and length.isdecimal() and len(length) < 9 and int(length) <= MOST_KEPT and is_from_our_page(headers):
        request: Request[Any, Any, Any] = Request(scope, receive=receive)
        keep_form(request, [(n, v) for n, v in (await request.form()).multi_items() if isinstance(v, str)])


def keep_form(request: Request[Any, Any, Any], fields: list[tuple[str, str]]) -> None:
    """Keep what a person wrote, but for the session's token, for the page that tells them what is wrong."""
    state = request.scope.setdefault("state", {})
    state[KEPT] = [(name, value) for name, value in fields if name != "csrf"]


def kept_form(request: Request[Any, Any, Any]) -> list[tuple[str, str]] | None:
    """What was kept of this request's form, if anything."""
    found = request.scope.get("state", {}).get(KEPT)
    return found if isinstance(found, list) else None


def _check_session(scope: Scope, headers: Headers, session: SignedIn) -> None:
    opt = scope["route_handler"].opt
    if session.must_change_password and not opt.get(PASSWORD):
        raise Forbidden("Cambie primero la contraseña de un solo uso.", code="password_change_required")
    if str(scope.get("method")) not in SAFE_METHODS and not opt.get(FORM):
        check_csrf(session, headers.get(CSRF_HEADER, ""))


def check_csrf(session: SignedIn, given: str) -> None:
    """Refuse a change that does not bring the session's token.

    Raises:
        Forbidden: code `csrf`.
    """
    if not secrets.compare_digest(session.csrf.encode(), given.encode()):
        raise Forbidden("La página está vencida; ábrala de nuevo y repita.", code="csrf")


def cookie_of(headers: Headers) -> str:
    """The session cookie's value, or nothing."""
    try:
        jar = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    return jar[COOKIE].value if COOKIE in jar else ""


def origin_of(scope: Scope | HTTPScope) -> str:
    """The address of whoever asks: the other side of the connection, or whom a trusted proxy speaks for."""
    known = scope.get("state", {}).get("origin")
    return str(known) if known else _peer(scope)


def _without_nul(value: Any) -> Any:  # noqa: ANN401 - a parameter of any kind, back as it came
    return value.replace("\0", " ") if isinstance(value, str) else value


def _forwarded(scope: Scope | HTTPScope, trusted: frozenset[str]) -> str:
    """The last address on the way that is no proxy of ours."""
    asking = _peer(scope)
    way = [step.strip() for step in Headers.from_scope(scope).get("x-forwarded-for", "").split(",")]
    while asking in trusted and way and way[-1]:
        asking = way.pop()[:64]
    return asking


def is_from_our_page(headers: Headers) -> bool:
    """Whether a form was sent by a page of ours, as the browser says; what says nothing of it is not believed."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    sent_by, host = headers.get("origin", ""), headers.get("host", "")
    return bool(host) and sent_by.partition("://")[2] == host


def refuse_other_sites(headers: Headers) -> None:
    """Refuse a form that the browser says another site sent.

    That site could sign a person in as somebody else, who would then have what the person hands in.

    Raises:
        Forbidden: code `csrf`.
    """
    if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        raise Forbidden("La página está vencida; ábrala de nuevo y repita.", code="csrf")


def _peer(scope: Scope | HTTPScope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else "-"
