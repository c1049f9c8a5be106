"""`/debtors`, `/credits`, `/lawsuits`, `/courts`, `/lawyers`, `/assignments`, `/imports`: who owes what, where, and who collects.

Reading is the same for every kind, so its handlers are made by one function;
writing has a body of its own for each kind.
"""

from collections.abc import Callable
from typing import Annotated, Any

import anyio.to_thread
from litestar import Response, Router, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Struct, defstruct

from schemas.access import Action
from schemas.registry import INPUTS, Assignment, Court, Credit, Debtor, ImportReport, Lawsuit, Lawyer, RegistryKind
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven, Flag, IfMatch, Limit, Text, etag_of, version_of
from service.api.downloads import not_modified
from service.archive import require
from service.operations import registry
from service.operations.importing import import_table
from service.uploads import base_name, take_raw

Page = Annotated[str | None, QueryParameter(max_length=500, description="`cursor` de la página anterior.")]

SHOWN: dict[RegistryKind, type[Struct]] = {
    RegistryKind.DEBTORS: Debtor,
    RegistryKind.CREDITS: Credit,
    RegistryKind.LAWSUITS: Lawsuit,
    RegistryKind.COURTS: Court,
    RegistryKind.LAWYERS: Lawyer,
    RegistryKind.ASSIGNMENTS: Assignment,
}


def _handlers(kind: RegistryKind) -> list[HTTPRouteHandler]:
    """List, get and write, for one kind.

    The operations speak of any kind; what is said of a kind here is for those
    who read the schema and for whoever sends a body of it.
    """
    shown, name = SHOWN[kind], kind.value.title()
    listed = defstruct(f"{name}Listing", [("items", tuple[shown, ...]), ("cursor", str | None)])  # type: ignore[valid-type]  # made at run time
    written = defstruct(
        f"{name}Upserted",
        [("entity", shown), ("created", bool), ("changed", bool), ("warnings", tuple[str, ...])],
    )
    return [
        get(f"/{kind.value}", sync_to_thread=True, summary="Lista", operation_id=f"list_{kind.value}")(
            _returning(Response[listed], _lister(kind))  # type: ignore[valid-type]  # made at run time
        ),
        get(f"/{kind.value}/{{key:str}}", sync_to_thread=True, summary="Uno", operation_id=f"get_{kind.value}")(
            _returning(Response[shown], _getter(kind))  # type: ignore[valid-type]  # made at run time
        ),
        post(
            f"/{kind.value}",
            sync_to_thread=True,
            summary="Da de alta o cambia, según su clave natural",
            operation_id=f"write_{kind.value}",
            responses={200: ResponseSpec(written, description="Ya existía; cambió sólo lo indicado")},
        )(_returning(Response[written], _writer(kind), data=JSONBody[INPUTS[kind]])),  # type: ignore[valid-type,misc]  # made at run time
    ]


def _returning(answer: Any, handler: Callable[..., Any], **given: Any) -> Callable[..., Any]:  # noqa: ANN401 - types of types
    """The handler with its annotations made exact for its kind."""
    handler.__annotations__ |= {"return": answer, **given}
    return handler


def _lister(kind: RegistryKind) -> Callable[..., Any]:
    def listing(
        archive: ArchiveGiven, actor: ActorGiven, q: Text = None, cursor: Page = None, limit: Limit = 50
    ) -> Response[Any]:
        """`q`: words of a name, a number or key, or the beginning of one."""
        return Response(registry.listing(archive, actor, kind.value, q or "", cursor, limit))

    return listing


def _getter(kind: RegistryKind) -> Callable[..., Any]:
    def one(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, key: FromPath[str]) -> Response[Any]:
        """By id or natural key. The ETag changes with every version."""
        found = registry.get(archive, actor, kind.value, key)
        headers = {"ETag": etag_of(found.version)}
        if not_modified(request, headers["ETag"]):
            return Response(None, status_code=304, headers=headers)
        return Response(found, headers=headers)

    return one


def _writer(kind: RegistryKind) -> Callable[..., Any]:
    def write(archive: ArchiveGiven, actor: ActorGiven, data: JSONBody[Any], if_match: IfMatch = None) -> Response[Any]:
        """What is left out stays as it is; repeating it changes nothing. 201 when it is new."""
        done = registry.upsert(archive, actor, kind.value, data, expected_version=version_of(if_match))
        headers = {"ETag": etag_of(done.entity.version)}
        return Response(done, status_code=201 if done.created else 200, headers=headers)

    return write


@post("/imports/{kind:str}", request_max_body_size=None, status_code=200, summary="Carga una tabla CSV o XLSX")
async def import_file(
    archive: ArchiveGiven,
    actor: ActorGiven,
    request: AnyRequest,
    kind: FromPath[str],
    filename: Text = None,
    dry_run: Flag = False,
    partial: Flag = False,
) -> ImportReport:
    """The body is the file. With `dry_run` it is only checked; with `partial` the good rows are kept though others are wrong."""
    require(actor, Action.WRITE_REGISTRY)
    arrival = await take_raw(archive, request.stream(), base_name(filename or "tabla"))

    def run() -> ImportReport:
        return import_table(archive, actor, arrival.staged.path, kind, dry_run=dry_run, partial=partial)

    try:
        return await anyio.to_thread.run_sync(run)
    finally:
        await anyio.to_thread.run_sync(arrival.close)


router = Router(
    "/",
    tags=["registry"],
    route_handlers=[import_file, *(handler for kind in RegistryKind for handler in _handlers(kind))],
)
