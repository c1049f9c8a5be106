"""Custodia: lend, take back, count, register, label; each form is filled by a barcode reader, one code a line."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

import anyio.to_thread
import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from schemas.access import Action
from schemas.custody import CustodyAct, HolderKind
from schemas.document_types import document_types
from schemas.errors import ArchiveError, InvalidInput
from schemas.originals import (
    CustodyIn,
    Evidence,
    ExtensionIn,
    HolderIn,
    Inspection,
    LabelsIn,
    LoanIn,
    OriginalIn,
    PlaceIn,
    ReturnIn,
)
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven
from service.api.forms import made_file
from service.archive import Archive, require
from service.middleware import FORM
from service.operations import registry
from service.operations.custody import counting, handing, lending, places, printing, registering
from service.operations.custody.reading_codes import originals_read, what_is
from web.forms import Fields, answer_form, go, number_of, read_form
from web.pages.custody import show_original, show_slip
from web.rendering import show

MOST_CHOICES = 200


def codes_of(fields: Fields) -> tuple[str, ...]:
    """The codes of a form, one a line as the reader leaves them."""
    return tuple(line.strip() for line in fields.get("codigos", "").splitlines() if line.strip())


def _whole(fields: Fields, name: str) -> int | None:
    text = fields.get(name, "").strip()
    if not text:
        return None
    number = number_of(text)
    if number is None:
        raise InvalidInput(f"«{text[:20]}» no es un número.")
    return number


def _lend(archive: Archive, actor: ActorGiven, fields: Fields) -> str:
    kind = fields.get("a", "lawyer")
    if kind not in ("lawyer", "court", "notary"):
        raise InvalidInput("Se presta a un abogado, a un juzgado o a una notaría.")
    made = lending.lend(archive, actor, LoanIn(
        borrower=HolderIn(HolderKind(kind), fields.get("quien", "")), items=codes_of(fields), purpose=fields.get("para", ""),
        days=_whole(fields, "dias"), lawsuit=fields.get("juicio") or None, received_by=fields.get("recibe", ""),
    ))  # fmt: skip
    return f"/custodia/vales/{made.folio}"


def _take_back(archive: Archive, actor: ActorGiven, fields: Fields) -> str:
    seen = msgspec.convert(
        {"condition": fields.get("estado") or "good", "note": fields.get("nota", ""), "fojas": _whole(fields, "fojas"),
         "seal_intact": _yes_or_no(fields, "sello"), "endorsement_cancelled": _yes_or_no(fields, "endoso")}, Inspection,
    )  # fmt: skip
    codes = codes_of(fields)
    before = originals_read(archive, actor, list(codes))
    lending.take_back(archive, actor, ReturnIn(
        items=codes, box=fields.get("caja") or None, given_by=fields.get("entrega", ""), inspection=seen,
    ))  # fmt: skip
    folio = next((one.original.loan for one in before if one.original and one.original.loan), None)
    return f"/custodia/vales/{folio}" if folio else "/custodia?" + urlencode({"hecho": codes[0]})


def _yes_or_no(fields: Fields, name: str) -> bool | None:
    return {"si": True, "no": False}.get(fields.get(name, ""))


def _count(archive: Archive, actor: ActorGiven, fields: Fields) -> str:
    made = counting.count_box(archive, actor, fields.get("caja", ""), codes_of(fields))
    return f"/custodia/arqueos/{made.folio}"


def _register(archive: Archive, actor: ActorGiven, fields: Fields) -> str:
    box = fields.get("caja", "").strip()
    made = registering.register_original(archive, actor, OriginalIn(
        type=fields.get("tipo", ""), barcode=fields.get("codigo") or None, title=fields.get("titulo", ""),
        document_id=fields.get("documento") or None, credit=fields.get("credito") or None,
        lawsuit=fields.get("juicio") or None, foja_first=_whole(fields, "foja_de"), foja_last=_whole(fields, "foja_a"),
        seal=fields.get("sello") or None, holder=HolderIn(HolderKind.VAULT, box), given_by=fields.get("entrega", ""),
    ))  # fmt: skip
    return f"/custodia/originales/{quote(made.barcode, safe='')}"


def _put_place(archive: Archive, actor: ActorGiven, fields: Fields) -> str:
    try:
        given = msgspec.convert(
            {"kind": fields.get("clase", ""), "barcode": fields.get("codigo", ""), "name": fields.get("nombre", ""),
             "parent": fields.get("dentro") or None, "capacity": _whole(fields, "capacidad")}, PlaceIn,
        )  # fmt: skip
    except msgspec.ValidationError as error:
        raise InvalidInput("Elija qué clase de lugar es.") from error
    return f"/custodia/lugares/{quote(places.put_place(archive, actor, given).barcode, safe='')}"


FORMS: dict[str, tuple[str, Callable[[Archive, ActorGiven, Fields], str]]] = {
    "prestar": ("lend.html", _lend),
    "devolver": ("return.html", _take_back),
    "arqueo": ("count_box.html", _count),
    "alta": ("register_original.html", _register),
    "lugar": ("put_place.html", _put_place),
}
"""Each form: its page, and what is done with it; the answer is where to go then."""


@get("/custodia/{form:str}", sync_to_thread=True, include_in_schema=False)
def ask(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, form: FromPath[str]) -> Response[Any]:
    """An empty form, with what the address gives filled in; any code read opens what bears it."""
    if form not in FORMS:
        read = what_is(archive, actor, form)
        return go(f"/custodia?{urlencode({'original': read.key})}" if read.kind == "original" else f"/custodia/lugares/{quote(read.key, safe='')}")  # fmt: skip
    return _form(archive, request, form, dict(request.query_params), "")


def _form(archive: Archive, request: AnyRequest, form: str, given: Fields, problem: str) -> Response[str]:
    actor = request.user
    require(actor, Action.WRITE_CUSTODY)
    box = given.get("caja", "") if form == "arqueo" else ""
    expected = _expected(archive, actor, box) if box and not problem else ()
    return show(
        request,
        FORMS[form][0],
        400 if problem else 200,
        given=given,
        problem=problem,
        read=originals_read(archive, actor, list(codes_of(given))),
        expected=expected,
        types=document_types() if form == "alta" else (),
        lawyers=registry.listing(archive, actor, "lawyers", limit=MOST_CHOICES).items if form == "prestar" else (),
        courts=registry.listing(archive, actor, "courts", limit=MOST_CHOICES).items if form == "prestar" else (),
        boxes=places.list_places(archive, actor, kind="box", limit=MOST_CHOICES)[0],
    )


def _expected(archive: Archive, actor: ActorGiven, box: str) -> tuple[Any, ...]:
    try:
        return places.box_content(archive, actor, box).originals
    except ArchiveError:
        return ()


@post("/custodia/{form:str}", opt={FORM: True}, include_in_schema=False)
async def do(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, form: FromPath[str]) -> Response[Any]:
    """Do what the form asks; refused, it comes back as it was with the reason."""
    if form not in FORMS:
        raise InvalidInput("No hay ese formulario.")
    return await answer_form(
        request,
        lambda fields: FORMS[form][1](archive, actor, fields),
        lambda fields, problem: _form(archive, request, form, fields, problem),
    )


@post("/custodia/leidos", opt={FORM: True}, include_in_schema=False)
async def read_so_far(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[Any]:
    """The originals of the codes read so far, to be put beside them."""
    fields = await read_form(request)
    read = await anyio.to_thread.run_sync(originals_read, archive, actor, list(codes_of(fields)))
    return show(request, "parts/originals_read.html", read=read)


@post("/custodia/etiquetas", opt={FORM: True}, include_in_schema=False)
async def labels(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[Any]:
    """Labels of originals and places as a PDF for label sheets."""
    fields = await read_form(request)
    given = LabelsIn(codes_of(fields), tuple(fields.get("lugares", "").split()))

    def made() -> Response[Any]:
        return made_file(archive, "Etiquetas.pdf", lambda to: printing.print_labels(archive, actor, given, to))

    return await anyio.to_thread.run_sync(made)


@post("/custodia/originales/{key:str}", opt={FORM: True}, include_in_schema=False)
async def act_on_original(
    archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, key: FromPath[str]
) -> Response[Any]:
    """File in court, collect, deliver to the debtor, report lost, find."""

    def done(fields: Fields) -> str:
        _act(archive, actor, key, fields)
        return f"/custodia/originales/{quote(key, safe='')}"

    return await answer_form(request, done, lambda _, problem: show_original(archive, request, key, problem))


def _act(archive: Archive, actor: ActorGiven, key: str, fields: Fields) -> None:
    wanted = fields.get("acto", "")
    if wanted not in (*CustodyAct,):
        raise InvalidInput("No se conoce ese acto de custodia.")
    act = CustodyAct(wanted)
    court = fields.get("juzgado", "")
    to = HolderIn(HolderKind.COURT, court) if act is CustodyAct.FILE_IN_COURT else None
    handing.act(archive, actor, key, CustodyIn(
        act=act, to=to, reason=fields.get("motivo", ""), received_by=fields.get("recibe", ""),
        evidence=Evidence(note=fields.get("constancia", "")),
    ))  # fmt: skip


@post("/custodia/vales/{key:str}", opt={FORM: True}, include_in_schema=False)
async def extend(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    """Give a slip more time."""

    def extended(fields: Fields) -> str:
        lending.extend(archive, actor, key, ExtensionIn(fields.get("motivo", ""), _whole(fields, "dias")))
        return f"/custodia/vales/{quote(key, safe='')}"

    return await answer_form(
        request, extended, lambda fields, problem: show_slip(archive, request, key, problem, fields)
    )


HANDLERS = (ask, do, read_so_far, labels, act_on_original, extend)
