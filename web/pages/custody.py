"""Custodia: where each paper is. One field takes whatever the reader reads; lists of originals, slips, boxes and counts."""

from typing import Annotated, Any
from urllib.parse import quote, urlencode

from litestar import Response, get, post
from litestar.params import FromPath, QueryParameter

from schemas.access import Action, may
from schemas.custody import EXTENSION_DAYS, LINE_NAMES, HolderKind
from schemas.originals import CONDITION_NAMES, ORIGINALITY_NAMES
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven
from service.archive import Archive, require
from service.middleware import FORM
from service.operations.custody import counting, handing, lending, places, registering
from service.operations.custody.reading_codes import put_away, what_is
from service.operations.lost_note_desk import cancellations_of
from storage.records.custody import WantedOriginals
from web.forms import answer_form, go
from web.rendering import show

PER_PAGE = 50
Short = Annotated[str, QueryParameter(max_length=100)]
HOLDERS = {
    HolderKind.VAULT: "en la bóveda",
    HolderKind.LAWYER: "con abogados",
    HolderKind.COURT: "en juzgados",
    HolderKind.NOTARY: "con notarías",
    HolderKind.DEBTOR: "entregados al deudor",
    HolderKind.LOST: "extraviados",
}
ACTS = {
    "register": "Alta",
    "move": "Cambio de lugar",
    "lend": "Préstamo",
    "file_in_court": "Presentado en juzgado",
    "collect_from_court": "Recogido del juzgado",
    "return": "Devolución",
    "deliver_to_debtor": "Entregado al deudor",
    "report_lost": "Extravío",
    "find": "Hallazgo",
    "transfer": "Transferencia",
    "destroy": "Baja",
}
SLIPS = {"open": "Abiertos", "overdue": "Vencidos", "closed": "Cerrados"}


@get("/custodia", sync_to_thread=True, include_in_schema=False)
def home(archive: ArchiveGiven, request: AnyRequest, original: Short = "", hecho: Short = "") -> Response[str]:
    """The field that takes what is read; what is out, overdue or missing."""
    return _home(archive, request, original, hecho, "")


def _home(archive: Archive, request: AnyRequest, original: str, done: str, problem: str) -> Response[str]:
    actor = request.user
    require(actor, Action.READ_RECORDS)
    return show(
        request,
        "custody.html",
        400 if problem else 200,
        held=registering.get_original(archive, actor, original) if original else None,
        done=registering.get_original(archive, actor, done) if done else None,
        overdue=lending.list_loans(archive, actor, state="overdue", limit=20)[0],
        slips=lending.list_loans(archive, actor, state="open", limit=20)[0],
        incidents=handing.list_incidents(archive, actor)[:20],
        counts=counting.list_counts(archive, actor, limit=5)[0],
        may_write=may(actor, Action.WRITE_CUSTODY),
        problem=problem,
    )


