"""Piezas para audiencia: choose from a dossier what goes to court and in which order, keep it, bind it."""

from collections.abc import Callable
from typing import Any

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from schemas.access import Action, may
from schemas.dossier import Dossier, DossierScope
from schemas.errors import InvalidInput
from schemas.hearings import USUAL_PIECES, HearingChange, HearingIn
from schemas.legal_dates import parse_date
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven, Cursor, cursor_id
from service.archive import Archive, require
from service.middleware import FORM
from service.operations import hearings
from service.operations.dossier import find_dossier
from web.forms import Fields, answer_form, number_of
from web.pages.dossiers import ROOM
from web.rendering import show


@get("/audiencias", sync_to_thread=True, include_in_schema=False)
def list_lists(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, desde: Cursor = None) -> Response[str]:
    """Lists kept, the newest first."""
    lists, further = hearings.list_lists(archive, actor, None, cursor_id(desde))
    return show(request, "hearing_lists.html", lists=lists, further=further)


def _choosers(scope: DossierScope) -> list[HTTPRouteHandler]:
    """The choice of pieces from the dossier of one kind of subject."""
    path = f"/{ROOM[scope]}/{{key:str}}/audiencia"
    return [
        get(path, sync_to_thread=True, include_in_schema=False)(_asker(scope)),
        post(path, opt={FORM: True}, include_in_schema=False)(_keeper(scope)),
    ]


def _asker(scope: DossierScope) -> Callable[..., Response[str]]:
    def ask(archive: ArchiveGiven, request: AnyRequest, key: FromPath[str]) -> Response[str]:
        return _choice(archive, request, (scope, key), {}, "")

    return ask


def _keeper(scope: DossierScope) -> Callable[..., Any]:
    async def keep(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, key: FromPath[str]) -> Response[Any]:
        def kept(fields: Fields) -> str:
            given = HearingIn(name=fields.get("nombre", ""), key=key, of=scope, hearing_on=_day(fields),
                              note=fields.get("nota", ""), pieces=_pieces(fields))  # fmt: skip
            return f"/audiencias/{hearings.make_list(archive, actor, given).id}"

        return await answer_form(
            request, kept, lambda fields, problem: _choice(archive, request, (scope, key), fields, problem)
        )

    return keep


def _choice(
    archive: Archive, request: AnyRequest, about: tuple[DossierScope, str], given: Fields, problem: str
) -> Response[str]:
    require(request.user, Action.PREPARE_HEARINGS)
    dossier = find_dossier(archive, request.user, about[1], about[0])
    usual = [one.id for one in dossier.documents if one.type in USUAL_PIECES]
    chosen = list(_pieces(given)) if given else usual or [one.id for one in dossier.documents]
    return _form(request, dossier, chosen, given, problem)


def _form(request: AnyRequest, dossier: Dossier, chosen: list[str], given: Fields, problem: str) -> Response[str]:
    """The pieces chosen first, in their order, then the others in that of the dossier."""
    place = {piece: at for at, piece in enumerate(chosen)}
    ordered = sorted(dossier.documents, key=lambda one: (place.get(one.id, len(place)), one.folio_first))
    here = f"/{ROOM[dossier.scope]}/{dossier.subject_id}"
    return show(request, "hearing_choice.html", 400 if problem else 200, dossier=dossier, documents=ordered,
                chosen=place, given=given, problem=problem, here=here)  # fmt: skip


@get("/audiencias/{list_id:str}", sync_to_thread=True, include_in_schema=False)
def look(archive: ArchiveGiven, request: AnyRequest, list_id: FromPath[str]) -> Response[str]:
    """The pieces of a list in their order, and the PDF to take to court."""
    return _show(archive, request, list_id, "")


def _show(archive: Archive, request: AnyRequest, list_id: str, problem: str) -> Response[str]:
    kept = hearings.get_list(archive, request.user, list_id)
    whole = find_dossier(archive, request.user, kept.subject_id, kept.scope)
    place = {piece: at for at, piece in enumerate(kept.pieces)}
    ordered = sorted(whole.documents, key=lambda one: (place.get(one.id, len(place)), one.folio_first))
    return show(request, "hearing_list.html", 400 if problem else 200, kept=kept, documents=ordered, chosen=place,
                dossier=hearings.hearing_dossier(archive, request.user, list_id), problem=problem,
                here=f"/{ROOM[kept.scope]}/{kept.subject_id}",
                may_prepare=may(request.user, Action.PREPARE_HEARINGS))  # fmt: skip


@post("/audiencias/{list_id:str}", opt={FORM: True}, include_in_schema=False)
async def change(
    archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, list_id: FromPath[str]
) -> Response[Any]:
    """Keep another choice or order, or remove the list."""
    return await answer_form(
        request,
        lambda fields: _change(archive, actor, list_id, fields),
        lambda _, problem: _show(archive, request, list_id, problem),
    )


def _change(archive: Archive, actor: ActorGiven, list_id: str, fields: Fields) -> str:
    if fields.get("hacer") == "quitar":
        hearings.remove_list(archive, actor, list_id)
        return "/audiencias"
    version = number_of(fields.get("version", ""))
    changed = HearingChange(name=fields.get("nombre", ""), hearing_on=_day(fields), note=fields.get("nota", ""),
                            pieces=_pieces(fields))  # fmt: skip
    hearings.change_list(archive, actor, list_id, changed, version=version)
    return f"/audiencias/{list_id}"


def _day(fields: Fields) -> Any:  # noqa: ANN401 - a date or None
    text = fields.get("fecha", "")
    on = parse_date(text) if text else None
    if text and on is None:
        raise InvalidInput(f"No se entiende la fecha «{text[:40]}».")
    return on


def _pieces(fields: Fields) -> tuple[str, ...]:
    """The documents ticked, by the number beside them; those of equal number as they stood."""
    ticked = [name.removeprefix("p-") for name in fields if name.startswith("p-")]
    numbers = {one: number_of(fields.get(f"o-{one}", "")) for one in ticked}
    return tuple(sorted(ticked, key=lambda one: (numbers[one] is None, numbers[one] or 0)))


HANDLERS = (list_lists, look, change, *(handler for scope in DossierScope for handler in _choosers(scope)))
