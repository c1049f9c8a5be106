"""`/status`, `/health`, `/metrics`, `/document-types`: how the archive stands."""

from collections.abc import Callable
from typing import Annotated

from litestar import MediaType, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from msgspec import Struct

from schemas.access import Action
from schemas.document_types import DocumentType, document_types
from service import metrics
from service.api.asked import ActorGiven, ArchiveGiven, Limit
from service.archive import require
from service.metrics import Counted
from service.middleware import OPEN
from service.operations import standing, unread, work
from service.operations.status import Status, status
from service.operations.store_check import ask_store


class JobList(Struct, frozen=True):
    """Jobs in one state."""

    items: list[work.JobView]


CountedGiven = NamedDependency[Counted]


@get("/status", sync_to_thread=True, summary="Cuentas, colas y atraso")
def get_status(archive: ArchiveGiven, actor: ActorGiven) -> Status:
    """The shape of `status --json`; every receipt is in exactly one of the five outcomes."""
    require(actor, Action.READ_SYSTEM)
    return status(archive)


@get("/health/live", sync_to_thread=False, opt={OPEN: True}, security=[{}], summary="El proceso responde")
def live() -> dict[str, str]:
    """Always 200 while the process runs."""
    return {"status": "ok"}


@get(
    "/health/ready",
    sync_to_thread=True,
    opt={OPEN: True},
    security=[{}],
    summary="Base de datos, almacén e índice responden",
)
def ready(archive: ArchiveGiven) -> Response[dict[str, str]]:
    """503 when something the service leans on does not answer, with what is wrong in words."""
    asked: dict[str, Callable[[], object]] = {
        "database": lambda: archive.database.version(),
        "objects": lambda: ask_store(archive),
        "index": lambda: archive.index.state() if archive.has_index else None,
    }
    checks = {name: standing.in_words(ask) or "ok" for name, ask in asked.items()}
    return Response(checks, status_code=200 if set(checks.values()) == {"ok"} else 503)


@get("/jobs", sync_to_thread=True, summary="Trabajos detenidos, atorados, en curso o en espera")
def list_jobs(
    archive: ArchiveGiven,
    actor: ActorGiven,
    job_state: Annotated[str, QueryParameter(name="state", max_length=10)] = "dead",
    limit: Limit = 100,
) -> JobList:
    """The newest first; `stuck` are those that do not go on by themselves."""
    return JobList(work.list_jobs(archive, actor, state=job_state, limit=limit))


@post("/jobs/{job_id:str}/retry", sync_to_thread=True, status_code=200, summary="Reintenta un trabajo detenido")
def retry_job(archive: ArchiveGiven, actor: ActorGiven, job_id: FromPath[str]) -> work.Retried:
    """With all its attempts."""
    return work.retry_job(archive, actor, job_id)


@get("/pages-without-text", sync_to_thread=True, summary="Páginas que no se encuentran al buscar")
def list_unread(
    archive: ArchiveGiven,
    actor: ActorGiven,
    cursor: Annotated[str, QueryParameter(max_length=100)] = "",
    limit: Limit = 100,
) -> unread.UnreadList:
    """Not blank, and without usable text; those of the newest documents first."""
    return unread.list_unread(archive, actor, after=cursor, limit=limit)


@post("/pages-without-text/read", sync_to_thread=True, status_code=202, summary="Pide leerlas otra vez")
def read_unread(archive: ArchiveGiven, actor: ActorGiven) -> unread.AskedAgain:
    """The first two hundred; those that are being read are left alone."""
    return unread.read_all_again(archive, actor)


@get("/alerts", sync_to_thread=True, summary="Lo que necesita a alguien, y las cifras")
def alerts(archive: ArchiveGiven, actor: ActorGiven) -> standing.Standing:
    """The worst first; what an administrator reads in the application."""
    return standing.stand(archive, actor)


@get("/document-types", sync_to_thread=False, summary="El catálogo de tipos de documento")
def list_types() -> tuple[DocumentType, ...]:
    """Codes, names, abbreviations, retention."""
    return document_types()


@get("/metrics", sync_to_thread=True, media_type=MediaType.TEXT, summary="Medidas para Prometheus")
def get_metrics(archive: ArchiveGiven, actor: ActorGiven, counted: CountedGiven) -> Response[bytes]:
    """Counts of the archive and of this process's requests, by route."""
    require(actor, Action.READ_SYSTEM)
    return Response(metrics.exposed(archive, counted), media_type=metrics.MEDIA_TYPE)


router = Router(
    "/",
    tags=["system"],
    route_handlers=[
        get_status,
        live,
        ready,
        list_jobs,
        retry_job,
        list_unread,
        read_unread,
        alerts,
        list_types,
        get_metrics,
    ],
)
