"""Títulos perdidos: the cancellation of one note, what comes next in it, and its days to write down."""

from typing import Any
from urllib.parse import quote

from litestar import Response, get, post
from litestar.params import FromPath

from schemas.access import Action, may
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven
from service.archive import Archive
from service.middleware import FORM
from service.operations import registry
from service.operations.lost_note_desk import cancellations_of
from web.forms import Fields, answer_form, day_of, number_of
from web.rendering import show

KIND = "note-cancellations"
DAYS = {
    "noticed_on": "Se advirtió la pérdida",
    "filed_on": "Se pidió la cancelación",
    "decreed_on": "Decreto",
    "published_on": "Se publicó en el Diario Oficial",
    "opposed_on": "Alguien se opuso",
    "ended_on": "Terminó o quedó firme",
    "claimed_on": "Se demandó el pago o el duplicado",
    "reissued_on": "Se obtuvo el pago o el duplicado",
}
LABELS = {
    **DAYS,
    "loss": "Cómo se perdió",
    "court_code": "Clave del juzgado",
    "court_file": "Número del asunto",
    "outcome": "Cómo terminó",
    "document_id": "Documento que lo muestra",
    "comment": "Observaciones",
}
"""What each member is called beside its field."""


@get("/pagares-perdidos/{key:str}", sync_to_thread=True, include_in_schema=False)
def look(archive: ArchiveGiven, request: AnyRequest, key: FromPath[str]) -> Response[str]:
    """The note, its cancellations, and for who may write the form of the newest."""
    return _page(archive, request, key, None, "")


def _page(archive: Archive, request: AnyRequest, key: str, given: Fields | None, problem: str) -> Response[str]:
    note = registry.get(archive, request.user, "promissory-notes", key)
    begun = cancellations_of(archive, request.user, note.id)
    wrong, _, reason = problem.partition(": ")
    said = f"{LABELS[wrong]}: {reason}" if wrong in LABELS else problem
    return show(request, "lost_note.html", 400 if problem else 200, note=note, begun=begun, labels=LABELS, days=DAYS,
                given=_written(archive, request, begun) if given is None else given, problem=said,
                wrong=wrong if wrong in LABELS else "", may_write=may(request.user, Action.WRITE_REGISTRY))  # fmt: skip


def _written(archive: Archive, request: AnyRequest, begun: tuple[Any, ...]) -> Fields:
    """What the form shows of the newest cancellation; of a note that has none, nothing."""
    if not begun:
        return {}
    one = begun[0]
    court = registry.get(archive, request.user, "courts", one.court_id).code if one.court_id else ""
    days = {name: f"{on:%d/%m/%Y}" for name in DAYS if (on := getattr(one, name)) is not None}
    texts = {name: getattr(one, name) or "" for name in ("loss", "court_file", "outcome", "document_id", "comment")}
    return days | texts | {"court_code": court, "version": str(one.version)}


@post("/pagares-perdidos/{key:str}", opt={FORM: True}, include_in_schema=False)
async def write(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    """Keep what the form says as it stands in it: an empty field is empty, unless somebody wrote meanwhile."""

    def kept(fields: Fields) -> str:
        note = registry.get(archive, actor, "promissory-notes", key)
        given = {name: fields.get(name, "").strip() for name in LABELS if name in fields}
        data = {name: (day_of(name, text) if name in DAYS else text) if text else None for name, text in given.items()}
        if data.get("loss", "") is None:
            del data["loss"]
        seen = number_of(fields.get("version", ""))
        registry.upsert(archive, actor, KIND, {"note": note.id, **data}, expected_version=seen)
        return f"/pagares-perdidos/{quote(note.id, safe='')}"

    return await answer_form(request, kept, lambda fields, problem: _page(archive, request, key, fields, problem))


HANDLERS = (look, write)