@post("/custodia", opt={FORM: True}, include_in_schema=False)
async def read_code(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[Any]:
    """One read: an original waits for its box, a box takes the original that waits, anything else opens."""
    return await answer_form(
        request,
        lambda fields: _read(archive, actor, fields.get("codigo", ""), fields.get("original", "")),
        lambda fields, problem: _home(archive, request, fields.get("original", ""), "", problem),
    )


def _read(archive: Archive, actor: ActorGiven, code: str, held: str) -> Response[Any]:
    read = what_is(archive, actor, code)
    if read.kind == "box" and held:
        put_away(archive, actor, held, read.key)
        return go("/custodia?" + urlencode({"hecho": held}))
    if read.kind == "original" and may(actor, Action.WRITE_CUSTODY):
        return go("/custodia?" + urlencode({"original": read.key}))
    rooms = {"loan": "vales", "original": "originales"}
    return go(f"/custodia/{rooms.get(read.kind, 'lugares')}/{quote(read.key, safe='')}")


@get("/custodia/originales", sync_to_thread=True, include_in_schema=False)
def list_originals(
    archive: ArchiveGiven,
    actor: ActorGiven,
    request: AnyRequest,
    q: Short = "",
    donde: Annotated[HolderKind | None, QueryParameter()] = None,
    desde: Short = "",
) -> Response[str]:
    """Originals by barcode or words of the title, by where they are."""
    wanted = WantedOriginals(q=q.strip(), holder_kind=donde.value if donde else "", after=desde, limit=PER_PAGE)
    items, further = registering.list_originals(archive, actor, wanted)
    return show(request, "originals.html", items=items, further=further, q=q, where=donde, holders=HOLDERS,
                may_write=may(actor, Action.WRITE_CUSTODY))  # fmt: skip


@get("/custodia/originales/{key:str}", sync_to_thread=True, include_in_schema=False)
def look_at_original(archive: ArchiveGiven, request: AnyRequest, key: FromPath[str]) -> Response[str]:
    """One original, every hand-over, and what may be done with it."""
    return show_original(archive, request, key)


def show_original(archive: Archive, request: AnyRequest, key: str, problem: str = "") -> Response[str]:
    """The page of an original, with what went wrong if something did."""
    item = registering.get_original(archive, request.user, key)
    return show(request, "original.html", 400 if problem else 200, item=item,
                chain=registering.custody_of(archive, request.user, key), acts=ACTS, problem=problem,
                cancellations=cancellations_of(archive, request.user, item.note_id) if item.note_id else (),
                originality=ORIGINALITY_NAMES, condition=CONDITION_NAMES,
                may_write=may(request.user, Action.WRITE_CUSTODY))  # fmt: skip


@get("/custodia/vales", sync_to_thread=True, include_in_schema=False)
def list_slips(
    archive: ArchiveGiven,
    actor: ActorGiven,
    request: AnyRequest,
    estado: Annotated[str, QueryParameter(max_length=10)] = "open",
    desde: Short = "",
) -> Response[str]:
    """Loan slips, the newest first."""
    slips, further = lending.list_loans(archive, actor, state=estado, after=desde, limit=PER_PAGE)
    return show(request, "loans.html", slips=slips, further=further, state=estado, states_of_slips=SLIPS)


@get("/custodia/vales/{key:str}", sync_to_thread=True, include_in_schema=False)
def look_at_slip(archive: ArchiveGiven, request: AnyRequest, key: FromPath[str]) -> Response[str]:
    """One slip: what is out, until when, what came back."""
    return show_slip(archive, request, key)


def show_slip(
    archive: Archive, request: AnyRequest, key: str, problem: str = "", given: dict[str, str] | None = None
) -> Response[str]:
    """The page of a slip, with what went wrong if something did, and what was typed."""
    return show(request, "loan.html", 400 if problem else 200, slip=lending.get_loan(archive, request.user, key),
                lines=LINE_NAMES, problem=problem, given=given or {}, extension_days=EXTENSION_DAYS, may_write=may(request.user, Action.WRITE_CUSTODY),
                of_house=may(request.user, Action.READ_RECORDS))  # fmt: skip


@get("/custodia/lugares", sync_to_thread=True, include_in_schema=False)
def list_places(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, desde: Short = "") -> Response[str]:
    """Every place in order of its barcode."""
    found, further = places.list_places(archive, actor, after=desde, limit=PER_PAGE)
    return show(request, "places.html", places=found, further=further, problem="", given={},
                may_write=may(actor, Action.WRITE_CUSTODY))  # fmt: skip


@get("/custodia/lugares/{barcode:str}", sync_to_thread=True, include_in_schema=False)
def look_at_place(
    archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, barcode: FromPath[str]
) -> Response[str]:
    """A box and what the register says is in it; of another place, the places in it."""
    found = places.box_content(archive, actor, barcode)
    inside, _ = places.list_places(archive, actor, parent=found.box.barcode, limit=200)
    counts = counting.list_counts(archive, actor, box=found.box.barcode, limit=5)[0] if found.box.kind == "box" else ()
    return show(request, "place.html", place=found.box, originals=found.originals, inside=inside, counts=counts,
                may_write=may(actor, Action.WRITE_CUSTODY))  # fmt: skip


@get("/custodia/arqueos/{key:str}", sync_to_thread=True, include_in_schema=False)
def look_at_count(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, key: FromPath[str]) -> Response[str]:
    """What a count found."""
    return show(request, "count.html", found=counting.get_count(archive, actor, key), acts=ACTS)


HANDLERS = (
    home,
    read_code,
    list_originals,
    look_at_original,
    list_slips,
    look_at_slip,
    list_places,
    look_at_place,
    look_at_count,
)
