"""`/originals`, `/loans`, `/places`, `/boxes`, `/counts`, `/incidents`, `/labels`: where each paper is and who has it."""

from typing import Annotated, Any

import msgspec
from litestar import Response, Router, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from schemas.custody import HolderKind
from schemas.originals import (
    Count,
    CountIn,
    CustodyEvent,
    CustodyIn,
    ExtensionIn,
    Incident,
    IncidentIn,
    LabelsIn,
    Loan,
    LoanIn,
    Original,
    OriginalChange,
    OriginalIn,
    Place,
    PlaceIn,
    PlaceKind,
    ReturnIn,
)
from service.api.asked import (
    ActorGiven,
    AnyRequest,
    ArchiveGiven,
    Cursor,
    Flag,
    IfMatch,
    Limit,
    Text,
    version_of,
)
from service.api.downloads import tagged, versioned
from service.api.forms import made_file
from service.operations.custody import counting, handing, lending, places, printing, registering
from service.operations.custody.places import BoxContent
from storage.records.custody import WantedOriginals


class Originals(msgspec.Struct, frozen=True):
    """A page of originals."""

    items: tuple[Original, ...]
    next: str | None


class Loans(msgspec.Struct, frozen=True):
    """A page of loan slips."""

    items: tuple[Loan, ...]
    next: str | None


class Places(msgspec.Struct, frozen=True):
    """A page of places."""

    items: tuple[Place, ...]
    next: str | None


class Counts(msgspec.Struct, frozen=True):
    """A page of counts."""

    items: tuple[Count, ...]
    next: str | None


