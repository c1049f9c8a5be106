"""`/classification`, `/retention-rules`, `/case-files`, `/holds`, `/lots`, `/inventories`, `/handover`: records management."""

from pathlib import Path
from typing import Annotated, Any

import msgspec
from litestar import Response, Router, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from schemas.archival import (
    ActIn,
    CaseFile,
    CaseFileIn,
    ClosingIn,
    Hold,
    HoldIn,
    Lot,
    LotIn,
    LotState,
    Node,
    NodeIn,
    Rule,
    RuleIn,
    SignatureIn,
    Stage,
)
from service.api.asked import ActorGiven, ArchiveGiven, Cursor, Flag, Limit, Text
from service.api.forms import XLSX, made_file
from service.operations.classification import files, holds, lots, printing, scheme
from service.operations.days import today
from storage.records.case_files import WantedFiles


class CaseFiles(msgspec.Struct, frozen=True):
    """A page of archival files."""

    items: tuple[CaseFile, ...]
    next: str | None


class Holds(msgspec.Struct, frozen=True):
    """A page of holds."""

    items: tuple[Hold, ...]
    next: str | None


class Lots(msgspec.Struct, frozen=True):
    """A page of lots."""

    items: tuple[Lot, ...]
    next: str | None


class Proposed(msgspec.Struct, frozen=True):
    """How many nodes the proposal made."""

    nodes: int


