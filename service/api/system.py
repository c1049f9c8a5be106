"""`/status`, `/health`, `/metrics`, `/document-types`: how the archive stands."""

from collections.abc import Iterator
from typing import Annotated

from litestar import MediaType, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from msgspec import Struct

from schemas.access import Action
from schemas.document_types import DocumentType, document_types
from schemas.errors import ArchiveError
from service.api.asked import ActorGiven, ArchiveGiven, Limit
from service.archive import Archive, require
from service.middleware import BUCKETS, OPEN, Counted
from service.operations import standing, work
from service.operations.status import Status, status


class JobList(Struct, frozen=True):
    """Jobs in one state."""

    items: list[work.JobView]


PROMETHEUS = "text/plain; version=0.0.4"
CountedGiven = NamedDependency[Counted]


@get("/status", sync_to_thread=True, summary="Cuentas, colas y atraso")
def get_status(archive: ArchiveGiven, actor: ActorGiven) -> Status:
    """The shape of `status --json`; every receipt is in exactly one of the five outcomes."""
    require(actor, Action.READ_SYSTEM)
    return status(archive)


@get("/health/live", sync_to_thread=False, opt={OPEN: True}, summary="El proceso responde")
def live() -> dict[str, str]:
    """Always 200 while the process runs."""
    return {"status": "ok"}


@get("/health/ready", sync_to_thread=True, opt={OPEN: True}, summary="Base de datos, almacén e índice responden")
def ready(archive: ArchiveGiven) -> Response[dict[str, str]]:
    """503 when something the service leans on does not answer."""
    checks = {
        "database": _well(lambda: archive.database.version()),
        "objects": _well(lambda: next(iter(archive.objects.keys("health/")), None)),
        "index": _well(lambda: archive.index.state()) if archive.has_index else "ok",
    }
    return Response(checks, status_code=200 if set(checks.values()) == {"ok"} else 503)


def _well(ask: object) -> str:
    try:
        if callable(ask):
            ask()
    except (ArchiveError, OSError) as error:
        return error.code if isinstance(error, ArchiveError) else "unavailable"
    return "ok"


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


@get("/alerts", sync_to_thread=True, summary="Lo que necesita a alguien, y las cifras")
def alerts(archive: ArchiveGiven, actor: ActorGiven) -> standing.Standing:
    """The worst first; what an administrator reads in the application."""
    return standing.stand(archive, actor)


@get("/document-types", sync_to_thread=False, summary="El catálogo de tipos de documento")
def list_types() -> tuple[DocumentType, ...]:
    """Codes, names, abbreviations, retention."""
    return document_types()


@get("/metrics", sync_to_thread=True, media_type=MediaType.TEXT, summary="Medidas para Prometheus")
def metrics(archive: ArchiveGiven, actor: ActorGiven, counted: CountedGiven) -> Response[str]:
    """Counts of the archive and of this process's requests, by route."""
    require(actor, Action.READ_SYSTEM)
    lines = [*_archive_lines(archive), *_request_lines(counted)]
    return Response("\n".join(lines) + "\n", media_type=PROMETHEUS)


def _archive_lines(archive: Archive) -> Iterator[str]:
    now = status(archive, with_index=False)
    yield from _gauge("legajo_documents", "Documents", [("", now.documents)])
    yield from _gauge("legajo_pages", "Pages", [("", now.pages)])
    yield from _gauge("legajo_pages_without_text", "Pages without usable text", [("", now.pages_without_text)])
    yield from _gauge("legajo_index_pages_behind", "Pages the search index is behind", [("", now.index.behind)])
    yield from _gauge("legajo_workers", "Workers alive", [("", now.workers)])
    counted = [(f'{{outcome="{name}"}}', number) for name, number in now.receipts.items()]
    yield from _gauge("legajo_receipts", "Receipts by outcome", counted)
    queued = [
        (f'{{kind="{kind}",state="{state}"}}', number)
        for kind, states in now.jobs.items()
        for state, number in states.items()
    ]
    yield from _gauge("legajo_jobs", "Jobs by kind and state", queued)


def _gauge(name: str, help_text: str, values: list[tuple[str, int]]) -> Iterator[str]:
    yield f"# HELP {name} {help_text}"
    yield f"# TYPE {name} gauge"
    for labels, value in values:
        yield f"{name}{labels} {value}"


def _request_lines(counted: Counted) -> Iterator[str]:
    yield "# HELP legajo_http_requests_total Requests answered"
    yield "# TYPE legajo_http_requests_total counter"
    for (method, route, code), number in sorted(counted.requests.items()):
        yield f'legajo_http_requests_total{{method="{method}",route="{route}",status="{code}"}} {number}'
    yield "# HELP legajo_http_request_seconds Time to answer"
    yield "# TYPE legajo_http_request_seconds histogram"
    for route, number in sorted(counted.seconds.items()):
        for edge in BUCKETS:
            yield f'legajo_http_request_seconds_bucket{{route="{route}",le="{edge}"}} {counted.buckets[route, edge]}'
        yield f'legajo_http_request_seconds_bucket{{route="{route}",le="+Inf"}} {number}'
        yield f'legajo_http_request_seconds_sum{{route="{route}"}} {counted.sums[route]:.6f}'
        yield f'legajo_http_request_seconds_count{{route="{route}"}} {number}'


router = Router(
    "/", tags=["system"], route_handlers=[get_status, live, ready, list_jobs, retry_job, alerts, list_types, metrics]
)
