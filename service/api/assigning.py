"""`/assignment-batches`: credits given to a lawyer together."""

import msgspec
from litestar import Response, Router, get, post
from litestar.params import FromPath, JSONBody

from schemas.assigning import AssignmentBatch, BatchIn
from service.api.asked import ActorGiven, ArchiveGiven, Cursor, Limit
from service.api.downloads import tagged
from service.api.forms import made_file
from service.operations.assigning import batches, printing


class AssignmentBatches(msgspec.Struct, frozen=True):
    """A page of batches."""

    items: tuple[AssignmentBatch, ...]
    next: str | None


@get("/assignment-batches", sync_to_thread=True, summary="Relaciones de asignación")
def list_batches(
    archive: ArchiveGiven, actor: ActorGiven, cursor: Cursor = None, limit: Limit = 50
) -> AssignmentBatches:
    """The newest first."""
    return AssignmentBatches(*batches.list_batches(archive, actor, after=cursor or "", limit=limit))


@post("/assignment-batches", sync_to_thread=True, status_code=201, summary="Prepara una relación de asignación")
def draft_batch(archive: ArchiveGiven, actor: ActorGiven, data: JSONBody[BatchIn]) -> Response[AssignmentBatch]:
    """A draft: each credit with what stands against it. Nothing is assigned yet."""
    made = batches.draft_batch(archive, actor, data)
    return tagged(made)


@get("/assignment-batches/{key:str}", sync_to_thread=True, summary="Una relación de asignación")
def get_batch(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str]) -> AssignmentBatch:
    """By number or id."""
    return batches.get_batch(archive, actor, key)


@post(
    "/assignment-batches/{key:str}/issue",
    sync_to_thread=True,
    status_code=200,
    summary="Emite una relación de asignación",
)
def issue_batch(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str]) -> AssignmentBatch:
    """Assigns what is ready and lends its originals, a slip for each credit; the rest stays with its reasons."""
    return batches.issue_batch(archive, actor, key)


@get("/assignment-batches/{key:str}/relation.pdf", sync_to_thread=True, media_type="application/pdf",
     summary="La relación de asignación y entrega, para firmar")  # fmt: skip
def relation(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str]) -> Response[bytes]:
    """What is given, what is not and why, the text of the endorsement, places to sign."""
    batch = batches.get_batch(archive, actor, key)
    form = printing.print_relation
    return made_file(archive, f"relacion-{batch.number}.pdf", lambda target: form(archive, actor, batch, target))


router = Router("/", tags=["registry"], route_handlers=[list_batches, draft_batch, get_batch, issue_batch, relation])
