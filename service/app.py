"""The web application: composed once from the settings, everything handed down."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from http import HTTPStatus
from typing import Any

import anyio.to_thread
import msgspec
from litestar import Litestar, Response, Router
from litestar.config.allowed_hosts import AllowedHostsConfig
from litestar.di import Provide
from litestar.exceptions import NotFoundException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, Reference, SecurityScheme
from litestar.types import ControllerRouterHandler

from schemas.access import Actor
from schemas.settings import Settings
from service.api import (
    access,
    assigning,
    bindings,
    breaches,
    call_messages,
    classification,
    commissions,
    contract_drafts,
    custody,
    data_requests,
    documents,
    dossiers,
    duties,
    hearings,
    identity_checks,
    iiif,
    intake,
    merging,
    monthly_board,
    pages,
    proceedings,
    public_versions,
    queues,
    registry,
    reservations,
    saved_searches,
    scan_quality,
    search,
    security,
    supervision,
    system,
    upload,
    uploads,
)
from service.api.asked import AnyRequest
from service.archive import Archive
from service.bodies import AskedRequest
from service.described import ADDRESS, Description
from service.methods import Application, Options
from service.metrics import Counted
from service.middleware import OPEN, Arrival, Authentication, before_send
from service.problems import RenderProblem, problem_handler
from service.renderers import Renderers
from service.warming import Warming
from storage.objects.bounded import BoundedObjectStore

API = "/api/v1"
MOST_BODY = 1 << 20
RENDERERS = 2
THREADS = 32
"""Requests answered at once. Python's own choice, four more than cores, would be used up by a few that wait: for the
store or the search server, both of which leave some free (`storage/turnstile.py`), or for another writer."""
VERSION = "0.1.0"


class Extension(msgspec.Struct, frozen=True):
    """What pages add to the service: handlers, how a problem is shown to a person, and whether boards are worked out ahead."""

    handlers: Sequence[ControllerRouterHandler] = ()
    render_problem: RenderProblem | None = None
    warms: bool = False


def open_archive(settings: Settings) -> Archive:
    """An archive for the requests of a server, of which only so many may wait for the store at once.

    Raises:
        Misconfigured: a setting names a database or store we do not know.
    """
    archive = Archive(settings)
    archive.objects = BoundedObjectStore(archive.objects)
    return archive


def create_app(
    settings: Settings,
    extension: Extension = Extension(),  # noqa: B008 - frozen and empty
    archive: Archive | None = None,
) -> Litestar:
    """The ASGI application of one archive, given or opened from the settings, and closed with it.

    Raises:
        As `open_archive` does.
    """
    archive, renderers, counted = archive or open_archive(settings), Renderers(RENDERERS), Counted()
    hosts = sorted(_named(settings.allowed_hosts))
    return Application(
        route_handlers=[_api(), *extension.handlers],
        dependencies={
            "archive": Provide(lambda: archive, sync_to_thread=False),
            "renderers": Provide(lambda: renderers, sync_to_thread=False),
            "counted": Provide(lambda: counted, sync_to_thread=False),
            "actor": Provide(_actor, sync_to_thread=False),
        },
        request_class=AskedRequest,
        middleware=[Arrival(_named(settings.trusted_proxies)), Authentication(archive)],
        before_send=[before_send(counted)],
        exception_handlers={Exception: problem_handler(extension.render_problem)},
        allowed_hosts=None if "*" in hosts else AllowedHostsConfig(allowed_hosts=hosts),
        openapi_config=_openapi(),
        request_max_body_size=MOST_BODY,
        plugins=[Options()],
        lifespan=[_lifespan(archive, renderers, Warming(archive, renderers) if extension.warms else None)],
        logging_config=None,
    )


def _api() -> Router:
    handlers: list[ControllerRouterHandler] = [
        upload.upload,
        uploads.router,
        documents.router,
        pages.router,
        iiif.router,
        intake.router,
        search.search,
        saved_searches.router,
        registry.router,
        merging.router,
        proceedings.router,
        assigning.router,
        dossiers.router,
        hearings.router,
        bindings.router,
        commissions.router,
        custody.router,
        queues.router,
        monthly_board.router,
        supervision.router,
        identity_checks.router,
        call_messages.router,
        contract_drafts.router,
        duties.router,
        classification.router,
        breaches.router,
        data_requests.router,
        public_versions.router,
        reservations.router,
        scan_quality.router,
        access.router,
        system.router,
        security.router,
    ]
    return Router(API, route_handlers=handlers)


def _named(listed: str) -> frozenset[str]:
    """The names of a list with commas."""
    return frozenset(name.strip() for name in listed.split(",") if name.strip())


def _actor(request: AnyRequest) -> Actor:
    """Who is asking, as the authentication found out."""
    actor = request.user
    if not isinstance(actor, Actor):
        raise TypeError("a handler open to all asked for the actor")
    return actor


def _openapi() -> OpenAPIConfig:
    description = Description()

    async def described(request: AnyRequest) -> Response[bytes] | None:
        return await description.answer(request)  # a plain function: the framework copies what it is given

    schemes: dict[str, SecurityScheme | Reference] = {
        "bearer": SecurityScheme(type="http", scheme="bearer", description="Credencial de un programa (`lgj_…`)."),
        "session": SecurityScheme(type="apiKey", security_scheme_in="cookie", name="legajo_session"),
    }
    return OpenAPIConfig(
        title="Legajo",
        version=VERSION,
        description="Archivo de la cartera judicial: recibir, buscar y entregar documentos.",
        path=ADDRESS,
        components=Components(security_schemes=schemes),
        security=[{"bearer": []}, {"session": []}],
        use_handler_docstrings=True,
        render_plugins=description.forms,
        openapi_router=Router(
            ADDRESS,
            route_handlers=[],
            opt={OPEN: True},
            include_in_schema=False,
            before_request=described,
            after_request=_or_none,
        ),
    )


def _or_none(response: Response[Any]) -> Response[Any]:
    """The answer; the framework's page for an address that is not there is a problem like all others."""
    if response.status_code == HTTPStatus.NOT_FOUND:
        raise NotFoundException
    return response


def _lifespan(
    archive: Archive, renderers: Renderers, warming: Warming | None
) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS, "answer"))
        try:
            if warming is not None:
                warming.start()
            yield
        finally:
            await anyio.to_thread.run_sync(_close, archive, renderers, warming)

    return lifespan


def _close(archive: Archive, renderers: Renderers, warming: Warming | None) -> None:
    if warming is not None:
        warming.close()
    renderers.close()
    archive.close()
