"""Revisar: what waits for a person, and one document at a time, its image beside what the machine proposes."""

from typing import Annotated, Any
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.params import FromPath, QueryParameter

from schemas.access import Action
from schemas.document_types import document_types
from schemas.errors import InvalidInput
from schemas.field_writing import meant
from schemas.fields import EntityKind
from schemas.legal_dates import parse_date
from schemas.outcomes import SENTENCES, Reason
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven, Cursor, cursor_id
from service.archive import require
from service.middleware import FORM
from service.operations import documents
from service.operations.intake_views import review_queue
from service.operations.reviewing import FieldChange, LinkChange, Review, review_document
from service.operations.undoing import undo_review
from web.forms import answer_form, go, number_of
from web.rendering import show

Id = Annotated[str, QueryParameter(max_length=64)]
SHOWN_PAGES = 40
"""So many pages stand beside the fields; the rest is one key away, in the viewer."""
Refused = tuple[dict[str, str], str]
"""What was typed, and why it was not taken."""
DECIDED_APART = (
    Reason.UNSURE_TYPE,
    Reason.UNSURE_LINK,
    Reason.POSSIBLE_RESCAN,
    Reason.PASSWORD_REQUIRED,
    Reason.WRONG_FILE_PASSWORD,
)
"""Reasons that are settled by deciding something, not by letting them stand."""


@get("/revisar", sync_to_thread=True, include_in_schema=False)
def queue(
    archive: ArchiveGiven,
    actor: ActorGiven,
    request: AnyRequest,
    motivo: Annotated[Reason | None, QueryParameter()] = None,
    desde: Cursor = None,
    hecho: Id = "",
) -> Response[str]:
    """What waits, the longest waiting first; `hecho` is the last one decided, which can be taken back."""
    waiting = review_queue(archive, actor, motivo, after=cursor_id(desde))
    done = documents.get_document(archive, actor, hecho) if hecho else None
    return show(request, "review.html", queue=waiting, chosen=motivo, sentences=SENTENCES, done=done)


@get("/revisar/siguiente", sync_to_thread=True, include_in_schema=False)
def next_one(archive: ArchiveGiven, actor: ActorGiven, despues: Cursor = None, hecho: Id = "") -> Response[Any]:
    """On to the document that waits next, from the beginning again at the end; to the queue when none waits."""
    after = cursor_id(despues)
    left = review_queue(archive, actor, after=after, limit=1).items
    left = left or (review_queue(archive, actor, limit=1).items if after else [])
    query = "?" + urlencode({"hecho": hecho}) if hecho else ""
    return go(f"/revisar/{left[0].id}{query}" if left else f"/revisar{query}")


@get("/revisar/{document_id:str}", sync_to_thread=True, include_in_schema=False)
def review_one(
    archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, document_id: FromPath[str], hecho: Id = ""
) -> Response[str]:
    """The document beside its form; `hecho` is the one just done, which can be taken back."""
    require(actor, Action.REVIEW_DOCUMENTS)
    return _page(archive, request, document_id, hecho)


def _page(
    archive: ArchiveGiven, request: AnyRequest, document_id: str, done_id: str = "", refused: Refused | None = None
) -> Response[str]:
    actor = request.user
    typed, problem = refused or ({}, "")
    document = documents.get_document(archive, actor, document_id)
    pages = documents.list_pages(archive, actor, document_id)
    names = [field.name for field in document.fields]
    proposed = [link.kind for link in document.links if link.state == "proposed"]
    return show(
        request,
        "review_one.html",
        400 if problem else 200,
        document=document,
        pages=pages[:SHOWN_PAGES],
        reasons={reason.code for reason in document.reasons},
        left_to_stand=[reason for reason in document.reasons if reason.code not in set(DECIDED_APART)],
        single={name for name in names if names.count(name) == 1},
        sole={kind for kind in proposed if proposed.count(kind) == 1},
        types=sorted(document_types(), key=lambda kind: kind.short),
        waiting=review_queue(archive, actor, limit=1).total or 0,
        done=documents.get_document(archive, actor, done_id) if done_id else None,
        typed=typed,
        problem=problem,
    )


@post("/revisar/{document_id:str}", opt={FORM: True}, include_in_schema=False)
async def decide_one(
    archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, document_id: FromPath[str]
) -> Response[Any]:
    """Take the decisions of the form; on to the next when nothing is left to decide."""
    return await answer_form(
        request,
        lambda fields: _decide(archive, actor, document_id, fields),
        lambda fields, problem: _page(archive, request, document_id, refused=(fields, problem)),
    )


def _decide(archive: ArchiveGiven, actor: ActorGiven, document_id: str, fields: dict[str, str]) -> str:
    if fields.get("hacer") == "deshacer":
        undo_review(archive, actor, document_id)
        return f"/revisar/{document_id}"
    version = number_of(fields.get("version", ""))
    done = review_document(archive, actor, document_id, decisions_of(fields), version=version)
    if done.reasons:
        return f"/revisar/{document_id}"
    return "/revisar/siguiente?" + urlencode({"despues": document_id, "hecho": document_id})


def decisions_of(fields: dict[str, str]) -> Review:
    """What the form says: type and values as they stand in it, links answered with yes or no, reasons let stand.

    Raises:
        InvalidInput: a date, a sum or a choice is not understood.
    """
    said: dict[str, Any] = {}
    for name, key in (("titulo", "title"), ("ubicacion", "paper_location")):
        if name in fields and fields[name] != fields.get(f"{name}_antes", ""):
            said[key] = fields[name]
    if fields.get("tipo"):
        said["type"] = fields["tipo"]
    if "fecha" in fields and fields["fecha"] != fields.get("fecha_antes", ""):
        said["date"] = parse_date(fields["fecha"])
        if fields["fecha"] and said["date"] is None:
            raise InvalidInput(f"No se entiende la fecha '{fields['fecha'][:40]}'.")
    if fields.get("copia") in ("same_paper", "other_paper"):
        said["rescan"] = fields["copia"]
    let_stand = {name.removeprefix("dejar:") for name in fields if name.startswith("dejar:")}
    values = [(name.removeprefix("dato:"), value) for name, value in fields.items() if name.startswith("dato:")]
    return Review(
        **said,
        fields=tuple(FieldChange(name, meant(name, value)) for name, value in values),
        links=tuple(_links(fields)),
        accept=tuple(reason for reason in Reason if reason.value in let_stand),
    )


def _links(fields: dict[str, str]) -> list[LinkChange]:
    """The proposals answered, and the one added by number."""
    answers: dict[str, Any] = {"si": "confirm", "no": "refuse"}
    asked = [(name.removeprefix("vinculo:"), value) for name, value in fields.items() if name.startswith("vinculo:")]
    links = [LinkChange(answers[value], id=link_id) for link_id, value in asked if value in answers]
    if fields.get("clave", "").strip() and fields.get("clase") in set(EntityKind):
        links.append(LinkChange("add", kind=EntityKind(fields["clase"]), key=fields["clave"].strip()))
    return links


HANDLERS = (queue, next_one, review_one, decide_one)