class Settlement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How an incident ended."""

    settlement: str


@get("/originals", sync_to_thread=True, summary="Originales físicos y dónde está cada uno")
def list_originals(
    archive: ArchiveGiven,
    actor: ActorGiven,
    q: Text = None,
    holder_kind: FromQuery[HolderKind | None] = None,
    holder: Text = None,
    credit: Text = None,
    lawsuit: Text = None,
    document: Text = None,
    case_file: Text = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Originals:
    """`q`: the beginning of a barcode, or words of the title. `holder`: id of a box, lawyer or court."""
    wanted = WantedOriginals(
        holder_kind=holder_kind.value if holder_kind else "", holder_id=holder or "", credit_id=credit or "",
        lawsuit_id=lawsuit or "", document_id=document or "", case_file_id=case_file or "", q=q or "",
        after=cursor or "", limit=limit,
    )  # fmt: skip
    return Originals(*registering.list_originals(archive, actor, wanted))


@post("/originals", sync_to_thread=True, summary="Da de alta un original en custodia")
def register_original(archive: ArchiveGiven, actor: ActorGiven, data: JSONBody[OriginalIn]) -> Response[Original]:
    """From now on it has a holder always: the vault unless said."""
    made = registering.register_original(archive, actor, data)
    return tagged(made)


@get("/originals/{key:str}", sync_to_thread=True, summary="Un original")
def get_original(
    archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, key: FromPath[str]
) -> Response[Original]:
    """By barcode or id."""
    return versioned(request, registering.get_original(archive, actor, key))


@patch("/originals/{key:str}", sync_to_thread=True, summary="Describe de nuevo un original")
def describe_original(
    archive: ArchiveGiven,
    actor: ActorGiven,
    key: FromPath[str],
    data: JSONBody[OriginalChange],
    if_match: IfMatch = None,
) -> Response[Original]:
    """Sheets, condition, seal, scan. The holder changes by acts of custody only."""
    made = registering.describe_original(archive, actor, key, data, expected_version=version_of(if_match))
    return tagged(made)


@get("/originals/{key:str}/custody", sync_to_thread=True, summary="La cadena de custodia de un original")
def get_custody(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str]) -> tuple[CustodyEvent, ...]:
    """Every hand-over, the first first."""
    return registering.custody_of(archive, actor, key)


@post("/originals/{key:str}/custody", sync_to_thread=True, status_code=201, summary="Un acto de custodia")
def do_custody(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str], data: JSONBody[CustodyIn]) -> Original:
    """`move`, `file_in_court`, `collect_from_court`, `deliver_to_debtor`, `report_lost`, `find`."""
    return handing.act(archive, actor, key, data)


@get("/loans", sync_to_thread=True, summary="Vales de préstamo")
def list_loans(
    archive: ArchiveGiven,
    actor: ActorGiven,
    wanted: Annotated[str | None, QueryParameter(name="state", max_length=20)] = None,
    borrower: Text = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Loans:
    """`state`: `open`, `overdue` or `closed`; `borrower`: id of a lawyer or court."""
    return Loans(
        *lending.list_loans(
            archive, actor, state=wanted or "", borrower=borrower or "", after=cursor or "", limit=limit
        )
    )


@post("/loans", sync_to_thread=True, status_code=201, summary="Presta originales con un vale")
def lend(archive: ArchiveGiven, actor: ActorGiven, data: JSONBody[LoanIn]) -> Loan:
    """All the originals of the slip go, or none does; a refusal names each with its reason."""
    return lending.lend(archive, actor, data)


@get("/loans/{key:str}", sync_to_thread=True, summary="Un vale")
def get_loan(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str]) -> Loan:
    """By folio or id."""
    return lending.get_loan(archive, actor, key)


@get("/loans/{key:str}/slip.pdf", sync_to_thread=True, summary="El vale para firmar")
def get_slip(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str]) -> Response[Any]:
    """With folio as a barcode, items, due date and places to sign."""
    found = lending.get_loan(archive, actor, key)
    return made_file(archive, f"Vale {found.folio}.pdf", lambda to: printing.print_slip(archive, actor, found, to))


@post("/loans/{key:str}/extensions", sync_to_thread=True, status_code=201, summary="Prorroga un vale")
def extend(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str], data: JSONBody[ExtensionIn]) -> Loan:
    """Working days from its due date; twice at most, and not once it is overdue."""
    return lending.extend(archive, actor, key, data)


@post("/returns", sync_to_thread=True, status_code=201, summary="Recibe originales de vuelta")
def take_back(archive: ArchiveGiven, actor: ActorGiven, data: JSONBody[ReturnIn]) -> tuple[Original, ...]:
    """From a lawyer, court, notary or debtor into a box, with what was seen."""
    return lending.take_back(archive, actor, data)


@get("/incidents", sync_to_thread=True, summary="Incidencias de originales")
def list_incidents(archive: ArchiveGiven, actor: ActorGiven, settled: Flag = False) -> tuple[Incident, ...]:
    """Those that are open; with `settled` all."""
    return handing.list_incidents(archive, actor, open_only=not settled)


@post("/incidents", sync_to_thread=True, status_code=201, summary="Reporta una incidencia")
def report_incident(archive: ArchiveGiven, actor: ActorGiven, data: JSONBody[IncidentIn]) -> Incident:
    """Damage, missing sheets, late return. A loss is reported as an act of custody."""
    return handing.report_incident(archive, actor, data)


@post(
    "/incidents/{incident_id:str}/settlement", sync_to_thread=True, status_code=201, summary="Resuelve una incidencia"
)
def settle_incident(
    archive: ArchiveGiven, actor: ActorGiven, incident_id: FromPath[str], data: JSONBody[Settlement]
) -> Incident:
    """Says how it ended; a settled loss no longer bars the borrower."""
    return handing.settle_incident(archive, actor, incident_id, data.settlement)


@get("/places", sync_to_thread=True, summary="Sedes, salas, anaqueles y cajas")
def list_places(
    archive: ArchiveGiven,
    actor: ActorGiven,
    kind: FromQuery[PlaceKind | None] = None,
    parent: Text = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Places:
    """In order of their barcodes; `parent` is a barcode."""
    found = places.list_places(
        archive, actor, kind=kind.value if kind else "", parent=parent or "", after=cursor or "", limit=limit
    )
    return Places(*found)


@post("/places", sync_to_thread=True, status_code=201, summary="Da de alta o cambia un lugar")
def put_place(archive: ArchiveGiven, actor: ActorGiven, data: JSONBody[PlaceIn]) -> Place:
    """By barcode. A box may be moved from shelf to shelf with what is in it."""
    return places.put_place(archive, actor, data)


@get("/boxes", sync_to_thread=True, summary="Cajas")
def list_boxes(archive: ArchiveGiven, actor: ActorGiven, cursor: Cursor = None, limit: Limit = 50) -> Places:
    """In order of their barcodes, with how many originals each holds."""
    return Places(*places.list_places(archive, actor, kind="box", after=cursor or "", limit=limit))


@get("/boxes/{barcode:str}", sync_to_thread=True, summary="Una caja y lo que guarda")
def get_box(archive: ArchiveGiven, actor: ActorGiven, barcode: FromPath[str]) -> BoxContent:
    """What the register says is in it."""
    return places.box_content(archive, actor, barcode)


@get("/counts", sync_to_thread=True, summary="Arqueos")
def list_counts(
    archive: ArchiveGiven, actor: ActorGiven, box: Text = None, cursor: Cursor = None, limit: Limit = 50
) -> Counts:
    """The newest first."""
    return Counts(*counting.list_counts(archive, actor, box=box or "", after=cursor or "", limit=limit))


@post("/counts", sync_to_thread=True, status_code=201, summary="Arqueo de una caja")
def count_box(archive: ArchiveGiven, actor: ActorGiven, data: JSONBody[CountIn]) -> Count:
    """Compares the barcodes read with the register; moves nothing."""
    return counting.count_box(archive, actor, data.box, data.barcodes)


@get("/counts/{key:str}", sync_to_thread=True, summary="Un arqueo")
def get_count(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str]) -> Count:
    """By folio or id."""
    return counting.get_count(archive, actor, key)


@get("/counts/{key:str}/report.pdf", sync_to_thread=True, summary="El acta de diferencias para firmar")
def get_count_report(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str]) -> Response[Any]:
    """What is missing with who had it last, what is elsewhere, what nobody registered."""
    found = counting.get_count(archive, actor, key)
    return made_file(archive, f"Arqueo {found.folio}.pdf", lambda to: printing.print_count(archive, actor, found, to))


@post("/labels", sync_to_thread=True, status_code=200, summary="Etiquetas de originales y lugares")
def make_labels(archive: ArchiveGiven, actor: ActorGiven, data: JSONBody[LabelsIn]) -> Response[Any]:
    """PDF on label sheets; Code 128 where it is short, QR where it is not."""
    return made_file(archive, "Etiquetas.pdf", lambda to: printing.print_labels(archive, actor, data, to))


router = Router(
    "/",
    tags=["custody"],
    route_handlers=[
        list_originals,
        register_original,
        get_original,
        describe_original,
        get_custody,
        do_custody,
        list_loans,
        lend,
        get_loan,
        get_slip,
        extend,
        take_back,
        list_incidents,
        report_incident,
        settle_incident,
        list_places,
        put_place,
        list_boxes,
        get_box,
        list_counts,
        count_box,
        get_count,
        get_count_report,
        make_labels,
    ],
)
