"""`/breaches`: the log of breaches of personal data and the notices that tell of them."""

from typing import Any

import msgspec
from litestar import Response, Router, get, post
from litestar.params import FromPath, JSONBody

from schemas.breaches import Breach, BreachClosing, BreachIn
from service.api.asked import ActorGiven, ArchiveGiven, Cursor, Limit
from service.api.forms import made_file
from service.operations import breaches


class Breaches(msgspec.Struct, frozen=True):
    """A page of breaches."""

    items: tuple[Breach, ...]
    next: str | None


@get("/breaches", sync_to_thread=True, summary="Bitácora de vulneraciones de datos personales")
def list_breaches(archive: ArchiveGiven, actor: ActorGiven, cursor: Cursor = None, limit: Limit = 50) -> Breaches:
    """The newest first."""
    return Breaches(*breaches.list_breaches(archive, actor, after=cursor or "", limit=limit))


@post("/breaches", sync_to_thread=True, status_code=201, summary="Registra una vulneración")
def note_breach(archive: ArchiveGiven, actor: ActorGiven, data: JSONBody[BreachIn]) -> Breach:
    """When, what, why, what was done at once, and what the notice says."""
    return breaches.note_breach(archive, actor, data)


@get("/breaches/{key:str}", sync_to_thread=True, summary="Una vulneración")
def get_breach(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str]) -> Breach:
    """By folio or id."""
    return breaches.get_breach(archive, actor, key)


@post("/breaches/{key:str}/closing", sync_to_thread=True, status_code=201, summary="Cierra una vulneración")
def close_breach(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str], data: JSONBody[BreachClosing]) -> Breach:
    """The final correction, and when those concerned were told."""
    return breaches.close_breach(archive, actor, key, data)


@get("/breaches/{key:str}/entry.pdf", sync_to_thread=True, summary="Su asiento en la bitácora")
def get_entry(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str]) -> Response[Any]:
    """With a place to sign."""
    return made_file(
        archive, "Vulneración.pdf", lambda to: breaches.print_breach(archive, actor, key, to, notice=False)
    )


@get("/breaches/{key:str}/notice.pdf", sync_to_thread=True, summary="El aviso a las personas afectadas")
def get_notice(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str]) -> Response[Any]:
    """With its five contents (LGPDPPSO 35)."""
    return made_file(archive, "Aviso.pdf", lambda to: breaches.print_breach(archive, actor, key, to, notice=True))


router = Router(
    "/", tags=["records"], route_handlers=[list_breaches, note_breach, get_breach, close_breach, get_entry, get_notice]
)
