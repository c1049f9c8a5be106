"""Agenda and acuses: what an external lawyer does with a phone at the court window."""

from typing import Annotated, Any
from urllib.parse import urlencode

import anyio.to_thread
import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, QueryParameter

from schemas.access import Action
from schemas.errors import ArchiveError, InvalidInput
from schemas.filings import StampIn
from schemas.legal_dates import parse_date
from schemas.queues import LEVEL_NAMES
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven
from service.archive import Archive, require
from service.middleware import FORM, check_csrf
from service.operations.acknowledging import TYPE, StampRead, confirm_stamp, read_stamp
from service.operations.diary import diary
from service.operations.receive import Given, receive
from service.uploads import Arrival, MultipartTaker
from web.forms import Fields, answer_form, go
from web.pages.board import LEVEL_TONES
from web.rendering import show

Short = Annotated[str, QueryParameter(max_length=100)]
MOST_SHOWN = 200


@get("/agenda", sync_to_thread=True, include_in_schema=False)
def agenda(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, acuse: Short = "") -> Response[str]:
    """What is due, the matters and the originals in hand; for the house what is due in all matters."""
    return show(
        request,
        "diary.html",
        diary=diary(archive, actor),
        own=actor.sees_only is not None,
        done=acuse,
        most=MOST_SHOWN,
        level_names=LEVEL_NAMES,
        level_tones=LEVEL_TONES,
    )


@get("/acuse", sync_to_thread=True, include_in_schema=False)
def ask_photograph(archive: ArchiveGiven, request: AnyRequest, juicio: Short = "") -> Response[str]:
    """The camera, and the matter if it is known already."""
    return _ask(archive, request, juicio, "")


def _ask(archive: Archive, request: AnyRequest, chosen: str, problem: str) -> Response[str]:
    require(request.user, Action.ADD_DOCUMENTS)
    matters = diary(archive, request.user).matters
    waiting = [one for one in matters if not one.acknowledged]
    return show(
        request,
        "acuse.html",
        400 if problem else 200,
        matters=(waiting + [one for one in matters if one.acknowledged])[:MOST_SHOWN],
        chosen=chosen,
        problem=problem,
    )


@post("/acuse", opt={FORM: True}, request_max_body_size=None, include_in_schema=False)
async def take_photograph(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[Any]:
    """Receive the photograph; it is kept before anything is answered."""
    require(actor, Action.ADD_DOCUMENTS)
    arrivals: list[Arrival] = []

    def check(fields: dict[str, str]) -> None:
        check_csrf(request.auth, fields.get("csrf", ""))

    try:
        taker = MultipartTaker(archive, request.headers.get("content-type", ""), check=check)
        arrivals = await taker.take(request.stream())
        receipt = await anyio.to_thread.run_sync(_receive, archive, actor, arrivals[0])
    except ArchiveError as error:
        return await anyio.to_thread.run_sync(_ask, archive, request, "", error.detail)
    finally:
        for arrival in arrivals:
            await anyio.to_thread.run_sync(arrival.close)
    return go(f"/acuse/{receipt}")


def _receive(archive: Archive, actor: ActorGiven, arrival: Arrival) -> str:
    given = Given(type=TYPE, lawsuit=arrival.fields.get("juicio") or None)
    return receive(archive, actor, arrival.staged, given, channel="web").receipt_id


@get("/acuse/{receipt_id:str}", sync_to_thread=True, include_in_schema=False)
def ask_whether_right(archive: ArchiveGiven, request: AnyRequest, receipt_id: FromPath[str]) -> Response[str]:
    """What was read of the stamp, to be confirmed; while it is being read, the page asks again by itself."""
    return _asked(archive, request, receipt_id, {}, "")


def _asked(
    archive: Archive, request: AnyRequest, receipt_id: str, given: dict[str, str], problem: str
) -> Response[str]:
    read = read_stamp(archive, request.user, receipt_id)
    return show(
        request,
        "stamp.html",
        400 if problem else 200,
        read=read,
        receipt_id=receipt_id,
        given=_given(read) | given,
        matters=diary(archive, request.user).matters[:MOST_SHOWN] if read.document else (),
        problem=problem,
    )


def _given(read: StampRead) -> dict[str, str]:
    names = {"fecha": "stamp_date", "hora": "stamp_time", "folio": "stamp_folio", "fojas": "stamp_sheets"}
    return {name: read.values.get(field, "") for name, field in names.items()} | {
        "juicio": read.lawsuit_id,
        "asunto": read.subject,
        "originales": "",
    }


@post("/acuse/{receipt_id:str}", opt={FORM: True}, include_in_schema=False)
async def confirm(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, receipt_id: FromPath[str]) -> Response[Any]:  # fmt: skip
    """Keep what the person says the stamp says."""

    def confirmed(fields: Fields) -> str:
        _confirm(archive, actor, fields)
        return "/agenda?" + urlencode({"acuse": fields.get("juicio", "")})

    return await answer_form(
        request, confirmed, lambda fields, problem: _asked(archive, request, receipt_id, fields, problem)
    )


def _confirm(archive: Archive, actor: ActorGiven, fields: dict[str, str]) -> None:
    on = parse_date(fields.get("fecha", ""))
    if on is None:
        raise InvalidInput("Escriba la fecha del sello.")
    try:
        given = msgspec.convert(
            {"lawsuit_id": fields.get("juicio", ""), "stamped_on": on, "stamped_at": fields.get("hora", "")[:20],
             "folio": fields.get("folio", "")[:60], "sheets": fields.get("fojas", "")[:10], "subject": fields.get("asunto", "")[:300],
             "originals": fields.get("originales") or None, "version": fields.get("version")},
            StampIn, strict=False,
        )  # fmt: skip
    except msgspec.ValidationError as error:
        raise InvalidInput("El formulario no se entiende; ábralo de nuevo.") from error
    confirm_stamp(archive, actor, fields.get("documento", ""), given)


HANDLERS = (agenda, ask_photograph, take_photograph, ask_whether_right, confirm)
