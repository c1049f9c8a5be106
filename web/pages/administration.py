"""Administración: users and their roles, tokens of programs, sessions to close."""

from typing import Any

import anyio.to_thread
from litestar import Response, get, post
from litestar.params import FromPath

from schemas.access import Role
from schemas.errors import ArchiveError, InvalidInput
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven
from service.archive import Archive
from service.middleware import FORM
from service.operations import access, sessions
from web.forms import Fields, answer_form, go, read_form
from web.pages.account import own_id
from web.rendering import show


@get("/administracion/usuarios", sync_to_thread=True, include_in_schema=False)
def list_users(archive: ArchiveGiven, request: AnyRequest) -> Response[str]:
    """Every user, and the form for a new one."""
    return _users(archive, request, {})


def _users(
    archive: Archive, request: AnyRequest, given: dict[str, str], problem: str = "", secret: str = ""
) -> Response[str]:
    found = access.list_users(archive, request.user)
    return show(
        request, "users.html", 400 if problem else 200, users=found, given=given, problem=problem, secret=secret
    )


@post("/administracion/usuarios", opt={FORM: True}, include_in_schema=False)
async def add_user(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[str]:
    """Add a user; the one-time password is shown this once."""

    def add(fields: Fields) -> Response[str]:
        lawyer = fields.get("cedula", "").strip() or None
        new = access.NewUser(fields.get("usuario", ""), _role(fields), fields.get("nombre", ""), lawyer)
        secret = access.add_user(archive, actor, new)
        return _users(archive, request, {"usuario": new.name.strip().lower()}, secret=secret)

    return await answer_form(request, add, lambda fields, problem: _users(archive, request, fields, problem))


@get("/administracion/usuarios/{user_id:str}", sync_to_thread=True, include_in_schema=False)
def look_at_user(archive: ArchiveGiven, request: AnyRequest, user_id: FromPath[str]) -> Response[str]:
    """One user, with what may be changed and where they are signed in."""
    return _user(archive, request, user_id)


def _user(archive: Archive, request: AnyRequest, user_id: str, problem: str = "", secret: str = "") -> Response[str]:
    user = access.get_user(archive, request.user, user_id)
    theirs = [one for one in sessions.list_sessions(archive, request.user) if one.user == user.name]
    return show(request, "user.html", 400 if problem else 200, user=user, problem=problem, secret=secret,
                open_sessions=theirs, own=own_id(request))  # fmt: skip


@post("/administracion/usuarios/{user_id:str}", opt={FORM: True}, include_in_schema=False)
async def change_user(
    archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, user_id: FromPath[str]
) -> Response[Any]:
    """Change name and role, suspend, let back in, or give a new one-time password."""
    fields = await read_form(request)

    def change() -> Response[Any]:
        try:
            _, secret = access.change_user(archive, actor, user_id, _change(fields))
        except InvalidInput as error:
            return _user(archive, request, user_id, error.detail)
        except ArchiveError as error:
            return (
                _user(archive, request, user_id, error.detail) if error.code == "last_administrator" else _raise(error)
            )
        return _user(archive, request, user_id, secret=secret) if secret else go(f"/administracion/usuarios/{user_id}")

    return await anyio.to_thread.run_sync(change)


def _raise(error: ArchiveError) -> Response[Any]:
    raise error


def _change(fields: dict[str, str]) -> access.UserChange:
    act = fields.get("acto", "")
    if act == "clave":
        return access.UserChange(new_password=True)
    if act == "factor":
        return access.UserChange(forget_second_factor=True)
    if act in ("suspender", "activar"):
        return access.UserChange(active=act == "activar")
    return access.UserChange(
        role=_role(fields), display_name=fields.get("nombre", ""), lawyer=fields.get("cedula", "").strip() or None
    )


def _role(fields: dict[str, str]) -> Role:
    try:
        return Role(fields.get("papel", ""))
    except ValueError as error:
        raise InvalidInput("Elija el perfil del usuario.") from error


@get("/administracion/credenciales", sync_to_thread=True, include_in_schema=False)
def list_tokens(archive: ArchiveGiven, request: AnyRequest) -> Response[str]:
    """Tokens of programs, and the form for a new one."""
    return _tokens(archive, request, {})


def _tokens(
    archive: Archive, request: AnyRequest, given: dict[str, str], problem: str = "", secret: str = ""
) -> Response[str]:
    return show(request, "tokens.html", 400 if problem else 200, tokens=access.list_tokens(archive, request.user),
                users=[user for user in access.list_users(archive, request.user) if user.active],
                given=given, problem=problem, secret=secret)  # fmt: skip


@post("/administracion/credenciales", opt={FORM: True}, include_in_schema=False)
async def issue_token(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[str]:
    """Make a token, shown this once."""

    def issue(fields: Fields) -> Response[str]:
        days = fields.get("dias", "").strip()
        if days and not days.isdecimal():
            raise InvalidInput("Los días de vigencia se escriben en cifras.")
        lives = int(days) if days else None
        name, user = fields.get("nombre", ""), fields.get("usuario", "")
        return _tokens(archive, request, {}, secret=access.issue_token(archive, actor, user, name=name, days=lives))

    return await answer_form(request, issue, lambda fields, problem: _tokens(archive, request, fields, problem))


@post("/administracion/credenciales/{token_id:str}/revocar", opt={FORM: True}, include_in_schema=False)
async def revoke_token(
    archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, token_id: FromPath[str]
) -> Response[Any]:
    """Make a token invalid."""
    await read_form(request)
    await anyio.to_thread.run_sync(access.revoke_token, archive, actor, token_id)
    return go("/administracion/credenciales")


@get("/administracion/sesiones", sync_to_thread=True, include_in_schema=False)
def list_sessions(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[str]:
    """Everybody's open sessions."""
    return show(request, "sessions.html", open_sessions=sessions.list_sessions(archive, actor), own=own_id(request))


HANDLERS = (list_users, add_user, look_at_user, change_user, list_tokens, issue_token, revoke_token, list_sessions)
