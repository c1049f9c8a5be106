"""`/call-messages`: messages about a debtor or a lawyer, for somebody of the house."""

from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from schemas.call_messages import CallMessage, CallMessageIn, Narrow
from service.api.asked import ActorGiven, ArchiveGiven, Cursor, Flag, Limit, cursor_id
from service.operations import call_messages

Name = Annotated[str, QueryParameter(max_length=64)]


class CallMessages(msgspec.Struct, frozen=True):
    """A page of messages."""

    items: tuple[CallMessage, ...]
    next: str | None


@get("/call-messages", sync_to_thread=True, summary="Recados")
def list_messages(
    archive: ArchiveGiven, actor: ActorGiven, assigned_to: Name = "", debtor: Name = "", lawyer: Name = "",
    done: Flag = False, cursor: Cursor = None, limit: Limit = 50,
) -> CallMessages:  # fmt: skip
    """Open ones, or with `done` those attended to, the newest first; `debtor` and `lawyer` are ids."""
    narrow = Narrow(assigned_to, debtor, lawyer, done)
    found = call_messages.list_messages(archive, actor, narrow, before=cursor_id(cursor), limit=limit)
    return CallMessages(*found)


@post("/call-messages", sync_to_thread=True, summary="Toma un recado")
def take_message(archive: ArchiveGiven, actor: ActorGiven, data: JSONBody[CallMessageIn]) -> CallMessage:
    """About one debtor or one lawyer, by id or key; `assigned_to` is the name of a user of the house."""
    return call_messages.take_message(archive, actor, data)


@post("/call-messages/{message_id:str}/done", sync_to_thread=True, summary="Da por atendido un recado")
def finish_message(archive: ArchiveGiven, actor: ActorGiven, message_id: FromPath[str]) -> CallMessage:
    """Once."""
    return call_messages.finish_message(archive, actor, message_id)


router = Router("/", tags=["registry"], route_handlers=[list_messages, take_message, finish_message])