class Reason(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why."""

    reason: str


class DocumentsIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Ids of documents to file."""

    document_ids: tuple[str, ...]


class ExecutionIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The box that takes the papers of a primary transfer."""

    box: str | None = None


@get("/classification", sync_to_thread=True, summary="El cuadro general de clasificación")
def get_scheme(archive: ArchiveGiven, actor: ActorGiven) -> tuple[Node, ...]:
    """Every node by its path, those that ended too."""
    return scheme.get_scheme(archive, actor)


@post("/classification", sync_to_thread=True, status_code=201, summary="Un nivel del cuadro, desde un día")
def put_node(archive: ArchiveGiven, actor: ActorGiven, data: JSONBody[NodeIn]) -> Node:
    """The node of the same code ends the day before; files opened under it keep it."""
    return scheme.put_node(archive, actor, data)


@post(
    "/classification/proposal", sync_to_thread=True, status_code=200, summary="Llena un cuadro vacío con la propuesta"
)
def propose_scheme(archive: ArchiveGiven, actor: ActorGiven) -> Proposed:
    """Series and retention proposed for the interdisciplinary group; none of the rules is approved."""
    return Proposed(scheme.propose_scheme(archive, actor))


@get("/retention-rules", sync_to_thread=True, summary="El catálogo de disposición documental")
def get_rules(archive: ArchiveGiven, actor: ActorGiven) -> tuple[Rule, ...]:
    """Every rule, those that ended too."""
    return scheme.get_rules(archive, actor)


@post("/retention-rules", sync_to_thread=True, status_code=201, summary="Una regla de conservación, desde un día")
def put_rule(archive: ArchiveGiven, actor: ActorGiven, data: JSONBody[RuleIn]) -> Rule:
    """At most 25 years in all (LGA 37). A rule proposes and never deletes."""
    return scheme.put_rule(archive, actor, data)


@get("/case-files", sync_to_thread=True, summary="Expedientes de archivo")
def list_files(
    archive: ArchiveGiven,
    actor: ActorGiven,
    q: Text = None,
    series: Text = None,
    stage: FromQuery[Stage | None] = None,
    unit: Text = None,
    proposes: Flag = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> CaseFiles:
    """With `proposes` only those whose transfer or destruction the rules propose today."""
    wanted = WantedFiles(
        series=series or "",
        stage=stage.value if stage else "",
        q=q or "",
        unit=unit or "",
        after=cursor or "",
        limit=limit,
    )
    return CaseFiles(*files.list_files(archive, actor, wanted, proposes=proposes))


@post("/case-files", sync_to_thread=True, status_code=201, summary="Abre un expediente de archivo")
def open_file(archive: ArchiveGiven, actor: ActorGiven, data: JSONBody[CaseFileIn]) -> CaseFile:
    """Its code is series, number and year, and stays."""
    return files.open_file(archive, actor, data)


@get("/case-files/{file_id:str}", sync_to_thread=True, summary="Un expediente de archivo")
def get_file(archive: ArchiveGiven, actor: ActorGiven, file_id: FromPath[str]) -> CaseFile:
    """With its terms and what its rule proposes."""
    return files.get_file(archive, actor, file_id)


@post("/case-files/{file_id:str}/documents", sync_to_thread=True, status_code=201, summary="Integra documentos")
def file_documents(
    archive: ArchiveGiven, actor: ActorGiven, file_id: FromPath[str], data: JSONBody[DocumentsIn]
) -> CaseFile:
    """Each document belongs to one file; other matters link to it."""
    return files.file_documents(archive, actor, file_id, data.document_ids)


@post(
    "/case-files/{file_id:str}/closing", sync_to_thread=True, status_code=201, summary="Cierra un expediente de archivo"
)
def close_file(archive: ArchiveGiven, actor: ActorGiven, file_id: FromPath[str], data: JSONBody[ClosingIn]) -> CaseFile:
    """Refused when the sheets counted are not those scanned."""
    return files.close_file(archive, actor, file_id, data)


@get("/case-files/{file_id:str}/cover.pdf", sync_to_thread=True, summary="Su carátula")
def get_cover(archive: ArchiveGiven, actor: ActorGiven, file_id: FromPath[str]) -> Response[Any]:
    """Made from the data."""
    return made_file(archive, "Carátula.pdf", lambda to: printing.write_cover(archive, actor, file_id, to))


@get("/inventories.xlsx", sync_to_thread=True, summary="Inventario como hoja de cálculo")
def get_inventory(archive: ArchiveGiven, actor: ActorGiven, lot: Text = None, series: Text = None) -> Response[Any]:
    """General, of a series, or of a lot of transfer or destruction, in the column order of the form."""

    def write(to: Path) -> None:
        printing.write_inventory(archive, actor, to, lot=lot or "", series=series or "")

    return made_file(archive, "Inventario.xlsx", write, XLSX)


@get("/inventories.pdf", sync_to_thread=True, summary="Inventario para firmar")
def get_inventory_pdf(archive: ArchiveGiven, actor: ActorGiven, lot: Text = None, series: Text = None) -> Response[Any]:
    """The same on paper, where it is short enough."""

    def write(to: Path) -> None:
        printing.write_inventory(archive, actor, to, lot=lot or "", series=series or "", pdf=True)

    return made_file(archive, "Inventario.pdf", write)


@get("/handover.pdf", sync_to_thread=True, summary="Acta de entrega de archivos de quien deja el cargo")
def get_handover(
    archive: ArchiveGiven,
    actor: ActorGiven,
    leaving: Annotated[str, QueryParameter(min_length=1, max_length=200)],
    arriving: Annotated[str, QueryParameter(min_length=1, max_length=200)],
) -> Response[Any]:
    """Files, loans, boxes and what is pending (LGA 17)."""
    name = f"Entrega {today().isoformat()}.pdf"
    return made_file(
        archive, name, lambda to: printing.write_handover(archive, actor, to, leaving=leaving, arriving=arriving)
    )


@get("/holds", sync_to_thread=True, summary="Resguardos legales")
def list_holds(archive: ArchiveGiven, actor: ActorGiven, cursor: Cursor = None, limit: Limit = 50) -> Holds:
    """The newest first, lifted ones too."""
    return Holds(*holds.list_holds(archive, actor, after=cursor or "", limit=limit))


@post("/holds", sync_to_thread=True, status_code=201, summary="Pone un resguardo legal")
def place_hold(archive: ArchiveGiven, actor: ActorGiven, data: JSONBody[HoldIn]) -> Hold:
    """On a debtor, credit, lawsuit, lawyer, archival file or, for an audit, a part of the scheme. It wins over every rule."""
    return holds.place_hold(archive, actor, data)


@post("/holds/{hold_id:str}/lifting", sync_to_thread=True, status_code=201, summary="Levanta un resguardo legal")
def lift_hold(archive: ArchiveGiven, actor: ActorGiven, hold_id: FromPath[str], data: JSONBody[Reason]) -> Hold:
    """What another hold reaches stays held."""
    return holds.lift_hold(archive, actor, hold_id, data.reason)


@get("/lots", sync_to_thread=True, summary="Lotes de transferencia y de baja")
def list_lots(
    archive: ArchiveGiven,
    actor: ActorGiven,
    wanted: Annotated[LotState | None, QueryParameter(name="state")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Lots:
    """The newest first."""
    return Lots(*lots.list_lots(archive, actor, state=wanted.value if wanted else "", after=cursor or "", limit=limit))


@post("/lots", sync_to_thread=True, status_code=201, summary="Propone un lote")
def propose_lot(archive: ArchiveGiven, actor: ActorGiven, data: JSONBody[LotIn]) -> Lot:
    """Moves nothing; refused with the reason of each file that may not go."""
    return lots.propose_lot(archive, actor, data)


@get("/lots/{lot_id:str}", sync_to_thread=True, summary="Un lote")
def get_lot(archive: ArchiveGiven, actor: ActorGiven, lot_id: FromPath[str]) -> Lot:
    """By folio or id."""
    return lots.get_lot(archive, actor, lot_id)


@post("/lots/{lot_id:str}/signatures", sync_to_thread=True, status_code=201, summary="Firma un lote")
def sign_lot(archive: ArchiveGiven, actor: ActorGiven, lot_id: FromPath[str], data: JSONBody[SignatureIn]) -> Lot:
    """Two persons of different offices make it signed."""
    return lots.sign_lot(archive, actor, lot_id, data)


@post("/lots/{lot_id:str}/act", sync_to_thread=True, status_code=201, summary="El acta de un lote")
def put_act(archive: ArchiveGiven, actor: ActorGiven, lot_id: FromPath[str], data: JSONBody[ActIn]) -> Lot:
    """Its reference, its day, and the filed document that is its scan."""
    return lots.put_act(archive, actor, lot_id, data)


@post("/lots/{lot_id:str}/execution", sync_to_thread=True, status_code=201, summary="Ejecuta un lote")
def execute_lot(archive: ArchiveGiven, actor: ActorGiven, lot_id: FromPath[str], data: JSONBody[ExecutionIn]) -> Lot:
    """Only with its act; everything is checked anew, and all is done or nothing."""
    return lots.execute_lot(archive, actor, lot_id, data.box)


@post("/lots/{lot_id:str}/cancellation", sync_to_thread=True, status_code=201, summary="Cancela un lote")
def cancel_lot(archive: ArchiveGiven, actor: ActorGiven, lot_id: FromPath[str], data: JSONBody[Reason]) -> Lot:
    """It stays on record with the reason."""
    return lots.cancel_lot(archive, actor, lot_id, data.reason)


router = Router(
    "/",
    tags=["records"],
    route_handlers=[
        get_scheme,
        put_node,
        propose_scheme,
        get_rules,
        put_rule,
        list_files,
        open_file,
        get_file,
        file_documents,
        close_file,
        get_cover,
        get_inventory,
        get_inventory_pdf,
        get_handover,
        list_holds,
        place_hold,
        lift_hold,
        list_lots,
        propose_lot,
        get_lot,
        sign_lot,
        put_act,
        execute_lot,
        cancel_lot,
    ],
)
