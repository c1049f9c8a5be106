"""Lotes: what was received together, its pages as thumbnails, where documents are split, joined, turned and marked."""

from typing import Any, NamedTuple

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from schemas.access import Action, may
from schemas.errors import InvalidInput
from schemas.scan_quality import STATE_NAMES
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven, Cursor, cursor_id
from service.archive import require
from service.middleware import FORM
from service.operations.arranging import Lying, Part, arrange, batch_as_it_lies, joined, moved, split_before
from service.operations.intake_views import list_batches
from service.operations.reviewing import Review, review_document
from service.operations.scan_quality.views import newest_named, newest_of
from service.operations.turning import Turn, turn_page
from service.operations.undoing import undo_review
from web.forms import Fields, answer_form
from web.pages.scan_quality import TONES
from web.rendering import show


class Back(NamedTuple):
    """The way back from what was done: the value of the button, and the arrangement that it hands in."""

    button: str
    before: str = ""


class Asked(NamedTuple):
    """What the pressed button asks: its verb, what it is about, and the fields beside it."""

    verb: str
    about: str
    fields: dict[str, str]


@get("/lotes", sync_to_thread=True, include_in_schema=False)
def list_all(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, desde: Cursor = None) -> Response[str]:
    """The batches, the newest first."""
    require(actor, Action.ADD_DOCUMENTS)
    batches = list_batches(archive, actor, before=cursor_id(desde))
    checked = newest_of(archive, actor, [one.id for one in batches.items]) if may(actor, Action.READ_RECORDS) else None
    return show(request, "batches.html", batches=batches, checked=checked, state_names=STATE_NAMES, tones=TONES)


@get("/lotes/{batch:str}", sync_to_thread=True, include_in_schema=False)
def show_batch(archive: ArchiveGiven, request: AnyRequest, batch: FromPath[str]) -> Response[str]:
    """The pages of a batch, document by document."""
    return _page(archive, request, batch)


def _page(
    archive: ArchiveGiven,
    request: AnyRequest,
    batch: str,
    back: Back | None = None,
    at: str = "",
    problem: str = "",
) -> Response[str]:
    lying, actor = batch_as_it_lies(archive, request.user, batch), request.user
    checked = newest_named(archive, actor, batch) if may(actor, Action.READ_RECORDS) else None
    return show(
        request,
        "batch.html",
        400 if problem else 200,
        batch=batch,
        name=next((one.document.batch for one in lying), None),
        lying=lying,
        numbers={one.document.id: number for number, one in enumerate(lying, 1)},
        back=back,
        at=at,
        problem=problem,
        checked=checked,
        state_names=STATE_NAMES,
        tones=TONES,
        reading=any(one.document.state == "processing" for one in lying),
    )


@post("/lotes/{batch:str}", opt={FORM: True}, include_in_schema=False)
async def change_batch(
    archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, batch: FromPath[str]
) -> Response[Any]:
    """Do what the pressed button says, and show the batch as it lies then, with the way back."""

    def asked(fields: Fields) -> Asked:
        verb, _, about = fields.get("hacer", "").partition(":")
        return Asked(verb, about, fields)

    def act(fields: Fields) -> Response[str]:
        done = asked(fields)
        return _page(archive, request, batch, _do(archive, actor, batch, done), done.about.partition(":")[0])

    def again(fields: Fields, problem: str) -> Response[str]:
        return _page(archive, request, batch, at=asked(fields).about.partition(":")[0], problem=problem)

    return await answer_form(request, act, again)


def _do(archive: ArchiveGiven, actor: ActorGiven, batch: str, asked: Asked) -> Back | None:
    """Do it; the way back, none from a taking back.

    Raises:
        InvalidInput: the form is none of this page.
    """
    if asked.verb == "deshacer":
        arrange(archive, actor, _before(asked.fields.get("antes", "")))
        return None
    if asked.verb == "descopiar":
        undo_review(archive, actor, asked.about)
        return None
    lying = batch_as_it_lies(archive, actor, batch)
    if asked.verb in ("girar", "desgirar"):
        return _turn(archive, actor, lying, asked)
    if asked.verb == "copiar":
        return _mark(archive, actor, lying, asked.fields)
    done = arrange(archive, actor, _wanted(lying, asked.verb, asked.about))
    return Back("deshacer", msgspec.json.encode(done.before).decode())


def _before(text: str) -> tuple[Part, ...]:
    try:
        return msgspec.json.decode(text, type=tuple[Part, ...])
    except msgspec.DecodeError as error:
        raise InvalidInput("El formulario no se entiende.") from error


def _turn(archive: ArchiveGiven, actor: ActorGiven, lying: list[Lying], asked: Asked) -> Back | None:
    """Turn a page: `girar:PAGE` by a quarter; `desgirar:PAGE:DEGREES:CHOSEN` is the way back."""
    page, *rest = asked.about.split(":")
    degrees, chosen = rest if len(rest) == 2 else ("90", "si")
    placed = next((there for one in lying for there in one.pages if there.id == page), None)
    if placed is None or degrees not in ("0", "90", "180", "270"):
        raise InvalidInput("Esa página ya no está en el lote; abra la página de nuevo.", code="bad_arrangement")
    turn = msgspec.convert({"degrees": int(degrees), "chosen": chosen == "si"}, Turn)
    done = turn_page(archive, actor, placed.document_id, placed.number, turn)
    if asked.verb == "desgirar":
        return None
    return Back(f"desgirar:{page}:{done.back.degrees}:{'si' if done.back.chosen else 'no'}")


def _mark(archive: ArchiveGiven, actor: ActorGiven, lying: list[Lying], fields: dict[str, str]) -> Back:
    """Mark one document of the batch as another scan of the paper of the other one."""
    copy, other = (_named(lying, fields.get(name, "")) for name in ("copia", "original"))
    if copy not in {one.document.id for one in lying}:
        raise InvalidInput("Indique qué documento del lote es la copia.", code="bad_arrangement")
    if not other:
        raise InvalidInput("Indique de qué documento es copia.", code="bad_arrangement")
    review_document(archive, actor, copy, Review(rescan_of=other))
    return Back(f"descopiar:{copy}")


def _named(lying: list[Lying], said: str) -> str:
    """The id of the document so named: by its number in the batch, its title there, or its own id.

    Raises:
        InvalidInput: several of the batch have that title.
    """
    said = " ".join(said.split())
    if said.isdecimal() and len(said) < 6:
        return lying[int(said) - 1].document.id if 0 < int(said) <= len(lying) else said
    same = [one.document.id for one in lying if one.document.title.casefold() == said.casefold()]
    if len(same) > 1:
        raise InvalidInput("Varios documentos del lote llevan ese título; indique su número.", code="bad_arrangement")
    return same[0] if same else said


def _wanted(all_of: list[Lying], verb: str, page: str) -> tuple[Part, ...]:
    """The arrangement that the button stands for.

    Raises:
        InvalidInput: the form is none of this page.
    """
    file = next((one.document.receipt_id for one in all_of for there in one.pages if there.id == page), "")
    lying = tuple(
        Part(tuple(there.id for there in one.pages), one.document.id)
        for one in all_of
        if one.document.receipt_id == file
    )
    if verb == "separar":
        return split_before(lying, page)
    if verb == "unir":
        return joined(lying, page)
    if verb in ("antes", "despues"):
        return moved(lying, page, -1 if verb == "antes" else 1)
    raise InvalidInput("El formulario no se entiende.")


HANDLERS = (list_all, show_batch, change_batch)
