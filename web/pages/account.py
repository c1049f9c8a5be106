"""Mi cuenta: password, sessions to see and close."""

from typing import Any

import anyio.to_thread
from litestar import Response, get, post
from litestar.params import FromPath
from markupsafe import Markup

from schemas.errors import InvalidInput, Unauthenticated
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven
from service.middleware import FORM
from service.operations import second_factor, sessions
from service.operations.signing_in import SignedIn
from web.forms import go, own_path, read_form
from web.rendering import hours, show


@get("/cuenta", sync_to_thread=True, include_in_schema=False)
def account(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[str]:
    """Who I am and where I am signed in."""
    return show(request, "account.html", open_sessions=sessions.list_own_sessions(archive, actor), own=own_id(request),
                factor=second_factor.factor_of(archive, actor),
                idle=hours(archive.settings.session_idle))  # fmt: skip


@post("/cuenta/sesiones/{session_id:str}/cerrar", opt={FORM: True}, include_in_schema=False)
async def close(
    archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, session_id: FromPath[str]
) -> Response[Any]:
    """Close a session; back to the list it was chosen from."""
    fields = await read_form(request)
    await anyio.to_thread.run_sync(sessions.close_session, archive, actor, session_id)
    return go(own_path(fields.get("sigue", "/cuenta")))


@get("/cuenta/segundo-factor", sync_to_thread=True, include_in_schema=False)
def look_at_factor(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[Any]:
    """How it stands and how to turn it off; nothing to see while it is off."""
    factor = second_factor.factor_of(archive, actor)
    return _factor(request, factor=factor) if factor.on else go("/cuenta")


@post("/cuenta/segundo-factor", opt={FORM: True}, include_in_schema=False)
async def begin_factor(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[str]:
    """Show the new secret as a QR and ask for the first code."""
    await read_form(request)
    made = await anyio.to_thread.run_sync(second_factor.begin, archive, actor)
    return _factor(request, enrolment=made, qr=Markup(made.qr))


@post("/cuenta/segundo-factor/confirmar", opt={FORM: True}, include_in_schema=False)
async def confirm_factor(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[str]:
    """Turn it on and show the recovery codes this once; after a wrong code the enrolment begins anew."""
    code = (await read_form(request)).get("codigo", "")
    try:
        codes = await anyio.to_thread.run_sync(second_factor.confirm, archive, actor, code)
    except InvalidInput as error:
        made = await anyio.to_thread.run_sync(second_factor.begin, archive, actor)
        problem = f"{error.detail} Apunte la cámara al cuadro nuevo."
        return _factor(request, 400, enrolment=made, qr=Markup(made.qr), problem=problem)
    return _factor(request, codes=codes)


@post("/cuenta/segundo-factor/quitar", opt={FORM: True}, include_in_schema=False)
async def turn_off_factor(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[Any]:
    """Turn it off."""
    code = (await read_form(request)).get("codigo", "")
    try:
        await anyio.to_thread.run_sync(second_factor.turn_off, archive, actor, code)
    except (InvalidInput, Unauthenticated) as error:
        factor = await anyio.to_thread.run_sync(second_factor.factor_of, archive, actor)
        return _factor(request, 400, factor=factor, problem=error.detail)
    return go("/cuenta")


def _factor(request: AnyRequest, status_code: int = 200, **known: object) -> Response[str]:
    empty = {"factor": None, "enrolment": None, "qr": "", "codes": (), "problem": ""}
    return show(request, "second_factor.html", status_code, **{**empty, **known})


def own_id(request: AnyRequest) -> str:
    """Under which id the session of this request is shown."""
    return sessions.session_id_of(request.auth.digest) if isinstance(request.auth, SignedIn) else ""


HANDLERS = (account, close, look_at_factor, begin_factor, confirm_factor, turn_off_factor)
