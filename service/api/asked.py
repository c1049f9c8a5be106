"""What several handlers ask of a request: the things they are given, cursors, versions."""

import re
from typing import Annotated, Any

from litestar import Request
from litestar.di import NamedDependency
from litestar.params import FromQuery, HeaderParameter, QueryParameter

from schemas.access import Actor
from schemas.errors import InvalidInput
from schemas.identity import is_id
from service.archive import Archive
from service.operations.repeating import LONGEST_KEY
from service.renderers import Renderers

ArchiveGiven = NamedDependency[Archive]
ActorGiven = NamedDependency[Actor]
RenderersGiven = NamedDependency[Renderers]
AnyRequest = Request[Any, Any, Any]

Limit = Annotated[int, QueryParameter(ge=1, le=200, description="Cuántos por página.")]
Cursor = Annotated[str | None, QueryParameter(max_length=64, description="`next` de la página anterior.")]
Offset = Annotated[int, QueryParameter(ge=0, le=1_000_000, description="`next` de la página anterior.")]
Text = Annotated[str | None, QueryParameter(max_length=300)]
IfMatch = Annotated[
    str | None,
    HeaderParameter(name="If-Match", max_length=200, schema_extra={"pattern": '^(\\*|(W/)?"v?[0-9]{1,12}")$'}),
]
IdempotencyKey = Annotated[
    str | None, HeaderParameter(name="Idempotency-Key", schema_extra={"minLength": 1, "maxLength": LONGEST_KEY})
]
Flag = FromQuery[bool]

_VERSION = re.compile(r'"(?:v)?(\d{1,12})"')


def cursor_id(cursor: str | None) -> str | None:
    """The id a cursor stands for.

    Raises:
        InvalidInput: it is no cursor of ours.
    """
    if cursor is None or is_id(cursor):
        return cursor
    raise InvalidInput("El cursor no es válido; use el valor 'next' de la página anterior.", code="bad_cursor")


def etag_of(version: int) -> str:
    """The entity tag of a thing that counts its versions."""
    return f'"v{version}"'


def version_of(if_match: str | None) -> int | None:
    """The version that If-Match names; None for none or for `*`.

    Raises:
        InvalidInput: it is no entity tag of ours.
    """
    if if_match is None or if_match.strip() == "*":
        return None
    match = _VERSION.fullmatch(if_match.strip().removeprefix("W/"))
    if match is None:
        raise InvalidInput('If-Match lleva el ETag recibido, por ejemplo "v3".', code="bad_etag")
    return int(match.group(1))
