"""`/commission-packets`: the evidence of a lawyer's commission on a payment got, for accounting."""

from typing import Annotated, Any

import msgspec
from litestar import Response, Router, delete, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from schemas.commissions import Manifest, Packet, PacketIn, PacketState, PieceIn, SentIn
from service.api.asked import (
    ActorGiven,
    AnyRequest,
    ArchiveGiven,
    Cursor,
    IfMatch,
    Limit,
    cursor_id,
    version_of,
)
from service.api.downloads import ZIP, announced, made_download, tagged
from service.methods import asked_for_head
from service.operations import commissions
from service.operations.commission_package import frozen_manifest, write_packet_zip


class Packets(msgspec.Struct, frozen=True):
    """A page of packets."""

    items: tuple[Packet, ...]
    next: str | None


@get("/commission-packets", sync_to_thread=True, summary="Paquetes de evidencia de comisión, el más nuevo primero")
def list_packets(
    archive: ArchiveGiven,
    actor: ActorGiven,
    wanted: Annotated[PacketState | None, QueryParameter(name="state")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Packets:
    """`state`: draft, frozen, sent."""
    return Packets(*commissions.list_packets(archive, actor, wanted, cursor_id(cursor), limit))


@post("/commission-packets", sync_to_thread=True, summary="Abre el paquete de una recuperación y dice qué le falta")
def open_packet(archive: ArchiveGiven, actor: ActorGiven, data: JSONBody[PacketIn]) -> Response[Packet]:
    """201 when it is new; 200 when there was a draft, whose contract or percentage is changed when given."""
    packet, created = commissions.open_packet(archive, actor, data)
    return tagged(packet, 201 if created else 200)


@get("/commission-packets/{packet_id:str}", sync_to_thread=True, summary="Un paquete con sus piezas y lo que le falta")
def get_packet(archive: ArchiveGiven, actor: ActorGiven, packet_id: FromPath[str]) -> Response[Packet]:
    """The ETag changes with every version."""
    return tagged(commissions.get_packet(archive, actor, packet_id), 200)


@post("/commission-packets/{packet_id:str}/pieces", sync_to_thread=True, summary="Agrega un documento como prueba")
def add_piece(
    archive: ArchiveGiven, actor: ActorGiven, packet_id: FromPath[str], data: JSONBody[PieceIn]
) -> Response[Packet]:
    """`role`: receipt, source, contract, invoice. Refused when the document does not prove that."""
    return tagged(commissions.add_piece(archive, actor, packet_id, data), 201)


@delete(
    "/commission-packets/{packet_id:str}/pieces/{piece_id:str}",
    sync_to_thread=True,
    status_code=200,
    summary="Quita una pieza; no el documento",
)
def remove_piece(
    archive: ArchiveGiven, actor: ActorGiven, packet_id: FromPath[str], piece_id: FromPath[str]
) -> Response[Packet]:
    """The packet as it is without it."""
    return tagged(commissions.remove_piece(archive, actor, packet_id, piece_id), 200)


@post("/commission-packets/{packet_id:str}/freezing", sync_to_thread=True, summary="Congela el paquete")
def freeze(
    archive: ArchiveGiven, actor: ActorGiven, packet_id: FromPath[str], if_match: IfMatch = None
) -> Response[Packet]:
    """409 `packet_incomplete` names what is missing. `digest` is the SHA-256 of `manifest.json` of the export."""
    return tagged(commissions.freeze(archive, actor, packet_id, version=version_of(if_match)), 200)


@post("/commission-packets/{packet_id:str}/sending", sync_to_thread=True, summary="Anota que se envió a Contabilidad")
def mark_sent(
    archive: ArchiveGiven, actor: ActorGiven, packet_id: FromPath[str], data: JSONBody[SentIn]
) -> Response[Packet]:
    """Once, and of a frozen packet only."""
    return tagged(commissions.mark_sent(archive, actor, packet_id, data), 200)


@get("/commission-packets/{packet_id:str}/packet.zip", sync_to_thread=True, summary="El paquete congelado en un ZIP")
def get_zip(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, packet_id: FromPath[str]) -> Response[Any]:
    """`manifest.json`, originals, index and checksums; the hand-over is recorded."""
    if asked_for_head(request):
        return announced(_zip_name(frozen_manifest(archive, actor, packet_id)), ZIP)
    return made_download(archive, ZIP, lambda target: _zip_name(write_packet_zip(archive, actor, packet_id, target)))


def _zip_name(manifest: Manifest) -> str:
    return f"Comisión {manifest.credit} recibo {manifest.receipt}.zip"


router = Router(
    "/",
    tags=["commissions"],
    route_handlers=[list_packets, open_packet, get_packet, add_piece, remove_piece, freeze, mark_sent, get_zip],
)
