"""Solicitudes ARCO: a request about personal data taken in, its terms, its answer, what is printed of it."""

from typing import Annotated, Any
from urllib.parse import quote

from litestar import Response, get, post
from litestar.params import FromPath, QueryParameter

from schemas.access import Action, Actor, may
from schemas.registry.requests import GRANTED, OF_ANYBODY, OUTCOMES, RIGHTS
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven
from service.archive import Archive, require
from service.middleware import FORM
from service.operations import data_request_desk as desk
from service.operations import registry
from service.operations.documents import Narrow, list_documents
from web.asked import NameCursor
from web.forms import Fields, answer_form, day_of
from web.rendering import show

HERE = "/cartera/solicitudes"
PER_PAGE = 50
PAPER = "arco_or_info_request"
MOST_PAPERS = 50
CLEARED = "-"
"""Written in a field, it clears what stands there; an empty field leaves it."""
LABELS = {
    "folio": "Folio",
    "kind": "Derecho",
    "received_on": "Recibida el",
    "person_curp": "CURP del titular",
    "requester": "Solicitante",
    "subject": "Qué pide",
    "identity_proven": "Identidad acreditada",
    "extended_on": "Prorrogada el",
    "extension_reason": "Por qué se prorroga",
    "answered_on": "Respondida el",
    "outcome": "Sentido",
    "grounds": "Fundamento y motivo",
    "carried_out_on": "Ejecutada el",
    "document_id": "Documento de la solicitud",
}
"""What each member is called beside its field."""


@get(HERE, sync_to_thread=True, include_in_schema=False)
def list_requests(
    archive: ArchiveGiven,
    request: AnyRequest,
    desde: NameCursor = None,
    titular: Annotated[str, QueryParameter(max_length=64)] = "",
) -> Response[str]:
    """Requests, the newest first, and the form of a new one; `titular` is whose data they are."""
    return _list(archive, request, desde, {"person_curp": titular}, "")


def _list(archive: Archive, request: AnyRequest, after: str | None, given: Fields, problem: str) -> Response[str]:
    actor = request.user
    require(actor, Action.READ_RECORDS)
    found = registry.listing(archive, actor, desk.KIND, "", after, PER_PAGE)
    wrong, problem = _in_words(problem)
    return show(request, "data_requests.html", 400 if problem else 200, requests=found.items, further=found.cursor,
                given=given, problem=problem, wrong=wrong, papers=_papers(archive, actor),
                may_write=may(actor, Action.WRITE_REGISTRY), **_words())  # fmt: skip


@post(HERE, opt={FORM: True}, include_in_schema=False)
async def take_in(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[Any]:
    """Keep it, then its page; without a folio the next of the year is taken."""

    def taken(fields: Fields) -> str:
        given = _written(fields)
        if not given.get("folio"):
            fields["folio"] = given["folio"] = desk.next_folio(archive, actor)
        return _page(desk.take_in(archive, actor, given).entity.id)

    return await answer_form(request, taken, lambda fields, problem: _list(archive, request, None, fields, problem))


@get(HERE + "/{key:str}", sync_to_thread=True, include_in_schema=False)
def look(archive: ArchiveGiven, request: AnyRequest, key: FromPath[str]) -> Response[str]:
    """One request: what is known, how much time is left, what comes next."""
    return _look(archive, request, key, {}, "")


def _look(archive: Archive, request: AnyRequest, key: str, given: Fields, problem: str) -> Response[str]:
    actor = request.user
    require(actor, Action.READ_RECORDS)
    found = registry.get(archive, actor, desk.KIND, key)
    wrong, problem = _in_words(problem)
    return show(request, "data_request.html", 400 if problem else 200, one=found, given=given, problem=problem,
                wrong=wrong, granted=found.outcome in GRANTED, of_anybody=found.kind in OF_ANYBODY,
                papers=_papers(archive, actor), may_write=may(actor, Action.WRITE_REGISTRY), **_words())  # fmt: skip


@post(HERE + "/{key:str}", opt={FORM: True}, include_in_schema=False)
async def write(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    """What a form of the page says; the rest stays."""

    def written(fields: Fields) -> str:
        return _page(registry.change(archive, actor, desk.KIND, key, _written(fields)).entity.id)

    return await answer_form(request, written, lambda fields, problem: _look(archive, request, key, fields, problem))


def _page(request_id: str) -> str:
    return f"{HERE}/{quote(request_id, safe='')}"


def _papers(archive: Archive, actor: Actor) -> list[Any]:
    """Documents filed as requests, the newest first, to be named as the paper of one."""
    return list(list_documents(archive, actor, Narrow(type=PAPER), limit=MOST_PAPERS).items)


def _words() -> dict[str, Any]:
    return {"labels": LABELS, "rights": {one: desk.RIGHTS_SAID[one] for one in RIGHTS},
            "outcomes": {one: desk.OUTCOMES_SAID[one] for one in OUTCOMES}}  # fmt: skip


def _in_words(problem: str) -> tuple[str, str]:
    """The member that a sentence begins with, and the sentence with what its field is called."""
    name, _, reason = problem.partition(": ")
    return (name, f"{LABELS[name]}: {reason}") if name in LABELS else ("", problem)


def _written(fields: Fields) -> dict[str, Any]:
    return {name: _value(name, text) for name in LABELS if (text := fields.get(name, "").strip())}


def _value(name: str, text: str) -> Any:  # noqa: ANN401 - a text, a flag, a date or None
    if name == "identity_proven":
        return text == "si"
    if text == CLEARED:
        return None
    return day_of(name, text) if name.endswith("_on") else text


HANDLERS = (list_requests, take_in, look, write)
