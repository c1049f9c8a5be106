"""Paquetes de evidencia de comisión: opened on a payment got, filled, frozen, sent to accounting."""

from collections.abc import Callable
from typing import Annotated, Any

from litestar import Response, get, post
from litestar.params import FromPath, QueryParameter
from msgspec import UNSET

from schemas.access import Action, may
from schemas.commissions import ROLES, PacketIn, PacketState, PieceIn, PieceRole, SentIn
from schemas.errors import InvalidInput
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven, Cursor, cursor_id
from service.archive import Archive, require
from service.middleware import FORM
from service.operations import commissions, documents, registry
from web.asked import NameCursor, Words
from web.forms import Fields, answer_form
from web.rendering import show

STATES = {
    PacketState.DRAFT: ("wait", "en preparación"),
    PacketState.FROZEN: ("info", "congelado"),
    PacketState.SENT: ("good", "enviado a Contabilidad"),
}
PER_PAGE, OFFERED = 50, 100


@get("/cartera/comisiones", sync_to_thread=True, include_in_schema=False)
def list_packets(
    archive: ArchiveGiven,
    actor: ActorGiven,
    request: AnyRequest,
    estado: Annotated[PacketState | None, QueryParameter()] = None,
    desde: Cursor = None,
) -> Response[str]:
    """Packets by state, the newest first."""
    packets, further = commissions.list_packets(archive, actor, estado, cursor_id(desde))
    return show(request, "commissions.html", packets=packets, further=further, wanted=estado, packet_states=STATES,
                may_write=may(actor, Action.WRITE_COMMISSIONS))  # fmt: skip


@get("/cartera/comisiones/nuevo", sync_to_thread=True, include_in_schema=False)
def choose_payment(
    archive: ArchiveGiven,
    request: AnyRequest,
    q: Words = "",
    desde: NameCursor = None,
) -> Response[str]:
    """The payments got, of which one has its packet opened."""
    return _payments(archive, request, (q, desde), "")


def _payments(archive: Archive, request: AnyRequest, asked: tuple[str, str | None], problem: str) -> Response[str]:
    require(request.user, Action.WRITE_COMMISSIONS)
    found = registry.listing(archive, request.user, "recoveries", asked[0], asked[1], PER_PAGE)
    return show(request, "commission_new.html", 400 if problem else 200, payments=found.items, further=found.cursor,
                q=asked[0], problem=problem)  # fmt: skip


@post("/cartera/comisiones/nuevo", opt={FORM: True}, include_in_schema=False)
async def open_packet(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[Any]:
    """Open the packet of a payment; the one there is if it was opened before."""

    def opened(fields: Fields) -> str:
        packet, _ = commissions.open_packet(archive, actor, PacketIn(recovery=fields.get("pago", "")))
        return f"/cartera/comisiones/{packet.id}"

    return await answer_form(request, opened, lambda _, problem: _payments(archive, request, ("", None), problem))


@get("/cartera/comisiones/{packet_id:str}", sync_to_thread=True, include_in_schema=False)
def look(archive: ArchiveGiven, request: AnyRequest, packet_id: FromPath[str]) -> Response[str]:
    """A packet: what is in it, what is missing, what may be done."""
    return _show(archive, request, packet_id, "")


def _show(archive: Archive, request: AnyRequest, packet_id: str, problem: str) -> Response[str]:
    actor = request.user
    packet = commissions.get_packet(archive, actor, packet_id)
    fills = packet.state is PacketState.DRAFT and may(actor, Action.WRITE_COMMISSIONS)
    narrow = documents.Narrow(credit=packet.credit_id, state="filed")
    papers = documents.list_documents(archive, actor, narrow, limit=OFFERED).items if fills else ()
    return show(request, "commission.html", 400 if problem else 200, packet=packet, problem=problem, papers=papers,
                piece_roles=ROLES, packet_states=STATES, fills=fills,
                may_write=may(actor, Action.WRITE_COMMISSIONS),
                may_carry=may(actor, Action.READ_ORIGINALS))  # fmt: skip


@post("/cartera/comisiones/{packet_id:str}", opt={FORM: True}, include_in_schema=False)
async def change(
    archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, packet_id: FromPath[str]
) -> Response[Any]:
    """Do what the button says, and show the packet again."""

    def changed(fields: Fields) -> str:
        _change(archive, actor, packet_id, fields)
        return f"/cartera/comisiones/{packet_id}"

    return await answer_form(request, changed, lambda _, problem: _show(archive, request, packet_id, problem))


def _change(archive: Archive, actor: ActorGiven, packet_id: str, fields: Fields) -> None:
    what, _, about = fields.get("hacer", "").partition(":")
    acts: dict[str, Callable[[], object]] = {
        "contrato": lambda: commissions.open_packet(archive, actor, _contract(archive, actor, packet_id, fields)),
        "agregar": lambda: commissions.add_piece(archive, actor, packet_id, _piece(fields)),
        "quitar": lambda: commissions.remove_piece(archive, actor, packet_id, about),
        "congelar": lambda: commissions.freeze(archive, actor, packet_id, version=_number(fields, "version")),
        "enviado": lambda: commissions.mark_sent(archive, actor, packet_id, SentIn(note=fields.get("nota", ""))),
    }
    if what not in acts:
        raise InvalidInput("No se sabe qué hacer con el paquete.")
    acts[what]()


def _contract(archive: Archive, actor: ActorGiven, packet_id: str, fields: Fields) -> PacketIn:
    recovery = commissions.get_packet(archive, actor, packet_id).recovery_id
    percent = fields.get("porcentaje", "").strip()
    return PacketIn(recovery=recovery, contract=fields.get("contrato", "").strip() or None, percent=percent or UNSET)


def _piece(fields: Fields) -> PieceIn:
    if fields.get("papel") not in set(PieceRole):
        raise InvalidInput("Diga qué prueba el documento.")
    return PieceIn(role=PieceRole(fields["papel"]), document=fields.get("documento", "").strip(),
                   first_page=_number(fields, "de"), last_page=_number(fields, "a"))  # fmt: skip


def _number(fields: Fields, name: str) -> int | None:
    text = fields.get(name, "").strip()
    if text and not (text.isdecimal() and len(text) < 8):
        raise InvalidInput(f"«{text[:20]}» no es un número.")
    return int(text) if text else None


HANDLERS = (list_packets, choose_payment, open_packet, look, change)
