"""Recados: one taken in three fields from the page of a debtor or lawyer, and those that wait."""

from typing import Annotated, Any
from urllib.parse import quote

from litestar import Response, get, post
from litestar.params import FromPath, QueryParameter

from schemas.access import Action, may
from schemas.call_messages import CallMessageIn, Narrow
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven, Cursor, cursor_id
from service.archive import Archive
from service.middleware import FORM
from service.operations import call_messages, registry
from web.forms import Fields, answer_form
from web.rendering import show

Key = Annotated[str, QueryParameter(max_length=64)]


@get("/recados", sync_to_thread=True, include_in_schema=False)
def list_messages(archive: ArchiveGiven, request: AnyRequest, ver: Key = "", desde: Cursor = None) -> Response[str]:
    """Those for whoever asks; `ver` is `todos` for everybody's, `atendidos` for those done."""
    return _list(archive, request, ver, desde, "")


def _list(archive: Archive, request: AnyRequest, shown: str, after: str | None, problem: str) -> Response[str]:
    actor = request.user
    narrow = Narrow("" if shown else actor.name, done=shown == "atendidos")
    found, further = call_messages.list_messages(archive, actor, narrow, before=cursor_id(after))
    return show(request, "call_messages.html", 400 if problem else 200, messages=found, further=further, which=shown,
                problem=problem, may_write=may(actor, Action.WRITE_REGISTRY))  # fmt: skip


@get("/recados/nuevo", sync_to_thread=True, include_in_schema=False)
def ask(archive: ArchiveGiven, request: AnyRequest, deudor: Key = "", abogado: Key = "") -> Response[str]:
    """The three fields."""
    return _form(archive, request, {"deudor": deudor, "abogado": abogado}, "")


def _form(archive: Archive, request: AnyRequest, given: Fields, problem: str) -> Response[str]:
    actor = request.user
    people = call_messages.people_of_the_house(archive, actor)
    debtor, lawyer = given.get("deudor", ""), given.get("abogado", "")
    about = registry.get(archive, actor, "debtors" if debtor else "lawyers", debtor or lawyer)
    return show(request, "call_message_new.html", 400 if problem else 200, given=given, problem=problem, people=people,
                about=about.full_name if debtor else about.name, back=_page(debtor, lawyer), myself=actor.name)  # fmt: skip


@post("/recados", opt={FORM: True}, include_in_schema=False)
async def take(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[Any]:
    """Keep it, then the page it was taken from."""

    def taken(fields: Fields) -> str:
        given = CallMessageIn(
            caller=fields.get("de", ""), text=fields.get("recado", ""), assigned_to=fields.get("para", ""),
            debtor=fields.get("deudor", ""), lawyer=fields.get("abogado", ""),
        )  # fmt: skip
        made = call_messages.take_message(archive, actor, given)
        return _page(made.debtor_id or "", made.lawyer_id or "") + "#recados"

    return await answer_form(request, taken, lambda fields, problem: _form(archive, request, fields, problem))


@post("/recados/{message_id:str}", opt={FORM: True}, include_in_schema=False)
async def finish(
    archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, message_id: FromPath[str]
) -> Response[Any]:
    """It is done; the next ones."""

    def done(_: Fields) -> str:
        call_messages.finish_message(archive, actor, message_id)
        return "/recados"

    return await answer_form(request, done, lambda _, problem: _list(archive, request, "", None, problem))


def _page(debtor: str, lawyer: str) -> str:
    return f"/deudores/{quote(debtor, safe='')}" if debtor else f"/cartera/obligaciones/{quote(lawyer, safe='')}"


HANDLERS = (list_messages, ask, take, finish)
