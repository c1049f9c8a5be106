"""`/reservations`: documents and archival files classified as reserved, each in answer to one request."""

from pathlib import Path
from typing import Any

import msgspec
from litestar import Response, Router, get, post
from litestar.params import FromPath, JSONBody

from schemas.reservations import CommitteeIn, EndIn, ExtensionIn, Reservation, ReservationIn
from service.api.asked import ActorGiven, ArchiveGiven, Cursor, Flag, Limit, Text, cursor_id
from service.api.downloads import PDF
from service.api.forms import TableFormat, made_file, made_table
from service.operations.days import today
from service.operations.reservations import acts, printing, views
from storage.records.reservations import Wanted


class Reservations(msgspec.Struct, frozen=True):
    """A page of reservations."""

    items: tuple[Reservation, ...]
    next: str | None


@get("/reservations", sync_to_thread=True, summary="Reservas, las más nuevas primero")
def list_reservations(
    archive: ArchiveGiven, actor: ActorGiven, document: Text = None, case_file: Text = None, standing: Flag = False,
    cursor: Cursor = None, limit: Limit = 50,
) -> Reservations:  # fmt: skip
    """Of one document or archival file (ids), or with `standing` those that stand today."""
    wanted = Wanted(document=document, case_file=case_file, standing_on=today() if standing else None)
    found = views.list_reservations(archive, actor, wanted, before=cursor_id(cursor) or "", limit=limit)
    return Reservations(*found)


@post("/reservations", sync_to_thread=True, status_code=201, summary="Reserva un documento o un expediente de archivo")
def reserve(archive: ArchiveGiven, actor: ActorGiven, data: JSONBody[ReservationIn]) -> Reservation:
    """In answer to a registered request for information, with ground, harm test, who signs and the last day; never in advance."""
    return acts.reserve(archive, actor, data)


@get("/reservations/{key:str}", sync_to_thread=True, summary="Una reserva")
def get_reservation(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str]) -> Reservation:
    """By folio or id."""
    return views.get_reservation(archive, actor, key)


@post(
    "/reservations/{key:str}/decision",
    sync_to_thread=True,
    status_code=200,
    summary="El Comité confirma, modifica o revoca una reserva",
)
def decide(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str], data: JSONBody[CommitteeIn]) -> Reservation:
    """Once, with its act."""
    return acts.decide(archive, actor, key, data)


@post(
    "/reservations/{key:str}/extension", sync_to_thread=True, status_code=200, summary="Amplía el plazo de una reserva"
)
def extend(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str], data: JSONBody[ExtensionIn]) -> Reservation:
    """Once, before it ends, by five years at most, approved by the committee on a harm test of its own."""
    return acts.extend(archive, actor, key, data)


@post("/reservations/{key:str}/ending", sync_to_thread=True, status_code=200, summary="Desclasifica una reserva")
def declassify(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str], data: JSONBody[EndIn]) -> Reservation:
    """Before its term; at its term it ends by itself."""
    return acts.declassify(archive, actor, key, data)


@get("/reservations/{key:str}/agreement.pdf", sync_to_thread=True, media_type=PDF,
     summary="El acuerdo de clasificación con su prueba de daño")  # fmt: skip
def get_agreement(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str]) -> Response[Any]:
    """To be signed."""
    return made_file(archive, "Acuerdo.pdf", lambda to: printing.print_reservation(archive, actor, key, to))


@get("/reserved-index.pdf", sync_to_thread=True, media_type=PDF, summary="El índice de lo reservado, para publicar")
def get_index_pdf(archive: ArchiveGiven, actor: ActorGiven) -> Response[Any]:
    """What stands today (LGTAIP 105)."""

    def write(to: Path) -> None:
        made = to.with_suffix(".pdf")
        printing.write_index(archive, actor, made)
        made.rename(to)

    return made_file(archive, "Índice de reservados.pdf", write)


@get("/reserved-index", sync_to_thread=True, summary="El índice de lo reservado, en formato abierto")
def get_index(archive: ArchiveGiven, actor: ActorGiven, format_: TableFormat = "csv") -> Response[Any]:
    """As CSV or XLSX; nobody is named by it."""
    return made_table(archive, "Índice de reservados", format_, lambda to: printing.write_index(archive, actor, to))


router = Router(
    "/",
    tags=["records"],
    route_handlers=[
        list_reservations, reserve, get_reservation, decide, extend, declassify, get_agreement, get_index_pdf, get_index,
    ],
)  # fmt: skip
