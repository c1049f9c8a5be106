"""`/debtors`, `/credits`, `/lawsuits` and every other kind; `/imports`, `/exports`, `/changes`: who owes what, where, and who collects.

The handlers of a kind are made by one function from its book: all kinds are
read and written the same way, each with a body of its own.
"""

import hashlib
import inspect
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Literal

import anyio.to_thread
import msgspec
from litestar import Response, Router, get, patch, post
from litestar.background_tasks import BackgroundTask
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.response import File, Stream
from msgspec import UNSET, Struct, UnsetType, defstruct

from schemas.access import Action
from schemas.registry import Changes, ImportReport, Upserted
from service.api.asked import (
    ActorGiven,
    AnyRequest,
    ArchiveGiven,
    Flag,
    IdempotencyKey,
    IfMatch,
    Limit,
    Text,
    etag_of,
    version_of,
)
from service.api.downloads import versioned
from service.archive import require
from service.operations import registry
from service.operations.importing import import_table
from service.operations.registry.book import Book
from service.operations.registry.exporting import export_csv, export_xlsx
from service.operations.registry.kinds import BOOKS
from service.operations.repeating import Asked
from service.uploads import base_name, take_raw
from storage.records import new_id

Page = Annotated[str | None, QueryParameter(max_length=500, description="`cursor` de la página anterior.")]
After = Annotated[int, QueryParameter(ge=0, description="El último `sequence` ya leído; 0 desde el principio.")]
ChangesLimit = Annotated[int, QueryParameter(ge=1, le=1000, description="Cuántos a la vez.")]
Format = Annotated[Literal["csv", "xlsx"], QueryParameter(description="Formato de la tabla.")]

_ASKED = frozenset(("format", "q"))
_FILTER = "filter_"
"""Before the name of a filter, as a handler takes it: some names (`state`) have a meaning of their own there."""


def _handlers(book: type[Book]) -> list[HTTPRouteHandler]:
    """List, get, write and change, for one kind.

    The operations speak of any kind; what is said of a kind here is for those
    who read the schema and for whoever sends a body of it.
    """
    shown, name = book.shown, book.kind.title().replace("-", "")
    identifier = book.kind.replace("-", "_")
    listed = defstruct(f"{name}Listing", [("items", tuple[shown, ...]), ("cursor", str | None)])  # type: ignore[valid-type]  # made at run time
    written = defstruct(
        f"{name}Upserted",
        [("entity", shown), ("created", bool), ("changed", bool), ("warnings", tuple[str, ...])],
    )
    changed = ResponseSpec(written, description="Ya existía; cambió sólo lo indicado")
    about = (book.__doc__ or "").strip()
    return [
        get(
            f"/{book.kind}",
            sync_to_thread=True,
            summary=f"Lista: {book.term}",
            description=about,
            operation_id=f"list_{identifier}",
        )(_returning(Response[listed], _lister(book))),  # type: ignore[valid-type]  # made at run time
        get(
            f"/{book.kind}/{{key:str}}",
            sync_to_thread=True,
            summary=f"Uno: {book.term}",
            operation_id=f"get_{identifier}",
        )(_returning(Response[shown], _getter(book))),  # type: ignore[valid-type]  # made at run time
        post(
            f"/{book.kind}",
            sync_to_thread=True,
            summary=f"Da de alta o cambia, según su clave natural: {book.term}",
            description=about,
            operation_id=f"write_{identifier}",
            responses={200: changed},
        )(_returning(Response[written], _writer(book), data=JSONBody[book.input])),  # type: ignore[valid-type,misc,name-defined]  # made at run time
        patch(
            f"/{book.kind}/{{key:str}}",
            sync_to_thread=True,
            summary=f"Cambia lo indicado: {book.term}",
            operation_id=f"change_{identifier}",
        )(_returning(Response[written], _changer(book), data=JSONBody[_partial(book, name)])),  # type: ignore[valid-type,misc]  # made at run time
    ]


def _partial(book: type[Book], name: str) -> type[Struct]:
    """The input of a kind with every member optional."""
    fields = [(field.name, field.type | UnsetType, UNSET) for field in msgspec.structs.fields(book.input)]
    return defstruct(f"{name}Patch", fields, forbid_unknown_fields=True)


def _returning(answer: Any, handler: Callable[..., Any], **given: Any) -> Callable[..., Any]:  # noqa: ANN401 - types of types
    """The handler with its annotations made exact for its kind."""
    handler.__annotations__ |= {"return": answer, **given}
    return handler


