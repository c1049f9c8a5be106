"""Reservas: a document or archival file reserved for one request, decided by the committee, extended once, ended."""

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import quote

from litestar import Response, get, post
from litestar.params import FromPath, QueryParameter

from schemas.access import Action, may
from schemas.errors import InvalidInput
from schemas.reservations import (
    CAUSE_NAMES,
    DECISION_NAMES,
    REQUESTS,
    STANDING,
    STATE_NAMES,
    Cause,
    CommitteeIn,
    Decision,
    EndIn,
    ExtensionIn,
    HarmTest,
    ReservationIn,
    State,
)
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven, Cursor, cursor_id
from service.archive import Archive, require
from service.middleware import FORM
from service.operations import data_request_desk as desk
from service.operations import documents, registry
from service.operations.days import today
from service.operations.reservations import acts, views
from storage.records.reservations import Wanted
from web.forms import Fields, answer_form, day_of
from web.rendering import show

HOME = "/cartera/reservas"
TONES = {State.PENDING: "wait", State.CONFIRMED: "info", State.EXPIRED: "", State.DECLASSIFIED: "", State.REVOKED: ""}
PER_PAGE = 50
Key = Annotated[str, QueryParameter(max_length=100)]
_WORDS = {
    "states": STATE_NAMES,
    "tones": TONES,
    "decisions": DECISION_NAMES,
    "causes": CAUSE_NAMES,
    "standing": STANDING,
}


@get(HOME, sync_to_thread=True, include_in_schema=False)
def list_reservations(
    archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, ver: Key = "", desde: Cursor = None
) -> Response[str]:
    """The newest first; `ver` is `vigentes` for those that stand today."""
    wanted = Wanted(standing_on=today() if ver == "vigentes" else None)
    found, further = views.list_reservations(archive, actor, wanted, before=cursor_id(desde) or "", limit=PER_PAGE)
    return show(request, "reservations.html", items=found, further=further, which=ver,
                may_write=may(actor, Action.WRITE_RECORDS), reservation=_WORDS)  # fmt: skip


@get(HOME + "/nueva", sync_to_thread=True, include_in_schema=False)
def ask(archive: ArchiveGiven, request: AnyRequest, documento: Key = "", expediente: Key = "") -> Response[str]:
    """The form: what, for which request, on what ground, the harm test, who signs, until when."""
    return _ask(archive, request, {"documento": documento, "expediente": expediente}, "")


def _ask(archive: Archive, request: AnyRequest, given: Fields, problem: str) -> Response[str]:
    actor = request.user
    require(actor, Action.WRITE_RECORDS)
    document = documents.get_document(archive, actor, given["documento"]) if given.get("documento") else None
    known = registry.listing(archive, actor, desk.KIND, "", None, PER_PAGE).items
    return show(request, "reservation_new.html", 400 if problem else 200, given=given, problem=problem, document=document,
                requests=[one for one in known if one.kind in REQUESTS])  # fmt: skip


@post(HOME, opt={FORM: True}, include_in_schema=False)
async def reserve(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[Any]:
    """Write it down, then its page."""

    def done(fields: Fields) -> str:
        given = ReservationIn(
            document=fields.get("documento") or None, case_file=fields.get("expediente", "").strip() or None,
            request=fields.get("solicitud", ""), legal_basis=fields.get("fundamento", ""), reason=fields.get("motivo", ""),
            harm=_harm(fields), parts=fields.get("partes", ""), signed_by=fields.get("firma", ""),
            signed_office=fields.get("cargo", ""), classified_on=day_of("Fecha de clasificación", fields.get("fecha", "")),
            until=day_of("Reservado hasta", fields.get("hasta", "")),
        )  # fmt: skip
        return _page(acts.reserve(archive, actor, given).folio)

    return await answer_form(request, done, lambda fields, problem: _ask(archive, request, fields, problem))


@get(HOME + "/{key:str}", sync_to_thread=True, include_in_schema=False)
def look(archive: ArchiveGiven, request: AnyRequest, key: FromPath[str]) -> Response[str]:
    """One reservation, and what may be done with it."""
    return _look(archive, request, key, {}, "")


def _look(archive: Archive, request: AnyRequest, key: str, given: Fields, problem: str) -> Response[str]:
    found = views.get_reservation(archive, request.user, key)
    return show(request, "reservation.html", 400 if problem else 200, one=found, given=given, problem=problem,
                may_decide=may(request.user, Action.DECIDE_RECORDS), reservation=_WORDS)  # fmt: skip


@post(HOME + "/{key:str}", opt={FORM: True}, include_in_schema=False)
async def change(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    """What the button says: the committee's decision, the extension, or the end."""
    steps: dict[str, Callable[[Fields], object]] = {
        "decidir": lambda fields: acts.decide(archive, actor, key, _decision(fields)),
        "ampliar": lambda fields: acts.extend(archive, actor, key, _extension(fields)),
        "desclasificar": lambda fields: acts.declassify(archive, actor, key, _end(fields)),
    }

    def done(fields: Fields) -> str:
        if (what := fields.get("hacer", "")) not in steps:
            raise InvalidInput("El formulario no se entiende; ábralo de nuevo.")
        steps[what](fields)
        return _page(key)

    return await answer_form(request, done, lambda fields, problem: _look(archive, request, key, fields, problem))


def _decision(fields: Fields) -> CommitteeIn:
    said = fields.get("decision", "")
    if said not in set(Decision):
        raise InvalidInput("Diga qué decidió el Comité.")
    modified = said == Decision.MODIFY
    until, parts, basis = (
        fields.get(name, "").strip() if modified else "" for name in ("hasta", "partes", "fundamento")
    )
    return CommitteeIn(
        decision=Decision(said), act=fields.get("acta", ""), on=day_of("Fecha", fields.get("fecha", "")),
        until=day_of("Reservado hasta", until) if until else None, parts=parts or None, legal_basis=basis or None,
    )  # fmt: skip


def _extension(fields: Fields) -> ExtensionIn:
    return ExtensionIn(
        until=day_of("Reservado hasta", fields.get("hasta", "")), reason=fields.get("motivo", ""), harm=_harm(fields),
        act=fields.get("acta", ""), on=day_of("Fecha", fields.get("fecha", "")), signed_by=fields.get("firma", ""),
        signed_office=fields.get("cargo", ""),
    )  # fmt: skip


def _end(fields: Fields) -> EndIn:
    cause = fields.get("causa", "")
    if cause not in set(Cause):
        raise InvalidInput("Diga por qué causa se desclasifica.")
    return EndIn(cause=Cause(cause), reason=fields.get("motivo", ""), act=fields.get("acta", ""),
                 on=day_of("Fecha", fields.get("fecha", "")))  # fmt: skip


def _harm(fields: Fields) -> HarmTest:
    return HarmTest(fields.get("riesgo", ""), fields.get("supera", ""), fields.get("proporcion", ""))


def _page(folio: str) -> str:
    return f"{HOME}/{quote(folio, safe='')}"


HANDLERS = (list_reservations, ask, reserve, look, change)
