"""Pagarés sin título registrado: each beside its page, to be confirmed and registered in one step."""

from typing import Annotated, Any
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.params import FromPath, QueryParameter

from schemas.access import Action
from schemas.field_writing import meant
from schemas.note_fields import AMOUNTS, EVERY_FIELD, FIELDS, NOTE, NUMBERS
from schemas.queues import QueueName
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven
from service.archive import require
from service.middleware import FORM
from service.operations import documents
from service.operations.confirming_notes import NoteConfirmed, confirm_note
from service.operations.document_views import DocumentView
from service.operations.queues import running
from service.operations.reviewing import FieldChange, Review, review_document
from service.operations.undoing import undo_review
from web.forms import answer_form, go, number_of
from web.pages.reviewing import SHOWN_PAGES, Id, Refused
from web.rendering import show

QUEUE = QueueName.UNREGISTERED.value
ALWAYS = (*NUMBERS.values(), "signed_on", "due_on")
"""Values that are asked for whether or not they were read."""
Place = Annotated[int, QueryParameter(ge=0, le=1_000_000)]


@get("/pagares/siguiente", sync_to_thread=True, include_in_schema=False)
def next_note(archive: ArchiveGiven, actor: ActorGiven, lugar: Place = 0, hecho: Id = "") -> Response[Any]:
    """On to the paper at that place of the queue, from the beginning again at the end; to the queue when none waits."""
    require(actor, Action.REVIEW_DOCUMENTS)
    left = running.queue_page(archive, actor, QUEUE, limit=1, offset=lugar).items
    if not left and lugar:
        lugar, left = 0, running.queue_page(archive, actor, QUEUE, limit=1).items
    if not left:
        return go(f"/colas/{QUEUE}")
    query = urlencode({"lugar": lugar, **({"hecho": hecho} if hecho else {})})
    return go(f"/pagares/{left[0].about.id}?{query}")


@get("/pagares/{document_id:str}", sync_to_thread=True, include_in_schema=False)
def one_note(
    archive: ArchiveGiven,
    actor: ActorGiven,
    request: AnyRequest,
    document_id: FromPath[str],
    lugar: Place = 0,
    hecho: Id = "",
) -> Response[str]:
    """The paper beside what was read of it; `hecho` is the one just registered, which can be taken back."""
    require(actor, Action.REVIEW_DOCUMENTS)
    return _page(archive, request, document_id, (lugar, hecho))


def _page(
    archive: ArchiveGiven, request: AnyRequest, document_id: str, at: tuple[int, str], refused: Refused | None = None
) -> Response[str]:
    actor = request.user
    typed, problem = refused or ({}, "")
    document = documents.get_document(archive, actor, document_id)
    waiting = running.queue_page(archive, actor, QUEUE, limit=1)
    line = running.line_about(archive, actor, QUEUE, document_id)
    return show(
        request,
        "unregistered_note.html",
        400 if problem else 200,
        document=document,
        pages=documents.list_pages(archive, actor, document_id)[:SHOWN_PAGES],
        asked=_asked(document),
        line=line,
        other=next((ref.id for ref in line.refs if ref.kind == "document"), "") if line else "",
        place=at[0],
        waiting=waiting.total,
        done=documents.get_document(archive, actor, at[1]) if at[1] else None,
        typed=typed,
        problem=problem,
    )


def _asked(document: DocumentView) -> list[tuple[str, list[Any]]]:
    """The values to confirm, each with what was read of it; a sum is asked for even where none was read."""
    read = {
        name: [one for one in document.fields if one.name == name and one.value]
        for name in FIELDS[document.type if document.type in NUMBERS else NOTE]
    }
    sum_read = any(read[name] for name in AMOUNTS)
    return [
        (name, values)
        for name, values in read.items()
        if values or name in ALWAYS or (name == AMOUNTS[0] and not sum_read)
    ]


@post("/pagares/{document_id:str}", opt={FORM: True}, include_in_schema=False)
async def decide_note(
    archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, document_id: FromPath[str], lugar: Place = 0
) -> Response[Any]:
    """Register what the form says and go on to the next; or say that it is another scan of a paper registered already."""
    return await answer_form(
        request,
        lambda fields: _decide(archive, actor, document_id, lugar, fields),
        lambda fields, problem: _page(archive, request, document_id, (lugar, ""), (fields, problem)),
    )


def _decide(archive: ArchiveGiven, actor: ActorGiven, document_id: str, lugar: int, fields: dict[str, str]) -> str:
    act, version = fields.get("hacer", ""), number_of(fields.get("version", ""))
    if act == "deshacer":
        undo_review(archive, actor, document_id)
        return f"/pagares/{document_id}?" + urlencode({"lugar": lugar})
    if act == "copia":
        review_document(archive, actor, document_id, Review(rescan_of=fields.get("otro", "")), version=version)
    else:
        confirm_note(archive, actor, document_id, said_in(fields), version=version)
    return "/pagares/siguiente?" + urlencode({"lugar": lugar, "hecho": document_id})


def said_in(fields: dict[str, str]) -> NoteConfirmed:
    """What the form says of the note; a value that was not read and is left empty is not said.

    Raises:
        InvalidInput: a date, a sum or a rate is not understood.
    """
    said = [(name, meant(name, fields.get(f"dato:{name}", ""))) for name in EVERY_FIELD if f"dato:{name}" in fields]
    changes = tuple(FieldChange(name, value) for name, value in said if value or f"leido:{name}" in fields)
    return NoteConfirmed(fields=changes, credit=fields.get("credito", "").strip() or None)


HANDLERS = (next_note, one_note, decide_note)