def _lister(book: type[Book]) -> Callable[..., Any]:
    def listing(
        archive: ArchiveGiven,
        actor: ActorGiven,
        q: Text = None,
        cursor: Page = None,
        limit: Limit = 50,
        **filters: Text,
    ) -> Response[Any]:
        """`q`: words of a name, a number or key, or the beginning of one."""
        wanted = {name.removeprefix(_FILTER): value for name, value in filters.items() if value is not None}
        return Response(registry.listing(archive, actor, book.kind, q or "", cursor, limit, wanted))

    own = inspect.signature(listing)
    plain = [given for given in own.parameters.values() if given.kind is not inspect.Parameter.VAR_KEYWORD]
    asked = {_FILTER + name: Annotated[str | None, QueryParameter(name=name, max_length=300)] for name in book.filters}
    more = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
        for name, kind in asked.items()
    ]
    listing.__signature__ = own.replace(parameters=[*plain, *more])  # type: ignore[attr-defined]  # read by inspect
    listing.__annotations__ |= asked
    del listing.__annotations__["filters"]
    return listing


def _getter(book: type[Book]) -> Callable[..., Any]:
    def one(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, key: FromPath[str]) -> Response[Any]:
        """By id or natural key. The ETag changes with every version."""
        return versioned(request, registry.get(archive, actor, book.kind, key))

    return one


def _writer(book: type[Book]) -> Callable[..., Any]:
    def write(
        archive: ArchiveGiven,
        actor: ActorGiven,
        data: JSONBody[Any],
        if_match: IfMatch = None,
        idempotency_key: IdempotencyKey = None,
    ) -> Response[Any]:
        """What is left out stays as it is; repeating it changes nothing. 201 when it is new."""
        digest = hashlib.sha256(msgspec.json.encode((book.kind, data, if_match))).hexdigest()
        asked = Asked(idempotency_key, digest)
        answer = registry.upsert_once(archive, actor, book.kind, data, asked, expected_version=version_of(if_match))
        headers = {"ETag": etag_of(answer.body["entity"]["version"])}
        if answer.repeated:
            headers["Idempotent-Replay"] = "true"
        return Response(answer.body, status_code=answer.status, headers=headers)

    return write


def _changer(book: type[Book]) -> Callable[..., Any]:
    def change(
        archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str], data: JSONBody[Any], if_match: IfMatch = None
    ) -> Response[Any]:
        """By id or natural key; with If-Match only if that version stands. The natural key may be corrected, too."""
        given = {name: value for name in data.__struct_fields__ if (value := getattr(data, name)) is not UNSET}
        done: Upserted = registry.change(archive, actor, book.kind, key, given, expected_version=version_of(if_match))
        return Response(done, headers={"ETag": etag_of(done.entity.version)})

    return change


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


@get("/exports/{kind:str}", sync_to_thread=True, summary="Entrega una lista como tabla CSV o XLSX")
def export_list(
    archive: ArchiveGiven,
    actor: ActorGiven,
    request: AnyRequest,
    kind: FromPath[str],
    q: Text = None,
    format: Format = "csv",
) -> Stream | File:
    """The columns are those that the import reads. The filters of the list apply here too, and who may see what."""
    filters = {name: value for name, value in request.query_params.items() if name not in _ASKED}
    name = f"{base_name(kind)}.{format}"
    if format == "csv":
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Stream(export_csv(archive, actor, kind, q or "", filters), media_type="text/csv", headers=headers)
    target = archive.settings.staging / f"export-{new_id()}.xlsx"
    try:
        export_xlsx(archive, actor, kind, target, q or "", filters)
    except BaseException:
        _remove(target)
        raise
    return File(
        target,
        filename=name,
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        background=BackgroundTask(_remove_later, target),
    )


async def _remove_later(path: Path) -> None:
    await anyio.to_thread.run_sync(_remove, path)


def _remove(path: Path) -> None:
    with suppress(FileNotFoundError):
        path.unlink()


@get("/changes", sync_to_thread=True, summary="Qué cambió en el registro desde un número")
def list_changes(archive: ArchiveGiven, actor: ActorGiven, after: After = 0, limit: ChangesLimit = 100) -> Changes:
    """One line for each change, in order: read it again from `next` to keep another system up to date."""
    return registry.changes(archive, actor, after, limit)


router = Router(
    "/",
    tags=["registry"],
    route_handlers=[
        import_file,
        export_list,
        list_changes,
        *(handler for book in BOOKS for handler in _handlers(book)),
    ],
)
